"""The words of reminders: each is one client's own letter, made from the facts in its row."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from draws.models import Notice
from draws.outbox.composer import Wording
from intake.models import ENTERED
from intake.questionnaire.choices import get_country_name
from scoring.apps import rulebook
from scoring.assess import pending
from scoring.streams import STREAMS
from scoring.table import Source
from scoring.words import FACTOR_TITLES, TEST_NAMES

WHAT = {
    ("test", "own"): _("Your language test %(test)s"),
    ("test", "partner"): _("Your spouse or partner's language test %(test)s"),
    ("eca", "own"): _("Your educational credential assessment (%(country)s)"),
    ("eca", "partner"): _("Your spouse or partner's educational credential assessment (%(country)s)"),
    ("profile", "own"): _("Your Express Entry profile"),
    ("passport", "own"): _("Your passport"),
    ("passport", "partner"): _("Your spouse or partner's passport"),
    ("medical", "own"): _("Your medical examination"),
    ("medical", "partner"): _("Your spouse or partner's medical examination"),
    ("police", "own"): _("Your police certificate"),
    ("police", "partner"): _("Your spouse or partner's police certificate"),
    ("work_permit", "own"): _("Your work permit"),
    ("work_permit", "partner"): _("Your spouse or partner's work permit"),
    ("study_permit", "own"): _("Your study permit"),
    ("study_permit", "partner"): _("Your spouse or partner's study permit"),
}


def letter(row: Notice, template: str, facts: Mapping[str, Any]) -> Wording:
    """A letter that no other client gets."""
    return Wording(
        key=(row.pk,),
        template=template,
        facts=lambda: {"basis": row.basis, **facts},
        words={"name": row.client.name},
    )


def deadline(row: Notice) -> Wording:
    """The days left to apply after the invitation, and what lapses before."""
    lapses = [(Thing(lapse), date.fromisoformat(lapse["ends"])) for lapse in row.facts["lapses"]]
    facts = {"invited_on": row.invited_on, "until": row.until, "lapses": lapses}
    return letter(row, "draws/email/deadline", facts)


def expiry(row: Notice) -> Wording:
    """What is about to lapse, when, and what that does to the score."""
    ends = date.fromisoformat(row.facts["ends"])
    facts = {
        "what": row.facts["what"],
        "document": row.facts["what"] in ENTERED,
        "thing": Thing(row.facts),
        "until": row.until,
        "ends": ends,
        "before": row.facts.get("before"),
        "after": row.facts.get("after"),
        "caveats": list(pending(rulebook().on(ends))) if "after" in row.facts else [],
    }
    return letter(row, "draws/email/expiry", facts)


def rules(row: Notice) -> Wording:
    """What a change of rules did to the score, and by which rule."""
    facts, edition, on = row.facts, date.fromisoformat(row.facts["edition"]), date.fromisoformat(row.facts["on"])
    return letter(
        row,
        "draws/email/rules",
        {
            "edition": edition,
            "on": on,
            "before": facts["before"],
            "after": facts["after"],
            "factors": [(FACTOR_TITLES.get(code, code), was, now) for code, was, now in facts["factors"]],
            "gained": [STREAMS[stream] for stream in facts["gained"]],
            "lost": [STREAMS[stream] for stream in facts["lost"]],
            "sources": sources(edition),
            "caveats": list(pending(rulebook().on(on))),
        },
    )


def sources(edition: date) -> list[Source]:
    """Where the rules that begin with this edition are published, each once."""
    tables = [table for table in rulebook().all() if table.source.effective == edition and not table.pending]
    return list({table.source.cite: table.source for table in tables}.values())


class Thing:
    """What lapses, put into words when the letter is made, in its language."""

    def __init__(self, lapse: Mapping[str, str]) -> None:
        self.lapse = lapse

    def __str__(self) -> str:
        words = WHAT[self.lapse["what"], self.lapse["whose"]]
        name = self.lapse["name"]
        country = get_country_name(name)
        said = str(words) % {"test": TEST_NAMES.get(name, name), "country": country}
        return f"{said} ({country})" if country and self.lapse["what"] in ENTERED else said
