"""The admin page on which the files of a couple are linked, and the link is ended."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.clients import household
from intake.models import Client, FileView, Household
from intake.staff.changelists import file_views
from intake.staff.changelists.past_date_field import PastDay
from intake.staff.client_admin.file_page_mixin import FilePages

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# What the history keeps of an act, and how it is said.
HOUSEHOLD_ACTS = {"linked": _("The two files are linked."), "ended": _("The link between the two files is ended.")}


class LinkForm(forms.Form):
    """Whose file is the partner's, and since when they instruct the firm together."""

    partner = forms.CharField(label=_("Reference or e-mail address of the partner's file"), max_length=254)
    # The firm owes each confidence until both agreed, and must keep them apart once they part (record 0037).
    joint_on = PastDay(
        label=_("Both agreed to joint instructions on"),
        help_text=_("The day on which both agreed in writing that the firm may tell each what the other tells it."),
    )

    def __init__(self, data: Any, clients: QuerySet[Client]) -> None:
        self.clients = clients
        super().__init__(data)

    def clean_partner(self) -> Client:
        """The file, among those that this member of staff may open."""
        typed = self.cleaned_data["partner"].strip()
        found = self.clients.filter(Q(reference__iexact=typed) | Q(email__iexact=typed)).first()
        if found is None:
            raise forms.ValidationError(_("There is no file with this reference or address."))
        return found


class PartForm(forms.Form):
    """From when nothing is joint."""

    ended_on = PastDay(label=_("Separated, or joint instructions taken back, on"))


class HouseholdPages(FilePages):
    """Mixed into the clients' admin: the page about a client's partner."""

    def get_urls(self) -> list[URLPattern]:
        """Also the page of the partner."""
        view = self.admin_site.admin_view(self.partner)
        return [path("<int:pk>/partner/", view, name="intake_client_partner"), *super().get_urls()]

    def partner(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Link a file with the partner's, or end the link."""
        client = self.file_to_change(request, pk)
        linked = household.get_household(client)
        form = self.build_household_form(request, client, linked)
        if form.is_valid() and self.change_household(request, client, linked, form):
            return redirect("admin:intake_client_change", client.pk)
        user = cast("User", request.user)
        partner = household.get_partner(client, user)
        file_views.record_view(client, user, FileView.ViewedPart.FILE)
        file_views.record_listed([partner.pk] if partner else [], user, FileView.ViewedPart.LIST)
        context = self.admin_site.each_context(request) | {"client": client, "opts": self.opts, "form": form}
        context |= {"title": gettext("Partner"), "linked": linked, "partner": partner}
        return TemplateResponse(request, "admin/intake/client/partner.html", context)

    def build_household_form(self, request: HttpRequest, client: Client, linked: Household | None) -> forms.Form:
        """What may be done now: link, or end the link."""
        if linked:
            return PartForm(request.POST or None)
        # Only files that this member of staff may know of can be named (record 0053).
        return LinkForm(request.POST or None, self.get_queryset(request))

    def change_household(
        self, request: HttpRequest, client: Client, linked: Household | None, form: forms.Form
    ) -> bool:
        """Do it, and record who did; False where it is refused, with the reason in the form."""
        if linked:
            household.separate(linked, form.cleaned_data["ended_on"])
            self.record_change(request, linked, "ended")
            return True
        try:
            made = household.link(
                client,
                form.cleaned_data["partner"],
                joint_on=form.cleaned_data["joint_on"],
                by=cast("User", request.user),
            )
        except household.LinkRefused as refused:
            form.add_error("partner", str(refused))
            return False
        self.record_change(request, made, "linked")
        return True

    def record_change(self, request: HttpRequest, about: Household, act: str) -> None:
        """Say what was done, and keep it in the history of both files."""
        for client in about.clients.all():
            self.log_change(request, client, [{"household": act}])
        messages.success(request, HOUSEHOLD_ACTS[act])
