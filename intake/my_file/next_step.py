"""The one thing that a client does next: the next step of the plan after an invitation, else what the result says."""

from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from intake.expiry.time_to_apply import get_last_day_after
from intake.invitation.plan import PlannedStep, list_planned_steps
from intake.models import Assessment, Client, Invitation
from intake.result import page_context


class OwnStep(NamedTuple):
    """What to do, by which day, and the button to it; `posts`: the button is that of a form."""

    words: Any
    label: str
    url: str
    by: date | None = None
    posts: bool = False


def find_next_step(client: Client, newest: Assessment | None, today: date, *, begun: bool, complete: bool) -> OwnStep:
    """The next step of a file; `newest`: its newest result; `begun` and `complete`: whether it has answers, and all."""
    invitation = client.invitations.newest()
    if invitation and invitation.is_open:
        return find_planned(invitation, today)
    # A file that came with a list may have a result and no answers.
    if newest and (complete or not begun):
        # What the page of the result says first, of which the words are kept: staff read the same there.
        words = page_context.get_parts(newest)["own_step"]
        return OwnStep(words, _("See the result and your next steps"), reverse("intake:result", args=[newest]))
    return find_answering(begun=begun, complete=complete)


def find_planned(invitation: Invitation, today: date) -> OwnStep:
    """The client's next step of the plan that is the file's tasks; with all done, to say what became of it."""
    where = reverse("my_file:invitation")
    for step in filter(is_open, list_planned_steps(invitation, today)):
        return OwnStep(step.own_words, _("See the plan of your invitation"), where, step.todo.due_on)
    last = get_last_day_after(invitation.received_on)
    words = _("Submit your application to IRCC, unless you have done so, and tell us what became of the invitation.")
    return OwnStep(words, _("I applied, I declined or it lapsed"), reverse("my_file:invitation_over"), last)


def is_open(step: PlannedStep) -> bool:
    """Whether it is the client's, and to do."""
    return step.is_clients and not step.is_done


def find_answering(*, begun: bool, complete: bool) -> OwnStep:
    """Going on with the answers, until they have a result."""
    where = reverse("my_file:go_on")
    if complete:
        words = _("Check your answers and submit them: then your score is calculated.")
        return OwnStep(words, _("Look at my answers and change them"), where, posts=True)
    if begun:
        words = _("Answer the questions that are still open: then your score is calculated.")
        return OwnStep(words, _("Go on with my answers"), where, posts=True)
    words = _("Answer the questions: then your score is calculated.")
    return OwnStep(words, _("Answer the questions"), where, posts=True)
