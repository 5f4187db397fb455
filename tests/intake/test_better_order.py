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
from intake.result.decision import Choice
from intake.result.headline_score import find_headline
from intake.result.page_context import build_context
from intake.result.what_if import compare_scores
from scoring.advice_partner import swap_partners
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.plans.ways import list_cutoffs
from scoring.profile import decode
from tests.intake.answers import flow
from tests.intake.lives import COUPLE, IN_CANADA, LIVES, WALKED_ON, answer, save_result

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
            (
                f"applies: as the principal applicant your partner would have at least {other.crs} points, {more} more "
                "than you."
            ),
            (
                "First: An assessment (ECA) of your partner's foreign credentials. They submit "
                "their own free profile to IRCC."
            ),
        ),
        "fr": (
            (
                f"demande : si c’est votre conjoint ou conjointe, la note est d’au moins {other.crs}, soit {more} "
                "points de plus que la vôtre."
            ),
            (
                "D’abord : une évaluation (EDE) des diplômes étrangers de votre conjoint ou conjointe. "
                "Il lui faut soumettre gratuitement son propre profil à IRCC."
            ),
        ),
    }[language]
    steps = {"en": "If you are the one who applies:", "fr": "Si c’est vous :"}[language]
    for one in words:
        assert one in said
        assert one in paper
        assert said.index(one) < said.index(steps)
    assert 'href="#couple"' in render_to_string("intake/result/head.html", context)
    assert not re.search("First step|Première étape|Next step|Prochaine étape", said)


STEPS = {
    "en": (
        "If your partner applies",
        (
            "They submit their own free profile to IRCC (at least {crs} points, {above} above the last cut-off of "
            "{cutoff}: French-language proficiency)."
        ),
        "French-language proficiency open if your partner applies · {above} points above {cutoff}",
        "If you are the one who applies:",
        "French-language proficiency if you apply: not open to you yet",
    ),
    "fr": (
        "Si c’est votre conjoint ou conjointe",
        (
            "Il lui faut soumettre gratuitement son propre profil à IRCC (note d’au moins {crs}, soit {above} points "
            "de plus que la dernière note minimale, {cutoff} : Compétence linguistique en français)."
        ),
        (
            "Compétence linguistique en français ouverte si votre conjoint ou conjointe présente la demande · "
            "{above} points de plus que la note minimale ({cutoff})"
        ),
        "Si c’est vous :",
        "Compétence linguistique en français si vous présentez la demande : pas encore ouverte",
    ),
}


@pytest.mark.parametrize("language", STEPS)
def test_the_partner_who_reaches_a_cut_off_alone_has_the_first_step_and_the_first_way(language):
    with override(language):
        context = build(IN_CANADA)
        said, paper, couple = (read(name, context) for name in ("head", "front", "couple"))
    held = list_cutoffs(find_last_rounds(WALKED_ON), WALKED_ON)
    other = find_headline(score(turn(IN_CANADA)))
    assert other.estimate is None, "nothing is missing to him"
    numbers = {"crs": other.crs, "above": other.crs - held["french"], "cutoff": held["french"]}
    whose, step, way, own, own_way = (words.format(**numbers) for words in STEPS[language])
    assert said.index(whose) < said.index(step) < said.index(own) < said.index(way) < said.index(own_way)
    assert paper.index(whose) < paper.index(step) < paper.index(way) < paper.index(own_way)
    assert step in couple
    first = said[said.index(way) :]
    assert not any(str(shown.title) in first[: len(way)] for shown in context["ways"] if shown.way.stream != "french")


def test_a_partner_below_every_cut_off_reads_how_far_the_nearest_one_is():
    in_canada = {"noc": "21231", "country": "CA", "start": "2024-01-01", "end": "2026-06-30", "hours_per_week": 40}
    facts = COUPLE | {"partner": COUPLE["partner"] | {"jobs": [in_canada], "date_of_birth": "1982-02-19"}}
    context = build(facts)
    better = context["better"]
    assert better.stream == "cec"
    assert better.missing == context["held"]["cec"] - better.crs > 0
    said = read("head", context)
    assert f"{better.missing} below the nearest last cut-off of {better.cutoff}: Canadian Experience Class)" in said
    assert f"Canadian Experience Class open if your partner applies · {better.missing} points below" in said
    assert not better.needs


def test_the_other_order_is_the_first_line_of_what_is_held_already_and_leads_to_the_comparison():
    context = build(IN_CANADA)
    (first, *_rest) = [one for one in context["options"] if one["because"].code != "test_again"]
    other = find_headline(score(turn(IN_CANADA))).crs
    assert first["because"].code == "partner_first"
    assert (first["gain"], first["crs"]) == (other - context["basis"].crs.total, other)
    assert "French-language proficiency (last cut-off" in str(first["opens"])
    page = render_to_string("intake/outlook.html", context)
    row = page[page.index(str(first["because"])) :]
    assert 'href="#couple"' in row[: row.index("</th>")]


@pytest.mark.parametrize(("more", "words"), [(1, "the score begins at"), (0, "it is reached without any of this")])
def test_plans_say_from_where_the_other_order_begins_or_that_it_is_there_already(more, words):
    other = find_headline(score(turn(IN_CANADA))).crs
    context = build(IN_CANADA, choice=Choice(target=other + more))
    page = " ".join(render_to_string("intake/outlook.html", context).split())
    assert f"With your partner as the principal applicant {words}" in page
    assert "With your partner as the principal" not in render_to_string(
        "intake/outlook.html", build(turn(IN_CANADA), choice=Choice(target=other + more))
    )


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


def test_a_trial_of_an_invited_or_closed_file_says_nothing_of_the_other_order_either():
    made = save_result(COUPLE)
    copied = flow(answer(COUPLE))
    assert compare_scores(made, copied, WALKED_ON)["better"]
    for stage in (Client.Stage.INVITED, Client.Stage.CLOSED):
        made.client = Client(stage=stage)
        assert compare_scores(made, copied, WALKED_ON)["better"] is None


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
    return find_better_order(answer, orders, find_last_rounds(WALKED_ON), WALKED_ON), answer


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
