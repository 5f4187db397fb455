"""Consent that was not given on the site: staff keep its proof, and stop the e-mails when a client asks them to.

An oral consent must be provable (CRTC): the words are read out in full, and the
proof is a recording or a paper that the firm keeps. A withdrawal needs none.
"""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.common.languages import list_letter_languages
from intake.consents import consent, preferences
from intake.consents.wording import render_wording
from intake.models import Client, FileView
from intake.models.consent_sources import WAYS_TO_AGREE, WAYS_TO_ASK, write_entered
from intake.permissions import RECORD_CONSENT, requires
from intake.staff.changelists import file_views
from intake.staff.client_admin.file_page_mixin import FilePages

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class GivenForm(forms.Form):
    """Asks when and how the client agreed to the words, and where the proof lies."""

    language = forms.ChoiceField(label=_("Language in which it was read"), choices=list_letter_languages)
    way = forms.ChoiceField(label=_("How the client agreed"), choices=[("", "---------"), *WAYS_TO_AGREE.items()])
    proof = forms.CharField(
        label=_("Where the proof lies"),
        max_length=100,
        help_text=_("The number of the recording, or the place of the paper: without it the consent can't be proved."),
    )
    # A box of its own, not ticked before: it is the member of staff who answers for it (record 0045).
    said_yes = forms.BooleanField(label=_("The client heard or read these words in full, and said yes"))


class StoppedForm(forms.Form):
    """Asks how the client said that they want no more e-mails."""

    way = forms.ChoiceField(label=_("How the client said so"), choices=[("", "---------"), *WAYS_TO_ASK.items()])


class ConsentPages(FilePages):
    """Mixed into the clients' admin: the page on which a consent is entered or withdrawn."""

    def get_urls(self) -> list[URLPattern]:
        """Also the page of consent."""
        view = self.admin_site.admin_view(self.consent)
        return [path("<int:pk>/consent/", view, name="intake_client_consent"), *super().get_urls()]

    @requires(RECORD_CONSENT)
    def consent(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enter a consent where there is none, or a withdrawal where there is one."""
        client = self.file_to_see(request, pk)
        file_views.record_view(client, cast("User", request.user), FileView.ViewedPart.CONSENT)
        form = self.build_consent_form(request, client)
        if form and form.is_valid():
            self.keep(request, client, form.cleaned_data)
            return redirect("admin:intake_client_change", client.pk)
        context = self.admin_site.each_context(request) | {"client": client, "opts": self.opts, "form": form}
        context |= {
            "title": gettext("Consent to e-mails"),
            "words": {code: render_wording(code) for code in settings.LETTER_LANGUAGES},
        }
        return TemplateResponse(request, "admin/intake/client/consent.html", context)

    def build_consent_form(self, request: HttpRequest, client: Client) -> forms.Form | None:
        """What can be entered now; nothing where there is no e-mail address that e-mails could go to."""
        if not client.email:
            return None
        if client.alerts:
            return StoppedForm(request.POST or None)
        return GivenForm(request.POST or None, initial={"language": client.language})

    def keep(self, request: HttpRequest, client: Client, typed: dict[str, Any]) -> None:
        """Append the act, which says who entered it."""
        member = cast("User", request.user)
        who = file_views.get_name(member) or member.get_username()
        source = write_entered(typed["way"], who, typed.get("proof", ""))
        if "proof" in typed:
            # A client who agrees anew after a withdrawal gets everything (record 0035).
            preferences.save_wish(client, preferences.EVERYTHING, language=typed["language"], source=source, ip=None)
            done = gettext("The consent is kept: the client gets e-mails from now on.")
        else:
            consent.withdraw(client, language=client.language, source=source)
            done = gettext("The e-mails are stopped, including those that wait.")
        messages.success(request, done)
