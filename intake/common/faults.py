"""What is wrong with a line of an import, a row of the feed or facts: kept in no language, in words for its reader.

A sentence is kept as the catalogue has it, in English, with the words that stand in it. What the decoder of facts says,
and the checks of `scoring.profile`, is brought into that form by its pattern.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from scoring.dates import format_date
from scoring.profile import Problem

# The name of a date among the words that are packed.
DATE = "date of a sentence"
NO_DATE = _("It is not a date like 2026-11-30.")
NO_MOMENT = _("It is not a moment with its time zone, like 2026-11-30T14:05:00-05:00.")
TOO_LARGE = _("The line is longer than %(most)s bytes.")
TOO_LONG = _("It is longer than %(most)s letters: shorten it.")
TOO_DEEP = _("There are objects or lists within each other too deeply.")
# As the decoder says it, or a check of the facts -> the sentence; the names are the words that stand in it.
SENTENCES: Mapping[str, str] = {
    r"Invalid RFC3339 encoded date|Expected `date`, got `.+`": NO_DATE,
    r"Invalid RFC3339 encoded datetime|Expected `datetime` with .+|Expected `datetime.*`, got `.+`": NO_MOMENT,
    r"Invalid enum value '?(?P<typed>.*?)'?": _("“%(typed)s” is not one of the values that it can have."),
    r"Object contains unknown field `(?P<name>.+)`": _("There is no field “%(name)s”."),
    r"Object missing required field `(?P<name>.+)`": _("The field “%(name)s” is missing."),
    r"Expected `(?:int|float)` >= (?P<least>\S+)": _("It is less than %(least)s."),
    r"Expected `(?:int|float)` <= (?P<most>\S+)": _("It is more than %(most)s."),
    r"Expected `(?:int|float)` > (?P<least>\S+)": _("It is not more than %(least)s."),
    r"Expected `str` of length <= (?P<most>\d+)": TOO_LONG,
    r"Expected `str` of length >= 1": _("It is empty."),
    r"Expected `str` matching regex '(?P<form>.+)'": _("It does not have its form, as a pattern: %(form)s"),
    r"Expected `(?P<form>.+)`, got `(?P<typed>.+)`": _("In JSON it is “%(typed)s”, and should be “%(form)s”."),
    r"JSON is malformed: (?P<why>.+)": _("The line is not JSON: %(why)s"),
    r"Input data was truncated": _("The line is not JSON: it ends too early."),
    r"(?P<day>\S+) is before the start, (?P<start>\S+)": _("%(day)s is before the start, %(start)s."),
    r"(?P<start>\S+) to (?P<end>\S+) is not inside the job": _("%(start)s to %(end)s is not inside the job."),
    r"(?P<day>\S+) is after (?P<on>\S+), the day asked about": _("%(day)s is after %(on)s, the day asked about."),
    r"(?P<score>\S+) is not on the scale of this test, (?P<lowest>\S+) to (?P<highest>[^\s;]+)": _(
        "%(score)s is not on the scale of this test, %(lowest)s to %(highest)s."
    ),
    r"(?P<score>\S+) is not on the scale of this test, (?P<lowest>\S+) to (?P<highest>[^\s;]+); on a report .+": _(
        "%(score)s is not on the scale of this test, %(lowest)s to %(highest)s; on a report with two columns this is "
        "the one called “Équivalence ancien score”."
    ),
    r"(?P<score>\S+) is not a score of this test, which goes in steps of (?P<step>\S+)": _(
        "%(score)s is not a score of this test, which goes in steps of %(step)s."
    ),
    r"NOC 2021 has no unit group (?P<code>.+); look .+": _(
        "NOC 2021 has no unit group %(code)s: look the occupation up by its title."
    ),
    r"only TEF Canada has two score columns; .+": _("Only TEF Canada has two score columns: leave it out."),
    r"this name is there twice; .+": _("This name is there twice: which of the two is meant?"),
    r"longer than (?P<most>\d+) bytes": TOO_LARGE,
    r"objects or lists within each other too deeply": TOO_DEEP,
}
PATTERNS = [(re.compile(pattern, re.DOTALL), sentence) for pattern, sentence in SENTENCES.items()]


class Fault(NamedTuple):
    """One thing that is wrong: with which field, "" for none, why, and the words that stand in that sentence."""

    field: str
    why: str
    words: Mapping[str, Any] = {}

    def __str__(self) -> str:
        # Only a sentence with words is one to fill: what the decoder says may hold a sign of percent.
        words = {name: format_date(one) if isinstance(one, date) else one for name, one in self.words.items()}
        why = gettext(self.why) % words if words else gettext(self.why)
        return gettext("%(field)s: %(why)s") % {"field": self.field, "why": why} if self.field else why


def read_problem(problem: Problem, within: str = "") -> Fault:
    """What is wrong with facts, as a sentence of the catalogue; `within`: what the field is a part of, as "profile"."""
    field = ".".join(filter(None, [within, problem.path]))
    for pattern, sentence in PATTERNS:
        if found := pattern.fullmatch(problem.message):
            return Fault(field, sentence, found.groupdict())
    return Fault(field, problem.message)


def describe_problem(problem: Problem) -> str:
    """What is wrong with facts in words, without the name of the field."""
    return str(read_problem(problem)._replace(field=""))


def pack(faults: Iterable[Fault]) -> str:
    """These, as one text of a database."""
    return json.dumps(list(faults), ensure_ascii=False, default=lambda day: {DATE: day.isoformat()})


def list_packed(text: str) -> list[str]:
    """What such a text holds, each in the language of whoever reads it; a text of another kind as it stands."""
    # What was kept before this form came is a sentence.
    if not text.startswith("[["):
        return [text] if text else []
    return [str(Fault(*row)) for row in json.loads(text, object_hook=read_date)]


def read_date(found: dict[str, Any]) -> Any:
    """A date that stands in a sentence as it was packed; any other object as it is."""
    return date.fromisoformat(found[DATE]) if found.keys() == {DATE} else found


def describe_packed(text: str) -> str:
    """The same in one line."""
    return "; ".join(list_packed(text))
