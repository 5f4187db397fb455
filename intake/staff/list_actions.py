"""Work on many files at once, from the list of clients: whose they are, and the stage where it may be."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from intake.clients import stages, todos
from intake.common.names import name_user
from intake.models import Client
from intake.permissions import MANAGE_ENGAGEMENT
from intake.staff.file_form import find_staff

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Client]
else:
    Base = object

MOST_AT_ONCE = 200
# A file is retained or closed on its own page, where it says what must come first and how it ended.
ONE_BY_ONE = (Client.Stage.RETAINED, Client.Stage.CLOSED)
LEAVE = _("Leave as it is")


class ChosenFilesForm(forms.Form):
    """What changes in the chosen files."""

    adviser = forms.ModelChoiceField(
        label=_("Adviser"), queryset=User.objects.none(), required=False, empty_label=LEAVE
    )
    stage = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[("", LEAVE), *(choice for choice in Client.Stage.choices if choice[0] not in ONE_BY_ONE)],
        help_text=_("Only where a file may go there from its stage; the others stay."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("Any", self.fields["adviser"])
        field.queryset, field.label_from_instance = find_staff(), name_user


class ActsOnFiles(Base):
    """Mixed into the clients' admin."""

    @admin.action(description=_("Assign, or move to a stage"), permissions=["change"])
    def change_chosen(self, request: HttpRequest, queryset: QuerySet[Client]) -> HttpResponse | None:
        """Ask what changes, then change it."""
        chosen = list(queryset.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(chosen) > MOST_AT_ONCE:
            messages.error(request, gettext("Choose at most %(most)d files.") % {"most": MOST_AT_ONCE})
            return None
        form = ChosenFilesForm(request.POST if "apply" in request.POST else None)
        if form.is_valid():
            self.change_files(request, chosen, form.cleaned_data)
            return None
        context = self.admin_site.each_context(request) | {"opts": self.opts, "form": form, "chosen": chosen}
        context |= {"title": gettext("Assign, or move to a stage"), "number": len(chosen)}
        return TemplateResponse(request, "admin/intake/client/chosen.html", context)

    @transaction.atomic
    def change_files(self, request: HttpRequest, chosen: Iterable[int], said: dict[str, Any]) -> None:
        """Change each file that may be changed so, and say how many."""
        clients = list(Client.objects.visible_to(request.user).select_for_update().filter(pk__in=chosen))
        changed = [client for client in clients if self.change_file(request, client, said)]
        count = len(changed)
        done = ngettext("%(count)d file was changed.", "%(count)d files were changed.", count) % {"count": count}
        messages.success(request, done)
        if left := len(clients) - count:
            stayed = ngettext("%(count)d file stays as it was.", "%(count)d files stay as they were.", left)
            messages.warning(request, stayed % {"count": left})

    def change_file(self, request: HttpRequest, client: Client, said: dict[str, Any]) -> bool:
        """Change one file as its own page would; whether anything changed."""
        stage, adviser, by = client.stage, client.adviser_id, cast("User", request.user)
        client.adviser = said["adviser"] or client.adviser
        if said["stage"] in find_stages(client, may_manage=MANAGE_ENGAGEMENT.held_by(by)):
            client.stage = said["stage"]
        differs = {"stage": client.stage != stage, "adviser": client.adviser_id != adviser}
        fields = [name for name, differing in differs.items() if differing]
        if fields:
            client.save(update_fields=[*fields, "updated"])
            stages.record_move(client, stage, by)
            self.log_change(request, client, [{"changed": {"fields": fields}}])
        if "adviser" in fields:
            todos.hand_over(client, adviser)
        return bool(fields)


def find_stages(client: Client, *, may_manage: bool) -> set[str]:
    """Where this member of staff may move the file from the list."""
    within = client.is_engaged and not may_manage
    found = stages.list_choices_within_engagement(client) if within else stages.list_choices(client.stage)
    return {code for code, _label in found} - {*ONE_BY_ONE}
