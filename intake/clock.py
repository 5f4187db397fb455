"""The clock of an invitation: how many days are left to apply."""

from datetime import date

from intake.models import Client
from scoring.apps import rulebook
from scoring.invitation import last_day


def last_of(client: Client) -> date | None:
    """The last day to apply; None for who has no invitation that stands."""
    if client.stage != Client.Stage.INVITED or client.invited_on is None:
        return None
    return last_day(client.invited_on, rulebook().on(client.invited_on))


def days_to_apply(on: date) -> int:
    """How many days an invitation gives, by the rules of a day."""
    return rulebook().on(on)["invitation/deadlines"].points("application", "days")
