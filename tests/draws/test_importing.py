"""Taking the feed in: safe to repeat, and nobody's work is overwritten."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from draws.feed import parser
from draws.feed.importer import take_in
from draws.models import Draw, PoolBand
from tests.draws.factories import DrawFactory, PublishedDrawFactory

pytestmark = pytest.mark.django_db
ROWS = parser.rows(parser.OWN_COPY.read_bytes())
ROW = ROWS[0]
FACTS = {"number": "437", "name": ROW["drawName"], "stream": "french", "held_on": date(2026, 8, 19), "cutoff": 382}


def outcome(row):
    """What became of one row."""
    (name,) = [name for name, numbers in take_in([row]).outcomes.items() if numbers]
    return name


def test_438_new_then_none(capsys):
    call_command("import_rounds")
    call_command("import_rounds")
    first, again = [line for line in capsys.readouterr().out.splitlines() if " new, " in line]
    assert first == "438 new, 0 changed, 0 reworded, 0 confirmed, 0 unchanged"
    assert again == "0 new, 0 changed, 0 reworded, 0 confirmed, 438 unchanged"
    assert Draw.objects.count() == 438
    assert PoolBand.objects.count() == 15 * 220
    assert Draw.objects.exclude(status="draft").count() == 0


def test_rows_are_kept_word_for_word():
    take_in([ROW])
    assert Draw.objects.get().received == ROW


def test_the_newest_round_comes_first_in_lists():
    take_in(ROWS)
    assert [draw.number for draw in Draw.objects.all()[:3]] == ["437", "436", "435"]


def test_a_changed_row_changes_an_untouched_draft_and_is_reported():
    take_in([ROW])
    assert outcome(ROW | {"drawCRS": "381"}) == "changed"
    assert Draw.objects.get().cutoff == 381


def test_a_changed_row_does_not_overwrite_what_staff_corrected():
    take_in([ROW])
    Draw.objects.update(size=4999)
    assert outcome(ROW | {"drawCRS": "381"}) == "changed"
    draw = Draw.objects.get()
    assert (draw.cutoff, draw.size, draw.received["drawCRS"]) == (382, 4999, "381")
    assert {doubt["about"] for doubt in draw.not_understood} == {"cutoff", "size"}


def test_a_changed_row_never_changes_a_published_draw():
    take_in([ROW])
    Draw.objects.update(status="published")
    assert outcome(ROW | {"drawCRS": "381", "drawCutOff": ""}) == "changed"
    draw = Draw.objects.get()
    assert (draw.cutoff, draw.tie_break is None) == (382, False)
    assert draw.not_understood == [{"about": "cutoff", "received": "381", "ours": "382"}]


def test_other_words_for_the_same_facts_are_no_change():
    take_in([ROW])
    assert outcome(ROW | {"drawCutOff": "March 1st 2026 at 18:34:05 UTC"}) == "reworded"
    assert outcome(ROW | {"drawName": "Compétence linguistique en français 2026-Version 2"}) == "reworded"
    assert Draw.objects.get().name == ROW["drawName"]


def test_an_unknown_name_becomes_a_draft_that_waits_for_staff(capsys, tmp_path):
    file = tmp_path / "feed.json"
    file.write_text(json.dumps({"rounds": [ROW | {"drawName": "Quantum occupations"}]}))
    call_command("import_rounds", str(file))
    assert "1 unrecognised names, 1 draws to look at" in capsys.readouterr().out
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
