"""Facts after some answers were changed, where the facts leave questions open.

A file that came with a list of clients states less than the questions ask. Whoever corrects an answer need not answer
the rest: what the change leaves alone stays as it is stated, and what was not stated stays so.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from intake.questionnaire.answers_to_profile import (
    DETAILS,
    build_credentials,
    build_facts,
    build_job,
    build_partner,
    build_tests,
)
from intake.questionnaire.flow import BESIDE, Answers, Flow, Item, Page, name_items
from intake.questionnaire.profile_to_answers import build_answers
from intake.questionnaire.step import Listing
from intake.questionnaire.steps import STEPS

Facts = Mapping[str, Any]
BuildsItem = Callable[[Mapping[str, Any]], dict[str, Any]]
# Facts that are made of nothing too: without an answer to this question they are not stated.
ASKED_BY = {
    "eca_issued_on": "has_eca",
    "eca_issuer": "has_eca",
    "canadian_study_bonus": "canadian_study_bonus",
    "full_time_academic_years": "full_time_academic_years",
    "employer_country": "employer",
    "unpaid_leave": "away",
    "foreign_military_years": "serves_in_military",
    "destination_quebec": "destination",
    "job_offer": "has_job_offer",
    "certificate_of_qualification": "has_certificate",
    "provincial_nomination": "provincial_nomination",
}
# Of a person, the facts that are lists: the page that lists them; the partner's has "partner-" before it.
LISTINGS = {"credentials": "credentials", "language_tests": "tests", "jobs": "jobs"}


def change_facts(stated: Facts, answers: Answers) -> dict[str, Any] | None:
    """The facts with what the answers say otherwise; None where one has to be answered first."""
    before, after = build_flows(stated, answers)
    if not stated or find_left_open(before, after):
        return None
    return merge_flows(stated, before, after)


def find_page_to_answer(stated: Facts, answers: Answers) -> Page | None:
    """The first page that must be answered: open in these answers, and not left so by what is stated."""
    left = find_left_open(*build_flows(stated, answers))
    return left[0] if left else None


def list_untouched(stated: Facts, answers: Answers) -> set[str]:
    """The paths of the pages that what is stated leaves open, and on which nothing was changed."""
    before, after = build_flows(stated, answers)
    was = map_pages(before)
    return {path for path, page in map_pages(after).items() if path in was and is_untouched(was[path], page)}


def build_flows(stated: Facts, answers: Answers) -> tuple[Flow, Flow]:
    """Every page that applies by what is stated, and by the answers."""
    return Flow(build_answers(stated), STEPS, whole=True), Flow(answers, STEPS, whole=True)


def map_pages(flow: Flow) -> dict[str, Page]:
    """The pages of a route by their paths, a listing's items before it."""
    return {page.path: page for page in flow.answered_pages()}


def find_left_open(before: Flow, after: Flow) -> list[Page]:
    """The pages that must be answered."""
    was = map_pages(before)
    return [page for path, page in map_pages(after).items() if not page.answered and not may_stay_open(was, path, page)]


def may_stay_open(was: Mapping[str, Page], path: str, page: Page) -> bool:
    """Whether a page was open before too, and nothing on it is wrong or makes no whole without the rest."""
    if path not in was or was[path].answered:
        return False
    if is_untouched(was[path], page) or issubclass(page.step, Listing):
        return True
    # More about a job or a credential: each answer there is a fact of its own.
    return page.item is not None and page.path != page.item.path and not has_mistake(page)


def is_untouched(was: Page, page: Page) -> bool:
    """Whether a page that was open is as it was."""
    return not was.answered and not page.answered and list_typed(was) == list_typed(page)


def list_typed(page: Page) -> dict[str, str]:
    """What was typed or chosen on a page."""
    return {name: typed for name, typed in (page.posted or {}).items() if typed}


def has_mistake(page: Page) -> bool:
    """Whether something was typed that is no answer."""
    form, typed = page.form, list_typed(page)
    return any(name not in form.fields or typed.keys() & {*form.names(name)} for name in form.errors)


def merge_flows(stated: Facts, before: Flow, after: Flow) -> dict[str, Any]:
    """What is stated with what changed between two routes."""
    was, now = (list_known(flow) for flow in (before, after))
    changed = merge(stated, build_asked(build_facts(was), was), build_asked(build_facts(now), now))
    partner = merge_partner(stated.get("partner"), before, after)
    held = {"partner": partner} if partner or "partner" in stated else {}
    return changed | merge_listings(stated, before, after) | held


def list_known(flow: Flow) -> dict[str, Any]:
    """The answers of the pages that are answered, without the items of the listings."""
    items = {name_items(page.step) for page in flow.route if issubclass(page.step, Listing)}
    answered = (page for page in flow.route if page.answered)
    known = {name: value for page in answered for name, value in page.facts.items() if name not in items}
    # What is said to be there is a fact with its details alone.
    for name, detail in DETAILS.items():
        if name in ASKED_BY.values() and known.get(name) and detail not in known:
            del known[name]
    return known | {name: flow.cleaned[name] for name in (BESIDE,) if name in flow.cleaned}


def build_asked(facts: Facts, known: Mapping[str, Any]) -> dict[str, Any]:
    """The facts without those that no question was answered for."""
    return {name: value for name, value in facts.items() if ASKED_BY.get(name) is None or ASKED_BY[name] in known}


def merge(stated: Facts, before: Facts, after: Facts) -> dict[str, Any]:
    """What is stated with what differs between two readings of answers; lists and the partner stay."""
    # What the answers never said stays as stated; what they said and no longer say goes.
    unchanged = {name: value for name, value in stated.items() if name in after or name not in before}
    apart = {*LISTINGS, "partner"}
    return unchanged | {
        name: value
        for name, value in after.items()
        if name not in apart and (name not in before or before[name] != value)
    }


def merge_partner(stated: Facts | None, before: Flow, after: Flow) -> dict[str, Any] | None:
    """The partner as stated, with what changed; None where there no longer is one."""
    was, now = (build_partner(list_known(flow)) for flow in (before, after))
    if was is None and now is None:
        return dict(stated) if stated else None
    if now is None:
        return None
    held = stated or {}
    return merge(held, was or {}, now) | merge_listings(held, before, after, "partner-")


def merge_listings(stated: Facts, before: Flow, after: Flow, whose: str = "") -> dict[str, Any]:
    """The lists of a person, as far as they are stated or a page lists something."""
    merged = {name: merge_items(stated, name, before, after, f"{whose}{slug}") for name, slug in LISTINGS.items()}
    return {name: items for name, items in merged.items() if items or name in stated}


def merge_items(stated: Facts, name: str, before: Flow, after: Flow, slug: str) -> list[Any]:
    """The items of a list: those that nobody touched as they are stated."""
    held = stated.get(name) or []
    was, now = before.find(slug), after.find(slug)
    if was is None and now is None:
        return held
    known = {item.number: (item, fact) for item, fact in zip(was.items if was else [], held, strict=False)}
    found = [(item, *known.get(item.number, (None, {}))) for item in (now.items if now else [])]
    merged = [merge_item(item, earlier, fact, name) for item, earlier, fact in found]
    # The main occupation is asked of the whole list, but stands on its jobs: set anew where either changed.
    chosen = list_known(after).get("primary")
    if name == "jobs" and slug == "jobs" and chosen and (merged != held or chosen != list_known(before).get("primary")):
        return [job | {"primary": job["noc"] == chosen} for job in merged]
    return merged


def merge_item(item: Item, was: Item | None, stated: Facts, name: str) -> dict[str, Any]:
    """An item as it is stated, with what was changed of it."""
    if was and [*map(list_typed, was.pages)] == [*map(list_typed, item.pages)]:
        return dict(stated)
    return merge(stated, build_item(was, name) if was else {}, build_item(item, name))


def build_item(item: Item, name: str) -> dict[str, Any]:
    """What is answered of an item, as a fact; nothing of one whose first page is open."""
    if not item.pages[0].answered:
        return {}
    known = get_known(item)
    return build_asked(BUILDERS[name](known), known)


def get_known(item: Item) -> Mapping[str, Any]:
    """What is answered of an item, finished or not."""
    return item.cleaned if item.complete else item.so_far


BUILDERS: dict[str, BuildsItem] = {
    "credentials": lambda known: build_credentials([known])[0],
    "language_tests": lambda known: build_tests([known])[0],
    "jobs": build_job,
}


def list_items(after: Flow) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """What is answered of the items of each listing; none of a listing with an item whose first page is open."""
    for page in after.route:
        if issubclass(page.step, Listing) and all(item.pages[0].answered for item in page.items):
            yield name_items(page.step), [get_known(item) for item in page.items]
