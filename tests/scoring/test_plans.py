"""What cannot wait, the realistic ways, plans to a target and estimates: golden cases by the shipped rules."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from msgspec import to_builtins
from msgspec.structs import replace

from scoring.advice import DEGREES, advice, list_changes, rank_kind
from scoring.later_facts import GOES_ON, NEEDS_PERMIT, stop_at_permit
from scoring.plans.combinations import list_plans, make_changes
from scoring.plans.deadlines import find_urgent
from scoring.plans.efforts import Effort, estimate_effort
from scoring.plans.estimates import find_estimate, list_levels
from scoring.plans.single_changes import list_rungs
from scoring.plans.steps import NextStep, find_next_step
from scoring.plans.targets import is_easier, list_ways_to
from scoring.plans.trial_facts import make_trial
from scoring.plans.ways import MOST_WAYS, Round, find_way, is_far, is_nominated, list_cutoffs, list_ended, list_ways
from scoring.profile import decode
from scoring.reasons import Reason
from scoring.renewals import list_renewals, renew
from scoring.table_checks import HARDEST
from scoring.timeline import timeline, two_years_from
from tests.scoring.making import assess, book, celpip, credential, french, job, make_profile, partner
from tests.scoring.strategies import profiles

ON = date(2026, 11, 28)
# The last rounds before the day, as IRCC held them; of old kinds the last one.
ROUNDS = {
    stream: [Round(str(index), day, cutoff) for index, (day, cutoff) in enumerate(found)]
    for stream, found in {
        "general": [(date(2024, 4, 23), 529)],
        "fsw": [(date(2023, 2, 2), 489)],
        "cec": [(date(2026, 9, 29), 518), (date(2026, 9, 15), 519), (date(2026, 9, 1), 521), (date(2026, 8, 1), 530)],
        "pnp": [(date(2026, 9, 28), 725)],
        "french": [(date(2026, 8, 19), 382), (date(2026, 8, 6), 391)],
        "healthcare": [(date(2026, 9, 4), 475)],
        "trades": [(date(2026, 10, 1), 476)],
    }.items()
}
MASTERS = credential("masters", "IN", eca_issued_on="2024-01-01")
ENGINEER = make_profile(
    credentials=[MASTERS],
    language_tests=[celpip(9, "2024-12-20")],
    jobs=[job("2024-06-01"), job("2019-01-01", "2022-06-01", country="IN")],
)
FRENCH = make_profile(
    date_of_birth="1990-01-01",
    credentials=[credential("bachelors", "FR", eca_issued_on="2025-01-01")],
    language_tests=[french(9)],
    jobs=[job("2018-01-01", country="FR", noc="12100")],
    settlement_funds_cad=6_901,
)
NOMINEE = make_profile(
    provincial_nomination=True,
    nomination_stream="express_entry",
    credentials=[credential("masters")],
    language_tests=[celpip(9)],
    jobs=[job("2024-01-01", noc="31301")],
)
UNTESTED = make_profile(credentials=[credential("bachelors", "IN")], jobs=[job("2018-01-01", country="IN")])
COOK = make_profile(
    date_of_birth="1995-03-03",
    language_tests=[celpip((7, 7, 7, 6), "2024-12-20")],
    jobs=[job("2025-12-28", noc="63200")],
)
COUPLE = make_profile(
    date_of_birth="1988-03-03",
    marital_status="married",
    family_size=2,
    settlement_funds_cad=30_000,
    credentials=[credential("masters", "IN", eca_issued_on="2025-01-01")],
    language_tests=[celpip((8, 8, 7, 8))],
    jobs=[job("2016-01-01", "2023-01-01", country="IN"), job("2024-06-01")],
    partner=partner(date_of_birth="1990-01-01", credentials=[credential("bachelors", "IN")]),
)


NOTHING_ENDS = make_profile(date_of_birth="1998-01-10", authorized_to_work_in_canada=True)


def ways_of(profile):
    now = assess(profile, ON)
    return list_ways(now, list_plans(now), ROUNDS), now


def urgent_of(profile, on=ON):
    stopped = stop_at_permit(profile, on)
    periods = timeline(stopped, on, two_years_from(on), book())
    return find_urgent(assess(profile, on), [assess(stopped, period.since) for period in periods])


# --- What cannot wait -----------------------------------------------------------


def test_a_test_that_ends_in_three_weeks_closes_every_round_and_is_taken_again():
    first, *_more = urgent_of(ENGINEER)
    assert (first.on, first.closes, first.remaining) == (date(2026, 12, 20), ("general", "cec"), ())
    assert str(first.because) == "Your CELPIP-General results cease to count on Dec. 20, 2026"
    assert str(first.act).startswith("Book a test now")


def test_what_is_half_a_year_away_can_wait():
    assert urgent_of(ENGINEER, date(2026, 6, 19)) == []
    assert urgent_of(ENGINEER, date(2026, 6, 20)) != []


def test_a_work_permit_that_ends_within_half_a_year_is_told_with_what_keeps_work_counting():
    (found,) = urgent_of(replace(NOTHING_ENDS, work_permit_until=date(2027, 2, 1)))
    assert (found.on, found.closes, found.lost) == (date(2027, 2, 2), (), 0)
    assert str(found.because) == "Your work permit is valid until Feb. 1, 2027"
    assert "Only if you have applied to extend it before it expires may you go on" in found.advice


def test_a_work_permit_that_has_ended_is_told_and_one_that_ends_later_or_is_not_needed_is_not():
    (ended,) = urgent_of(replace(NOTHING_ENDS, work_permit_until=date(2026, 11, 1)))
    assert str(ended.because) == "Your work permit was valid until Nov. 1, 2026"
    assert "by another permit, or, if you applied to extend the old one before it expired" in str(ended.act)
    assert urgent_of(replace(NOTHING_ENDS, work_permit_until=date(2028, 2, 1))) == []
    without = replace(NOTHING_ENDS, work_permit_until=date(2027, 2, 1), authorized_to_work_in_canada=False)
    assert urgent_of(without) == []


def test_the_end_of_a_work_permit_changes_no_score():
    ends = replace(ENGINEER, authorized_to_work_in_canada=True, work_permit_until=date(2026, 12, 1))
    now, then = (assess(one, ON) for one in (replace(ends, work_permit_until=None), ends))
    assert (now.crs.total, now.streams) == (then.crs.total, then.streams)
    days = [one.on for one in urgent_of(ends)]
    assert days == sorted(days)
    assert len(days) == len(urgent_of(replace(ends, work_permit_until=None))) + 1


def test_a_birthday_that_costs_five_points_is_not_urgent():
    thirty_one_soon = make_profile(date_of_birth="1996-01-10", credentials=[MASTERS], language_tests=[celpip(9)])
    assert urgent_of(thirty_one_soon) == []


def test_a_test_that_ends_just_before_the_year_of_work_is_complete_is_judged_together_with_it():
    (found,) = urgent_of(COOK)
    assert (found.on, found.because.code, found.act.code) == (date(2026, 12, 20), "test_ends", "act_test_by")
    complete = date(2025, 12, 28) + timedelta(weeks=52, days=-1)
    assert found.prevented == (complete, ("general", "cec"), False)
    assert assess(COOK, complete).streams == []


def test_a_test_that_ends_after_what_it_opens_prevents_nothing():
    later = decode({**to_builtins(COOK), "language_tests": [celpip((7, 7, 7, 6), "2025-01-20")]})
    assert [(one.closes, one.prevented) for one in urgent_of(later)] == [(("general", "cec"), None)]


def test_an_assessment_that_ends_is_judged_with_what_would_open_after_it():
    facts = {"credentials": [credential("masters", "IN", eca_issued_on="2021-12-20")], "language_tests": [celpip(9)]}
    facts |= {"jobs": [job("2025-12-28", country="IN")], "settlement_funds_cad": 30_000, "family_size": 1}
    (found,) = urgent_of(make_profile(**facts))
    assert (found.because.code, found.prevented.streams) == ("eca_ends", ("general", "fsw"))


def test_papers_that_end_on_one_day_are_judged_together():
    both = [credential(level, "IN", eca_issued_on="2021-12-20") for level in ("masters", "secondary")]
    facts = {"credentials": both, "language_tests": [celpip(9)], "jobs": [job("2025-12-28", country="IN")]}
    (found,) = urgent_of(make_profile(**facts, settlement_funds_cad=30_000, family_size=1))
    assert (found.because.code, found.prevented.streams) == ("eca_ends", ("general", "fsw"))


def test_an_assessment_that_ends_is_named_with_the_points_it_takes():
    old = credential("masters", "IN", eca_issued_on="2022-02-01")
    (found,) = urgent_of(make_profile(credentials=[old], language_tests=[celpip(9)]))
    assert (found.because.code, found.on, found.act.code) == ("eca_ends", date(2027, 2, 1), "act_eca")
    assert found.lost >= 135


# --- Ways -----------------------------------------------------------------------


def test_money_that_opens_french_rounds_stands_first():
    ways, now = ways_of(FRENCH)
    assert now.streams == []
    first = ways[0]
    assert (first.stream, first.is_open, first.distance) == ("french", False, now.crs.total - 382)
    assert first.distance > 0
    assert first.plan.names == ("more_funds",)
    assert find_next_step(first, now).because.code == "step_more_funds"


TRAINED = make_profile(
    date_of_birth="1990-03-03",
    family_size=1,
    credentials=[credential("bachelors", "MA", eca_issued_on="2026-01-01")],
    language_tests=[celpip((7, 7, 6, 7)), french(6)],
    jobs=[job("2015-01-01", country="MA", noc="21301")],
)


def test_the_language_that_opens_a_round_is_the_first_step_and_the_money_stands_beside_it():
    ways, now = ways_of(TRAINED)
    assert now.streams == []
    assert assess(make_changes(now, ["show_funds"]).found.profile, ON).streams == [], "money alone opens nothing"
    both = [way for way in ways if way.plan and "show_funds" in way.plan.names and len(way.plan.names) > 1]
    assert both
    for way in both:
        step = find_next_step(way, now)
        assert step.because.code in {"step_test", "step_french_again"}
        also = ["step_nomination"] if way.stream == "pnp" else []
        assert [one.code for one in step.beside] == ["step_show_funds", *also]


def test_money_that_opens_a_round_by_itself_has_none_beside_it():
    ways, now = ways_of(FRENCH)
    assert find_next_step(ways[0], now).beside == ()


def test_the_first_step_of_a_couple_is_what_gives_the_most_for_its_effort():
    ways, now = ways_of(COUPLE)
    (cec,) = [way for way in ways if way.stream == "cec"]
    assert "partner_test-9" in cec.plan.names, "20 points, and all four abilities of one's own give 46"
    reached = cec._replace(rounds=(cec.rounds[0]._replace(cutoff=cec.plan.lasting),))
    step = find_next_step(reached, now)
    assert step.change == Reason("credential", level="one_year"), "what takes longest first"
    assert [one.code for one in step.beside] == ["aim_all", "aim_partner"]
    assert cec.still_missing
    assert find_next_step(cec, now) == NextStep(Reason("step_short")), "nobody pays for what leads nowhere"
    assert [str(one) for one in cec.left_out] == ["French as a further language"]


def test_whoever_is_in_no_program_does_their_own_part_before_the_provinces():
    ways, now = ways_of(decode({**to_builtins(COOK), "language_tests": [celpip((7, 7, 7, 6), "2025-01-20")]}))
    assert ways[-1].plan.names == ("canadian_year", "nomination_up"), "a nomination needs a profile, and so a program"
    step = find_next_step(ways[-1], now)
    assert step.because.code == "step_test_again", "it ends three weeks after the year is complete"
    assert [one.code for one in step.beside] == ["step_nomination", "step_year_by_itself"]
    assert str(step.beside[1]) == "If your authorized work goes on, its year completes by itself on Dec. 26, 2026."
    stopped = decode({**to_builtins(COOK), "jobs": [job("2024-01-01", "2024-06-30", noc="63200")]})
    ways, now = ways_of(stopped)
    assert ways[-1].plan.names == ("canadian_year", "nomination_up")
    assert find_next_step(ways[-1], now).because.code == "step_canadian_year"


def test_a_way_has_its_last_three_rounds_and_the_distance_to_the_newest():
    ways, now = ways_of(ENGINEER)
    (cec,) = [way for way in ways if way.stream == "cec"]
    assert [one.cutoff for one in cec.rounds] == [518, 519, 521]
    assert cec.distance == now.crs.total - 518 < 0
    assert cec.plan.crs >= 518
    assert cec.plan.names == ("ability_up-reading-10",), "the smallest effort"


def test_a_kind_of_round_that_is_no_longer_held_is_no_way_and_is_named_with_its_last_one():
    ways, now = ways_of(ENGINEER)
    assert "general" in now.streams
    assert not {"general", "fsw"} & {way.stream for way in ways}
    assert list_ended(now.streams, ROUNDS, ON) == [("general", ROUNDS["general"][0])]


def test_a_nominee_above_the_cut_off_is_told_of_their_round_first_and_of_no_doctorate():
    ways, now = ways_of(NOMINEE)
    assert (ways[0].stream, ways[0].reached, ways[0].plan) == ("pnp", True, None)
    assert find_next_step(ways[0], now).because.code == "step_profile"
    assert not [option for option in advice(now) if option.because.code == "credential"]
    assert all(way.is_open for way in ways), "no long way round to rounds that are not needed"
    ways = list_ways(now, list_plans(now), {"pnp": ROUNDS["pnp"], "french": ROUNDS["french"]})
    assert [way.stream for way in ways] == ["pnp"], "nor one that would be the second"


ABOVE = make_profile(
    credentials=[credential("masters", "IN", eca_issued_on="2026-01-01")],
    language_tests=[celpip(10, "2026-05-01")],
    jobs=[job("2024-06-01"), job("2019-01-01", "2022-06-01", country="IN")],
)


def test_whoever_is_above_a_cut_off_alone_reads_of_a_second_way():
    ways, now = ways_of(ABOVE)
    assert now.streams == ["general", "cec"]
    (first, second) = ways
    assert (first.stream, first.reached, first.distance) == ("cec", True, now.crs.total - 518)
    assert (second.stream, second.is_detour, second.planned[0].code) == ("pnp", True, "nomination_up")
    without = {stream: found for stream, found in ROUNDS.items() if stream != "pnp"}
    (_first, second) = list_ways(now, list_plans(now), without)
    assert (second.stream, second.plan.names) == ("french", ("french_up-7",)), "the next by its rank"


@settings(max_examples=40, deadline=None)
@given(facts=profiles)
def test_one_way_stands_alone_only_where_no_other_leads_anywhere(facts):
    now = assess(decode(facts), ON)
    plans = list_plans(now)
    ways = list_ways(now, plans, ROUNDS)
    detours = [way for way in ways if way.is_detour and any(one.reached for one in ways)]
    assert not detours or len(ways) == 2
    for way in detours:
        assert way.reaching.reaches(way.stream, way.cutoff)
        assert not has_degree(way.reaching)
    if len(ways) != 1 or now.profile.nominated:
        return
    for stream in set(list_cutoffs(ROUNDS, ON)) - {ways[0].stream}:
        other = find_way(stream, now, plans, ROUNDS[stream])
        assert not other.is_open
        assert other.reaching is None or has_degree(other.reaching)


def has_degree(plan):
    """A degree is among the changes."""
    return any(change.facts.get("level") in DEGREES for change in plan.changes)


def test_a_nomination_is_the_way_into_its_own_rounds_alone():
    ways, _now = ways_of(UNTESTED)
    assert not [way for way in ways if way.plan and ("nomination_up" in way.plan.names) != (way.stream == "pnp")]


def test_a_nomination_that_is_not_enough_stands_beside_a_paper():
    ways, now = ways_of(
        make_profile(
            date_of_birth="1984-03-20",
            credentials=[credential("one_year", "PH", awarded_on="2009-03-15")],
            language_tests=[celpip((6, 6, 5, 6))],
            jobs=[job("2025-09-20", noc="72200")],
        )
    )
    assert now.streams
    assert now.crs.total + 600 < ROUNDS["pnp"][0].cutoff
    assert (ways[0].stream, ways[0].plan.names) == ("pnp", ("eca", "nomination_up"))
    assert ways[0].plan.reaches("pnp", ROUNDS["pnp"][0].cutoff)


def test_a_nominee_who_meets_no_program_is_led_to_the_rounds_of_nominees_first():
    ways, now = ways_of(replace(NOMINEE, language_tests=()))
    assert not now.streams
    assert now.profile.nominated
    assert [way.stream for way in ways].index("pnp") == 0
    assert not is_nominated(ways[0].plan)


def test_whoever_is_in_the_pool_is_not_told_to_create_a_profile():
    ways, now = ways_of(decode({**to_builtins(NOMINEE), "profile_submitted_at": "2026-05-01T12:00:00Z"}))
    assert find_next_step(ways[0], now).because.code == "step_in_pool"


@settings(max_examples=15, deadline=None)
@given(facts=profiles)
def test_every_way_is_what_the_engine_says_of_its_changes(facts):
    now = assess(decode(facts), ON)
    ways = list_ways(now, list_plans(now), ROUNDS)
    assert len(ways) <= MOST_WAYS
    for way in ways:
        assert way.is_open == (way.stream in now.streams)
        assert str(find_next_step(way, now).because)
        if way.plan:
            again = make_changes(now, way.plan.names)
            assert again.found.crs.total == way.plan.crs
            assert way.stream in again.found.streams
            assert len(way.plan.changes) <= 3


# --- Plans to a target ----------------------------------------------------------


def test_a_target_is_reached_by_the_easiest_plan_first_and_by_no_more_changes_than_needed():
    now = assess(ENGINEER, ON)
    found = list_ways_to(540, list_plans(now))
    assert found
    assert [plan.ease for plan in found] == sorted(plan.ease for plan in found)
    for plan in found:
        assert plan.crs >= 540
        for left_out in range(len(plan.names)):
            fewer = make_changes(now, plan.names[:left_out] + plan.names[left_out + 1 :])
            assert fewer is None or fewer.lasting < 540


@pytest.mark.parametrize("cutoffs", [None, list_cutoffs(ROUNDS, ON)], ids=["typed", "of a round"])
def test_a_score_without_a_program_is_no_plan_to_it(cutoffs):
    plans = list_plans(assess(COOK, ON))
    assert [plan.names for plan in plans if plan.crs >= 518 and not plan.found.streams], "a nomination alone gives 600"
    assert [plan.names for plan in list_ways_to(518, plans, cutoffs)] == [("canadian_year", "nomination_up")]


def test_a_plan_to_a_cut_off_reaches_one_in_a_round_that_it_opens():
    plans = list_plans(assess(COOK, ON))
    unreached = [plan for plan in plans if plan.crs >= 382 and plan.found.streams == ["general", "cec"]]
    assert unreached, "they have the points for the French rounds, and cannot be in them"
    held = list_cutoffs(ROUNDS, ON)
    assert {("french" in plan.found.streams) for plan in list_ways_to(382, plans, held | {"french": 400})} == {False}
    found = list_ways_to(382, plans, held)
    assert {("french" in plan.found.streams, "pnp" in plan.found.streams) for plan in found} == {
        (True, False),
        (False, True),
    }


def test_of_one_effort_the_lower_level_stands_first():
    names = [name for plan in list_plans(assess(COUPLE, ON)) for name in plan.names if len(plan.names) == 1]
    for ladder in (["partner_test-5", "partner_test-7", "partner_test-9"], ["all_abilities-9", "all_abilities-10"]):
        assert [name for name in names if name in ladder] == ladder


def test_a_target_that_a_birthday_takes_away_before_the_plan_is_done_is_not_reached():
    stopped = decode({**to_builtins(ENGINEER), "jobs": [job("2024-06-01", "2026-10-01")]})
    plans = list_plans(assess(stopped, ON))
    fading = [plan for plan in plans if plan.lasting < plan.crs and plan.found.streams]
    assert fading, "an engineer with a birthday in the year that the plan takes"
    for plan in fading:
        found = list_ways_to(plan.crs, plans)
        assert plan not in found
        assert all(one.lasting >= plan.crs for one in found)


def plan_of(profile, *names):
    (found,) = [plan for plan in list_plans(assess(profile, ON)) if plan.names == names]
    return found


def test_a_year_that_is_under_way_is_true_when_it_is_complete_with_the_birthday_meanwhile_counted():
    now, year = assess(ENGINEER, ON), plan_of(ENGINEER, "canadian_year")
    assert str(year.changes[0]).endswith("its next full year is complete by May 28, 2027")
    assert (year.weeks, year.least_weeks, year.later.on) == (26, 25, date(2027, 5, 28)), "25 weeks and six days"
    assert year.later.candidate.age == now.candidate.age + 1
    assert year.crs == year.later.crs.total, "no plan promises more than its day gives"
    assert [str(one) for one in year.renewals] == [
        "CELPIP-General taken again, before the results that you have cease to count on Dec. 20, 2026"
    ]
    assert year.later.crs.first.lowest == now.crs.first.lowest
    assert year.later.candidate.me.canadian_years == now.candidate.me.canadian_years + 1


@pytest.mark.parametrize(
    ("taken_on", "ends"),
    [("2024-12-20", [date(2026, 12, 20)]), ("2025-01-20", [date(2027, 1, 20)]), ("2025-06-20", [])],
    ids=["before its day", "within half a year", "later"],
)
def test_a_plan_takes_a_test_again_that_ends_before_it_is_true_or_soon(taken_on, ends):
    cook = decode({**to_builtins(COOK), "language_tests": [celpip((7, 7, 7, 6), taken_on)]})
    year, now = plan_of(cook, "canadian_year"), assess(cook, ON)
    assert [one.facts["ends"] for one in year.renewals] == ends
    assert year.all_names == ("canadian_year", *["test_again-celpip_general"] * len(ends))
    assert year.effort == 4 + 2 * len(ends), "it counts as effort, and not as one of the three changes"
    assert "cec" in year.later.streams
    way = find_way("cec", now, [year], ROUNDS["cec"])
    assert not way.is_closed_later
    step = find_next_step(way, now)
    codes = ["step_test_again", "step_year_by_itself"] if ends else ["step_canadian_year"]
    assert [step.because.code, *[one.code for one in step.beside]] == codes


def test_the_test_that_ends_before_is_the_step_of_every_way_of_the_cook():
    ways, now = ways_of(COOK)
    steps = {way.stream: find_next_step(way, now) for way in ways}
    said = "Take CELPIP-General again now, so that you have new results before Dec. 20, 2026."
    assert {str(step.because) for step in steps.values()} == {said}
    by_itself = "If your authorized work goes on, its year completes by itself on Dec. 26, 2026."
    assert [str(one) for one in steps["cec"].beside] == [by_itself]
    assert [one.code for one in steps["pnp"].beside] == ["step_nomination", "step_year_by_itself"]


def test_what_ends_before_a_plan_is_true_in_a_year_is_in_the_plan_and_not_its_first_step():
    stopped = decode({**to_builtins(ENGINEER), "jobs": [job("2024-06-01", "2025-05-01")]})
    year, now = plan_of(stopped, "canadian_year"), assess(stopped, ON)
    assert [one.code for one in year.renewals] == ["test_again"]
    assert "cec" in year.later.streams
    assert find_next_step(find_way("cec", now, [year], ROUNDS["cec"]), now).because.code != "step_test_again"


def test_a_better_test_in_the_plan_takes_the_place_of_the_one_that_ends():
    both = make_changes(assess(COOK, ON), ["all_abilities-9", "canadian_year"])
    assert both.renewals == []
    assert both.later.crs.first.lowest == 9


ENDING = {
    "eca_again": ({"credentials": [credential("masters", "IN", eca_issued_on="2022-02-01")]}, "step_eca_again"),
    "partner_test_again": (
        {"partner": partner(language_tests=[celpip(9, "2025-02-01")]), "marital_status": "married", "family_size": 2},
        "step_partner_test_again",
    ),
    "partner_eca_again": (
        {
            "partner": partner(credentials=[credential("bachelors", "IN", eca_issued_on="2022-02-01")]),
            "marital_status": "married",
            "family_size": 2,
        },
        "step_partner_eca_again",
    ),
}


@pytest.mark.parametrize("code", ENDING)
def test_whatever_ends_before_the_year_is_complete_is_had_again_in_the_plan(code):
    facts, step = ENDING[code]
    worker = make_profile(language_tests=[celpip(9, "2026-06-01")], jobs=[job("2026-03-15")], **facts)
    now, year = assess(worker, ON), plan_of(worker, "canadian_year")
    assert year.day > date(2027, 2, 1) == year.renewals[0].facts["ends"]
    assert [one.code for one in year.renewals] == [code]
    kept = {row.code: row.points for row in year.found.crs.factors}
    before = {row.code: row.points for row in now.crs.factors}
    assert all(kept[row] >= before[row] for row in ("education", "partner_education") if row in before)
    assert find_next_step(find_way("cec", now, [year], ROUNDS["cec"]), now).because.code == step


def test_another_french_test_is_named_apart_from_the_english_one():
    worker = make_profile(language_tests=[celpip(9, "2025-01-20"), french(7, "2025-01-25")], jobs=[job("2026-03-15")])
    year = plan_of(worker, "canadian_year")
    assert {*year.all_names} == {"canadian_year", "test_again-celpip_general", "test_again-tef_canada"}


def test_another_year_takes_a_year():
    stopped = make_profile(language_tests=[celpip(9)], jobs=[job("2024-06-01", "2026-10-01")])
    year = plan_of(stopped, "canadian_year")
    assert (str(year.changes[0]), year.weeks) == ("Another year of skilled work in Canada", 52)


def test_eleven_months_at_work_are_four_weeks_from_the_canadian_class():
    cook = make_profile(language_tests=[celpip(7)], jobs=[job("2025-12-28", noc="63200")], settlement_funds_cad=0)
    ways, now = ways_of(cook)
    assert now.streams == []
    (cec,) = [way for way in ways if way.stream == "cec"]
    assert cec.opening.names == ("canadian_year",)
    year = plan_of(cook, "canadian_year")
    assert year.weeks <= 5
    assert "cec" in year.later.streams
    assert str(find_next_step(cec._replace(plan=year), now).because).startswith("Keep working in Canada")


@pytest.mark.parametrize("profile", [COOK, COUPLE, TRAINED, ENGINEER], ids=["cook", "couple", "trained", "engineer"])
def test_nothing_that_is_looked_at_beats_what_is_said_to_come_nearest(profile):
    now = assess(profile, ON)
    plans = list_plans(now)
    for way in list_ways(now, plans, ROUNDS):
        if way.still_missing:
            others = [plan for plan in plans if way.stream in plan.found.streams and not is_far(plan)]
            own = [plan for plan in others if is_nominated(plan) == (way.stream == "pnp") and plan.opens(way.stream)]
            assert way.plan.lasting == max(plan.lasting for plan in own)


def test_a_language_that_one_does_not_speak_is_no_first_way():
    started = [job("2026-02-01", noc="21232")]
    ways, now = ways_of(make_profile(credentials=[MASTERS], language_tests=[celpip(9)], jobs=started))
    assert now.streams == []
    streams = [way.stream for way in ways]
    assert now.crs.total > 382
    assert "french" not in streams[: streams.index("cec")]
    (cec,) = [way for way in ways if way.stream == "cec"]
    assert not any("doctoral" in name or "french" in name for name in cec.plan.names)
    assert cec.plan.crs < 518
    assert cec.still_missing == 518 - cec.plan.lasting


def test_a_round_that_would_have_invited_stands_before_one_that_misses_its_cut_off():
    facts = {"date_of_birth": "1996-01-01", "credentials": [credential("bachelors")], "language_tests": [french(7)]}
    ways, now = ways_of(make_profile(**facts, jobs=[job("2024-01-01")]))
    assert {"french", "cec"} <= set(now.streams)
    assert 382 <= now.crs.total < 518
    first, *others = ways
    assert (first.stream, first.reached) == ("french", True)
    assert "cec" in [way.stream for way in others]
    assert not any(way.reached for way in others)


@settings(max_examples=20)
@given(facts=profiles)
def test_no_way_stands_before_one_that_would_have_invited(facts):
    ways, _now = ways_of(decode(facts))
    reached = [way.reached for way in ways]
    assert reached == sorted(reached, reverse=True)


def test_a_way_that_falls_short_stands_after_one_that_needs_less_than_it_does():
    jobs = [job("2022-11-01", country="IN", noc="31301", hours_per_week=48)]
    held = credential("bachelors", "IN", awarded_on="2016-05-31", eca_issued_on="2026-03-16")
    profile = make_profile(
        date_of_birth="1993-05-05",
        credentials=[held],
        language_tests=[celpip(7)],
        jobs=jobs,
        settlement_funds_cad=12_000,
    )
    ways, _now = ways_of(profile)
    by_stream = {way.stream: way for way in ways}
    short, reaching = by_stream["healthcare"], by_stream["french"]
    assert short.still_missing
    assert not reaching.still_missing
    assert short.beyond is None or short.beyond.effort > reaching.plan.effort
    assert ways.index(reaching) < ways.index(short)


DEVELOPER = {"credentials": [MASTERS], "language_tests": [celpip(9)], "settlement_funds_cad": 0}
UNDER_WAY = {
    "another occupation since": [job("2026-01-15", "2026-08-31"), job("2026-09-01", noc="31301")],
    "a few hours of another": [job("2026-01-10"), job("2026-05-01", "2026-05-20", noc="31301", hours_per_week=5)],
    "a near neighbour": [job("2026-01-10", "2026-05-31"), job("2026-06-01", noc="21231")],
    "two days short": [job("2025-12-01")],
    "years ago and now": [job("2018-01-01", "2018-08-31"), job("2026-03-01")],
    "part-time": [job("2026-01-01", hours_per_week=29), job("2024-09-01", "2025-12-31", hours_per_week=15)],
}


@pytest.mark.parametrize("jobs", UNDER_WAY.values(), ids=UNDER_WAY.keys())
def test_a_year_under_way_promises_what_its_day_brings(jobs):
    """The score and the rounds of the plan are those of the day on which the year is complete, age aside."""
    profile = make_profile(date_of_birth="1996-11-01", **DEVELOPER, jobs=jobs)
    year = plan_of(profile, "canadian_year")
    then = assess(profile, year.changes[0].facts["day"])
    assert year.changes[0].code == "canadian_year_goes_on"
    assert year.crs == then.crs.total
    assert set(year.found.streams) == set(then.streams)


# Eight months of work of a graduate, in a job that goes on.
GRADUATE = make_profile(
    date_of_birth="1999-02-15",
    credentials=[credential("bachelors")],
    language_tests=[celpip(9, "2025-03-01")],
    jobs=[job("2026-04-01")],
)


def test_longer_work_is_a_change_with_the_score_of_its_own_day():
    now = assess(GRADUATE, ON)
    first, second = (plan_of(GRADUATE, name) for name in ("canadian_year", "canadian_year-2"))
    day = second.day
    assert first.day < date(2027, 6, 1) < day < date(2028, 6, 1)
    assert str(second.changes[0]) == (
        "Your authorized work in Canada, if it goes on: 2 full years of it are complete by March 28, 2028"
    )
    again = decode({**to_builtins(GRADUATE), "language_tests": [celpip(9, "2026-11-28")]})
    assert second.crs == second.lasting == assess(again, day).crs.total
    assert second.found.candidate.age == now.candidate.age + 2 - (day < date(2028, 2, 15))
    assert [one.code for one in second.renewals] == ["test_again"]
    assert assess(GRADUATE, day).crs.total < second.crs, "as it is, the test has ended by then"


def test_two_years_of_work_reach_with_french_what_one_does_not():
    plans = list_plans(assess(GRADUATE, ON))
    names = [plan.names for plan in list_ways_to(518, plans, list_cutoffs(ROUNDS, ON))]
    assert ("french_up-7", "canadian_year-2") in names
    assert ("french_up-7", "canadian_year") not in names


def test_longer_work_is_no_step_where_there_is_another_one_and_stands_beside_it():
    now = assess(GRADUATE, ON)
    plan = plan_of(GRADUATE, "french_up-7", "canadian_year-2")
    way = find_way("french", now, [plan], [Round("1", date(2026, 9, 1), plan.crs)])
    step = find_next_step(way, now)
    assert step.because.code == "step_french_up", "the test that ends in March is taken again by 2028"
    assert [str(one) for one in step.beside] == [
        "If your authorized work goes on, 2 full years of it complete by themselves on March 28, 2028."
    ]


def test_of_two_plans_the_one_with_less_of_the_work_that_goes_on_is_easier():
    shorter, longer = (plan_of(GRADUATE, name) for name in ("canadian_year", "canadian_year-2"))
    assert (is_easier(shorter, longer), is_easier(longer, shorter)) == (True, False)


def test_longer_work_is_tried_beside_two_other_changes_and_no_nomination():
    found = [plan.names for plan in list_plans(assess(GRADUATE, ON)) if "canadian_year-2" in plan.names]
    assert {len(names) for names in found} == {1, 2, 3}
    assert not any("nomination_up" in names for names in found if len(names) == 3)
    assert ("canadian_year-2", "nomination_up") in found


@settings(max_examples=25, deadline=None)
@given(facts=profiles)
def test_no_plan_with_work_that_goes_on_promises_more_than_its_day_gives(facts):
    """Whatever happens until then: the facts with the same changes, assessed on the day with all papers new."""
    now = assess(decode(facts), ON)
    for plan in list_plans(now):
        if plan.changes[-1].code in GOES_ON and len(plan.changes) == 1:
            day = plan.changes[0].facts["day"]
            renewed = renew(now.profile, now, list_renewals(now, day))
            then = assess(renewed, day)
            assert (plan.crs, plan.found.streams) == (then.crs.total, then.streams)
            assert plan.lasting == plan.crs


def test_a_way_that_a_birthday_takes_away_before_its_plan_is_done_is_no_way_that_reaches():
    now = assess(FRENCH, ON)
    plan = make_changes(now, ["english-9", "canadian_year"])
    assert (plan.crs, plan.lasting) == (518, 512), "the 37th birthday"
    found = {cutoff: find_way("cec", now, [plan], [Round("1", date(2026, 9, 1), cutoff)]).plan for cutoff in (512, 518)}
    assert found == {512: plan, 518: None}


@pytest.mark.parametrize("ended", [("2012-01-01", "2013-12-31"), ("2019-01-01", "2020-06-30")])
def test_another_year_counts_whenever_the_last_one_was(ended):
    plan = plan_of(make_profile(**DEVELOPER, jobs=[job(*ended)]), "canadian_year")
    assert "cec" in plan.found.streams
    assert "cec" in plan.later.streams


def test_a_year_that_is_waited_for_is_worked_beside_what_goes_on():
    french_only = make_profile(
        credentials=[MASTERS], language_tests=[french(9)], jobs=[job("2026-03-01", hours_per_week=15)]
    )
    plan = plan_of(french_only, "canadian_year")
    assert plan.later.candidate.me.canadian_years == 1
    assert "french" in plan.later.streams


def test_a_year_of_work_and_one_of_study_are_not_done_at_once():
    stopped = make_profile(credentials=[MASTERS], language_tests=[celpip(9)], jobs=[job("2024-06-01", "2026-10-01")])
    for plan in list_plans(assess(stopped, ON)):
        if {"canadian_year", "credential-one_year"} == set(plan.names):
            assert (plan.weeks, plan.is_dated, plan.least_weeks) == (None, False, 104)


def test_what_nobody_knows_is_not_guessed():
    rules = assess(ENGINEER, ON).rules
    assert estimate_effort(Reason("all_abilities", clb=9), rules)[1:] == (None, None, None)
    assert estimate_effort(Reason("credential", level="one_year"), rules).weeks == 52
    assert estimate_effort(Reason("partner_stays"), rules) is None


@settings(max_examples=40, deadline=None)
@given(facts=profiles)
def test_every_change_has_a_row_of_effort_or_is_a_choice(facts):
    now = assess(decode(facts), ON)
    silent = {because.code for because, _facts in list_changes(now) if estimate_effort(because, now.rules) is None}
    assert silent <= {"partner_stays", "partner_first"}


def test_every_row_of_effort_says_its_weeks_and_dollars_or_that_they_are_not_known():
    for edition in book().editions["guide/efforts"]:
        for row in edition.cells.values():
            assert 1 <= row["effort"] <= HARDEST
            assert all(row[name] == "not known" or row[name] > 0 for name in ("weeks", "cad"))


def test_the_ladder_has_the_least_effort_first_in_each_kind_and_then_the_greatest_gain():
    now = assess(ENGINEER, ON)
    rungs = list_rungs(now)
    ranks = [
        (*rank_kind(option), option.because.code in NEEDS_PERMIT, effort.effort, -option.gain)
        for option, effort, _plan in rungs
    ]
    assert ranks == sorted(ranks)
    assert {rung.option.because for rung in rungs} == {option.because for option in advice(now)}
    codes = [rung.option.because.code for rung in rungs]
    assert codes.index("ability_up") < codes.index("canadian_year_goes_on") < codes.index("nomination_up")


def test_a_plan_costs_what_its_changes_cost_together_and_is_not_known_where_one_is_not():
    plan = next(plan for plan in list_plans(assess(ENGINEER, ON)) if len(plan.changes) == 2)
    plan.efforts = [Effort(1, 4, 300), Effort(2, 10, 50)]
    assert (plan.cad, plan.weeks) == (350, 10)
    other = next(plan for plan in list_plans(assess(ENGINEER, ON)) if len(plan.changes) == 2)
    other.efforts = [Effort(1, 4, None), Effort(2, None, 50)]
    assert (other.cad, other.weeks) == (None, None)


@pytest.mark.parametrize("names", [("nonsense",), ("eca", "eca"), ("a", "b", "c", "d"), ()])
def test_a_combination_that_does_not_exist_is_none(names):
    assert make_changes(assess(UNTESTED, ON), names) is None


def test_a_trial_takes_a_test_again_only_where_it_is_named():
    now = assess(COOK, ON)
    without, again = make_trial(now, ["canadian_year"]), make_trial(now, ["canadian_year", "test_again-celpip_general"])
    assert [test.taken_on for test in without.profile.language_tests] == [date(2024, 12, 20)]
    assert [test.taken_on for test in again.profile.language_tests] == [ON]
    alone = make_trial(now, ["test_again-celpip_general"])
    assert [test.taken_on for test in alone.profile.language_tests] == [ON]
    assert alone.profile.jobs == now.profile.jobs
    assert without.profile.jobs == again.profile.jobs
    assert len(again.profile.jobs) == 2, "what is still to be worked stands in days gone by"


@pytest.mark.parametrize(
    "names",
    [
        ("test_again-ielts_general",),
        ("canadian_year", "test_again-ielts_general"),
        ("canadian_year", "eca_again"),
        ("all_abilities-9", "nomination_up", "test_again-celpip_general"),
    ],
)
def test_nothing_is_taken_again_that_the_plan_does_not_need(names):
    assert make_trial(assess(COOK, ON), names) is None


# --- Estimates ------------------------------------------------------------------


def test_without_a_test_one_figure_leads_and_says_what_it_supposes():
    now = assess(UNTESTED, ON)
    found = find_estimate(now, None)
    assert (found.clb, now.crs.total < 150 < found.found.crs.total) == (9, True)
    assert str(found.because) == (
        f"An estimate: about {found.found.crs.total} points with CLB 9 in a test of English, and with your "
        "bachelor's degree assessed"
    )
    assert find_estimate(now, 7).clb == 7
    assert find_estimate(now, 6).clb == 9


def test_a_degree_that_is_not_assessed_is_in_the_estimate_beside_a_diploma_that_counts():
    diploma = credential("one_year", canadian_study_bonus=True, full_time_academic_years=1)
    facts = {"jobs": [job("2018-01-01", country="IN")]}
    both = make_profile(credentials=[credential("bachelors", "IN"), diploma], **facts)
    found = find_estimate(assess(both, ON))
    assert [one.code for one in found.missing] == ["all_abilities", "eca"]
    assert str(found.because).endswith(" in a test of English, and with your bachelor's degree assessed")
    alone = find_estimate(assess(make_profile(credentials=[diploma], **facts), ON))
    assert found.found.crs.total >= alone.found.crs.total + 50
    assert (found.supposes_assessment, alone.supposes_assessment) == (True, False)


def test_an_assessment_that_would_give_nothing_is_not_supposed():
    held = [credential("masters"), credential("secondary", "IN")]
    found = find_estimate(assess(make_profile(credentials=held, jobs=[job("2018-01-01", country="IN")]), ON))
    assert [one.code for one in found.missing] == ["all_abilities"]
    assert "assessed" not in str(found.because)


def test_the_credential_that_an_estimate_names_is_the_one_that_lacks_the_assessment():
    held = [credential("one_year", "IN"), credential("three_year_or_more")]
    found = find_estimate(assess(make_profile(credentials=held, jobs=[job("2018-01-01", country="IN")]), ON))
    assert [one.code for one in found.missing] == ["all_abilities", "eca"], "two credentials, one of three years"
    assert found.because.facts["credential"] == "one_year"


@settings(max_examples=40, deadline=None)
@given(facts=profiles)
def test_no_estimate_leaves_an_assessment_out_that_would_raise_it(facts):
    now = assess(decode(facts | {"language_tests": []}), ON)
    found = find_estimate(now).found
    for because, changed in list_changes(found):
        if because.code in {"eca", "first_eca"}:
            assert assess(changed, ON).crs.total == found.crs.total


def test_with_a_test_and_an_assessment_there_is_no_estimate():
    now = assess(ENGINEER, ON)
    assert find_estimate(now) is None
    assert list_levels(now) == ()


def test_who_lacks_an_assessment_alone_has_one_estimate():
    now = assess(make_profile(credentials=[credential("masters", "IN")], language_tests=[celpip(9)]))
    found = find_estimate(now)
    assert list_levels(now) == ()
    assert (found.clb, found.because.code) == (None, "estimate_eca")
    assert [one.code for one in found.missing] == ["first_eca"]


def test_nobody_is_told_to_earn_again_what_they_hold():
    for held in (UNTESTED, ENGINEER):
        levels = {o.because.facts["level"] for o in advice(assess(held, ON)) if o.because.code == "credential"}
        assert "three_year_or_bachelors" not in levels


def test_a_test_about_to_end_is_first_in_the_ladder():
    first = advice(assess(ENGINEER, ON))[0]
    assert (first.because.code, first.because.facts["ends"], first.gain) == ("test_again", date(2026, 12, 20), 0)


# --- A reason speaks of what decides --------------------------------------------


def test_english_is_not_in_the_reason_where_french_alone_is_too_low():
    factors = {
        factor.code: factor for factor in assess(make_profile(language_tests=[french(6), celpip(9)])).crs.factors
    }
    assert factors["french"].points == 0
    assert str(factors["french"].because) == "NCLC 6 in all four French abilities; NCLC 7 needed"


def test_a_plan_that_takes_a_new_test_is_not_told_that_the_old_one_has_ended():
    worker = make_profile(
        credentials=[MASTERS], language_tests=[celpip(7, "2025-01-20")], jobs=[job("2024-06-01", "2026-01-01")]
    )
    now = assess(worker, ON)
    (plan,) = [one for one in list_plans(now) if one.names == ("all_abilities-9", "canadian_year")]
    assert plan.later.on > date(2027, 1, 20), "the test that is there today has ended by then"
    assert plan.later.crs.first.lowest == 9, "and the new one has not"
    assert plan.later.streams


def test_no_degree_of_unknown_length_stands_beside_a_year_and_alone_it_has_no_day():
    plans = list_plans(assess(ENGINEER, ON))
    degrees = [plan for plan in plans if "credential-doctoral" in plan.names]
    assert ("credential-doctoral",) in {plan.names for plan in degrees}
    assert not [plan.names for plan in degrees if "canadian_year" in plan.names]
    assert {(plan.day, plan.has_undated_study) for plan in degrees} == {(None, True)}


def test_a_way_says_until_which_day_its_plan_reaches_the_cutoff():
    engineer = make_profile(
        date_of_birth="1990-08-15",
        credentials=[credential("masters", "CM", eca_issued_on="2026-03-01")],
        language_tests=[celpip(8, "2026-05-01")],
        jobs=[job("2014-01-01", country="CM")],
        settlement_funds_cad=20_000,
    )
    now = assess(engineer, ON)
    (plan,) = [one for one in list_plans(now) if one.names == ("french_up-9",)]
    way = find_way("french", now, [plan], [Round("1", date(2026, 9, 1), plan.crs - 2)])
    assert (way.still_missing, way.falls.since) == (0, date(2027, 8, 15)), "the 37th birthday"
    assert way.falls.crs < plan.crs - 2
    lower = find_way("french", now, [plan], [Round("1", date(2026, 9, 1), plan.crs - 40)])
    assert lower.falls.since == date(2028, 5, 1), "the test ends"


def test_a_way_says_too_until_when_work_that_goes_on_keeps_its_cutoff():
    graduate = decode({**to_builtins(GRADUATE), "date_of_birth": "1997-05-02"})
    now, plan = assess(graduate, ON), plan_of(graduate, "canadian_year")
    assert plan.day < date(2027, 5, 2), "the 30th birthday is after the year"
    rounds = {points: [Round("1", date(2026, 9, 1), plan.crs - points)] for points in (0, 9)}
    falls = {points: find_way("cec", now, [plan], found).falls for points, found in rounds.items()}
    assert (falls[0].since, falls[0].crs) == (date(2027, 5, 2), plan.crs - 5)
    assert falls[9] is None, "the end of a test taken again on a day that nobody knows is no fall"


# --- One ability above the others -----------------------------------------------

# A year short of the points that a fourth year of work would bring: with 7 in all four 66 of the 67 of the grid.
FRENCH_SPEAKER = decode(
    {
        "id": "a",
        "date_of_birth": "1997-09-21",
        "marital_status": "never_married",
        "family_size": 1,
        "settlement_funds_cad": 10_000,
        "credentials": [{"level": "masters", "country": "CM", "eca_issued_on": "2026-03-16", "eca_issuer": "wes"}],
        "jobs": [{"noc": "21300", "country": "CM", "start": "2023-11-01", "hours_per_week": 40}],
        "language_tests": [
            {"test": "tef_canada", "taken_on": "2026-10-10"}
            | {"listening": 230, "reading": 190, "writing": 285, "speaking": 250},
            {"test": "ielts_general", "taken_on": "2026-10-24"}
            | {"listening": 6, "reading": 6, "writing": 5.5, "speaking": 6},
        ],
    }
)


def test_where_one_point_of_the_grid_is_missing_one_ability_above_is_enough():
    now = assess(FRENCH_SPEAKER, date(2026, 11, 28))
    found = {plan.names: plan for plan in list_plans(now)}
    assert "fsw" not in found["french_up-7",].found.streams
    least = found["more_funds", "french_up-7-8"]
    assert {"fsw", "french"} <= set(least.found.streams)
    assert least.crs == 429
    assert str(least.changes[1]) == "French at NCLC 7 in all four abilities, and at 8 in one of them"
    (first,) = [way for way in list_ways(now, list_plans(now), ROUNDS) if way.stream == "french"]
    assert first.plan.names == least.names
    assert find_next_step(first, now).because == Reason("step_french_again")


def test_one_ability_above_is_no_change_where_the_level_alone_passes():
    profile = make_profile(credentials=[MASTERS], language_tests=[celpip(9), french(6)], jobs=[job("2016-01-01")])
    assert "french_up-7-8" not in {name for plan in list_plans(assess(profile, ON)) for name in plan.names}
    assert "french_up_and_one" not in {option.because.code for option in advice(assess(profile, ON))}
