"""Taking the feed in: safe to repeat, and nobody's work is overwritten."""

import json
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from django.core.management import CommandError, call_command

from draws.feed import parser
from draws.feed.importer import ImportReport, add_draft, compare, import_rows, take_in
from draws.models import Draw, PoolBand
from draws.publishing.publisher import PublicationRefused, check_draw
from tests.draws.factories import DrawFactory, PublishedDrawFactory

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]
ROWS = parser.read_rows(parser.OWN_COPY.read_bytes())
ROW = ROWS[0]
FACTS = {"number": "437", "name": ROW["drawName"], "stream": "french", "held_on": date(2026, 8, 19), "cutoff": 382}


def outcome(row):
    """What became of one row."""
    (name,) = [name for name, numbers in import_rows([row]).outcomes.items() if numbers]
    return name


def test_448_new_then_none(capsys):
    call_command("import_rounds")
    call_command("import_rounds")
    first, again = [line for line in capsys.readouterr().out.splitlines() if " new, " in line]
    assert first == "448 new, 0 changed, 0 reworded, 0 confirmed, 0 unchanged"
    assert again == "0 new, 0 changed, 0 reworded, 0 confirmed, 448 unchanged"
    assert Draw.objects.count() == 448
    assert PoolBand.objects.count() == 15 * 228
    assert Draw.objects.exclude(status="draft").count() == 0


def test_the_rounds_that_came_after_the_copy_of_the_feed_import_as_they_are(capsys):
    """Ten rows with fewer keys; the two of late September without the pool."""
    call_command("import_rounds", str(parser.SHIPPED[0]))
    assert "10 new, 0 changed" in capsys.readouterr().out
    newest = Draw.objects.first()
    assert (newest.number, newest.stream, newest.cutoff, newest.size) == ("447", "trades", 476, 3500)
    assert (newest.pool_as_on, sum(band.candidates for band in newest.bands.all())) == (date(2026, 9, 27), 229904)
    assert set(Draw.objects.filter(pool_as_on=None).values_list("number", flat=True)) == {"445", "446"}
    assert Draw.objects.get(number="438").tie_break.isoformat() == "2026-04-12T04:32:26+00:00"
    assert Draw.objects.exclude(not_understood=[]).count() == 0


BAD_ROWS = [
    pytest.param(520, id="an integer"),
    pytest.param(None, id="null"),
    pytest.param("437", id="a text"),
    pytest.param([], id="a list"),
    pytest.param({}, id="an empty object"),
    pytest.param(ROW | {"drawNumber": None}, id="no number"),
    pytest.param(ROW | {"drawNumber": "9" * 300}, id="a number of 300 digits"),
    pytest.param(ROW | {"drawNumber": "5", "drawDate": "0001-01-01"}, id="the year 1"),
    pytest.param(ROW | {"drawNumber": "5", "drawDate": "9999-12-31"}, id="the year 9999"),
    pytest.param(ROW | {"drawNumber": "5", "drawDate": "2014-12-31"}, id="before the first round"),
]


@pytest.mark.parametrize("row", BAD_ROWS)
def test_a_row_that_is_no_round_is_named_and_the_others_are_taken(row):
    report = import_rows([row, ROW])
    assert (report.numbers("new"), len(report.rejected)) == (["437"], 1)
    assert len(str(report.rejected[0])) < 300


ODD_VALUES = [
    pytest.param({"drawName": "x" * 300}, {"name", "stream"}, id="a name of 300 characters"),
    pytest.param({"drawName": "CEC\0"}, {"stream"}, id="NUL in the name"),
    pytest.param({"drawName": "\ud800"}, {"stream"}, id="half a surrogate"),
    pytest.param({"mitext": "\0\ud800"}, set(), id="NUL where nothing is read"),
    pytest.param({"drawSize": "9" * 30}, {"size"}, id="a number that no database holds"),
    pytest.param({"drawCRS": None}, {"cutoff"}, id="null for the cut-off"),
    pytest.param({"drawCRS": {"score": 520}}, {"cutoff"}, id="an object for the cut-off"),
    pytest.param({"drawCRS": "74"}, {"extreme"}, id="lower than any cut-off so far"),
    pytest.param({"drawCRS": "903"}, {"extreme"}, id="higher than any cut-off so far"),
    pytest.param({"drawCRS": "75"}, set(), id="as low as the lowest so far"),
    pytest.param({"drawCRS": "902"}, set(), id="as high as the highest so far"),
]


@pytest.mark.parametrize(("change", "about"), ODD_VALUES)
def test_a_row_with_an_odd_value_is_taken_with_what_was_not_understood(change, about):
    report = import_rows([ROW | change | {"drawNumber": "600"}, ROW])
    assert (sorted(report.numbers("new")), report.rejected) == (["437", "600"], [])
    assert {doubt["about"] for doubt in Draw.objects.get(number="600").not_understood} == about
    assert import_rows([ROW | change | {"drawNumber": "600"}]).numbers("unchanged") == ["600"]


def test_a_row_that_the_database_refuses_leaves_the_others_alone():
    """Somebody else recorded this number between our question and our row."""
    DrawFactory(number="600")
    report = ImportReport()
    for row in (ROW | {"drawNumber": "600"}, ROW):
        take_in(report, parser.read_round(row), add_draft)
    assert report.numbers("new") == ["437"]
    assert str(report.rejected[0]).startswith("600 can't be kept: ")


def test_a_cutoff_beyond_all_keeps_the_round_from_being_published_until_somebody_looked():
    import_rows([ROW | {"drawCRS": "1,100"}])
    draw = Draw.objects.get()
    assert draw.cutoff == 1100
    with pytest.raises(PublicationRefused, match="1100 lies outside those of all rounds so far, 75 to 902"):
        check_draw(draw)


def test_a_cutoff_that_the_firm_published_is_no_longer_beyond_all():
    PublishedDrawFactory(cutoff=1100)
    import_rows([ROW | {"drawCRS": "1,050"}])
    assert Draw.objects.get(number="437").not_understood == []


def test_rows_are_kept_word_for_word():
    import_rows([ROW])
    assert Draw.objects.get().received == ROW


def test_the_newest_round_comes_first_in_lists():
    import_rows(ROWS)
    assert [draw.number for draw in Draw.objects.all()[:3]] == ["437", "436", "435"]


def test_a_changed_row_changes_an_untouched_draft_and_is_reported():
    import_rows([ROW])
    assert outcome(ROW | {"drawCRS": "381"}) == "changed"
    assert Draw.objects.get().cutoff == 381


def test_a_changed_row_does_not_overwrite_what_staff_corrected():
    import_rows([ROW])
    Draw.objects.update(size=4999)
    assert outcome(ROW | {"drawCRS": "381"}) == "changed"
    draw = Draw.objects.get()
    assert (draw.cutoff, draw.size, draw.received["drawCRS"]) == (382, 4999, "381")
    assert {doubt["about"] for doubt in draw.not_understood} == {"cutoff", "size"}


def test_a_changed_row_never_changes_a_published_draw():
    import_rows([ROW])
    Draw.objects.update(status="published")
    assert outcome(ROW | {"drawCRS": "381", "drawCutOff": ""}) == "changed"
    draw = Draw.objects.get()
    assert (draw.cutoff, draw.tie_break is None) == (382, False)
    assert draw.not_understood == [{"about": "cutoff", "received": "381", "ours": "382"}]


def test_other_words_for_the_same_facts_are_no_change():
    import_rows([ROW])
    assert outcome(ROW | {"drawCutOff": "March 1st 2026 at 18:34:05 UTC"}) == "reworded"
    assert outcome(ROW | {"drawName": "Compétence linguistique en français 2026-Version 2"}) == "reworded"
    assert Draw.objects.get().name == ROW["drawName"]


def test_an_unknown_name_becomes_a_draft_that_waits_for_staff(capsys, tmp_path):
    file = tmp_path / "feed.json"
    file.write_text(json.dumps({"rounds": [ROW | {"drawName": "Quantum occupations"}]}))
    call_command("import_rounds", str(file))
    assert "1 unrecognised names, 1 rounds to look at" in capsys.readouterr().out
    assert (Draw.objects.get().stream, Draw.objects.get().status) == ("", "draft")


def test_the_feed_confirms_what_staff_recorded_and_fills_the_blanks():
    DrawFactory(**FACTS, size=None)
    assert outcome(ROW) == "confirmed"
    draw = Draw.objects.get()
    assert (draw.size, draw.tie_break.isoformat()) == (5000, "2026-03-01T18:34:05+00:00")
    assert (draw.bands.count(), draw.not_understood) == (15, [])


def test_the_feed_contradicts_what_staff_recorded():
    DrawFactory(**FACTS | {"cutoff": 385}, size=None)
    assert outcome(ROW) == "changed"
    assert Draw.objects.get().cutoff == 385
    assert Draw.objects.get().not_understood == [{"about": "cutoff", "received": "382", "ours": "385"}]


def test_a_published_draw_without_tie_break_is_not_given_one_silently():
    PublishedDrawFactory(**FACTS, size=5000)
    assert outcome(ROW) == "changed"
    assert Draw.objects.get().tie_break is None
    assert [doubt["about"] for doubt in Draw.objects.get().not_understood] == ["tie_break"]


def test_bad_rows_are_reported_and_the_others_imported(tmp_path, capsys):
    file = tmp_path / "feed.json"
    file.write_text(json.dumps({"rounds": [ROW, ROW | {"drawNumber": "?"}, ROW | {"drawCRS": "1"}]}))
    with pytest.raises(CommandError, match="2 rows are no rounds"):
        call_command("import_rounds", str(file))
    assert Draw.objects.count() == 1
    assert "437 comes twice" in capsys.readouterr().err


@pytest.mark.parametrize("source", ["/nowhere/feed.json", "http://localhost:1/feed.json"])
def test_a_feed_that_is_not_there_is_said(source):
    with pytest.raises(CommandError, match=r"feed\.json"):
        call_command("import_rounds", source)


def test_a_row_that_a_column_is_not_for_is_refused_by_every_database():
    """SQLite keeps any length; what the parser lets through by mistake is reported all the same."""
    found, report = parser.read_round(ROW), ImportReport()
    for wrong in ({"name": "x" * 300}, {"stream": "no such stream"}, {"cutoff": 1201}):
        take_in(report, replace(found, **wrong), add_draft)
    assert [str(one).startswith("437 can't be kept: ") for one in report.rejected] == [True] * 3
    assert not Draw.objects.exists()


def test_a_change_that_a_column_is_not_for_leaves_the_draw_as_it_is():
    import_rows([ROW])
    wrong = replace(parser.read_round(ROW | {"drawCRS": "511"}), cutoff=1201)
    report = ImportReport()
    take_in(report, wrong, partial(compare, Draw.objects.get()))
    assert str(report.rejected[0]).startswith("437 can't be kept: ")
    assert Draw.objects.get().cutoff == 382


def test_a_round_of_a_class_that_is_gone_still_takes_what_the_feed_says():
    import_rows([ROW])
    Draw.objects.update(stream="withdrawn", status="published")
    report = import_rows([ROW | {"drawSize": "9,999"}])
    assert (report.rejected, report.numbers("changed")) == ([], ["437"])
