"""Answers that a plan filled in and the person did not choose; the comparison names the change they stand for instead.

The marks stand beside the posted answers of a copy. No form reads them, and they go when their page is posted.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.questionnaire.flow import Flow
from scoring.dates import format_date
from scoring.later_facts import NEEDS_PERMIT, UNDER_WAY, WITH_PERMIT, YEAR, find_own_day
from scoring.reasons import Reason

# The change that work stands for, and the day by which what was filled in can be true.
PLANNED, UNTIL = "planned", "planned_until"
# A sentence about an occupation, which the marks don't keep, and the one that says the same without it.
WITHOUT_FACTS = {"first_canadian_year_licensed": "first_canadian_year"}
# The same of work that needs a permit, without the last day of the one that was stated.
FIRST_YEAR = gettext_lazy("A year of skilled work in Canada, with a new work permit")
WITHOUT_DAY = {
    WITH_PERMIT["canadian_year"]: gettext_lazy("Another year of skilled work in Canada, with a new work permit"),
    WITH_PERMIT["first_canadian_job"]: FIRST_YEAR,
    WITH_PERMIT["first_canadian_year"]: FIRST_YEAR,
    WITH_PERMIT["first_canadian_year_licensed"]: FIRST_YEAR,
}
NOT_CHOSEN = "not_chosen"  # the name of the question on the page


def mark_planned(changes: Sequence[Reason], until: date | None) -> dict[str, str]:
    """The marks of work that a plan adds; none where none of its changes is a year of work."""
    planned = next((change for change in changes if change.code in YEAR), None)
    # Work that goes on has its own day, which may come before the end of studies that follow it.
    own = find_own_day(planned) if planned and until else None
    return {PLANNED: planned.code} | mark_until(own or until) if planned else {}


def mark_until(until: date | None) -> dict[str, str]:
    """The mark of what can be true by a later day; none of what can be today."""
    return {UNTIL: until.isoformat()} if until else {}


def find_planned_day(flow: Flow) -> date | None:
    """The day by which all that a plan filled in can be true; None where it can be today."""
    days = [posted[UNTIL] for posted in flow.answers.values() if posted and UNTIL in posted]
    return date.fromisoformat(max(days)) if days else None


def takes_new_permit(flow: Flow) -> bool:
    """Work that a plan added is some that a new work permit has to cover."""
    return any(posted.get(PLANNED) in NEEDS_PERMIT for posted in flow.answers.values() if posted)


def list_planned(flow: Flow, on: date) -> dict[str, str]:
    """What the work on each page that a plan added stands for, in words, by the path of the page; `on`: today."""
    marked = {path: posted for path, posted in flow.answers.items() if posted and PLANNED in posted}
    # The permit of the copy, which may be another than the plan was made for.
    permit = flow.cleaned.get("work_permit_until")
    stop, renewed = max(permit, on) if permit else None, takes_new_permit(flow)
    return {
        path: describe_planned(posted, stop, renewed=renewed)
        for path, posted in marked.items()
        if posted[PLANNED] in YEAR
    }


def leave_out_unchosen(caveats: Iterable[Reason], flow: Flow) -> list[Reason]:
    """What a reader must know, without what is said of an occupation that only a plan filled in and nobody chose."""
    jobs = [posted for posted in flow.answers.values() if posted and "noc" in posted]
    chosen = {posted["noc"] for posted in jobs if PLANNED not in posted}
    unchosen = {posted["noc"] for posted in jobs} - chosen
    return [one for one in caveats if not unchosen & list_named(one)]


def list_named(caveat: Reason) -> set[str]:
    """The codes of the occupations that a sentence names."""
    return {*str(caveat.facts.get("nocs", caveat.facts.get("noc", ""))).split(", ")}


def describe_planned(posted: dict[str, str], stop: date | None, *, renewed: bool) -> str:
    """What was planned, in words; `stop`: the last day that the permit of the copy covers; `renewed`: a new one too."""
    if UNTIL in posted and posted[PLANNED] in UNDER_WAY:
        return describe_going_on(posted, stop, renewed=renewed)
    if posted[PLANNED] in WITHOUT_DAY:
        return str(WITHOUT_DAY[posted[PLANNED]])
    return str(Reason(WITHOUT_FACTS.get(posted[PLANNED], posted[PLANNED])))


def describe_going_on(posted: dict[str, str], stop: date | None, *, renewed: bool) -> str:
    """Until when the present job goes on, and whether under another permit: as far as its score counts it."""
    until = date.fromisoformat(posted[UNTIL])
    beyond = stop < until if stop else posted[PLANNED] in NEEDS_PERMIT
    if renewed and beyond:
        return _("Your present job goes on to %(day)s, with a new work permit") % {"day": format_date(until)}
    return _("Your present job goes on to %(day)s") % {"day": format_date(min(until, stop or until))}


def list_unchosen(flow: Flow) -> Iterator[tuple[str, str]]:
    """The path and question of each answer that nobody chose."""
    for path, posted in flow.answers.items():
        page = flow.find(path) if posted and NOT_CHOSEN in posted else None
        if page and posted:
            yield path, str(page.get_form().fields[posted[NOT_CHOSEN]].label)


def is_planned(path: str, planned: dict[str, Any]) -> bool:
    """A page of work that a plan added."""
    return any(path == one or path.startswith(f"{one}/") for one in planned)
