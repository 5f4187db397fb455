"""What-ifs: a working copy of the answers, and its score beside that of the saved result.

The copy is a row of its own. Nothing of the draft, the result or the client's file is written from here, and nothing
but these pages reads it. Copies saved under a name are in `intake.result.scenarios`.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from intake.common.past_rounds import find_last_rounds
from intake.models import Assessment, Client, Scenario
from intake.questionnaire import draft_edits
from intake.questionnaire.check_summary import SummaryCard, build_sections
from intake.questionnaire.flow import Flow
from intake.questionnaire.steps import STEPS
from intake.questionnaire.steps.contact import Contact
from intake.result import database_cache
from intake.result.answers_of_result import build_facts_as_of, get_own_answers, has_new_answers
from intake.result.assumed_answers import is_planned, leave_out_unchosen, list_planned, list_unchosen
from intake.result.better_order import find_better_order
from intake.result.changes_to_answers import fill_answers
from intake.result.headline_score import HeadlineScore, find_headline, find_headline_of
from intake.result.outlook import (
    build_partner_questions,
    describe_couple,
    find_other_order,
    name_beside,
    name_rounds,
)
from intake.result.question_links import QuestionUrl, get_no_url
from intake.result.score_calendar import CalendarChange, build_change
from intake.result.what_if_later import assess_then, find_work_end, list_endings
from scoring.apps import rulebook
from scoring.assess import ProfileAssessment, assess
from scoring.plans.trial_facts import make_trial
from scoring.plans.ways import list_cutoffs
from scoring.profile import decode
from scoring.streams import PROGRAMS
from scoring.words import SECTION_NAMES

Sections = Sequence[tuple[Any, Sequence[SummaryCard]]]
TITLES: dict[str, Any] = {step.slug: step.title for step in STEPS}
YES_NO = {True: _("Yes"), False: _("No")}


def get_working_copy(assessment: Assessment) -> Scenario | None:
    """The working copy that was begun for this result, if there is one."""
    return Scenario.objects.working_copies().filter(assessment=assessment).first()


def begin_scenario(assessment: Assessment) -> Scenario:
    """Begin a fresh copy of the answers, replacing an older one."""
    return save_answers(assessment, get_own_answers(assessment))


def build_filled(assessment: Assessment, names: list[str], on: date) -> dict[str, Any] | None:
    """The answers with the changes of these names made; None where there are no such changes, or no answers."""
    if not names or not assessment.intake:
        return None
    now = assess(decode(assessment.facts), on, rulebook())
    trial = make_trial(now, names)
    if trial is None:
        return None
    plan, until = trial.plan, trial.plan.until
    own = get_own_answers(assessment)
    return fill_answers(own, now.profile, trial.profile, plan.changes, until if until > on else None)


def save_answers(assessment: Assessment, answers: dict[str, Any]) -> Scenario:
    """Let the working copy hold these answers."""
    fresh = {"answers": answers, "mistakes": {}}
    # One without a name for each result, as the constraint has it: a fresh copy takes the place of an older one.
    return Scenario.objects.update_or_create(assessment=assessment, name="", defaults=fresh)[0]


def change_scenario(assessment: Assessment, alter: Callable[[Scenario], None]) -> Scenario:
    """Change the working copy under a lock. Raises `DraftTooLarge`."""
    with transaction.atomic():
        scenario = Scenario.objects.working_copies().select_for_update().get(assessment=assessment)
        alter(scenario)
        draft_edits.check_size(scenario)
        scenario.save(update_fields=["answers", "mistakes", "updated"])
    return scenario


def build_flow(scenario: Scenario) -> Flow:
    """Replay the copy's answers through the questions."""
    return Flow(scenario.answers, STEPS, scenario.mistakes)


def compare_scores(
    assessment: Assessment, flow: Flow, on: date, clb: int | None = None, leads: QuestionUrl = get_no_url
) -> dict[str, Any]:
    """Both scores side by side, what makes the difference, and which of a couple should apply. Raises `ProfileError`.

    Both are of one day; with work or study in the copy that is still to come, the copy's is of the day by which it is
    done. `clb`: the level that was chosen for a test still to be taken; `leads`: where a question of the copy is.
    """
    # A kept score would be wrong after the next birthday: both are of the same day and rules (record 0041).
    own = find_headline_of(assessment, on, clb)
    # What both lack is assumed in both; what only the copy has is compared with what was assumed for the result.
    tried = find_headline(assess(decode(build_facts_as_of(flow.cleaned, assessment.on)), on, rulebook()), clb)
    then = assess_then(flow, tried)
    endings = list_endings(flow, tried, then)
    before, after = own.basis, then or tried.basis
    sums = [(name, getattr(before.crs, code), getattr(after.crs, code)) for code, name in SECTION_NAMES.items()]
    programs = [(PROGRAMS[code], was, after.programs[code]) for code, was in before.programs.items()]
    return {
        "change": mark_ended(build_change(before, after), before, after, on),
        "sums": sums,
        "programs": programs,
        "caveats": leave_out_unchosen(after.caveats, flow),
        "own": own,
        "tried": tried,
        "then": then,
        "endings": endings,
        "work_until": find_work_end(flow, tried, then, endings),
        "new_answers": has_new_answers(assessment),
        **describe_couple_of_copy(HeadlineScore(then, None) if then else tried, on, clb, leads, assessment.client),
    }


def describe_couple_of_copy(
    tried: HeadlineScore, on: date, clb: int | None, leads: QuestionUrl, client: Client | None = None
) -> dict[str, Any]:
    """Which of the couple in a copy should apply, as the result says it; nothing where no partner comes along.

    `tried`: the copy's score; `on`: the day whose rounds count; `client`: whose file the result is in.
    """
    if tried.now.profile.counted_partner is None:
        return {}
    found = describe_couple(tried, on, clb)
    rounds = find_last_rounds(on)
    held = list_cutoffs(rounds, on)
    return {
        **found,
        "orders": [one._replace(rounds=name_rounds(one.found.streams, held)) for one in found["orders"]],
        "other": find_other_order(found["orders"]),
        "better": find_better_order(found["couple"], found["orders"], rounds, on, client),
        "estimate": tried.estimate,
        "basis": tried.basis,
        **build_partner_questions(tried.now, leads),
    }


def mark_ended(change: CalendarChange, before: ProfileAssessment, after: ProfileAssessment, on: date) -> CalendarChange:
    """The change with the kinds of round that are no longer held marked, as on the result."""
    if not (change.opens or change.closes):
        return change
    held = list_cutoffs(find_last_rounds(on), on)
    return change._replace(
        opens=name_beside([one for one in after.streams if one not in before.streams], held, after.crs.total),
        closes=name_rounds([one for one in before.streams if one not in after.streams], held),
    )


def list_changed_answers(
    assessment: Assessment, sections: Sections, flow: Flow, on: date
) -> list[tuple[str, str, str]]:
    """The questions answered differently in the copy: the question, the answer now, the answer in the copy.

    `sections`: the copy's answers in words; `on`: today. What a plan filled in and nobody chose is no answer: work that
    is still to come is said as that.
    """
    now, there = list_own_answers(assessment), list_answers(sections)
    planned, unchosen = list_planned(flow, on), set(list_unchosen(flow))
    # In the order of the copy, so that a new answer stands after the question that brought it.
    keys = [key for key in {**there, **now} if now.get(key) != there.get(key)] if now else []
    changed = [key for key in keys if key not in unchosen and not is_planned(key[0], planned)]
    work = dict.fromkeys((TITLES[path.partition("/")[0]], "", words) for path, words in planned.items())
    return [
        *[(question, now.get((path, question), ""), there.get((path, question), "")) for path, question in changed],
        *work,
    ]


def list_own_answers(assessment: Assessment) -> dict[tuple[str, str], str]:
    """The answers behind the result in words, as long as they stay what they are; none where one is missing."""
    answers = get_own_answers(assessment)
    # Part of the cache key: different answers can give the same facts.
    rows = database_cache.get_or_keep(
        assessment, database_cache.build_name("answers"), (answers,), lambda: list_rows(describe_answers(answers))
    )
    return {(path, question): words for path, question, words in rows}


def list_rows(answers: dict[tuple[str, str], str]) -> list[tuple[str, str, str]]:
    """Answers in words, each with its page and question beside it."""
    return [(path, str(question), str(words)) for (path, question), words in answers.items()]


def describe_answers(answers: dict[str, Any]) -> dict[tuple[str, str], str]:
    """These answers in words; none where one is missing."""
    flow = Flow(answers, STEPS)
    return {} if flow.next else list_answers(build_sections(flow))


def leave_contact_out(sections: Sections) -> Sections:
    """The answers without name and address: a trial has nothing to try there."""
    without_contact = ((title, [leave_contact_rows_out(card) for card in cards]) for title, cards in sections)
    return [(title, [card for card in cards if card.rows]) for title, cards in without_contact]


def leave_contact_rows_out(card: SummaryCard) -> SummaryCard:
    """The card without the rows of name and address."""
    return SummaryCard(card.title, [row for row in card.rows if row.path != Contact.slug])


def list_answers(sections: Sections) -> dict[tuple[str, str], str]:
    """Every answer in words, by page and question."""
    rows = (row for _title, cards in sections for card in cards for row in card.rows)
    return {(row.path, str(row.label)): describe_answer(row.answer) for row in rows}


def describe_answer(answer: Any) -> str:
    """An answer as text; a tick is yes or no."""
    return str(YES_NO[answer] if isinstance(answer, bool) else answer)
