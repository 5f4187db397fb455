"""What the result page says besides the score: what would raise it, its future, who should apply, what contradicts."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.common.charts.step_chart import WIDE_SCORE_FRAME, build_score_chart
from intake.common.past_rounds import find_last_rounds
from intake.result.couple_answer import find_answer
from intake.result.couple_options import CoupleOption, build_other_order, can_choose, list_options
from intake.result.headline_score import HeadlineScore, find_headline
from intake.result.question_links import QuestionUrl, get_own_answer_url, get_question_url
from intake.result.score_calendar import CalendarChange, assess_periods, group_days, list_changes, list_periods
from scoring.assess import ProfileAssessment
from scoring.contradictions import contradictions
from scoring.later_facts import find_stop
from scoring.numbers import group_thousands
from scoring.plans.single_changes import Rung
from scoring.plans.ways import list_cutoffs
from scoring.streams import STREAMS


def build_outlook(
    headline: HeadlineScore, leads: QuestionUrl = get_own_answer_url, clb: int | None = None
) -> dict[str, Any]:
    """The calendar of two years, a couple's options and the contradictions of an assessment.

    The calendar and the options are counted from the figure that leads, which supposes a test at `clb`.
    """
    found, ahead = headline.now, list_periods(headline)
    days = assess_periods(headline.basis, ahead)
    coming = list_changes(days)
    marked = group_days(coming)
    return {
        "periods": [
            {
                "since": day.on,
                "crs": day.crs.total,
                "streams": name_streams(day.streams),
                "undecided": bool(day.undecided),
            }
            for day in days
        ],
        "chart": build_score_chart(ahead, marked=marked),
        "wide_chart": build_score_chart(ahead, WIDE_SCORE_FRAME, marked),
        "marked": [kind for kind, days in marked.items() if days],
        "changes": coming,
        "work_until": find_stop(found.profile, found.on),
        "fall": find_greatest_loss(coming),
        **describe_couple(headline, found.on, clb),
        "contradictions": [
            {"because": reason, "question": get_question_url(reason.code, leads)}
            for reason in contradictions(found.profile, found.on, found.rules)
        ],
    }


def describe_couple(headline: HeadlineScore, on: date, clb: int | None = None) -> dict[str, Any]:
    """The ways that a couple can apply, and which of them should, by the rounds that are held on a day."""
    both = suppose_for_couple(headline, clb)
    orders = list_options(both, clb)
    held = list_cutoffs(find_last_rounds(on), on) if orders else {}
    return {
        "orders": orders,
        "couple": find_answer(both, orders, held),
        "all_estimated": all(one.estimated for one in orders),
    }


def build_partner_questions(found: ProfileAssessment, leads: QuestionUrl) -> dict[str, Any]:
    """Whether a partner counts, and where the reader answers what is asked about one."""
    partner = found.profile.counted_partner
    return {
        "partner_asked": partner is not None,
        "partner_birth": leads("partner-date-of-birth"),
        "partner_jobs": None if partner and partner.jobs else leads("partner-jobs"),
    }


def assess_other_order(headline: HeadlineScore) -> CoupleOption | None:
    """The partner as the principal applicant, both going; None where none comes along, or of no age."""
    return build_other_order(suppose_for_couple(headline)) if headline.now.profile.counted_partner else None


def find_other_order(orders: Iterable[CoupleOption]) -> CoupleOption | None:
    """Of the ways to apply that with the partner as the principal applicant, both going."""
    return next((one for one in orders if one.together and not one.you_apply), None)


def suppose_for_couple(headline: HeadlineScore, clb: int | None = None) -> HeadlineScore:
    """What a couple's orders are counted from: what is missing is supposed of both, even where no estimate leads."""
    if headline.estimate or not can_choose(headline.now.profile):
        return headline
    return find_headline(headline.now, clb)


def describe_rungs(rungs: Iterable[Rung], held: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """What each change would do, in the order of the ladder: what one above it opens already, it opens too."""
    opened: set[str] = set()
    for rung in rungs:
        yield describe_rung(rung, held, opened)
        opened.update(rung.option.opens)


def describe_rung(rung: Rung, held: Mapping[str, int], opened: Collection[str]) -> dict[str, Any]:
    """What one change would do, what it takes, and its names in the address of a trial.

    `held`: the last cut-offs of the rounds that are held today; `opened`: the streams that a change before it opens.
    """
    option = rung.option
    return {
        "because": option.because,
        "gain": option.gain,
        "crs": option.crs,
        "opens": name_opened([one for one in option.opens if one not in opened], held),
        "also_opens": name_opened([one for one in option.opens if one in opened], held),
        "closes": name_rounds(option.closes, held),
        "effort": rung.effort,
        "on": option.on,
        "names": rung.names,
    }


def find_greatest_loss(ahead: list[CalendarChange]) -> CalendarChange | None:
    """The change that takes most points; None where that is the next one, which the page says anyway."""
    worst = min(ahead[1:], key=lambda change: change.gain, default=None)
    return worst if worst and worst.gain < min(ahead[0].gain, 0) else None


def name_rounds(streams: Iterable[str], held: Collection[str]) -> list[Any]:
    """The streams in words, those of which no round is held any more last and marked; as they are where none is known.

    Rounds of all programs that are not held are left out: the programs themselves are named.
    """
    if not held:
        return name_streams(streams)
    ended = [stream for stream in streams if stream not in held and stream != "general"]
    marked = [_("%(stream)s (no rounds of this kind now)") % {"stream": STREAMS[stream]} for stream in ended]
    return [*name_streams(stream for stream in streams if stream in held), *marked]


def name_opened(streams: Iterable[str], held: Mapping[str, int]) -> list[Any]:
    """The streams as `name_rounds` has them, with the last cut-off of those of which rounds are held."""
    opened = list(streams)
    ended = name_rounds([one for one in opened if one not in held], held)
    return [*name_cutoffs([one for one in opened if one in held], held), *ended]


def name_cutoffs(streams: Iterable[str], held: Mapping[str, int]) -> list[Any]:
    """The streams in words, each with its last cut-off."""
    return [
        _("%(stream)s (last cut-off %(cutoff)s)") % {"stream": STREAMS[one], "cutoff": group_thousands(held[one])}
        for one in streams
    ]


def name_margins(streams: Iterable[str], held: Mapping[str, int], crs: int) -> list[Any]:
    """The streams in words, each with its last cut-off and how far above it a score stands."""
    return [
        ngettext(
            "%(stream)s (last cut-off %(cutoff)s; %(above)s point above it)",
            "%(stream)s (last cut-off %(cutoff)s; %(above)s points above it)",
            crs - held[one],
        )
        % {
            "stream": STREAMS[one],
            "cutoff": group_thousands(held[one]),
            "above": group_thousands(crs - held[one]),
        }
        for one in streams
    ]


def name_beside(streams: Sequence[str], held: Mapping[str, int], crs: int) -> list[Any]:
    """The streams as `name_rounds` has them, those of which rounds are held with a score beside the last cut-off."""
    known = [one for one in streams if one in held]
    below = [
        ngettext(
            "%(stream)s (last cut-off %(cutoff)s; %(below)s point below it)",
            "%(stream)s (last cut-off %(cutoff)s; %(below)s points below it)",
            held[one] - crs,
        )
        % {
            "stream": STREAMS[one],
            "cutoff": group_thousands(held[one]),
            "below": group_thousands(held[one] - crs),
        }
        for one in known
        if crs < held[one]
    ]
    ended = name_rounds([one for one in streams if one not in held], held)
    return [*name_margins([one for one in known if crs >= held[one]], held, crs), *below, *ended]


def name_streams(streams: Iterable[str]) -> list[Any]:
    """The streams in words."""
    return [STREAMS[stream] for stream in streams]
