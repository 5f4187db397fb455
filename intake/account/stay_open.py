"""Letting a browser go on with its draft after it confirmed the address of it, or handed in more for that address."""

from django.http import HttpRequest, HttpResponse

from intake.models import Assessment
from intake.questionnaire import draft, session_confirmation


def holds_draft(request: HttpRequest, assessment: Assessment) -> bool:
    """Whether this browser holds the draft that a submission came from, and may open it."""
    found = draft.read_draft(request).intake
    return found is not None and found.pk == assessment.intake_id


def stay_open(request: HttpRequest, response: HttpResponse, assessment: Assessment) -> HttpResponse:
    """Let this browser find the draft under the token that it got with the claim; the session opens it.

    Nothing where the submission is in no file, or was deleted meanwhile.
    """
    # As it is now: the claim gave the draft another token, which every other browser lacks (record 0189).
    submission = Assessment.objects.select_related("client").filter(pk=assessment.pk).first()
    if submission is None or submission.client is None or submission.intake_id is None:
        return response
    session_confirmation.note_confirmed(request, submission.intake_id, submission.client)
    return draft.remember(response, submission.intake_id)
