"""Answers taken by telephone: the pages in the staff's tool. Every change is a POST followed by a redirect."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from intake.account.confirm_email import EnteredBy
from intake.assessments.submission import Sender, submit, submit_correction
from intake.clients import changes
from intake.common.faults import describe_problem
from intake.enquiries.receive import find_told_reference, put_call_in_file
from intake.message_kinds.letters import owe
from intake.models import Assessment, Client, FileView, Intake
from intake.permissions import ADD_CLIENT, CHANGE_CLIENT, VIEW_ASSESSMENT, requires, sees_every_file
from intake.questionnaire import draft
from intake.staff.changelists import file_views
from intake.staff.client_admin import callers
from intake.staff.client_admin.callers import CallerForm
from intake.staff.client_admin.file_page_mixin import FilePages
from intake.staff.data_entry.messages import AnswersToCheck
from intake.staff.data_entry.telephone_form import (
    SOURCES,
    build_context,
    build_whole_flow,
    choose_anchor,
    find_answers,
    read_answers,
    save_posted,
)
from scoring.numbers import group_thousands
from scoring.profile import ProfileError

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# As the history keeps it.
ASKED_TO_CHECK = {"answers": "asked_to_check"}


class TelephonePages(FilePages):
    """Mixed into the clients' admin: the long page, and the way to it from the list."""

    def get_urls(self) -> list[URLPattern]:
        """The long page of a client, and the page that asks whose it is."""
        view = self.admin_site.admin_view
        return [
            path("telephone/", view(self.telephone), name="intake_client_telephone"),
            path("<int:pk>/answers/", view(self.answers), name="intake_client_answers"),
            path("<int:pk>/answers/ask/", view(require_POST(self.ask_to_check)), name="intake_client_ask_to_check"),
            *super().get_urls(),
        ]

    @requires(CHANGE_CLIENT)
    def telephone(self, request: HttpRequest) -> HttpResponse:
        """The person on the telephone: a client by their address or number, or a new one."""
        call = callers.find_call(request.GET.get("enquiry", ""), request.user)
        begun = {"name": call.name, "telephone": call.telephone} if call else None
        form = CallerForm(request.POST or None, initial=begun)
        if form.is_valid():
            find = self.find_by_email if form.cleaned_data["email"] else self.find_by_number
            # Somebody who left a result with the number knows its reference already: a new file takes it (record 0189).
            if client := find(request, form, find_told_reference(call) if call else ""):
                if call:
                    put_call_in_file(call, client)
                return redirect("admin:intake_client_answers", client.pk)
        context = self.admin_site.each_context(request) | {"form": form, "opts": self.opts}
        context["title"] = gettext("Take answers by telephone")
        return TemplateResponse(request, "admin/intake/client/telephone.html", context)

    def find_by_email(self, request: HttpRequest, form: CallerForm, reference: str = "") -> Client | None:
        """The client with this address, made where there is none; None where that is not allowed."""
        email = form.cleaned_data["email"]
        known = Client.objects.by_email(email).first()
        if known is None and not ADD_CLIENT.held_by(request.user):
            form.add_error("email", gettext("No client has this address, and your account may not add one."))
            return None
        # Nothing is sent to confirm the address: the firm vouches for it (record 0032).
        client = known or self.begin(request, lambda: callers.begin_with_email(email, reference))
        if not self.may_open(request, client):
            # Said, although they may not see it: any other answer would make a second file (record 0053).
            form.add_error("email", gettext("The file with this address is assigned to somebody else."))
            return None
        self.fill_in(request, client, form)
        return client

    def find_by_number(self, request: HttpRequest, form: CallerForm, reference: str = "") -> Client | None:
        """The client without an address whose number and name these are, made where there is none; None as above.

        Under the same name a number is the same person's, whoever looks after the file.
        """
        cleaned = form.cleaned_data
        known = callers.find_without_email(cleaned)
        hidden = known is not None and not self.may_open(request, known)
        # Nobody takes a colleague's file over by saying that the number is another person's too (record 0164).
        if hidden and cleaned["telephone"]:
            form.add_error("telephone", callers.HIDDEN)
            return None
        if known is None or hidden:
            if not ADD_CLIENT.held_by(request.user):
                form.add_error(None, gettext("No client has this number and name, and your account may not add one."))
                return None
            try:
                callers.check_number(cleaned, request.user)
            except ValidationError as refused:
                form.add_error("telephone", refused)
                return None
            known = self.begin(request, lambda: callers.begin_without_email(cleaned, reference))
        if not self.may_open(request, known):  # begun by somebody else a moment ago
            form.add_error("telephone", callers.HIDDEN)
            return None
        self.fill_in(request, known, form)
        return known

    def may_open(self, request: HttpRequest, client: Client) -> bool:
        """Whether the file is one of those that this member of staff may know of."""
        return self.get_queryset(request).filter(pk=client.pk).exists()

    def begin(self, request: HttpRequest, make: Callable[[], tuple[Client, bool]]) -> Client:
        """A new file, assigned to the member of staff where they see only their own files.

        `make` also says whether it made the file: one that somebody else began meanwhile stays theirs.
        """
        with transaction.atomic():
            client, made = make()
            if made and not sees_every_file(request.user):
                Client.objects.filter(pk=client.pk).update(adviser=request.user)
        if made:
            self.log_addition(request, client, [{"added": {}}])
        return client

    def fill_in(self, request: HttpRequest, client: Client, form: CallerForm) -> None:
        """Put into the file what it has not yet of what was said, and say so in its history."""
        if put := callers.fill_in(client, form.cleaned_data):
            self.log_change(request, client, [changes.make_message(put)])

    def answers(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every question that applies, on one page."""
        client = self.file_to_change(request, pk)
        if request.method == "POST":
            return self.save_answers(request, client)
        file_views.record_view(client, cast("User", request.user), FileView.ViewedPart.ANSWERS)
        intake = find_answers(client)
        asked = build_context(client, build_whole_flow(read_answers(client, intake)), request.GET.get("section", ""))
        context = self.admin_site.each_context(request) | asked
        title = gettext("Correct an answer") if asked["alone"] else gettext("Answers by telephone")
        context |= {"client": client, "opts": self.opts, "title": title, "intake": intake}
        context["may_ask"] = may_ask(client)
        return TemplateResponse(request, "admin/intake/client/answers.html", context)

    def save_answers(self, request: HttpRequest, client: Client) -> HttpResponseRedirect:
        """Keep what was posted, and score it if that was asked for and nothing that must be answered is open."""
        intake = save_posted(client, request.POST)
        where = reverse("admin:intake_client_answers", args=[client.pk])
        if "score" in request.POST:
            source = request.POST.get("source", "")
            entered_by = EnteredBy(cast("User", request.user), source if source in SOURCES else "telephone")
            try:
                made = score_answers(client, intake, entered_by)
            except ProfileError as error:
                for problem in error.problems:
                    messages.error(request, describe_problem(problem))
                return redirect(where)
            if made:
                return self.show_scored(request, client, made)
            messages.warning(request, gettext("The answers are saved. Not everything is answered yet."))
        elif section := request.GET.get("section", ""):
            where = f"{where}?{urlencode({'section': section})}"
        return redirect(f"{where}#{choose_anchor(client, build_whole_flow(intake.answers), request.POST)}")

    def show_scored(self, request: HttpRequest, client: Client, made: Assessment) -> HttpResponseRedirect:
        """Say that it is kept, and show the result."""
        words = ngettext("Scored and kept: %(points)s point.", "Scored and kept: %(points)s points.", made.crs)
        messages.success(request, words % {"points": group_thousands(made.crs)})
        if "ask" in request.POST:
            self.owe_check(request, client)
        # The call ends on the client's result, for staff who may read one (record 0032).
        if VIEW_ASSESSMENT.held_by(request.user):
            return redirect("admin:intake_client_result", client.pk, made.reference)
        return redirect("admin:intake_client_change", client.pk)

    def ask_to_check(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Owe the message that asks the client to check what was taken down; once, while it has not left."""
        client = self.file_to_change(request, pk)
        self.owe_check(request, client)
        return redirect("admin:intake_client_answers", client.pk)

    def owe_check(self, request: HttpRequest, client: Client) -> None:
        """Owe it where there is something to check and a message would arrive; say which."""
        if not client.intakes.unchecked().exists():
            messages.error(request, gettext("There is nothing that the client could check."))
        elif not may_ask(client):
            messages.error(
                request, gettext("There is no e-mail address that works: read the answers back on the telephone.")
            )
        else:
            # Names nobody and no answer: a dictated address is nobody's until its owner signs in (record 0153).
            owe(AnswersToCheck.find_due(client))
            self.log_change(request, client, [ASKED_TO_CHECK])
            messages.success(request, gettext("We will send the client a message with a link to the answers."))


def score_answers(client: Client, intake: Intake, entered_by: EnteredBy) -> Assessment | None:
    """Score the answers and put the result into the file; None where a question must be answered first.

    Raises `ProfileError` where the answers contradict each other.
    """
    flow = draft.build_flow(intake)
    if flow.next is None:
        return submit(intake, flow, timezone.localdate(), Sender(client, entered_by=entered_by))
    return submit_correction(intake, client, timezone.localdate(), entered_by)


def may_ask(client: Client) -> bool:
    """Whether a message would reach the client."""
    return bool(client.email and not client.undeliverable)
