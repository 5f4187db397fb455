"""Whoever of a couple fills in the answers reads first that the other should apply, where that is clearly better."""

import html
import re
from itertools import pairwise
from random import Random

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils.translation import override
from msgspec import to_builtins

from draws.feed import importer, parser
from intake.assessments.find import build_unsaved
from intake.clients.samples import NOCS, make_profile
from intake.common.past_rounds import find_last_rounds
from intake.models import Client
from intake.result.better_order import find_better_order, find_birthday_cost, has_applied
from intake.result.couple_answer import find_answer
from intake.result.couple_options import list_options
from intake.result.headline_score import find_headline
from intake.result.page_context import build_context
from scoring.advice_partner import swap_partners
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.plans.ways import list_cutoffs
from scoring.profile import decode
from tests.intake.lives import COUPLE, LIVES, WALKED_ON, save_result

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
FIRST = {"en": "Decide first which of you applies", "fr": "Décidez d’abord qui de vous deux présente la demande"}
PEOPLE = ("date_of_birth", "credentials", "language_tests", "jobs")


@pytest.fixture(autouse=True)
def _walked_on():
    with time_machine.travel(f"{WALKED_ON}T15:00:00-05:00"):
        importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
        yield


def score(facts):
    """These facts by the rules of the day."""
    return assess(decode(facts | {"id": "x"}), WALKED_ON, rulebook())


def turn(facts):
    """The same couple, as the other of them would fill in the answers."""
    profile = decode(facts | {"id": "x"})
    return to_builtins(swap_partners(profile, profile.partner, profile.partner.date_of_birth))


def build(facts, **more):
    """What the page of these facts is rendered of."""
    return build_context(build_unsaved(score(facts), "ABCD-EFGH-JKLM"), **more)


def read(template, context):
    """The text of a part of the page, without its tags."""
    page = re.sub(r"<[^>]+>", " ", render_to_string(f"intake/result/{template}.html", context))
    return " ".join(html.unescape(page).replace("\xa0", " ").split())


# --- The words ------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_other_order_is_said_before_any_step_with_its_points_and_what_it_needs(language):
    with override(language):
        context = build(COUPLE)
        said, paper = read("head", context), read("front", context)
    other = find_headline(score(turn(COUPLE)))
    more = other.crs - context["basis"].crs.total
    assert other.estimate is not None, "his master's degree is not assessed"
    assert more > find_birthday_cost(rulebook().on(WALKED_ON))
    words = {
        "en": (
            f"applies: as the principal applicant your partner would have at least {other.crs} points, {more} more "
            "than you (Federal Skilled Worker Program). What is needed first: An assessment (ECA) of your partner's "
            "foreign credentials."
        ),
        "fr": (
            f"demande : si c’est votre conjoint ou conjointe, la note est d’au moins {other.crs}, soit {more} points "
            "de plus que la vôtre. Admissibilité : Programme des travailleurs qualifiés (fédéral). Ce qu’il faut "
            "d’abord : une évaluation (EDE) des diplômes étrangers de votre conjoint ou conjointe."
        ),
    }[language]
    steps = {"en": "If you are the one who applies:", "fr": "Si c’est vous qui présentez la demande :"}[language]
    assert words in said
    assert words in paper
    assert said.index(words) < said.index(steps)
    assert 'href="#couple"' in render_to_string("intake/result/head.html", context)
    assert not re.search("First step|Première étape|Next step|Prochaine étape", said)


def test_an_assessment_says_what_it_gives_in_both_orders():
    context = build(COUPLE)
    (said,) = context["sure"]
    assert said.endswith("it gives 10 points if you are the one who applies; your partner cannot apply without it.")
    untested = COUPLE | {"partner": COUPLE["partner"] | {"language_tests": []}}
    assert build(untested)["sure"] == [
        said.replace("your partner cannot apply without it", "it is already counted in your partner's points")
    ]
    her_own = COUPLE["credentials"][0] | {"level": "masters", "eca_issued_on": None}
    both = COUPLE | {"credentials": [*COUPLE["credentials"], her_own]}
    (own,) = [one for one in build(both)["sure"] if "of your credentials" in one]
    found = find_gains(both, [COUPLE["credentials"][0], her_own | {"eca_issued_on": "2026-03-16"}])
    assert own.endswith(
        f"it gives {found[0]} points if you are the one who applies, and {found[1]} points if your partner is."
    )


def find_gains(facts, credentials):
    """The points that her other credentials give, by the engine, in both orders."""
    assessed = facts | {"credentials": credentials}
    pairs = ((facts, assessed), (turn(facts), turn(assessed)))
    return [find_headline(score(after)).crs - find_headline(score(before)).crs for before, after in pairs]


def test_staff_read_it_too_and_so_does_who_is_not_tested():
    untested = COUPLE | {"language_tests": [], "partner": COUPLE["partner"] | {"language_tests": []}}
    for facts in (COUPLE, untested):
        said = read("head", build(facts, supposing=False) | {"for_staff": True})
        assert FIRST["en"] in said
        assert FIRST["en"] not in read("head", build(turn(facts), supposing=False) | {"for_staff": True})


def test_what_a_program_or_a_round_decides_is_said_as_that():
    idle = COUPLE | {"jobs": [], "stated_levels": None}
    assert "only your partner, as the principal applicant, would meet a program (" in read("head", build(idle))
    in_canada = {"noc": "21231", "country": "CA", "start": "2024-01-01", "end": "2026-06-30", "hours_per_week": 40}
    partner = COUPLE["partner"] | {"jobs": [in_canada], "date_of_birth": "1982-02-19"}
    held = read("head", build(COUPLE | {"partner": partner}))
    assert "would a kind of round that IRCC holds now be open" in held
    assert ": Canadian Experience Class (last cut-off" in held
    assert "with you as the principal applicant, no kind of round that IRCC holds now would be open." in (
        read("couple", build(COUPLE | {"partner": partner}))
    )


def test_nothing_is_decided_first_where_the_answers_have_the_better_order_or_one_stays_behind():
    stays = COUPLE | {"partner": COUPLE["partner"] | {"accompanying": False}}
    for facts in (turn(COUPLE), stays, LIVES["physician"], LIVES["nurse"]):
        assert FIRST["en"] not in read("head", build(facts))


def test_whoever_was_invited_has_applied_already():
    assert has_applied(Client(stage=Client.Stage.INVITED))
    assert has_applied(Client(stage=Client.Stage.IN_POOL, invited_on=WALKED_ON))
    assert has_applied(Client(stage=Client.Stage.CLOSED)), "nobody decides in a closed file"
    assert not has_applied(Client(stage=Client.Stage.IN_POOL))
    made = save_result(COUPLE)
    made.client = Client(stage=Client.Stage.INVITED)
    assert build_context(made)["better"] is None


# --- Random couples -----------------------------------------------------------------


def list_couples(number):
    """Pairs of made-up people, as the one and as the other of them fills in the answers."""
    chance = Random(2026)  # noqa: S311 - made-up people, not secrets
    for _ in range(number):
        one, other = (make_profile(chance, chance.choice([*NOCS])) for _ in range(2))
        partner = {name: other[name] for name in PEOPLE if name in other}
        facts = one | {
            "marital_status": "married",
            "family_size": 2,
            "settlement_funds_cad": 40_000,
            "partner": partner | {"accompanying": True, "canadian": False},
        }
        yield decide_alone(facts)
        yield decide_alone(turn(decide_alone(facts)))


def decide_alone(facts):
    """The facts without what the applicant alone may have, so that both orders are of the same couple."""
    nobody = dict.fromkeys(("job_offer", "certificate_of_qualification", "nomination_stream", "nomination_province"))
    return facts | nobody | {"provincial_nomination": False, "authorized_to_work_in_canada": False}


def weigh(found, held):
    """What decides between two orders before points do: a program, a round that is held, a cut-off that is reached."""
    opened = [held[one] for one in found.streams if one in held]
    return bool(found.streams), bool(opened), any(found.crs.total >= cutoff for cutoff in opened)


def is_better(facts):
    """The partner's order is better by a fresh look at the facts with the two of them turned."""
    held = list_cutoffs(find_last_rounds(WALKED_ON), WALKED_ON)
    headline = find_headline(score(facts))
    supposed = to_builtins(headline.basis.profile)
    own, other = headline.basis, find_headline(score(turn(supposed))).basis
    if weigh(own, held) != weigh(other, held):
        return weigh(other, held) > weigh(own, held)
    return bool(other.streams) and other.crs.total - own.crs.total > find_birthday_cost(own.rules)


@pytest.mark.thorough
def test_the_first_step_names_the_partner_where_the_engine_does_and_never_else():
    said = []
    for facts in list_couples(20):
        told = FIRST["en"] in read("head", build(facts))
        assert told is is_better(facts), facts
        said.append(told)
    assert 8 < sum(said) < 32
    assert not any(one and other for one, other in zip(said[::2], said[1::2], strict=True)), "never both ways"


# --- Missing answers ----------------------------------------------------------------


def decide(facts):
    """What is to be decided first, and the answer beside the couple's table, without the rest of the page."""
    headline = find_headline(score(facts))
    orders, held = list_options(headline), list_cutoffs(find_last_rounds(WALKED_ON), WALKED_ON)
    answer = find_answer(headline, orders, held)
    return find_better_order(answer, orders, held), answer


def list_filled(facts):
    """The facts with the answers that were left open given, for and against."""
    return [facts | {"settlement_funds_cad": amount} for amount in (0, 100_000)]


def test_what_is_decided_first_is_turned_by_no_answer_that_is_missing():
    said = turned = 0
    for facts in list_couples(30):
        better, answer = decide(facts | {"settlement_funds_cad": None})
        filled = list_filled(facts)
        if better:
            assert all(map(is_better, filled)), facts
        if not answer.deciding:
            assert {decide(one)[1].who for one in filled} == {answer.who}, facts
        said += better is not None
        turned += answer.who == "partner" and answer.partner.rank.program and bool(answer.deciding)
    assert said > 8
    assert turned, "among them is one whose missing answer names somebody else"


def test_points_decide_first_where_no_single_birthday_could_turn_them():
    table = rulebook().on(WALKED_ON)["crs/age"]
    points = [table.points(age, "with_partner") for age in range(18, 50)]
    assert find_birthday_cost(rulebook().on(WALKED_ON)) == max(one - next_one for one, next_one in pairwise(points))


# --- Beside what cannot wait, and on staff's page --------------------------------------

SOON_OVER = {"authorized_to_work_in_canada": True, "work_permit_until": "2027-02-01"}


@pytest.mark.parametrize(
    ("language", "then"), [("en", ("If you are the one", "Then:")), ("fr", ("Si c’est vous", "Ensuite :"))]
)
def test_what_cannot_wait_does_not_hide_who_decides_first(language, then):
    with override(language):
        context = build(COUPLE | SOON_OVER)
        assert context["urgent"]
        assert context["better"]
        assert context["enters"]
        said = read("head", context)
    assert FIRST[language] in said
    assert then[0] in said
    assert then[1] not in said


def test_staff_read_the_score_that_the_points_more_are_counted_against():
    untested = COUPLE | {"language_tests": [], "partner": COUPLE["partner"] | {"language_tests": []}}
    context = build(untested, supposing=False) | {"for_staff": True}
    own = context["better"].own
    assert own > context["basis"].crs.total
    assert f"With what is missing supposed, you would have {own}." in read("head", context)
    assert "With what is missing supposed, you" not in read("head", build(untested))


def test_staff_read_one_comparison_of_a_couple_without_tests():
    untested = turn(COUPLE) | {"language_tests": []}
    untested |= {"partner": untested["partner"] | {"language_tests": []}}
    context = build(untested, supposing=False) | {"for_staff": True}
    ways = {one.you_apply: one.found.crs.total for one in context["orders"] if one.together}
    assert ways[True] > ways[False]
    assert context["partner"] is None or context["partner"].more < 0
