"""Writing to chosen clients: from their list to a page with the numbers, the message and the button."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from draws.correspondence import circulars
from draws.correspondence.messages import Written
from draws.mailings.mass_mails import make_mass_mail
from draws.models import Circular, Mailing, TemplateVersion, WrittenMessage
from draws.outbox.ledgers import count_states
from draws.permissions import VIEW_CIRCULARS, WRITE_TO_MANY
from draws.staff.groups import build_groups
from draws.staff.mailing_admin import confirm_as_typed
from draws.staff.mailing_page import build_planned, build_running
from intake.models import FileView
from intake.permissions import VIEW_CLIENT, requires, sees_every_file
from intake.staff.changelists import file_views
from intake.staff.changelists.read_only import ReadOnlyMixin
from intake.staff.changelists.saved_lists import SavedListsMixin
from scoring.numbers import group_thousands

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class TemplateChoice(forms.Form):
    """Which template goes to the list."""

    version = forms.ModelChoiceField(label=_("Template"), queryset=TemplateVersion.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["version"]).queryset = TemplateVersion.objects.offered().order_by("template__name")


@admin.register(Circular)
class CircularAdmin(SavedListsMixin, ReadOnlyMixin, admin.ModelAdmin[Circular]):
    """Lists of clients that were chosen for a message; each has a page of its own in place of a form."""

    list_display = ("created", "version", "by")
    list_select_related = ("version__template", "by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Circular]:
        """Those that this member of staff may know of."""
        return Circular.objects.visible_to(request.user).select_related("version__template", "by")

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and the two steps of writing to chosen clients."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/choose/", view(require_POST(self.choose)), name="draws_circular_choose"),
            path("<int:pk>/send/", view(require_POST(self.send)), name="draws_circular_send"),
            *super().get_urls(),
        ]

    @requires(VIEW_CIRCULARS)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who would get it and who would not, the message, and the button."""
        circular = self.get_object(request, unquote(object_id))
        if circular is None:
            raise Http404
        context = build_context(circular, request)
        # Once it is confirmed, the page shows how far it is in place of what would go.
        if "running" not in context and context.get("number"):
            context |= build_planned(make_mass_mail(build_mailing(circular)), request.user)
        frame = self.admin_site.each_context(request) | {"opts": self.opts}
        return TemplateResponse(request, "admin/draws/circular/circular.html", frame | context)

    @requires(WRITE_TO_MANY)
    def choose(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Choose the template, while nothing of the list is confirmed."""
        circular, form = get_object_or_404(self.get_queryset(request), pk=pk), TemplateChoice(request.POST)
        # Asked in the update itself: somebody may be confirming the list at this moment.
        open_ones = Circular.objects.unconfirmed().filter(pk=circular.pk)
        if not form.is_valid() or not open_ones.update(version=form.cleaned_data["version"]):
            messages.error(request, gettext("The template was not changed."))
        return redirect("admin:draws_circular_change", pk)

    @requires(WRITE_TO_MANY)
    def send(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Owe the messages, where the number of recipients was typed."""
        mail = make_mass_mail(build_mailing(get_object_or_404(self.get_queryset(request), pk=pk)))
        if mailing := confirm_as_typed(request, mail):
            messages.success(request, describe_sending(mailing))
        return redirect("admin:draws_circular_change", pk)


def build_mailing(circular: Circular) -> Mailing:
    """The unsaved mass mail of a list."""
    return Mailing(about=Mailing.About.CIRCULAR, circular=circular)


def describe_sending(mailing: Mailing) -> str:
    """What the button did."""
    if mailing.is_waiting:
        return gettext("Confirmed. Nothing happens before another person has approved it.")
    message = ngettext(
        "%(count)s client is written to when the waiting time is over.",
        "%(count)s clients are written to when the waiting time is over.",
        mailing.recipients,
    )
    return message % {"count": group_thousands(mailing.recipients)}


def build_context(circular: Circular, request: HttpRequest) -> dict[str, Any]:
    """The list in numbers, with a page of the people behind one of them; the looks are on record."""
    user, confirmed = request.user, circular.mailings.exists()
    chosen = circulars.find_chosen(circular).visible_to(user).count()
    context = build_running(user, circular=circular) | {
        "title": ngettext("Write to %(count)s client", "Write to %(count)s clients", chosen)
        % {"count": group_thousands(chosen)},
        "circular": circular,
        "states": count_states(WrittenMessage.objects.visible_to(user).filter(circular=circular)),
        "choice": None if confirmed else TemplateChoice(initial={"version": circular.version}),
    }
    return context | (build_list_groups(circular, circular.version, request) if circular.version else {})


def build_list_groups(circular: Circular, version: TemplateVersion, request: HttpRequest) -> dict[str, Any]:
    """The groups of a list for the page; the look at the people of the chosen one is on record."""
    labels = {circulars.TOLD: _("Would get it"), **circulars.REASONS}
    clients = circulars.sort_clients(circular, version).visible_to(request.user)
    people = clients.order_by("name", "pk").only("name", "email", "reference", "language")
    numbers = circulars.count_groups(clients)
    found = build_groups(labels, numbers, lambda chosen: people.filter(group=chosen), request.GET)
    if VIEW_CLIENT.held_by(request.user):
        seen = [client.pk for client in found["page"].object_list]
        file_views.record_listed(seen, cast("User", request.user), FileView.ViewedPart.LIST)
    return found | {
        # Of every file of the list, and not only of those shown: it is what confirming counts.
        "number": Written.find_due(circular).count(),
        "assigned_only": not sees_every_file(request.user),
    }
