"""Writing to one client: choose a template, see it filled in, send it to oneself or to the client."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext

from draws.correspondence import renewing, writing
from draws.correspondence.messages import TestOfWritten, find_adviser_address
from draws.correspondence.own_facts import OwnFacts
from draws.correspondence.writing import REASONS, Words
from draws.models import TemplateVersion, WrittenMessage
from draws.outbox.kinds import NotDue
from draws.permissions import WRITE_TO_CLIENT
from draws.publishing.publisher import call_sweep
from draws.staff.writing_form import WritingForm
from intake.message_kinds import letters
from intake.models import Client, FileView
from intake.permissions import ADVISE, requires
from intake.staff.changelists import file_views

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.contrib.auth.models import User

    from intake.staff.client_admin.file_page_mixin import FilePages

    Base = ModelAdmin[WrittenMessage]
else:
    Base = object


def find_refusal(client: Client, version: TemplateVersion, language: str, own: OwnFacts) -> str:
    """Why words of this version, in this language, can't go to the client now; "" where nothing speaks against it."""
    if not TemplateVersion.objects.offered().filter(pk=version.pk).exists():
        return gettext("The template has changed since, or is no longer offered: start again.")
    if obstacle := writing.find_obstacle(client, version, own):
        return str(REASONS[obstacle])
    # The words were read in that language and would arrive in it, whoever has changed it meanwhile.
    if language != client.language:
        return gettext("The client's language has changed since: start again.")
    return ""


class WritingPages(Base):
    """Mixed into the admin of the messages: the pages on which one is written."""

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and ours: the choice of a template, and the message."""
        view = self.admin_site.admin_view
        return [
            path("to/<int:pk>/", view(self.choose), name="draws_writtenmessage_choose"),
            path("to/<int:pk>/<int:version>/", view(self.write), name="draws_writtenmessage_write"),
            *super().get_urls(),
        ]

    @requires(WRITE_TO_CLIENT)
    def choose(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every template that is offered, and why one can't go to this client."""
        client = self.find_file(request, pk)
        own = writing.find_own(client)
        found = TemplateVersion.objects.offered().order_by("template__name")
        offered = [(version, REASONS.get(writing.find_obstacle(client, version, own), "")) for version in found]
        return self.show_page(request, client, "choose", {"offered": offered})

    @requires(WRITE_TO_CLIENT)
    def write(self, request: HttpRequest, pk: int, version: int) -> HttpResponse:
        """The message as the client would read it; posted, it is sent to oneself or owed to the client.

        Where it can't go any more, the page says why and shows the words as they were posted.
        """
        client = self.find_file(request, pk)
        posted = request.method == "POST"
        # What somebody wrote is not lost because the template was changed meanwhile: it is shown again, and not sent.
        versions = TemplateVersion.objects.all() if posted else TemplateVersion.objects.offered()
        chosen, may_change = get_object_or_404(versions, pk=version), ADVISE.held_by(request.user)
        own, language = writing.find_own(client), request.POST.get("language", "") if posted else client.language
        if refusal := find_refusal(client, chosen, language, own):
            messages.error(request, refusal)
            if not (posted and may_change):
                return redirect("admin:draws_writtenmessage_choose", pk)
        words = Words("", "") if refusal else writing.fill_for(client, chosen, own)
        form = WritingForm(words, own, client.language, request.POST or None, may_change=may_change)
        ready = form.is_valid() and not refusal
        if ready and "send" in request.POST:
            row = writing.build_row(client, chosen, cast("User", request.user), str(form.cleaned_data["key"]), own)
            if self.word(request, row, form):
                return self.send(request, row)
        if ready and "test" in request.POST:
            self.send_test(request, client, chosen, form.read_words())
        context = {"form": form, "version": chosen, "may_change": may_change}
        return self.show_page(request, client, "write", context | {"answers_to": find_adviser_address(client)})

    def word(self, request: HttpRequest, row: WrittenMessage, form: WritingForm) -> bool:
        """Put edited words into the message; False, with the reason on the page, where they are no longer true."""
        # Words that nobody edited are the template's, filled in now, whatever has changed since the page was opened.
        if not form.is_edited or form.read_words() == Words(row.subject, row.body):
            return True
        writing.word_anew(row, form.read_words(), form.read_filled())
        try:
            renewing.check_fixed_words(row)
        except NotDue as reason:
            messages.error(request, str(reason))
            return False
        return True

    def send(self, request: HttpRequest, row: WrittenMessage) -> HttpResponse:
        """Owe the message, once, and show it in the history of the file."""
        # The key came with the page: the same form sent twice is one message.
        if writing.owe(row):
            call_sweep()
            messages.success(request, gettext("The message is on its way. It stands in the history of the file."))
        else:
            messages.info(request, gettext("This message was sent already."))
        return redirect("admin:intake_client_history", row.client_id)

    def send_test(self, request: HttpRequest, client: Client, version: TemplateVersion, words: Words) -> None:
        """Send it to the person who wrote it."""
        to = cast("User", request.user).email
        if not to:
            messages.error(request, gettext("Your account has no e-mail address."))
            return
        letters.owe(TestOfWritten.find_due(to, client, words, service=version.is_service))
        messages.success(request, gettext("A test is on its way to %(to)s.") % {"to": to})

    def find_file(self, request: HttpRequest, pk: int) -> Client:
        """The file, for those who may see it; the look is on record. Raises `Http404` and `PermissionDenied`."""
        client = cast("FilePages", self.admin_site.get_model_admin(Client)).file_to_see(request, pk)
        file_views.record_view(client, cast("User", request.user), FileView.ViewedPart.FILE)
        return client

    def show_page(self, request: HttpRequest, client: Client, name: str, context: dict[str, Any]) -> HttpResponse:
        """A page of the file."""
        words = {"client": client, "opts": Client._meta, "title": gettext("Write to the client"), "quiet_head": True}
        frame = self.admin_site.each_context(request) | words
        return TemplateResponse(request, f"admin/draws/writtenmessage/{name}.html", frame | context)
