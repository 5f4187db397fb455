"""The steps of a way name all that its plan asks for: compared with the plans of a few hundred people."""

import pytest
from django.utils import translation

from intake.result.decision import describe_minimums
from intake.result.headline_score import HeadlineScore
from intake.result.way_display import (
    NO_STEP,
    FirstStep,
    WayDescriber,
    leads_somewhere,
    list_first_steps,
    list_sure_steps,
)
from intake.result.way_steps import BETTER
from scoring.later_facts import GOES_ON
from scoring.plans.combinations import list_plans, make_changes
from scoring.plans.efforts import name_change
from scoring.plans.estimates import find_estimate
from scoring.plans.steps import GAINS, describe_beside, describe_step, list_papers
from scoring.plans.ways import NOMINATION
from scoring.profile import decode
from scoring.reasons import Reason
from tests.scoring.making import assess, celpip, credential, job, make_profile, partner
from tests.scoring.test_plan_promises import NURSE
from tests.scoring.test_plan_words import list_people
from tests.scoring.test_plans import ON, ROUNDS, UNTESTED

# Of work that goes on, and of a nomination, the steps have more than one sentence.
YEARS = {"step_canadian_year", "step_year_by_itself", "step_years_by_themselves", "step_year_opens"}
YEARS |= {"step_year_opens_test", "step_year_opens_eca"}
NOMINATIONS = {"step_nomination", "step_nomination_later", "step_nomination_from"}
WELDER = make_profile(
    date_of_birth="1992-08-15",
    family_size=1,
    settlement_funds_cad=30_000,
    credentials=[credential("two_year", "PH", awarded_on="2012-05-01")],
    language_tests=[celpip((5, 5, 6, 6))],
    jobs=[job("2020-01-01", country="PH", noc="72106")],
    certificate_of_qualification={"noc": "72106", "province": "AB"},
)
IN_ALBERTA = make_profile(
    date_of_birth="1990-08-15",
    credentials=[credential("two_year", "IE", awarded_on="2012-05-01")],
    language_tests=[celpip((7, 7, 7, 7))],
    jobs=[job("2024-01-01", country="CA", noc="72106")],
)


def look(profile):
    """What leads, the describer of the ways, and the ways in words."""
    now = assess(profile, ON)
    chosen = find_estimate(now, None)
    basis = chosen.found if chosen else now
    describer = WayDescriber(now, basis, list_plans(basis), chosen)
    return now, describer, list(describer.describe_all(ROUNDS))


def get_steps(profile, stream):
    _now, _describer, ways = look(profile)
    return next(shown for shown in ways if shown.way.stream == stream).steps


def is_named(change, steps):
    """One of the steps begins the change."""
    codes = {step.code for step in steps}
    if change.code in GOES_ON:
        return bool(codes & YEARS)
    if name_change(change) == NOMINATION:
        return bool(codes & NOMINATIONS)
    forms = {describe_step(change), describe_beside(change)}
    # The language of the first test stands with its level.
    plain = [leave_language(step) for step in steps]
    return any(one in (*steps, *plain) or GAINS.get(one.code) in codes for one in forms)


def leave_language(step):
    """A step to a level of a test without the language of the test."""
    facts = {name: fact for name, fact in step.facts.items() if name != "booked_test"}
    return Reason(step.code.removesuffix("_in"), **facts)


def needs_supposed(way, now):
    """The plan alone, without what an estimate supposes, does not reach the cut-off."""
    alone = make_changes(now, way.plan.names)
    return alone is None or not alone.reaches(way.stream, way.cutoff)


def check_all_named(now, ways):
    """Each change of the plan of a way is in its steps, and what is supposed where the way needs it."""
    checked = 0
    for shown in ways:
        if shown.step.code in NO_STEP or shown.way.plan is None:
            continue
        plan = shown.way.opening if shown.way.still_missing else shown.way.plan
        for change in plan.changes:
            assert is_named(change, shown.steps), (shown.way.stream, plan.names, shown.steps)
        if shown.supposed and leads_somewhere(shown.way) and needs_supposed(shown.way, now):
            higher = BETTER & {change.code for change in plan.changes}
            for one in shown.supposed:
                assert is_named(one, shown.steps) or (one.code in BETTER and higher), (plan.names, shown.steps)
        assert len({str(step) for step in shown.steps}) == len(shown.steps), "nothing is said twice"
        checked += len(plan.changes) > 1
    return checked


@pytest.mark.parametrize("whose", ["strangers", "samples"])
def test_each_change_of_a_plan_is_named_in_the_steps_of_its_way(whose):
    checked = 0
    for facts in list_people(whose):
        now, _describer, ways = look(decode(facts))
        checked += check_all_named(now, ways)
    assert checked > 30


def test_the_way_of_a_nurse_asks_for_the_assessment_and_the_funds():
    codes = ["step_eca", "step_more_funds"]
    assert [step.code for step in get_steps(NURSE, "healthcare")] == codes
    assert [step.code for step in get_steps(NURSE, "french")] == [*codes, "step_french_up"]
    assert [step.code for step in get_steps(NURSE, "cec")] == ["step_first_canadian_year", "step_french_up", "step_eca"]


def test_a_test_that_opens_a_program_beside_an_assessment_is_named_with_its_level():
    facts = {"credentials": [credential("bachelors", "IN")], "jobs": [job("2022-11-01", country="IN", noc="31301")]}
    nurse = make_profile(family_size=1, settlement_funds_cad=12_000, language_tests=[celpip(8)], **facts)
    _now, describer, _ways = look(nurse)
    way_in = describer.describe_way_in()
    assert way_in.way.plan.names == ("more_funds", "ability_up-reading-9"), "with funds alone the grid comes to 66"
    said = [str(step) for step in way_in.steps]
    assert said[0].startswith("Order the assessment (ECA)")
    assert said[1].startswith("Gather the funds")
    assert said[2:] == [str(Reason("aim_ability_in", ability="reading", clb=9, booked_test="en"))]


def test_whoever_lacks_a_test_and_an_assessment_reads_of_both_first():
    _now, describer, ways = look(UNTESTED)
    first, *_more = list_first_steps(ways, describer.describe_way_in())
    assert first.words[0].startswith("Book a test of English")
    assert any(words.startswith("Order the assessment (ECA)") for words in first.words)


def test_a_test_of_a_higher_level_takes_the_place_of_the_one_that_is_supposed():
    _now, _describer, ways = look(UNTESTED)
    for shown in ways:
        tests = [step for step in shown.steps if step.code in {"step_test", "aim_all", "aim_ability"}]
        assert len(tests) < 2, shown.steps


def test_what_takes_longest_is_begun_first():
    both = make_profile(
        credentials=[credential("two_year", "PH")],
        language_tests=[celpip((6, 6, 6, 6))],
        jobs=[job("2024-06-01", noc="72106")],
        certificate_of_qualification={"noc": "72106", "province": "AB"},
    )
    assert [step.code for step in get_steps(both, "trades")] == ["step_test", "step_eca_gain"]


# --- What a paper gives -----------------------------------------------------------


def test_an_assessment_that_opens_nothing_is_named_with_its_points():
    now, describer, _ways = look(WELDER)
    assert "fst" in now.streams
    (said,) = list_sure_steps(describer.gains.values(), [])
    gain = make_changes(now, ["eca"]).crs - now.crs.total
    assert gain > 0
    assert said == (
        "Order the assessment (ECA) of your credentials from a designated organization: "
        f"by itself it gives {gain} points."
    )
    assert said in map(str, get_steps(WELDER, "french")), "and in the way that counts on it"


def test_a_second_assessment_for_a_partner_is_named_with_its_points():
    couple = make_profile(
        marital_status="married",
        family_size=2,
        credentials=[credential("masters")],
        language_tests=[celpip(9)],
        jobs=[job("2024-01-01")],
        partner=partner(credentials=[credential("bachelors", "PH")]),
    )
    _now, describer, _ways = look(couple)
    assert [(step.code, step.facts["more"]) for step in describer.gains.values()] == [("step_partner_eca_gain", 8)]


@pytest.mark.parametrize(
    "facts",
    [
        {"credentials": [credential("secondary"), credential("secondary", "PH")]},
        {
            "provincial_nomination": True,
            "nomination_stream": "express_entry",
            "credentials": [credential("two_year", "PH")],
        },
    ],
    ids=["no points", "nominated"],
)
def test_a_paper_that_gives_nothing_is_no_step(facts):
    _now, describer, _ways = look(make_profile(language_tests=[celpip(7)], jobs=[job("2024-01-01")], **facts))
    assert describer.gains == {}
    assert list_sure_steps([], []) == []


def test_a_paper_that_the_first_step_names_is_not_said_again():
    _now, describer, _ways = look(WELDER)
    gains = describer.gains.values()
    said = str(next(iter(gains)))
    assert list_sure_steps(gains, [FirstStep([said])]) == []
    assert list_sure_steps(gains, []) == [said]


@pytest.mark.parametrize(
    ("facts", "is_said"),
    [
        ({"more": 9}, False),
        ({"more": 10}, True),
        ({"more": 2, "other": 10}, True),
        ({"more": 2, "other": 9}, False),
    ],
)
def test_a_paper_of_few_points_is_no_step_in_any_case(facts, is_said):
    code = "step_partner_eca_gain_both" if "other" in facts else "step_partner_eca_gain"
    assert bool(list_sure_steps([Reason(code, **facts)], [])) is is_said


def test_a_paper_that_the_other_order_needs_is_said_whatever_it_gives():
    assert list_sure_steps([Reason("step_partner_eca_gain_needed", more=1)], [])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_minimum_of_a_province_names_the_paper_that_reaches_it(language):
    headline = HeadlineScore(assess(IN_ALBERTA, ON), None)
    plans = list_plans(headline.basis)
    best = list_papers(plans)[0].found.crs.total
    assert headline.crs < 300 <= best
    with translation.override(language):
        ((words, _stream), *_others) = describe_minimums(headline, plans)
    assert str(best) in words


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Outside Express Entry, Alberta has a stream for which no CRS score is stated"),
        ("fr", "Alberta : hors d’Entrée express, un volet n’indique aucune note SCG"),
    ],
)
def test_a_score_too_low_for_a_stream_names_the_open_stream_outside_express_entry(language, said):
    headline = HeadlineScore(assess(IN_ALBERTA, ON), None)
    with translation.override(language):
        told = list(describe_minimums(headline, list_plans(headline.basis)))
        assert [stream for _words, stream in told] == ["Alberta Express Entry Stream", "Alberta Opportunity Stream"]
        assert told[1][0].replace("\xa0", " ").startswith(said)


def test_a_score_that_is_high_enough_is_not_sent_outside_express_entry():
    now = assess(NURSE, ON)
    headline = HeadlineScore(now, find_estimate(now, None))
    assert headline.crs >= 300
    assert [stream for _words, stream in describe_minimums(headline, [])] == ["Alberta Express Entry Stream"]
