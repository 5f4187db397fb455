"""Rounds from a file: each row is looked at like one of IRCC's feed, and the new ones become drafts."""

import csv
import io
import secrets
from datetime import UTC, date, datetime

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from draws.feed import round_files
from draws.feed.parser import read_shipped_rows
from draws.feed.round_columns import guess_fields, list_choices
from draws.models import Draw
from draws.permissions import ADD_DRAW, VIEW_DRAW
from draws.public.round_list import find_as_of
from intake.clients.imports.files import ImportTable
from intake.common.spreadsheets import write_workbook
from tests.draws.factories import DrawFactory, PublishedDrawFactory
from tests.hostile.desk import member_with, sign_in

pytestmark = pytest.mark.django_db
WHERE = "/staff/draws/draw/import/"
FEED = """drawNumber,drawDate,drawName,drawSize,drawCRS,drawCutOff,dd1,more
901,2026-09-01,Canadian Experience Class,"1,000",480,"March 1, 2026 at 18:34:05 UTC",,x
902,2026-09-02,Quantum Occupations,50,470,,,
"""
OURS = """Number;Held on;Stream;Name;Cut-off;Invitations;Tie-break (UTC)
903;3 September 2026;cec;Anything;500;10;2026-08-01 10:00:00
"""
CEC = "Canadian Experience Class"
UNKNOWN = f"Ronde no,Tirage,Type,Note,Punkte\n908,2026-09-08,{CEC},a note,471\n"


def make_noise(rows, length):
    """A note for each row, of letters that no packing makes shorter than three quarters."""
    return [secrets.token_urlsafe(length)[:length] for _number in range(rows)]


def upload(browser, text, name="rounds.csv"):
    """The page after the file: its columns or, where it was refused, the file once more."""
    content = text if isinstance(text, bytes) else text.encode()
    return browser.post(WHERE, {"file": SimpleUploadedFile(name, content)})


def name_columns(browser, page, *fields, **pressed):
    """Press a button of a page on which the columns stand; `fields`: what they are, if not what they were guessed."""
    found = fields or [field.value() for field in page.context["form"]]
    columns = {f"column{place}": field for place, field in enumerate(found)}
    return browser.post(WHERE, {"table": page.context["table"], **columns, **pressed}, follow=True)


def bring(browser, text, name="rounds.csv"):
    """The page with the rows, their columns as they were guessed."""
    return name_columns(browser, upload(browser, text, name))


def take(browser, page):
    return name_columns(browser, page, take="1").content.decode()


def outcomes(page):
    return [one.outcome for one, _label, _why in page.context["rows"]]


def test_a_file_in_the_columns_of_the_feed_is_looked_at_and_its_rows_become_drafts(admin_client):
    page = bring(admin_client, FEED)
    assert outcomes(page) == ["new", "new"]
    assert "No stream is known by this name: “Quantum Occupations”" in page.content.decode()
    assert not Draw.objects.exists(), "looking records nothing"
    assert "2 drafts were recorded." in take(admin_client, page)
    known, odd = Draw.objects.order_by("number")
    assert (known.number, known.stream, known.cutoff, known.size) == ("901", "cec", 480, 1000)
    assert known.tie_break == datetime(2026, 3, 1, 18, 34, 5, tzinfo=UTC)
    assert (known.status, known.not_understood) == ("draft", [])
    assert [doubt["about"] for doubt in odd.not_understood] == ["stream"]


def test_plain_words_stand_over_the_columns_too_and_the_stream_by_its_code(admin_client):
    take(admin_client, bring(admin_client, OURS))
    made = Draw.objects.get()
    assert (made.number, made.held_on, made.stream, made.cutoff) == ("903", date(2026, 9, 3), "cec", 500)
    assert made.not_understood == []


def test_a_workbook_is_read_as_well(admin_client):
    rows = [["number", "date", "name", "crs"], ["904", date(2026, 9, 4), "Canadian Experience Class", 470]]
    take(admin_client, bring(admin_client, write_workbook(rows), "rounds.xlsx"))
    assert Draw.objects.get().held_on == date(2026, 9, 4)


def test_a_draft_from_a_file_is_no_public_fact_before_the_firm_publishes_it(admin_client):
    take(admin_client, bring(admin_client, FEED))
    assert not Draw.objects.public().exists()
    assert find_as_of() is None


def test_a_round_that_is_known_stays_as_it_is_and_what_differs_is_said(admin_client):
    same = {"held_on": date(2026, 9, 1), "cutoff": 480, "size": 1000, "tie_break": "2026-03-01T18:34:05Z"}
    PublishedDrawFactory(number="901", **same)
    DrawFactory(number="902", held_on=date(2026, 9, 2), cutoff=465, size=50)
    page = bring(admin_client, FEED)
    assert outcomes(page) == ["same", "differs"]
    assert "CRS cut-off: “470” in the file, “465” in our records" in page.content.decode()
    assert "Record the new rounds" not in page.content.decode()
    take(admin_client, page)
    assert sorted(Draw.objects.values_list("cutoff", flat=True)) == [465, 480]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("x,2026-09-01,Canadian Experience Class", "is not the number of a round"),
        ("905,,Canadian Experience Class", "is not the day of a round"),
        ("905,2026-09-01,", "905 has no name"),
        ("905,1999-01-01,Canadian Experience Class", "no round can have been on"),
        ("905,2099-01-01,Canadian Experience Class", "no round can have been on"),
    ],
)
def test_a_row_that_is_no_round_is_refused_with_its_reason_and_the_others_are_taken(admin_client, row, why):
    page = bring(admin_client, f"number,date,name\n{row}\n906,2026-09-05,Canadian Experience Class\n")
    assert outcomes(page) == ["refused", "new"]
    assert why in page.content.decode()
    take(admin_client, page)
    assert Draw.objects.get().number == "906"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("x,2026-09-01,Expérience", "n’est pas un numéro de ronde"),
        ("905,,Expérience", "n’est pas la date d’une ronde"),
        ("905,1999-01-01,Expérience", "905\N{NO-BREAK SPACE}: aucune ronde n’a pu avoir lieu le 1er janvier 1999"),
    ],
)
def test_a_reason_is_said_in_the_language_of_the_page(admin_client, row, why):
    admin_client.defaults["HTTP_ACCEPT_LANGUAGE"] = "fr"
    page = bring(admin_client, f"number,date,name\n{row}\n")
    assert why in page.content.decode()


def test_a_round_that_comes_twice_is_taken_once(admin_client):
    row = "906,2026-09-05,Canadian Experience Class,470"
    page = bring(admin_client, f"number,date,name,crs\n{row}\n{row}\n")
    assert outcomes(page) == ["new", "refused"]
    take(admin_client, page)
    take(admin_client, page)
    assert Draw.objects.count() == 1


def test_a_cutoff_that_never_was_waits_for_a_second_look(admin_client):
    take(admin_client, bring(admin_client, "number,date,name,crs\n907,2026-09-05,Canadian Experience Class,12\n"))
    assert [doubt["about"] for doubt in Draw.objects.get().not_understood] == ["extreme"]


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("", "rounds.csv", "The submitted file is empty"),
        ("number,date\n", "rounds.csv", "There is no row in the file"),
        ("{}", "rounds.json", "ends in .csv or .xlsx"),
        (b"PK", "rounds.xlsx", "This workbook can"),
        ("number,date\n" + "1,2026-09-01\n" * 1001, "rounds.csv", "more than 1,000 rows"),
        ("number,date\n" + "1" * 1024 * 1024, "rounds.csv", "larger than 1 MB"),
    ],
)
def test_what_is_no_file_of_rounds_is_refused_in_words(admin_client, text, name, why):
    assert why in upload(admin_client, text, name).content.decode()


def test_a_file_that_the_next_step_could_not_bring_back_is_refused(admin_client):
    page = upload(admin_client, "\n".join(["number", *make_noise(110, 9000)]))
    assert "The cells of this file are too long" in page.content.decode()


def test_the_largest_file_that_is_taken_goes_through_every_step(admin_client):
    """What a step brings back is below what nginx and Django let pass."""
    notes = enumerate(make_noise(900, 850), start=1)
    rows = "".join(f"{number},2026-09-01,{CEC},{note}\n" for number, note in notes)
    assert len(rows) > 0.75 * round_files.MOST_BYTES
    page = bring(admin_client, f"number,date,name,note\n{rows}")
    assert page.context["count"]["new"] == 900
    assert "900 drafts were recorded." in take(admin_client, page)


@pytest.mark.parametrize(
    "packed",
    ["", "[", "[[1, 2]]", "WzFd:1abc:x", pytest.param(signing.dumps([["number"], []]), id="signed for another page")],
)
def test_what_another_program_posts_in_the_place_of_a_table_is_refused(admin_client, packed):
    page = admin_client.post(WHERE, {"table": packed, "take": "1"}, follow=True).content.decode()
    assert "bring the file again" in page
    assert not Draw.objects.exists()


# Columns


def test_columns_find_what_they_are_by_their_headings_and_each_is_found_once():
    header = ["Draw Number", "DATE", "Numéro", "Type de ronde", "Cut-off", "dd18", "Tie-break (UTC)", "Remarks"]
    assert guess_fields(header) == ["drawNumber", "drawDate", "", "drawName", "drawCRS", "dd18", "drawCutOff", ""]


def test_every_number_of_the_pool_can_be_chosen_by_its_scores():
    _none, (_round, words), (_pool, bands) = list_choices()
    assert {"drawNumber", "stream"} <= dict(words).keys()
    assert (dict(bands)["dd1"], dict(bands)["dd3"]) == ("601–1200 (dd1)", "451–500 (dd3)")
    assert (bands[-1], len(bands)) == (("dd18", "0–1200 (dd18)"), 18)


def test_columns_that_nobody_knows_are_named_by_hand_and_the_others_left_out(admin_client):
    page = upload(admin_client, UNKNOWN)
    assert [field.value() for field in page.context["form"]] == ["", "", "drawName", "", ""]
    assert [cell for _field, cell in page.context["form"].list_columns()] == ["908", "2026-09-08", CEC, "a note", "471"]
    assert not Draw.objects.exists()
    page = name_columns(admin_client, page, "drawNumber", "drawDate", "drawName", "", "drawCRS")
    assert outcomes(page) == ["new"]
    take(admin_client, page)
    assert Draw.objects.values_list("number", "stream", "cutoff").get() == ("908", "cec", 471)


def test_columns_that_were_named_wrongly_are_named_anew_with_what_was_chosen(admin_client):
    wrong = ["drawNumber", "drawDate", "drawName", "drawCRS", ""]
    page = name_columns(admin_client, upload(admin_client, UNKNOWN), *wrong)
    assert [doubt["about"] for doubt in page.context["rows"][0][0].found.doubts] == ["cutoff"]
    page = name_columns(admin_client, page, anew="1")
    assert [field.value() for field in page.context["form"]] == wrong
    assert not page.context["form"].errors
    page = name_columns(admin_client, page, "drawNumber", "drawDate", "drawName", "", "drawCRS")
    assert page.context["rows"][0][0].found.cutoff == 471


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (["", "drawDate", "drawName", "", ""], "Choose for one column: “Number of the round”."),
        (["drawNumber", "", "drawName", "", ""], "Choose for one column: “Day of the round”."),
        (["drawNumber", "drawDate", "", "", ""], "Choose for one column: “Name of the round”."),
        (["drawNumber", "drawDate", "drawName", "drawDate", ""], "several columns: Tirage, Note."),
        (["drawNumber", "drawDate", "drawName", "cutoff", ""], "cutoff is not one of the available choices"),
    ],
)
def test_columns_that_can_not_be_stay_as_they_were_chosen_with_the_reason(admin_client, fields, why):
    page = name_columns(admin_client, upload(admin_client, UNKNOWN), *fields, take="1")
    assert why in page.content.decode()
    assert [field.value() for field in page.context["form"]] == fields
    assert not Draw.objects.exists()


def test_a_refused_row_names_its_column_as_the_file_does(admin_client):
    page = upload(admin_client, "Nº 1,Tirage,name\nx,2026-09-08,y\n909,soon,y\n910,2026-09-08,\n")
    page = name_columns(admin_client, page, "drawNumber", "drawDate", "drawName")
    whys = [why for _one, _label, [why] in page.context["rows"]]
    assert [why.partition(":")[0] for why in whys] == ["column “Nº 1”", "column “Tirage”", "column “name”"]
    assert "correct the rows in the file" in page.content.decode()


def test_the_rows_of_the_feed_itself_come_in_as_a_table_without_a_word_by_hand(admin_client):
    received = read_shipped_rows()
    text = io.StringIO()
    table = csv.DictWriter(text, list(dict.fromkeys(key for row in received for key in row)))
    table.writeheader()
    table.writerows(received)
    page = bring(admin_client, text.getvalue())
    assert set(outcomes(page)) == {"new"}
    assert len(page.context["table"]) < round_files.MOST_PACKED / 4


def test_who_may_not_record_rounds_brings_none():
    reader = sign_in(member_with(VIEW_DRAW))
    assert reader.get(WHERE).status_code == 403
    assert upload(reader, FEED).status_code == 403
    packed = round_files.pack(ImportTable(["number"], [(2, ["901"])]))
    assert reader.post(WHERE, {"table": packed, "column0": "drawNumber"}).status_code == 403
    assert "/staff/draws/draw/import/" not in reader.get("/staff/draws/draw/").content.decode()
    recorder = sign_in(member_with(VIEW_DRAW, ADD_DRAW, name="recorder"))
    assert "/staff/draws/draw/import/" in recorder.get("/staff/draws/draw/").content.decode()
    assert outcomes(bring(recorder, FEED)) == ["new", "new"]


def test_the_feed_confirms_later_what_a_file_brought(admin_client):
    from draws.feed.importer import import_rows  # noqa: PLC0415  Beside what it is compared with.

    take(admin_client, bring(admin_client, FEED))
    row = {"drawNumber": "901", "drawDate": "2026-09-01", "drawName": "Canadian Experience Class"}
    row |= {"drawSize": "1,000", "drawCRS": "480", "drawCutOff": "March 1, 2026 at 18:34:05 UTC"}
    assert import_rows([row]).numbers("confirmed") == ["901"]
    assert timezone.localdate() >= Draw.objects.public().get().held_on
