"""Until when follow-up mail to a client may rest on implied consent (CASL s. 10(9)(a) and 10(10)): shown to staff.

The site sends nothing on it: what it sends rests on express consent, or is
owed to a client who told us of an invitation. Who withdrew has no implied
consent left, and who agreed needs none.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import Client
from scoring.dates import written
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
    """What implies consent, since or on which day, and its last day; None while an agreement is in force."""

    what: str
    on: date
    until: date | None


def of(client: Client) -> Ground | None:
    """The ground that lasts longest, though it may be over."""
    found = [*agreements(client), *inquiries(client)]
    return max(found, key=lambda ground: ground.until or date.max, default=None)


def agreements(client: Client) -> list[Ground]:
    """The service agreement, in force or over, and the consultation agreement from its day on."""
    found = []
    if begun := client.contract_on():
        what = "contract" if client.service_agreement == Agreement.ENDED else "signed"
        found.append(Ground(what, begun, None if client.in_force() else lasting("contract", begun)))
    if client.consultation_agreement in MADE and client.consultation_agreement_on:
        on = client.consultation_agreement_on
        found.append(Ground("consultation", on, lasting("contract", on)))
    return found


def inquiries(client: Client) -> list[Ground]:
    """The newest answers that were submitted, by the client or by telephone."""
    newest = client.intakes.aggregate(at=Max("submitted_at"))["at"]
    on = timezone.localdate(newest) if newest else None
    return [Ground("inquiry", on, lasting("inquiry", on))] if on else []


def lasting(what: str, on: date) -> date:
    """The last day on which a ground of that day holds."""
    return months_after(on, settings.IMPLIED_CONSENT_MONTHS[what])


def days_of(what: str, first: date, last: date) -> tuple[date, date]:
    """The first and the last day of such a ground that ends between two days."""
    longest = settings.IMPLIED_CONSENT_MONTHS[what] * 31
    back = (first - timedelta(days=longest) + timedelta(days=at) for at in range(longest + (last - first).days))
    found = [day for day in back if first <= lasting(what, day) <= last]
    return found[0], found[-1]


# --- In words ----------------------------------------------------------------------


def in_words(client: Client, on: date) -> str:
    """What staff read in the file."""
    if client.alerts:
        return _("Not needed: the client agreed to e-mails.")
    withdrawn = client.consents.first()
    if withdrawn:
        day = written(timezone.localdate(withdrawn.at))
        return _("None: the client withdrew their consent on %(day)s.") % {"day": day}
    ground = of(client)
    return said(ground, on) if ground else _("None: no inquiry and no agreement is on record.")


def said(ground: Ground, on: date) -> str:
    """A ground, and until when it holds or held."""
    shown: dict[str, Any] = {"on": written(ground.on)}
    if ground.until is None:
        return _("Implied while the service agreement of %(on)s is in force, and for a time after it ends.") % shown
    shown["until"] = written(ground.until)
    return str((HOLDS if on <= ground.until else OVER)[ground.what] % shown)
