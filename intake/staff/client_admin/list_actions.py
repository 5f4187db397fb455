"""Work on many files at once, from every list that names them: whose they are, their stage, what comes next."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import model_format_dict
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from intake.clients.stages import ONE_BY_ONE
from intake.common.row_numbers import read_row_number
from intake.common.tag_names import find_key
from intake.forms.tag_fields import make_new_tag, make_tag_boxes
from intake.models import Client, Tag
from intake.models.todos import LONGEST_TODO
from intake.permissions import CHANGE_CLIENT, Permission, check
from intake.querysets import ClientQuerySet
from intake.staff.changelists.people import find_staff
from intake.staff.client_admin import bulk_edit
from intake.staff.client_admin.bulk_edit import MOST_AT_ONCE
from scoring.numbers import group_thousands

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

LEAVE = _("Leave as it is")
# The keys of the rows that are chosen, in one field of the page that asks what changes: Django takes 1,000 fields.
CHOSEN = "chosen"


class OtherAction(NamedTuple):
    """What an app above this one does with chosen files; `act` gets the request and the files."""

    name: str
    label: Any
    permission: Permission
    act: Callable[[HttpRequest, ClientQuerySet[Client]], HttpResponse | None]


OTHERS: list[OtherAction] = []


def add_action(action: OtherAction) -> None:
    """Offer it in every list that names files."""
    if action not in OTHERS:
        OTHERS.append(action)


def make_date_box() -> forms.DateInput:
    """The browser's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


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
    next_action = forms.CharField(label=_("Next action"), required=False, max_length=200)
    follow_up_on = forms.DateField(label=_("Follow up on"), required=False, widget=make_date_box())
    task = forms.CharField(
        label=_("A task in each file"),
        required=False,
        max_length=LONGEST_TODO,
        help_text=_("For whoever looks after the file."),
    )
    due_on = forms.DateField(label=_("The task is due on"), required=False, widget=make_date_box())
    put_on = make_tag_boxes(_("Put these tags on"), Tag.objects.all())
    new_tag = make_new_tag()
    taken_off = make_tag_boxes(_("Take these tags off"), Tag.objects.none())

    def __init__(self, data: Any, files: ClientQuerySet[Client]) -> None:
        super().__init__(data)
        cast("Any", self.fields["adviser"]).queryset = find_staff()
        # Those that one of these files has: no other can be meant.
        cast("Any", self.fields["taken_off"]).queryset = Tag.objects.filter(clients__in=files).distinct()

    def clean(self) -> dict[str, Any]:
        """A task has its day, and something is asked for."""
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get("task") and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Enter the day on which the task is due."))
        if cleaned.get("due_on") and not cleaned.get("task"):
            self.add_error("task", _("Enter what has to be done."))
        put_on = {tag.key for tag in cleaned.get("put_on", ())} | {find_key(cleaned.get("new_tag") or "")}
        if put_on & {tag.key for tag in cleaned.get("taken_off", ())}:
            self.add_error("taken_off", _("The same tag can't be both put on and taken off."))
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Choose what changes."))
        return cleaned


class FileActionsMixin(Base):
    """Mixed into the admin of clients, or of rows about clients: work on the files of the rows that are chosen."""

    def has_work_permission(self, request: HttpRequest) -> bool:
        """Those who work on files."""
        return CHANGE_CLIENT.held_by(request.user)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Those of this app, and those of others; whether a licence is there is asked when one is used."""
        found: dict[str, Any] = super().get_actions(request)
        for one in OTHERS if found else ():
            if one.permission.given_to(request.user):
                found[one.name] = (partial(act_on_files, one), one.name, one.label)
        return found

    def find_files(self, request: HttpRequest, queryset: QuerySet[Any]) -> ClientQuerySet[Client]:
        """The files of the rows, of those that this member of staff may know of; rows of nobody's file have none."""
        which = "pk" if self.model is Client else "client"
        # Two rows of one file are one file.
        return Client.objects.visible_to(request.user).filter(pk__in=queryset.order_by().values(which))

    @admin.action(description=_("Assign, move, tag, or set what comes next"), permissions=["work"])
    def change_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask what changes in the files of these rows, then change it."""
        check(request.user, CHANGE_CLIENT)
        rows = read_chosen(request) or list(queryset.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(rows) > MOST_AT_ONCE:
            messages.error(request, gettext("Choose at most %(most)s rows.") % {"most": group_thousands(MOST_AT_ONCE)})
            return None
        files = self.find_files(request, queryset.model._default_manager.filter(pk__in=rows))
        form = ChosenFilesForm(request.POST if "apply" in request.POST else None, files)
        if form.is_valid():
            self.change_files(request, files, form.cleaned_data)
            return go_back(request)
        context = self.admin_site.each_context(request) | {"opts": self.opts, "form": form, "chosen": rows}
        context |= {"title": gettext("Assign, move, tag, or set what comes next"), "number": files.count()}
        # The list's own address, because other pages too send rows to its actions.
        context |= {"back": request.POST.get("back", ""), "query": request.GET.urlencode()}
        return TemplateResponse(request, "admin/intake/client/chosen.html", context)

    def change_files(self, request: HttpRequest, files: ClientQuerySet[Client], chosen: dict[str, Any]) -> None:
        """Change each file that may be changed so, and say how many."""
        count, of = bulk_edit.change_files(files, chosen, cast("User", request.user))
        done = ngettext("%(count)s file was changed.", "%(count)s files were changed.", count)
        messages.success(request, done % {"count": group_thousands(count)})
        if left := of - count:
            stayed = ngettext("%(count)s file stays as it was.", "%(count)s files stay as they were.", left)
            messages.warning(request, stayed % {"count": group_thousands(left)})


def read_chosen(request: HttpRequest) -> list[int]:
    """The keys of the rows that the page which asks what changes was shown for; none of another page."""
    found = map(read_row_number, request.POST.get(CHOSEN, "").split("."))
    return [key for key in found if key is not None]


def list_offered(request: HttpRequest) -> list[tuple[str, str]]:
    """Name and label of what the list of clients offers to whoever asks, for other pages that name files."""
    lister: Any = admin.site.get_model_admin(Client)
    words = model_format_dict(Client)
    return [(name, label % words) for _act, name, label in lister.get_actions(request).values()]


class PageActionsMixin(Base):
    """Mixed into an admin: actions of its list as buttons on the page of a row, to which they come back."""

    change_form_template = "admin/intake/acts.html"

    def list_acts(self, request: HttpRequest, row: Any) -> list[Any]:
        """The actions that this row is open to now."""
        raise NotImplementedError

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page with its buttons."""
        if row := kwargs.get("obj"):
            context["acts"] = [(act.__name__, act.short_description) for act in self.list_acts(request, row)]
        return super().render_change_form(request, context, *args, **kwargs)


def go_back(request: HttpRequest) -> HttpResponse | None:
    """To the page of ours from which rows were sent to a list's action; None: to the list."""
    back = request.POST.get("back", "")
    # The address is posted, and may lead to no other site.
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, None)
    return HttpResponseRedirect(back) if safe else None


def act_on_files(
    action: OtherAction, lister: FileActionsMixin, request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponse | None:
    """Do it with the files of the chosen rows, as the admin calls it. Raises `PermissionDenied`."""
    check(request.user, action.permission)
    return action.act(request, lister.find_files(request, queryset))
