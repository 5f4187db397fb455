"""The forms about an invitation as staff fill them in."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.clients.invitations import Came, Ended
from intake.invitation.problems import find_problem, find_problem_of_end
from intake.invitation.rounds import list_choices, offer_rounds
from intake.models import Client, Invitation
from intake.staff.lists.past_days import PastDay

Outcome = Invitation.Outcome


class ReceivedForm(forms.Form):
    """The day of an invitation, and its round where it is known."""

    received_on = PastDay(label=_("Invited to apply on"))
    round = forms.ChoiceField(label=_("Round"), required=False)

    def __init__(self, data: Any, client: Client, invitation: Invitation | None) -> None:
        self.client, self.current = client, invitation if invitation and invitation.is_open else None
        self.rounds = offer_rounds(client, self.current, timezone.localdate())
        kept = {"received_on": self.current.received_on, "round": self.current.round_number} if self.current else {}
        super().__init__(data, initial=kept, auto_id="received_%s")
        field = self.fields["round"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  For the types alone.
        field.choices = list_choices(self.rounds)

    def clean(self) -> dict[str, Any]:
        """The day fits the rules, the round and the other invitations."""
        day = self.cleaned_data.get("received_on")
        if day and (problem := find_problem(self.client, self.current, self.came)):
            self.add_error("received_on", problem)
        return self.cleaned_data

    @property
    def came(self) -> Came:
        """The day and the round of a form whose day is valid."""
        return Came(self.cleaned_data["received_on"], self.rounds.get(self.cleaned_data.get("round", "")))


class EndedForm(forms.Form):
    """What became of an invitation, and on which day."""

    outcome = forms.ChoiceField(label=_("What became of it"), choices=Outcome.choices)
    outcome_on = PastDay(label=_("On"), required=False, help_text=_("Without a day only while it is open."))

    def __init__(self, data: Any, invitation: Invitation) -> None:
        self.invitation = invitation
        kept = {"outcome": invitation.outcome, "outcome_on": invitation.outcome_on}
        super().__init__(data, initial=kept, auto_id="ended_%s")

    def clean(self) -> dict[str, Any]:
        """An end has its day, and the day can be one."""
        whole = self.cleaned_data.keys() >= {"outcome", "outcome_on"}
        if whole and (problem := find_problem_of_end(self.invitation, self.ended)):
            self.add_error("outcome_on", problem)
        return self.cleaned_data

    @property
    def ended(self) -> Ended:
        """What became of it, of a form whose fields are valid."""
        outcome = self.cleaned_data["outcome"]
        return Ended(outcome, None if outcome == Outcome.OPEN else self.cleaned_data["outcome_on"])
