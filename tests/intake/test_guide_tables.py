"""Fees, times, documents and nominations: what the pages say is what their tables hold."""

from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from intake.guide.credential_assessments import find_results, list_bodies, list_professional_bodies
from intake.guide.documents import DOCUMENTS, PEOPLE, SITUATIONS, list_documents, list_on_request
from intake.guide.fees import Family, work_out_costs
from intake.guide.glossary import TERMS, list_terms
from intake.guide.nomination_words import describe_minimum
from intake.guide.nominations import list_minimums, list_provinces
from intake.guide.views import read_count
from intake.public.converter import list_accepted
from intake.questionnaire.steps import TESTS
from intake.questionnaire.steps.nomination import NOMINATING
from scoring.apps import rulebook
from scoring.rulebook import FIRST_DAY, load
from scoring.table_files import SHIPPED
from scoring.words import LEVEL_NAMES
from tests.intake.answers import TODAY

RULES = rulebook().on(TODAY)
BEFORE = rulebook().on(date(2026, 4, 29))


def read(client, name, query=""):
    return " ".join(client.get(reverse(f"intake:{name}") + query).content.decode().split())


def test_one_person_pays_for_the_processing_and_the_right():
    costs = work_out_costs(RULES, Family(partner=False, children=0))
    assert (costs.known, costs.unknown, costs.biometrics) == (990 + 600, [], 85)


def test_a_couple_with_two_children_paid_so_much_before_the_fees_rose():
    costs = work_out_costs(BEFORE, Family(partner=True, children=2))
    assert (costs.known, costs.unknown) == (950 + 950 + 2 * 260 + 2 * 575, [])
    assert costs.biometrics == 170


def test_what_was_not_seen_is_not_in_the_sum_and_is_said_with_what_it_was():
    costs = work_out_costs(RULES, Family(partner=True, children=2))
    assert costs.known == 990 + 2 * 600
    assert [(fee.persons, fee.before, fee.total) for fee in costs.unknown] == [(1, 950, None), (2, 260, None)]


@pytest.mark.parametrize(("partner", "children", "funds"), [(False, 0, 15263), (True, 2, 28362), (True, 8, 52728)])
def test_the_money_to_settle_is_for_the_whole_family(partner, children, funds):
    assert work_out_costs(RULES, Family(partner, children)).funds == funds


@pytest.mark.parametrize("given", ["", "-1", "30", "two", "1e1", "٣", "\x00"])
def test_a_number_that_does_not_fit_is_none(given):
    query = QueryDict(mutable=True)
    query["children"] = given
    assert read_count(query, "children") == 0


def test_every_document_of_the_table_has_words_and_is_asked_for_somewhere():
    rows = RULES["guide/documents"].cells
    assert set(rows) == set(DOCUMENTS)
    assert {row["who"] for row in rows.values()} == set(PEOPLE)
    assert {row["when"] for row in rows.values()} == {*SITUATIONS, "always", "checklist"}
    listed = [one.code for one in [*list_documents(RULES, SITUATIONS), *list_on_request(RULES)]]
    assert sorted(listed) == sorted(rows)


def test_who_ticks_nothing_sees_what_everybody_brings():
    always = ["passport", "language", "work_letters", "police", "medical"]
    assert [one.code for one in list_documents(RULES, [])] == always


def find_stream(name, rules=RULES):
    return next(stream for province in list_provinces(rules) for stream in province.streams if stream.name == name)


def test_every_province_that_nominates_has_its_program_in_the_order_of_the_readers_names():
    assert {province.code for province in list_provinces(RULES)} == {code for code, _name in NOMINATING} - {"NU"}
    assert [province.code for province in list_provinces(RULES)][:3] == ["AB", "BC", "MB"]
    with translation.override("fr"):
        assert [province.code for province in list_provinces(RULES)][:3] == ["AB", "BC", "PE"]


def test_every_stream_of_the_tables_is_said_with_what_it_rests_on():
    told = [stream for province in list_provinces(RULES) for stream in province.streams]
    assert len(told) == len(RULES["guide/nominee_streams"].cells) == len(RULES["guide/nominee_details"].cells)
    assert all(stream.details and stream.details.source for stream in told)
    low = {stream.name for stream in told if str(stream.details.certainty) == "low"}
    assert low == {stream.name for stream in told if stream.status == "unverified"}


def test_each_province_says_first_the_best_that_it_has_to_offer():
    offers = {province.code: str(province.prospect) for province in list_provinces(RULES)}
    assert offers["AB"] == "an open stream gives the points"
    assert offers["BC"] == offers["ON"] == "a stream is open; we are not certain that it gives the points"
    assert offers["SK"] == "none that we could confirm for this year"
    assert offers["NT"] == "not checked"


def test_a_stream_that_closed_says_since_when_and_that_sources_differ():
    stream = find_stream("Human Capital Priorities")
    assert (stream.status, stream.since) == ("closed", date(2026, 6, 26))
    assert stream.details.other_since == date(2026, 5, 30)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Alberta Express Entry Stream", "A CRS score of 300 or more"),
        ("International Skilled Worker: Express Entry", "At least 60 points out of 110 on the province's own grid"),
        ("Skilled Worker (New Brunswick Experience)", "You have lived in the province for at least 6 months"),
        ("Skilled worker in PEI", "A full-time job offer, not seasonal, in TEER 0 to 3"),
        (
            "International Graduate",
            "If you graduated in another province, 12 months in this one without a break (a rule since July 16, 2025)",
        ),
    ],
)
def test_a_condition_is_a_sentence_with_the_numbers_and_days_of_its_table(name, said):
    assert said in find_stream(name).details.conditions


def test_the_least_score_is_read_from_the_conditions_of_open_streams():
    (found,) = list_minimums(RULES)
    assert found[:3] == ("Alberta", "Alberta Express Entry Stream", 300)
    assert [stream.name for stream in found.outside] == ["Alberta Opportunity Stream"], "open, and without points"
    assert list_minimums(RULES, "ON") == []
    assert find_stream("International Skilled Worker: Express Entry").details.least is None, "of its own grid"


@pytest.mark.parametrize(
    ("crs", "estimated", "english", "french"),
    [
        (172, False, "you have 172 (128 points below).", "la vôtre est de 172 (128 points de moins)."),
        (1_005, False, "you have 1,005 (705 points above).", "la vôtre est de 1\xa0005 (705 points de plus)."),
        (
            299,
            True,
            "by the estimate you would have 299 (1 point below).",
            "selon l’estimation, la vôtre serait de 299 (1 point de moins).",
        ),
        (
            301,
            True,
            "by the estimate you would have 301 (1 point above).",
            "selon l’estimation, la vôtre serait de 301 (1 point de plus).",
        ),
        (300, False, "you have exactly that.", "c’est exactement la vôtre."),
        (300, True, "by the estimate you would have exactly that.", "selon l’estimation, ce serait exactement"),
    ],
)
def test_a_score_stands_beside_the_minimum(crs, estimated, english, french):
    said = describe_minimum("Alberta", 300, crs, estimated=estimated)
    assert said == f"Alberta has a minimum CRS score of 300; {english}"
    with translation.override("fr"):
        assert french in describe_minimum("Alberta", 300, crs, estimated=estimated)


def test_a_stream_that_the_firm_adds_without_details_stands_with_its_state_alone(tmp_path):
    shipped = (SHIPPED / "guide/nominee_streams.toml").read_text()
    edition = shipped.rpartition("[[table]]")[2].replace("2026-08-12", "2026-09-01")
    added = edition.replace("rows = [", 'rows = [\n  ["yt_new", "YT", "Yukon Business", "no", "open", ""],')
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide/nominee_streams.toml").write_text("[[table]]" + added)
    stream = find_stream("Yukon Business", load(tmp_path).on(TODAY))
    assert (stream.status, stream.details) == ("open", None)


def test_the_page_of_a_program_is_led_to_once_its_address_is_entered(tmp_path):
    page = "https://www.ontario.ca/page/an-example"
    text = (SHIPPED / "guide/nominee_programs.toml").read_text().replace("2026-08-12", "2026-09-01")
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide/nominee_programs.toml").write_text(text.replace('(OINP)", ""', f'(OINP)", "{page}"'))
    addresses = {province.code: province.url for province in list_provinces(load(tmp_path).on(TODAY))}
    assert addresses["ON"] == page
    assert {address for code, address in addresses.items() if code != "ON"} == {""}


def test_the_guides_tables_move_no_score():
    book = rulebook()
    assert all(not table.decides for table in book.all() if table.name.startswith("guide/"))
    assert date(2026, 9, 3) not in book.turns
    assert book.on(TODAY).edition == max(t.source.effective for t in book.on(TODAY).tables.values() if t.decides)
    assert book.days[0] == FIRST_DAY


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("fees", "", "1,590 Canadian dollars to IRCC when you apply."),
        ("fees", "?partner=1&children=2", "About 3,660 Canadian dollars"),
        ("fees", "?partner=1&children=2", "before, it was $260."),
        ("fees", "?partner=1&children=2", "28,362 Canadian dollars for 4 people"),
        ("fees", "?partner=1", "each adult of the couple × 2</th> <td>600</td> <td>1,200</td>"),
        ("fees", "", "These are IRCC's amounts since July 7, 2025, last compared with its page on Sept. 30, 2026"),
        ("processing_times", "", "Canadian Experience Class</th><td>6</td><td>58,900</td>"),
        ("documents", "", "you have 60 days for a complete application"),
        ("documents", "?married=on", "Marriage certificate"),
        ("nominations", "", "gives 600 points."),
        ("nominations", "", "Closed since June 26, 2026</strong> (since May 30, 2026, according to another source)"),
        ("nominations", "", "<dt>Gives points (600)</dt><dd>Only through its Express Entry option"),
        ("nominations", "", "We could not confirm that this stream takes applications in 2026"),
        ("nominations", "", "Low. Only sources from earlier years."),
        ("nominations", "", "Medium. A public copy of the province&#x27;s own page (August 2026)."),
        (
            "nominations",
            "",
            'id="province-YT">Yukon</h2> <p><span lang="en">Yukon Nominee Program (YNP)</span></p> <p>We found',
        ),
    ],
)
def test_the_page_says_the_numbers_of_its_tables(client, name, query, said):
    assert said in read(client, name, query)


@pytest.mark.django_db
def test_one_person_is_not_told_what_a_family_pays_for_biometrics(client):
    rule = "at most for those who apply together"
    assert rule not in read(client, "fees")
    assert rule in read(client, "fees", "?children=1")


@pytest.mark.django_db
def test_the_first_page_begins_with_what_one_wants_to_do(client):
    page = read(client, "home")
    for name in ("one_minute_score", "start", "levels", "documents", "fees", "processing_times", "nominations"):
        assert f'href="{reverse(f"intake:{name}")}"' in page.partition('id="how"')[0]


def test_every_wording_of_a_report_stands_for_a_level():
    found = dict(find_results(RULES, ""))
    assert len(found) == 154
    assert found["Bachelor's degree (four years)"] == LEVEL_NAMES["three_year_or_bachelors"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [("PHD", "Doctorate (Ph.D.)"), ("bachelor’s degree", "Bachelor's Degree"), ("associate", "Associate Degree")],
)
def test_a_wording_is_found_by_its_words_the_shortest_first(typed, first):
    assert find_results(RULES, typed)[0][0] == first


def test_the_bodies_that_assess_are_those_of_the_tables(client):
    assert len(list_bodies(RULES)) == 5
    assert {row.code for row in list_professional_bodies(RULES)} == {"21200", "31100", "31101", "31102", "31120"}
    page = read(client, "assessments", "?q=unicorn")
    assert "less than 5 years old" in page
    assert "No wording has all of these words." in page


def test_a_search_is_shown_as_it_was_typed_and_makes_no_element(client):
    page = read(client, "assessments", "?q=%22%3E%3Cscript%3E")
    assert 'value="&quot;&gt;&lt;script&gt;"' in page


def test_the_tests_that_are_taken_and_the_one_that_is_not_yet(client):
    taken = [test.name for test in list_accepted(RULES) if test.is_taken]
    assert sorted(map(str, taken)) == sorted(str(name) for _code, name in TESTS)
    page = read(client, "levels")
    assert "TOEFL Essentials (English): designated, but not in use yet" in page
    assert "PTE Core (English), since Jan. 30, 2024" in page


def test_each_term_of_the_glossary_has_a_table_in_force_and_a_page(client):
    terms = list_terms(RULES)
    assert {term.code for term in terms} == set(TERMS)
    assert all(reverse(term.page) for term in terms)
    assert "Comprehensive Ranking System (CRS)" in read(client, "glossary")
