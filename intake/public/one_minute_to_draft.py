"""From ten choices into the intake: what they answer is not asked again, what they begin is filled in.

The choices go along, so that a question that asks for more says what was chosen
(`intake.questionnaire.one_minute_reminder`).
"""

from collections.abc import Iterator, Mapping

from intake.public.one_minute_choices import ALONG
from intake.public.one_minute_score import SHORT
from intake.questionnaire.draft_edits import Posted
from intake.questionnaire.flow import BESIDE
from intake.questionnaire.one_minute_reminder import NO_TEST
from scoring.education import LONG

Pages = Iterator[tuple[str, dict[str, str]]]


def copy_choices_to_draft(row: Posted, chosen: Mapping[str, str]) -> None:
    """Put the choices into a draft; what was answered or begun there stays as it is."""
    begun = {path.split("/")[0] for path in (*row.answers, *row.mistakes)}
    row.answers[BESIDE] = dict(chosen)
    # What a choice answers exactly is the answer, and its question is not asked (record 0151).
    for path, typed in list_answers(chosen):
        if path not in begun:
            row.answers[path] = typed
    for path, typed in list_beginnings(chosen):
        if path.split("/")[0] not in begun:
            # Begun and not answered: what is known stands where a mistake would, to be completed (record 0151).
            row.answers[path] = None
            row.mistakes[path] = typed


def list_answers(chosen: Mapping[str, str]) -> Pages:
    """The pages that the choices answer in full."""
    status = chosen["family"].removesuffix(ALONG)
    if status:
        yield "marital-status", {"marital_status": status}
    if chosen["family"].endswith(ALONG):
        yield "partner", {"partner_canadian": "no", "partner_accompanying": "yes"}
    if chosen["education"] == "none" and chosen["study"] == "none":
        yield "credentials", {"more": "no"}
    yield "provincial-nomination", {"provincial_nomination": chosen["nomination"]}
    yield "sibling", {"sibling_in_canada": chosen["sibling"]}


def list_beginnings(chosen: Mapping[str, str]) -> Pages:
    """The pages of tests, and the first of diplomas and jobs, that the choices begin, with what they say of each."""
    # Begun alone: the page asks for the level that is expected too.
    if chosen["english"] == chosen["french"] == NO_TEST:
        yield "tests", {"more": "no"}
    jobs = [{"country": "CA"}] * (chosen["canada"] != "0") + [{"country": ""}] * (chosen["abroad"] != "0")
    for slug, items in (("credentials", list_credentials(chosen["education"], chosen["study"])), ("jobs", jobs)):
        for number, typed in enumerate(items, start=1):
            yield f"{slug}/{number}", typed


def list_credentials(education: str, study: str) -> list[dict[str, str]]:
    """What is known of each credential: its level where there is one alone, the country of one from Canada."""
    alone = [{"level": education}] if education not in {"none", "two_or_more", ""} else []
    items: list[dict[str, str]] = [{}, {}] if education == "two_or_more" else alone
    if study != "none":
        fitting = {"short": SHORT, "long": LONG}[study]
        place = next((item for item in items if item.get("level") in {None, *fitting}), None)
        if place is None:
            items.append(place := {})
        place["country"] = "CA"
    return items
