"""What the tables of provincial streams say in words of a closed list, each in a sentence of its own."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from scoring.dates import format_date
from scoring.numbers import group_thousands
from scoring.words import POINTS

GIVES = {
    "yes": _("Yes"),
    "option": _("Only through its Express Entry option, which only older sources mention: ask the province"),
    "no": _("No: a base nomination, outside Express Entry"),
    "unknown": _("Not known: ask the province before you apply"),
}
# Of a whole province, the best of its streams first.
PROSPECTS = {
    "points": _("an open stream gives the points"),
    "unsure": _("a stream is open; we are not certain that it gives the points"),
    "base": _("a stream is open, without the points"),
    "unverified": _("none that we could confirm for this year"),
    "none": _("not checked"),
    "closed": _("the streams are closed"),
}
BEGINS = {
    "notification": _("The province finds you in the pool and sends you a notification of interest (NOI)"),
    "worker_eoi": _("You send the province a Worker Expression of Interest (a step since %(since)s)"),
    "eoi": _("You send the province an expression of interest (EOI)"),
    "eoi_all": _("You send the province an expression of interest (EOI), as in all its streams since %(since)s"),
    "eoi_letter": _(
        "You send the province an expression of interest (EOI), and wait for its letter of advice to apply (LAA)"
    ),
    "registration": _("You register in the province's own system (SIRS)"),
}
CONDITIONS = {
    "profile": _("An active Express Entry profile"),
    "score": _("A CRS score of %(least)d or more"),
    "own_score": _("For its rounds of %(year)d the province publishes its own score, not the CRS score"),
    "grid": _("At least %(least)d points out of %(most)d on the province's own grid"),
    "offer": _("A job offer"),
    "offer_unless_physician": _("A job offer, except for self-employed physicians"),
    "offer_eligible": _("A valid job offer in an eligible occupation"),
    "offer_permanent": _("A permanent, full-time job offer"),
    "offer_all_year": _("A full-time job offer, not seasonal, in TEER %(lowest)d to %(highest)d"),
    "employed": _("Ongoing employment in the province"),
    "employer": _("The support of your employer"),
    "permit": _("A work permit"),
    "graduate_permit": _("A post-graduation work permit (PGWP)"),
    "lived": ngettext_lazy(
        "You have lived in the province for at least %(months)d month",
        "You have lived in the province for at least %(months)d months",
        "months",
    ),
    "from_elsewhere": ngettext_lazy(
        "If you graduated in another province, %(months)d month in this one without a break (a rule since %(since)s)",
        "If you graduated in another province, %(months)d months in this one without a break (a rule since %(since)s)",
        "months",
    ),
}
# The conditions that ask for a job offer.
OFFERS = frozenset({"offer", "offer_unless_physician", "offer_eligible", "offer_permanent", "offer_all_year"})
SOURCES = {
    "press": _("Immigration firms and other public sources that quote the province"),
    "copy": _("A public copy of the province's own page"),
    "older": _("Only sources from earlier years"),
    "none": _("No source that we could check"),
}
CERTAINTIES = {"medium_high": _("medium to high"), "medium": _("medium"), "low": _("low")}

# The reader's score beside the one that a province asks for: whether it is an estimate (None: no program is met, and
# there can be no profile), and whether it is below.
BESIDE = {
    (False, True): _("%(province)s has a minimum CRS score of %(least)s; you have %(crs)s (%(apart)s below)."),
    (False, False): _("%(province)s has a minimum CRS score of %(least)s; you have %(crs)s (%(apart)s above)."),
    (True, True): _(
        "%(province)s has a minimum CRS score of %(least)s; by the estimate you would have %(crs)s (%(apart)s below)."
    ),
    (True, False): _(
        "%(province)s has a minimum CRS score of %(least)s; by the estimate you would have %(crs)s (%(apart)s above)."
    ),
    (None, True): _(
        "%(province)s has a minimum CRS score of %(least)s, with a profile, which you cannot have before you are "
        "eligible for a program; your answers come to %(crs)s (%(apart)s below)."
    ),
    (None, False): _(
        "%(province)s has a minimum CRS score of %(least)s, with a profile, which you cannot have before you are "
        "eligible for a program; your answers come to %(crs)s (%(apart)s above)."
    ),
}
JUST = {
    False: _("%(province)s has a minimum CRS score of %(least)s; you have exactly that."),
    True: _("%(province)s has a minimum CRS score of %(least)s; by the estimate you would have exactly that."),
    None: _(
        "%(province)s has a minimum CRS score of %(least)s, with a profile, which you cannot have before you are "
        "eligible for a program; your answers come to exactly that."
    ),
}


def describe_minimum(province: str, least: int, crs: int, *, estimated: bool | None) -> str:
    """The CRS score that a province asks for, beside the reader's own or estimated one.

    `estimated`: None where no program is met, so that the reader can have no profile.
    """
    words = JUST[estimated] if crs == least else BESIDE[estimated, crs < least]
    scores = {"least": group_thousands(least), "crs": group_thousands(crs)}
    return str(words % {"province": province, **scores, "apart": POINTS % {"points": abs(crs - least)}})


def describe_reaching(change: Any, crs: int) -> str:
    """One change that reaches the score by itself, with what it comes to."""
    words = _("One change alone would bring you to %(crs)s: %(change)s.")
    return str(words % {"crs": group_thousands(crs), "change": change})


def describe_outside(province: str, conditions: list[str]) -> str:
    """That a base stream of a province, which is named after it, has no least CRS score, and what it asks for."""
    words = _(
        "Outside Express Entry, %(province)s has a stream for which no CRS score is stated: compare its conditions on "
        "the province's page (according to our sources: %(conditions)s)."
    )
    inside = [one[:1].lower() + one[1:] for one in conditions]
    return str(words % {"province": province, "conditions": "; ".join(inside)})


def describe_all(told: str, words: Mapping[str, Any]) -> list[str]:
    """The sentences of a cell ("score least=300; profile"). Raises `KeyError` for an unknown word."""
    return [str(words[code] % values) for code, values in _read(told)]


def read_least(told: str) -> int | None:
    """The CRS score that the conditions of a stream ask for at the least; None where they name none."""
    return next((values["least"] for code, values in _read(told) if code == "score"), None)


def asks_for(code: str, told: str) -> bool:
    """Whether a word is among the conditions of a stream."""
    return any(code == one for one, _values in _read(told))


def _read(told: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each word of a cell with its numbers and days."""
    for one in filter(None, told.split("; ")):
        code, *given = one.split()
        yield code, dict(_read_values(given))


def _read_values(given: list[str]) -> Iterator[tuple[str, Any]]:
    """Numbers as such, days in the reader's language."""
    for pair in given:
        name, _sign, value = pair.partition("=")
        yield name, int(value) if value.isdigit() else format_date(date.fromisoformat(value))
