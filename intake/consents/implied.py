"""Until when follow-up mail may rest on implied consent (CASL s. 10(9)(a) and 10(10)): shown to staff.

The site itself sends nothing on implied consent: its mail rests on express consent, or belongs to the service of a
client who told us of an invitation. A client who withdrew has no implied consent left, and one who agreed needs none.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import Client
from scoring.dates import format_date
from scoring.days import months_after

Agreement = Client.Agreement
MADE = (Agreement.SIGNED, Agreement.ENDED)
HOLDS = {
    "contract": gettext_lazy("Implied until %(until)s because of the service agreement that ended on %(on)s."),
    "signed": gettext_lazy(
        "Implied until %(until)s because of the service agreement of %(on)s, whose end is not on record."
    ),
    "consultation": gettext_lazy("Implied until %(until)s because of the consultation agreement of %(on)s."),
    "inquiry": gettext_lazy("Implied until %(until)s because of the inquiry on %(on)s."),
}
OVER = {
    "contract": gettext_lazy("None: it ended on %(until)s. It rested on the service agreement that ended on %(on)s."),
    "signed": gettext_lazy("None: it ended on %(until)s. It rested on the service agreement of %(on)s."),
    "consultation": gettext_lazy("None: it ended on %(until)s. It rested on the consultation agreement of %(on)s."),
    "inquiry": gettext_lazy("None: it ended on %(until)s. It rested on the inquiry on %(on)s."),
}


class Ground(NamedTuple):
    """Why consent is implied, from which day on, and its last day; None while an agreement is in force."""

    what: str
    on: date
    until: date | None


def find_ground(client: Client) -> Ground | None:
    """The ground that lasts longest, even if it is over; None where there never was one."""
    found = [*list_agreements(client), *list_inquiries(client)]
    # While an agreement is in force there is no end, so that it outlasts every other ground (record 0043).
    return max(found, key=lambda ground: ground.until or date.max, default=None)


def list_agreements(client: Client) -> list[Ground]:
    """The service agreement, in force or over, and the consultation agreement from its day on."""
    found = []
    if begun := client.contract_on():
        # Without its end the day of signing counts: until then, at least, there was a purchase (record 0043).
        what = "contract" if client.service_agreement == Agreement.ENDED else "signed"
        found.append(Ground(what, begun, None if client.in_force() else find_last_day("contract", begun)))
    if client.consultation_agreement in MADE and client.consultation_agreement_on:
        on = client.consultation_agreement_on
        found.append(Ground("consultation", on, find_last_day("contract", on)))
    return found


def list_inquiries(client: Client) -> list[Ground]:
    """The newest answers that were submitted, by the client or by telephone."""
    # A sign-in, an opened link or a click is no inquiry (record 0043).
    newest = client.intakes.aggregate(at=Max("submitted_at"))["at"]
    on = timezone.localdate(newest) if newest else None
    return [Ground("inquiry", on, find_last_day("inquiry", on))] if on else []


def find_last_day(what: str, on: date) -> date:
    """The last day of a ground of this kind that began on `on`.

    `what` is a key of `IMPLIED_CONSENT_MONTHS` (CASL s. 10(10)). Raises `KeyError` for any other.
    """
    return months_after(on, settings.IMPLIED_CONSENT_MONTHS[what])


def find_starting_days(what: str, first: date, last: date) -> tuple[date, date]:
    """The first and the last day on which a ground began that ends from `first` to `last`."""
    longest = settings.IMPLIED_CONSENT_MONTHS[what] * 31
    # Searched, not subtracted: months differ in length, so that "six months before" is not one day but a few.
    back = (first - timedelta(days=longest) + timedelta(days=at) for at in range(longest + (last - first).days))
    found = [day for day in back if first <= find_last_day(what, day) <= last]
    return found[0], found[-1]


# --- In words ----------------------------------------------------------------------


def describe_implied_consent(client: Client, on: date) -> str:
    """What staff read of implied consent in a client's file, in the active language."""
    if not client.email:
        return _("Not needed: there is no e-mail address.")
    if client.alerts:
        return _("Not needed: the client agreed to e-mails.")
    # The newest act. As no e-mails are agreed to, it can only be a withdrawal.
    withdrawn = client.consents.first()
    if withdrawn:
        day = format_date(timezone.localdate(withdrawn.at))
        return _("None: the client withdrew their consent on %(day)s.") % {"day": day}
    ground = find_ground(client)
    return describe_ground(ground, on) if ground else _("None: no inquiry and no agreement is on record.")


def describe_ground(ground: Ground, on: date) -> str:
    """A ground, and until when it holds or held."""
    shown: dict[str, Any] = {"on": format_date(ground.on)}
    if ground.until is None:
        return _("Implied while the service agreement of %(on)s is in force, and for a time after it ends.") % shown
    shown["until"] = format_date(ground.until)
    return str((HOLDS if on <= ground.until else OVER)[ground.what] % shown)
