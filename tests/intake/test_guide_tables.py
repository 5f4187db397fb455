"""Fees, times, documents and nominations: what the pages say is what their tables hold."""

from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse

from intake.guide.documents import DOCUMENTS, PEOPLE, SITUATIONS, list_documents, list_on_request
from intake.guide.fees import Family, work_out_costs
from intake.guide.nominations import list_streams
from intake.guide.views import read_count
from scoring.apps import rulebook
from scoring.rulebook import FIRST_DAY
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


@pytest.mark.parametrize("given", ["", "-1", "9", "two", "1e1", "٣", "\x00"])
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


def test_the_streams_of_two_provinces_are_known():
    streams = {stream.name: stream for stream in list_streams(RULES)}
    assert not streams["Human Capital Priorities"].is_open
    assert streams["Human Capital Priorities"].since == date(2026, 6, 26)
    assert streams["Alberta Express Entry Stream"].is_open


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
        ("fees", "?partner=1&children=2", "At least 2,190 Canadian dollars"),
        ("fees", "?partner=1&children=2", "before, it was 260."),
        ("fees", "?partner=1&children=2", "28,362 Canadian dollars for 4 people"),
        ("processing_times", "", "Canadian Experience Class</th><td>6</td><td>58,900</td>"),
        ("documents", "", "you have 60 days for a complete application"),
        ("documents", "?married=on", "Marriage certificate"),
        ("nominations", "", "gives 600 points."),
        ("nominations", "", "Closed since June 26, 2026"),
    ],
)
def test_the_page_says_the_numbers_of_its_tables(client, name, query, said):
    assert said in read(client, name, query)


@pytest.mark.django_db
def test_the_first_page_begins_with_what_one_wants_to_do(client):
    page = read(client, "home")
    for name in ("one_minute_score", "start", "levels", "documents", "fees", "processing_times", "nominations"):
        assert f'href="{reverse(f"intake:{name}")}"' in page.partition('id="how"')[0]
