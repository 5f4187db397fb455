"""The forms about an invitation as staff fill them in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.invitation.forms import Outcome, OutcomeMixin, ReceivedMixin
from intake.models import Client, Invitation
from intake.staff.changelists.past_date_field import PastDay


class ReceivedForm(ReceivedMixin):
    """The day of an invitation, and its round where it is known."""

    day_field = "received_on"
    received_on = PastDay(label=_("Invited to apply on"))
    round = forms.ChoiceField(label=_("Round"), required=False)

    def __init__(self, data: Any, client: Client, invitation: Invitation | None) -> None:
        super().__init__(data, auto_id="received_%s")
        self.offer_rounds(client, invitation)
        if self.current:
            self.initial = {"received_on": self.current.received_on, "round": self.current.round_number}


class EndedForm(OutcomeMixin):
    """What became of an invitation, and on which day."""

    outcome = forms.ChoiceField(label=_("What became of it"), choices=Outcome.choices)
    outcome_on = PastDay(label=_("On"), required=False, help_text=_("May stay empty while the invitation is open."))

    def __init__(self, data: Any, invitation: Invitation) -> None:
        self.invitation = invitation
        recorded = {"outcome": invitation.outcome, "outcome_on": invitation.outcome_on}
        super().__init__(data, initial=recorded, auto_id="ended_%s")
