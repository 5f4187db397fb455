"""What is reported of rules whose numbers are not known: by whom, since when, and what it could mean for a person.

It is part of the pending edition in its table, and ends when an edition with
numbers takes that one's place.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from scoring import experience
from scoring.candidate import Candidate
from scoring.crs.high_wage import POINTS
from scoring.reasons import Reason
from scoring.rulebook import Rules
from scoring.table import Table


def pending(rules: Rules) -> tuple[Reason, ...]:
    """One caveat for each day on which rules came into force whose values are not known."""
    days: dict[Any, Mapping[str, Any]] = {}
    for table in rules.pending:
        if table.decides:
            # Points and list are two tables that are pending from one day, and one of them has the report.
            days[table.source.effective] = table.report or days.get(table.source.effective, {})
    return tuple(_say(effective, report) for effective, report in sorted(days.items()))


def _say(effective: Any, report: Mapping[str, Any]) -> Reason:
    if not report:
        return Reason("pending_unreported", effective=effective)
    words, by = _in_language(_Text(report, "said")), _in_language(_Text(report, "by"))
    return Reason("pending", effective=effective, said=words, by=by, url=report["url"])


def is_reported(caveat: Reason) -> bool:
    """Whether a caveat says what is reported of new rules, or what that could mean for the person."""
    return caveat.code.startswith(("pending", "reported_"))


class _Text:
    """One text of a report, in whichever language it is read."""

    def __init__(self, report: Mapping[str, Any], name: str) -> None:
        self.report = report
        self.name = name


def _read(text: _Text) -> str:
    return str(text.report[f"{text.name}_fr" if get_language() == "fr" else text.name])


# Put into words when it is read: a caveat is kept for readers of every language.
_in_language = lazy(_read, str)


def for_person(c: Candidate) -> Iterator[Reason]:
    """What the reported high-wage factor could mean for this person: their Canadian work, their offer."""
    table = next((table for table in c.rules.pending if table.name == POINTS and table.report), None)
    if table:
        yield from _for_person(c, table)


def _for_person(c: Candidate, table: Table) -> Iterator[Reason]:
    nocs, offer = c.me.experience.nocs(experience.canadian), c.profile.job_offer
    if nocs:
        yield Reason("reported_work", nocs=", ".join(nocs))
    if offer:
        code = "reported_offer_unassessed" if table.report["without_assessment"] else "reported_offer"
        yield Reason(code, noc=offer.noc)
    if not nocs and not offer:
        yield Reason("reported_nothing")
