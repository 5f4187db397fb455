"""A line of an import: one client in the form of `scoring/contract/client.schema.json`."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec

from intake.common.faults import TOO_LONG, Fault
from intake.common.names import LONGEST
from scoring.profile import shorten

# Of a day that a line can mean.
FIRST_YEAR, LAST_YEAR = 1900, 2200


# A misspelt name is refused with its field; passed over, it would lose a consent or a fact (record 0005).
class HeldConsent(msgspec.Struct, forbid_unknown_fields=True):
    """Express consent that the firm already holds, and where its proof is."""

    consented_on: date
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class ClientLine(msgspec.Struct, forbid_unknown_fields=True):
    """One client as in the file; the second half is the work on the file (`intake.clients.import_work`)."""

    profile: dict[str, Any]
    email: str = ""
    telephone: str = ""
    name: Annotated[str, msgspec.Meta(max_length=LONGEST)] = ""
    language: str = "en"
    alerts: HeldConsent | None = None
    submitted_at: datetime | None = None
    stage: str = ""
    adviser: str = ""
    tags: list[str] = []
    postal_address: str = ""
    # Days as text: what is not a day is refused in words that say what to write.
    service_agreement_on: str = ""
    next_action: str = ""
    follow_up_on: str = ""

    @property
    def key(self) -> str:
        """By which the file is found, in its one form."""
        return self.email or self.telephone


class LineError(ValueError):
    """A line that can't be imported; `faults` says why, and the message says it in the active language."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(map(str, self.faults))


def refuse(field: str, why: str, typed: str = "", **words: Any) -> LineError:
    """The error of a field, with what was typed there and what else its sentence names."""
    return LineError(Fault(field, why, {"typed": shorten(typed), **words} if typed or words else {}))


def refuse_longer(field: str, most: int) -> LineError:
    """The error of a text that is longer than its column."""
    return refuse(field, TOO_LONG, most=most)
