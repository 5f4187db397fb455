"""What a form about an invitation checks and says, whoever fills it in: the client, or staff."""

from typing import Any, ClassVar, cast

from django import forms
from django.utils import timezone

from intake.clients.invitations import Came, InvitationEnd
from intake.invitation.problems import find_problem, find_problem_of_end
from intake.invitation.rounds import list_choices, offer_rounds
from intake.models import Client, Invitation

Outcome = Invitation.InvitationOutcome


class ReceivedMixin(forms.Form):
    """Mixed into a form with a field `round` and one for the day, whose name is `day_field`."""

    day_field: ClassVar[str]

    def offer_rounds(self, client: Client, invitation: Invitation | None) -> None:
        """Offer the rounds that the score reached; where `invitation` is open, the form corrects it."""
        self.client, self.current = client, invitation if invitation and invitation.is_open else None
        self.rounds = offer_rounds(client, self.current, timezone.localdate())
        cast("forms.ChoiceField", self.fields["round"]).choices = list_choices(self.rounds)

    def clean(self) -> dict[str, Any]:
        """The day fits the rules, the round and the other invitations."""
        day = self.cleaned_data.get(self.day_field)
        if day and (problem := find_problem(self.client, self.current, self.came)):
            self.add_error(self.day_field, problem)
        return self.cleaned_data

    @property
    def came(self) -> Came:
        """The day and the round of a form whose day is valid."""
        return Came(self.cleaned_data[self.day_field], self.rounds.get(self.cleaned_data.get("round", "")))


class OutcomeMixin(forms.Form):
    """Mixed into a form with fields `outcome` and `outcome_on`; `invitation`: the one that ended."""

    invitation: Invitation

    def clean(self) -> dict[str, Any]:
        """An end has its day, and the day can be one."""
        whole = self.cleaned_data.keys() >= {"outcome", "outcome_on"}
        if whole and (problem := find_problem_of_end(self.invitation, self.ended)):
            self.add_error("outcome_on", problem)
        return self.cleaned_data

    @property
    def ended(self) -> InvitationEnd:
        """What became of it, of a form whose fields are valid."""
        outcome = self.cleaned_data["outcome"]
        return InvitationEnd(outcome, None if outcome == Outcome.OPEN else self.cleaned_data["outcome_on"])
