"""Which partner should apply: both orders, coming along or not, by the same rules."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from msgspec import to_builtins
from msgspec.structs import replace

from intake.result.better_order import BetterOrder
from intake.result.couple_answer import (
    ApplicantSide,
    CoupleAnswer,
    OrderRank,
    SideWay,
    compare_sides,
    find_answer,
    list_unanswered,
)
from intake.result.couple_options import find_partner_entry, list_options
from intake.result.headline_score import HeadlineScore, find_headline
from scoring.advice_partner import swap_partners
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.category_names import CATEGORIES
from scoring.profile import decode
from scoring.requirements import Requirement, outcome
from tests.intake.lives import COUPLE as SHE_AND_HE
from tests.scoring.test_plan_promises import PHYSICIAN as PHYSICIAN_AND_ACCOUNTANT

ON = date(2026, 9, 15)
LATER = date(2026, 11, 29)
TEST = {"test": "celpip_general", "taken_on": "2026-01-15", "reading": 9, "writing": 9, "listening": 9, "speaking": 9}
PARTNER = {"accompanying": True, "canadian": False, "date_of_birth": "1998-03-02", "language_tests": [TEST]}
FACTS = {
    "date_of_birth": "1980-11-10",
    "marital_status": "married",
    "jobs": [{"noc": "21232", "country": "CA", "start": "2022-01-01", "hours_per_week": 40}],
    "partner": PARTNER,
}


def of(**facts):
    """The orders of a couple with these facts."""
    return list_options(HeadlineScore(assess(decode(FACTS | facts), ON, rulebook()), None))


def test_each_order_is_scored_by_the_rules():
    found = {(order.you_apply, order.together): order.found.crs.total for order in of()}
    stated = decode(FACTS)
    other = swap_partners(stated, stated.partner, date(1998, 3, 2))
    for (you, together), total in found.items():
        way = stated if you else other
        way = replace(way, partner=replace(way.partner, accompanying=together))
        assert total == assess(way, ON, rulebook()).crs.total
    assert len(found) == 4
    assert found[False, True] > found[True, True], "the partner is younger and has a test"


@pytest.mark.parametrize("accompanying", [True, False])
def test_the_order_that_was_stated_is_marked(accompanying):
    stated = [
        (order.you_apply, order.together)
        for order in of(partner=PARTNER | {"accompanying": accompanying})
        if order.stated
    ]
    assert stated == [(True, accompanying)]


def test_the_partners_work_abroad_counts_the_other_way_round_and_only_there():
    abroad = {"noc": "21232", "country": "IN", "start": "2022-01-01", "hours_per_week": 40}
    plain, worked = (
        {(order.you_apply, order.together): order.found.crs.total for order in of(partner=partner)}
        for partner in (PARTNER, PARTNER | {"jobs": [abroad]})
    )
    assert worked[True, True] == plain[True, True]
    assert worked[False, True] > plain[False, True]


def total(found, *, you, together):
    return next(order.found.crs.additional for order in found if (order.you_apply, order.together) == (you, together))


@pytest.mark.parametrize(("whose", "rows"), [("self", (15, 15, 15, 0)), ("partner", (15, 0, 15, 15))])
def test_a_brother_counts_where_his_sister_applies_or_comes_along(whose, rows):
    found = of(sibling_in_canada=True, sibling_of=whose)
    ways = ((True, True), (True, False), (False, True), (False, False))
    assert tuple(total(found, you=you, together=together) for you, together in ways) == rows


def test_a_brother_of_whom_nobody_said_whose_he_is_claims_nothing_where_it_matters():
    found = of(sibling_in_canada=True)
    assert total(found, you=True, together=True) == 15
    assert total(found, you=False, together=False) == 0
    apart = [order for order in found if not order.together]
    assert all("whose brother, sister or relative in Canada it is" in map(str, order.missing) for order in apart)


def test_the_other_way_round_says_what_was_not_asked():
    study = {"level": "bachelors", "country": "CA"}
    found = of(partner=PARTNER | {"credentials": [study]})
    for order in found:
        missing = [str(one) for one in order.missing]
        assert ("a nomination" in missing) is not order.you_apply
        assert ("the conditions of your partner's study in Canada" in missing) is not order.you_apply
    answered = of(partner=PARTNER | {"credentials": [study | {"canadian_study_bonus": True}]})
    assert total(answered, you=False, together=True) == 30


def test_study_in_canada_goes_with_the_person():
    study = {"full_time_academic_years": 2, "program_of_two_years_or_more": True}
    found = of(study_in_canada=study)
    other = next(order for order in found if not order.you_apply and order.together)
    assert other.found.profile.study_in_canada is None
    assert other.found.profile.partner.study_in_canada is not None


def test_the_other_order_needs_the_partners_date_of_birth():
    assert [order.you_apply for order in of(partner=PARTNER | {"date_of_birth": None})] == [True, True]


@pytest.mark.parametrize(
    "facts",
    [{"partner": None}, {"partner": PARTNER | {"canadian": True}}, {"marital_status": "divorced"}],
    ids=["no partner", "a Canadian partner", "not a couple"],
)
def test_where_there_is_no_choice_there_is_no_table(facts):
    assert of(**facts) == []


# A physician whose degree nobody assessed, and a partner in accounting with everything at hand.
DEGREE = {"level": "bachelors", "country": "NG", "awarded_on": "2015-06-01"}
ASSESSED = DEGREE | {"eca_issued_on": "2026-01-10", "eca_issuer": "wes"}
ABROAD = {"country": "NG", "start": "2018-01-01", "hours_per_week": 40, "authorized": True}
PHYSICIAN = FACTS | {
    "date_of_birth": "1990-11-10",
    "language_tests": [TEST],
    "credentials": [DEGREE],
    "jobs": [ABROAD | {"noc": "31102"}],
    "settlement_funds_cad": 60000,
    "family_size": 2,
    "partner": PARTNER | {"credentials": [ASSESSED], "jobs": [ABROAD | {"noc": "11100"}]},
}


def find(facts):
    """What is said of the partner, and the page's figures."""
    headline = find_headline(assess(decode(facts), ON, rulebook()))
    return find_partner_entry(headline), headline


def test_a_partner_who_meets_a_program_today_is_said_with_the_points_of_today():
    entry, headline = find(PHYSICIAN)
    profile = headline.now.profile
    other = assess(swap_partners(profile, profile.partner, date(1998, 3, 2)), ON, rulebook())
    assert list(headline.now.streams) == []
    assert (entry.today, entry.crs) == (True, other.crs.total)
    assert [str(name) for name in entry.programs] == ["Federal Skilled Worker Program"]


def test_both_orders_of_an_estimate_suppose_the_same():
    _entry, headline = find(PHYSICIAN)
    found = {(one.you_apply, one.together): one.found for one in list_options(headline)}
    assert found[True, True].crs.total == headline.crs
    assert found[False, True].profile.partner.credentials == headline.basis.profile.credentials
    assert headline.basis.profile.credentials != headline.now.profile.credentials


def test_a_partner_who_scores_less_is_not_named_where_the_applicant_qualifies():
    qualified = PHYSICIAN | {"credentials": [ASSESSED], "jobs": [ABROAD | {"noc": "21231"}]}
    entry, headline = find(qualified)
    assert headline.estimate is None
    other = next(one for one in list_options(headline) if one.together and not one.you_apply)
    assert (entry is None) is (other.found.crs.total <= headline.crs)
    older = qualified | {"partner": qualified["partner"] | {"date_of_birth": "1979-03-02"}}
    assert find(older)[0] is None


def test_a_partner_who_scores_more_is_named_with_the_difference():
    engineer = {"credentials": [ASSESSED], "jobs": [ABROAD | {"noc": "21231"}]}
    older = PHYSICIAN | engineer | {"date_of_birth": "1986-11-10"}
    entry, headline = find(older)
    other = next(one for one in list_options(headline) if one.together and not one.you_apply)
    assert (entry.today, entry.crs, entry.more) == (False, other.found.crs.total, other.found.crs.total - headline.crs)
    assert entry.more > 0


@pytest.mark.parametrize("partner", [PARTNER | {"canadian": True}, PARTNER | {"date_of_birth": None}])
def test_nothing_is_said_of_a_partner_who_cannot_apply_or_whose_age_is_not_known(partner):
    assert find(PHYSICIAN | {"partner": partner})[0] is None


def test_what_a_partner_lacks_is_supposed_of_them_beside_a_real_score_and_said():
    untested = {"partner": PARTNER | {"language_tests": []}, "language_tests": [TEST]}
    headline = find_headline(assess(decode(FACTS | untested), ON, rulebook()))
    assert headline.estimate is None
    orders = list_options(headline)
    assert [one.you_apply for one in orders if one.estimated] == [False, False]
    alone = next(one for one in orders if not one.you_apply and not one.together)
    assert alone.found.crs.first.lowest == 9
    assert [str(one) for one in alone.supposed] == ["A language test of your partner at CLB or NCLC 9"]
    assert find_partner_entry(headline) is None


def test_a_couple_reads_the_same_whoever_of_them_fills_in_the_answers():
    hers = PHYSICIAN_AND_ACCOUNTANT
    his = to_builtins(swap_partners(hers, hers.partner, hers.partner.date_of_birth))
    theirs = [find_headline(assess(profile, LATER, rulebook())) for profile in (hers, decode(his))]
    scores = [
        {one.you_apply == own: one.found.crs.total for one in list_options(headline) if one.together}
        for headline, own in zip(theirs, (True, False), strict=True)
    ]
    assert [one[True] for one in scores] == [432, 432], "she applies, with the assessment (ECA) supposed"
    answers = [find_answer(headline, list_options(headline)) for headline in theirs]
    assert [one.who for one in answers] == ["you", "partner"]
    entry = find_partner_entry(theirs[1])
    assert (entry.crs, entry.more, entry.today) == (432, 432 - theirs[1].crs, False)
    assert "by the Medical Council of Canada" in str(entry.supposed[0])


def test_a_partner_who_has_it_all_is_no_estimate_where_you_stay_behind():
    orders = list_options(find_headline(assess(decode(PHYSICIAN), ON, rulebook())))
    assert {(one.you_apply, one.together): one.estimated for one in orders} == {
        (True, True): True,
        (True, False): True,
        (False, True): True,
        (False, False): False,
    }


# --- The answer ---------------------------------------------------------------------


def answer(facts):
    """Who should apply, the numbers that it stands on, and its words in both languages."""
    headline = find_headline(assess(decode(facts), ON, rulebook()))
    orders = list_options(headline)
    found = find_answer(headline, orders)
    asked = headline.now.profile.counted_partner is not None
    words = read_both("couple_answer", {"couple": found, "partner_asked": asked})
    return found, {(one.you_apply, one.together): one.found.crs.total for one in orders}, words


def read_both(template, context):
    """The text of a part of the page in both languages."""
    words = []
    for language in ("en", "fr"):
        with override(language):
            page = render_to_string(f"intake/result/{template}.html", context)
            words.append(" ".join(re.sub(r"<[^>]+>", " ", page).replace("\xa0", " ").split()))
    return words


ENGINEER = PHYSICIAN | {"credentials": [ASSESSED], "jobs": [ABROAD | {"noc": "21231"}]}


def test_the_partner_with_more_points_is_the_answer_with_the_difference():
    found, totals, (english, french) = answer(ENGINEER | {"date_of_birth": "1986-11-10"})
    more = totals[False, True] - totals[True, True]
    assert more > 0
    assert (found.who, found.more, found.by, found.estimated) == ("partner", more, "", False)
    assert english.startswith(f"By these numbers, your partner: {more} points more than with you as the principal")
    assert french.startswith(f"Selon ces chiffres, votre conjoint ou conjointe : {more} points de plus")
    assert f"You apply: {totals[True, True]} with your partner along, {totals[True, False]} without." in english
    assert f"at least {totals[False, True]} with you along, {totals[False, False]} without." in english
    assert english.count("Programs met today: Federal Skilled Worker Program.") == 2
    assert "estimate" not in english


def test_the_applicant_with_more_points_is_the_answer():
    found, totals, (english, french) = answer(
        ENGINEER | {"partner": ENGINEER["partner"] | {"date_of_birth": "1979-03-02"}}
    )
    more = totals[True, True] - totals[False, True]
    assert (found.who, found.more) == ("you", more)
    assert english.startswith(f"By these numbers, you: {more} points more")
    assert french.startswith(f"Selon ces chiffres, vous : {more} points de plus")


def test_a_program_counts_more_than_points():
    idle = {"date_of_birth": "1998-11-10", "jobs": [], "credentials": [ASSESSED | {"level": "doctoral"}]}
    older = PHYSICIAN["partner"] | {"date_of_birth": "1984-03-02"}
    found, totals, (english, french) = answer(PHYSICIAN | idle | {"partner": older})
    fewer = totals[True, True] - totals[False, True]
    assert fewer > 0, "the applicant has more points and meets no program"
    assert (found.who, found.fewer, found.by) == ("partner", fewer, "program")
    assert english.startswith(f"By these numbers, your partner, although with {fewer} points fewer: only your partner")
    assert f"bien qu’avec {fewer} points de moins" in french
    assert "You apply" in english
    assert "Programs met today: none." in english


def test_a_program_that_hangs_on_the_other_coming_along_is_said_for_that_way_alone():
    """She passes the grid with his English alone."""
    found, _totals, (english, french) = answer(SHE_AND_HE)
    assert [str(one) for one in found.you.along.programs] == ["Federal Skilled Worker Program"]
    assert found.you.alone.programs == []
    assert "met today with your partner along: Federal Skilled Worker Program; without: none." in english
    assert "vous accompagne : Programme des travailleurs qualifiés (fédéral); sinon : aucun programme." in french
    assert "Programs met today: none. With what is missing assumed: Federal Skilled Worker Program." in english


def test_what_a_partner_meets_today_stands_beside_what_is_supposed_of_you():
    found, _totals, (english, _french) = answer(PHYSICIAN)
    assert found.estimated
    assert found.you.along.programs == []
    assert found.you.along.supposed
    assert "Programs met today: none. With what is missing assumed: Federal Skilled Worker Program." in english


def test_two_alike_make_no_difference_and_neither_meets_a_program():
    alike = {"date_of_birth": "1990-11-10", "language_tests": [TEST], "jobs": []}
    twins = FACTS | alike | {"partner": PARTNER | alike}
    found, _totals, (english, french) = answer(twins)
    assert (found.who, found.more, found.neither) == ("", 0, True)
    assert english.startswith("By these numbers it makes no difference: both ways give the same points. Neither of you")
    assert "les deux possibilités donnent les mêmes points" in french


def test_an_answer_that_is_missing_decides_where_the_other_is_not_ahead():
    open_funds = {"settlement_funds_cad": None}
    found, _totals, (english, french) = answer(ENGINEER | open_funds)
    assert [str(one) for one in found.deciding] == ["Settlement funds"], "both lack it, and it is the family's"
    assert english.startswith("Not known yet: it hangs on an answer that is missing (Settlement funds).")
    assert french.startswith("Nous ne le savons pas encore : il manque une réponse dont cela dépend (")


def test_without_a_date_of_birth_it_is_said_what_would_decide():
    found, _totals, (english, french) = answer(FACTS | {"partner": PARTNER | {"date_of_birth": None}})
    assert found is None
    assert english.startswith("Not known yet: your partner's date of birth would decide it")
    assert "la date de naissance de votre conjoint ou conjointe" in french
    stays = PARTNER | {"date_of_birth": None, "accompanying": False}
    assert answer(FACTS | {"partner": stays})[2][0].startswith("Not known yet: we know too little of your partner.")


def test_the_way_that_was_stated_is_compared():
    """Whoever stays behind is compared as staying behind."""
    found, totals, _words = answer(ENGINEER | {"partner": ENGINEER["partner"] | {"accompanying": False}})
    assert found.more == abs(totals[True, False] - totals[False, False])


def test_the_same_points_are_decided_by_a_program():
    met, unmet = (make_side(400, program) for program in (True, False))
    assert compare_sides(met, unmet, together=True) == ("you", 0, "program")
    assert compare_sides(unmet, met, together=True) == ("partner", 0, "program")


def test_a_round_that_is_held_and_a_cutoff_that_is_reached_count_more_than_points():
    ended, held, reached = (make_side(*one) for one in ((480, True), (440, True, True), (400, True, True, True)))
    assert compare_sides(ended, held, together=True) == ("partner", -40, "round")
    assert compare_sides(reached, held, together=True) == ("you", -40, "cutoff")
    assert compare_sides(reached, ended, together=True) == ("you", -80, "round")


ROUND = "no kind of round that IRCC holds now would be open."
CUTOFF = "the score would reach no last cut-off of an open round."


@pytest.mark.parametrize(
    ("ahead", "behind", "rest"),
    [
        pytest.param((440, True, True), (480, True), ROUND, id="a round"),
        pytest.param((440, True, True, True), (480, True, True), CUTOFF, id="a cut-off"),
    ],
)
def test_points_that_something_outweighs_are_said_as_fewer(ahead, behind, rest):
    english, french = read_both("couple_answer", {"couple": compare(ahead, behind)})
    assert english.startswith(
        f"By these numbers, you, although with 40 points fewer: with your partner as the principal applicant, {rest}"
    )
    assert french.startswith(
        "Selon ces chiffres, vous, bien qu’avec 40 points de moins : vous seriez la seule personne"
    )
    english, french = read_both("couple_answer", {"couple": compare(behind, ahead)})
    assert english.startswith(
        f"By these numbers, your partner, although with 40 points fewer: with you as the principal applicant, {rest}"
    )
    assert "conjointe, bien qu’avec 40 points de moins : ce serait la seule personne des deux" in french
    (english, _french) = read_both("couple_answer", {"couple": compare((480, *ahead[1:]), behind)})
    assert english.startswith(f"By these numbers, you: with your partner as the principal applicant, {rest}")


@pytest.mark.parametrize("by", ["program", "round", "cutoff"])
def test_what_is_decided_first_says_that_the_partner_has_fewer_points(by):
    english, french = read_both("decide_first", {"better": BetterOrder(440, -40, by, ["A"], ["B"], [])})
    assert "although with 40 points fewer, at least 440" in english
    assert "bien qu’avec 40 points de moins, soit une note d’au moins 440." in french
    english, french = read_both("decide_first", {"better": BetterOrder(440, 0, by, ["A"], ["B"], [])})
    assert "at least 440 points" in english
    assert "fewer" not in english
    assert "de moins" not in french


def compare(you, partner):
    """Who of two should apply, by the points and the rank of each."""
    one, other = make_side(*you), make_side(*partner)
    who, more, by = compare_sides(one, other, together=True)
    return CoupleAnswer(who, more, by, True, False, one, other)


def make_side(crs, *rank):
    """One of two with these points, and what their way comes to besides."""
    way = SideWay(crs, [], [])
    found = OrderRank(*rank, *[False] * (3 - len(rank)))
    return ApplicantSide(way, way, found, found)


# Without an answer FSW alone is met; with it a kind of round that is held, whose cut-off is reached.
OPEN = make_side(480, True)._replace(best=OrderRank(True, True, True), unanswered=["funds"])


@pytest.mark.parametrize(
    ("other", "turned"), [((440, True, True), True), ((400, True, True, True), True), ((490, True, True, True), False)]
)
def test_an_answer_that_is_missing_decides_also_where_a_program_is_met(other, turned):
    partner = make_side(*other)
    found = CoupleAnswer(
        *compare_sides(OPEN, partner, together=True), together=True, estimated=False, you=OPEN, partner=partner
    )
    assert (found.who, found.by) == ("partner", "round")
    assert [str(one) for one in found.deciding] == ["Settlement funds"] * turned


def test_a_category_that_hangs_on_an_answer_counts_as_one_that_could_be_met():
    found = assess(decode(ENGINEER), ON, rulebook())
    row = found.categories["stem"].requirements[0]
    assert found.streams
    found.categories = {"stem": outcome(Requirement(row.code, None, row.because, row.source))}
    assert found.possible_streams == [*(one for one in found.streams if one not in CATEGORIES), "stem"]
    assert list_unanswered(found) == [row.code]
