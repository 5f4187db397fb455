"""Professions whose own body alone assesses a foreign credential: what estimates, ways and plans make of it."""

from datetime import date

import pytest

from scoring.advice import advice
from scoring.plans.combinations import list_plans, make_changes
from scoring.plans.estimates import find_estimate
from scoring.plans.steps import describe_step
from tests.scoring.making import assess, celpip, credential, job, make_profile, partner
from tests.scoring.test_plans import ROUNDS, list_ways

ON = date(2026, 11, 28)
BODIES = {"31102": "mcc", "31120": "pebc", "21200": "cacb"}
ECA = {"eca_issued_on": "2026-06-01"}


def make_professional(noc, **held):
    return make_profile(
        date_of_birth="1990-05-12",
        credentials=[credential("professional", "NG", **held)],
        language_tests=[celpip(9)],
        jobs=[job("2016-03-01", country="NG", noc=noc)],
        settlement_funds_cad=30_000,
        family_size=1,
    )


def options(now):
    return {option.because.code: option for option in advice(now)}


@pytest.mark.parametrize(("noc", "body"), BODIES.items())
def test_an_estimate_supposes_the_assessment_of_the_professions_own_body(noc, body):
    found = find_estimate(assess(make_professional(noc), ON), None)
    assert {"fsw", "general"} <= set(found.found.streams)
    assert [held.eca_issuer for held in found.found.profile.credentials] == [body]
    assert [(one.code, one.facts["body"]) for one in found.missing] == [("eca_body", body)]
    assert found.found.crs.total == assess(make_professional(noc, **ECA, eca_issuer=body), ON).crs.total


@pytest.mark.parametrize("noc", BODIES)
def test_nobody_is_sent_to_a_school_for_what_an_assessment_opens(noc):
    for held in ({}, ECA, ECA | {"eca_issuer": "wes"}):
        now = assess(make_professional(noc, **held), ON)
        chosen = find_estimate(now, None)
        basis = chosen.found if chosen else now
        ways = list_ways(basis, list_plans(basis), ROUNDS)
        openings = [way.opening for way in ways if way.opening]
        assert openings
        assert not any(change.code == "credential" for opening in openings for change in opening.changes)


@pytest.mark.parametrize(
    ("held", "code"),
    [
        pytest.param({}, "eca_body", id="none"),
        pytest.param(ECA, "eca_issuer", id="issuer not stated"),
        pytest.param(ECA | {"eca_issuer": "wes"}, "eca_body", id="by another body"),
        pytest.param({"eca_issued_on": "2021-01-01", "eca_issuer": "mcc"}, "eca_body", id="ended"),
    ],
)
def test_the_assessment_says_whose_it_is_and_opens_what_it_opens(held, code):
    option = options(assess(make_professional("31102", **held), ON))[code]
    assert {"general", "fsw", "healthcare"} <= set(option.opens)
    assert "Medical Council of Canada" in str(option.because)
    assert "Medical Council of Canada" in str(describe_step(option.because))


def test_what_the_body_assessed_already_needs_no_other_assessment():
    found = options(assess(make_professional("31102", **ECA, eca_issuer="mcc"), ON))
    assert not {"eca", "first_eca", "eca_body", "eca_issuer"} & set(found)


def test_a_further_credential_beside_the_bodys_needs_no_body():
    both = [credential("professional", "NG", **ECA, eca_issuer="mcc"), credential("bachelors", "NG")]
    doctor = make_profile(credentials=both, language_tests=[celpip(9)], jobs=[job("2016-03-01", noc="31102")])
    changes = [one.because for one in advice(assess(doctor, ON)) if one.because.code.startswith("eca")]
    assert all("body" not in one.facts for one in changes)


def test_an_occupation_without_a_body_may_be_named_instead():
    jobs = [job("2016-03-01", "2020-03-01", country="NG", noc="31102"), job("2020-04-01", country="NG")]
    held = [credential("masters", "NG", **ECA, eca_issuer="wes")]
    both = make_profile(credentials=held, language_tests=[celpip(9)], jobs=jobs, settlement_funds_cad=30_000)
    assert "fsw" in assess(both, ON).streams
    assert not {"eca_body", "eca_issuer"} & set(options(assess(both, ON)))


def test_any_body_assesses_a_partner_who_only_comes_along():
    doctor = partner(
        date_of_birth="1988-05-12",
        credentials=[credential("professional", "NG")],
        jobs=[job("2016-03-01", country="NG", noc="31102")],
    )
    couple = make_profile(
        marital_status="married",
        family_size=2,
        settlement_funds_cad=30_000,
        credentials=[credential("masters", "NG", **ECA, eca_issuer="wes")],
        language_tests=[celpip(9)],
        jobs=[job("2018-03-01", country="NG", noc="11100")],
        partner=doctor,
    )
    found = options(assess(couple, ON))
    assert found["partner_eca"].gain == 10
    assert "body" not in found["partner_eca"].because.facts
    assert not {"eca_body", "eca_issuer"} & set(found)


def test_the_name_of_the_change_is_one_for_every_kind_of_assessment():
    for held in ({}, ECA, ECA | {"eca_issuer": "wes"}):
        made = make_changes(assess(make_professional("31102", **held), ON), ["eca"])
        assert "fsw" in made.found.streams
        assert make_changes(made.found, ["eca"]) is None
