"""The facts of a file in words, as on the worksheet, for staff's pages; the raw values below, folded."""

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from intake.common.faults import read_problem
from intake.models import Assessment, Client, Intake
from intake.questionnaire.check_summary import SummaryCard, build_sections
from intake.questionnaire.choices import label_occupation
from intake.questionnaire.draft import build_flow
from intake.questionnaire.steps.options import ABOUT, EDUCATION, LANGUAGE, PARTNER, WORK
from intake.questionnaire.steps.work import JobConditions
from intake.result.worksheet import BY_HAND, Block, build_worksheet, describe_month, describe_yes_no
from scoring.apps import rulebook
from scoring.profile import Job, ProfileError, decode

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

# Where the questions are asked of each section of the worksheet, in its order.
ASKED_IN = (ABOUT, EDUCATION, LANGUAGE, "", WORK, PARTNER)


class FactsInWordsMixin(Base):
    """For the admin of a row with facts."""

    @admin.display(description=_("what is known"))
    def known(self, row: Client | Assessment) -> SafeString | str:
        """Section by section; what was not stated is left out."""
        return self.write_known(row, row.on if isinstance(row, Assessment) else timezone.localdate())

    @admin.display(description=_("what is known"))
    def known_to_correct(self, client: Client) -> SafeString | str:
        """The same of a file, each section with the way to its questions, for those who may change it."""
        return self.write_known(client, timezone.localdate(), reverse("admin:intake_client_answers", args=[client.pk]))

    def write_known(self, row: Client | Assessment, on: date, answers: str = "") -> SafeString | str:
        """The sections by the rules of a day; `answers`: where they are corrected."""
        if not row.facts:
            return self.get_empty_value_display()
        context: dict[str, Any] = {"json": format_value(row.facts)}
        try:
            context["sections"] = [
                (title, blocks, link_questions(answers, section))
                for title, blocks, section in list_stated(row.facts, on)
            ]
        except ProfileError as error:
            # Rules may come to refuse what they took before; the file still opens, so that staff can put it right.
            context["problem"] = "; ".join(str(read_problem(problem)) for problem in error.problems)
        return render_to_string("admin/intake/facts.html", context)

    @admin.display(description=_("answers"))
    def answered(self, intake: Intake) -> SafeString:
        """Question and answer, as on the applicant's check."""
        checked = [
            (title, [convert_card(card) for card in cards], "") for title, cards in build_sections(build_flow(intake))
        ]
        return render_to_string("admin/intake/facts.html", {"sections": checked, "json": format_value(intake.answers)})

    @admin.display(description=_("result, as it is kept"))
    def kept_result(self, assessment: Assessment) -> SafeString:
        """The numbers and reasons as saved, for support; staff read them on the client's page of results."""
        return render_to_string("admin/intake/facts.html", {"json": format_value(assessment.result)})


def list_stated(facts: dict[str, Any], on: date) -> Iterator[tuple[Any, list[Block], str]]:
    """The sections of the worksheet with the lines that have an answer, by the rules of a day.

    Each with the section in which its questions are asked; empty where it has some of several.
    """
    profile = decode(facts)
    for (title, blocks), section in zip(build_worksheet(profile, rulebook().on(on)), ASKED_IN, strict=False):
        answered = [block._replace(lines=[line for line in block.lines if line[1] != BY_HAND]) for block in blocks]
        yield title, [block for block in answered if block.lines], section
    yield _("Conditions of the work"), [describe_conditions(job) for job in profile.jobs], WORK
    if profile.partner:
        conditions = [describe_conditions(job) for job in profile.partner.jobs]
        yield _("Conditions of the partner's work"), conditions, PARTNER


def link_questions(answers: str, section: str) -> str:
    """Where the questions of a section are asked, of all of them without one; nothing without `answers`."""
    return f"{answers}?{urlencode({'section': section})}" if answers and section else answers


def describe_conditions(job: Job) -> Block:
    """What decides whether a job counts, in the words of its questions."""
    stated = [name for name in JobConditions.base_fields if isinstance(getattr(job, name, None), bool)]
    # Of work elsewhere nobody is asked whether it was authorized: the profile has its default.
    asked = [name for name in stated if name != "authorized" or job.country == "CA"]
    lines = [(JobConditions.base_fields[name].label, describe_yes_no(getattr(job, name))) for name in asked]
    return Block(f"{label_occupation(job.noc)}, {describe_month(job.start)}", lines)


def convert_card(card: SummaryCard) -> Block:
    """A card of the check, as a block."""
    return Block(card.title, [(row.label, row.answer) for row in card.rows])


def format_value(value: Any) -> str:
    """A value as it is saved."""
    return json.dumps(value, ensure_ascii=False, indent=2)
