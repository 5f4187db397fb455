"""The real feed: every oddity of the 438 rounds of 2026-08-19."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from draws.feed import parser

ROUNDS = {found.number: found for found in map(parser.read, parser.rows(parser.OWN_COPY.read_bytes()))}
ROW = ROUNDS["437"].received


def bytes_of(*rows, encoding="utf-8"):
    return json.dumps({"classes": "wb-tables", "rounds": rows}, ensure_ascii=False).encode(encoding)


def test_there_are_438_rounds_of_437_numbers():
    assert len(ROUNDS) == 438
    assert {number for number in ROUNDS if not number.isdigit()} == {"91a", "91b"}


def test_two_rounds_may_share_a_day():
    days = Counter(found.held_on for found in ROUNDS.values())
    assert {day for day, count in days.items() if count > 1} == {
        date(2017, 5, 26), date(2017, 11, 1), date(2018, 5, 30), date(2020, 4, 9),
    }  # fmt: skip


def test_every_name_is_known():
    assert [found.name for found in ROUNDS.values() if not found.stream] == []


def test_every_cutoff_and_size_is_read():
    assert (ROUNDS["176"].cutoff, ROUNDS["176"].size) == (75, 27332)
    assert ROUNDS["430"].size == 4
    assert all(found.cutoff and found.size for found in ROUNDS.values())


def test_rounds_1_to_76_have_no_tie_break_and_all_later_ones_do():
    without = {number for number, found in ROUNDS.items() if found.tie_break is None}
    assert without == {str(number) for number in range(1, 77)}


def test_the_tie_break_without_a_year_has_the_only_year_it_can_have():
    assert ROUNDS["208"].received["drawCutOff"] == "October 7 at 16:38:21 UTC"
    assert ROUNDS["208"].tie_break == datetime(2021, 10, 7, 16, 38, 21, tzinfo=UTC)


def test_every_tie_break_of_the_file_is_the_day_and_time_in_its_words():
    """Irregular as 46 of them are: ordinals, missing commas and "at", double spaces, "AM UTC", no year."""
    wrong = {}
    for number, found in ROUNDS.items():
        if words := found.received["drawCutOff"].strip():
            month, *figures = words.split(" ", 1)[0], *map(int, re.findall(r"\d+", words))
            day, *year, hour, minute, second = figures
            said = (f"{found.tie_break:%B}", found.tie_break.day, found.tie_break.timetuple()[3:6])
            if said != (month, day, (hour, minute, second)) or year not in ([], [found.tie_break.year]):
                wrong[number] = words
    assert wrong == {}


@pytest.mark.parametrize(
    ("number", "held_on"),
    [
        pytest.param("357", date(2025, 7, 22), id="its time says July 12"),
        pytest.param("437", date(2026, 8, 19), id="its time is irregular"),
        pytest.param("146", date(2020, 4, 30), id="its time in UTC is on the next day"),
    ],
)
def test_the_day_is_the_drawdate_whatever_the_time_says(number, held_on):
    assert ROUNDS[number].held_on == held_on


def test_rows_of_zeros_give_no_pool_distribution():
    without = {number for number, found in ROUNDS.items() if not found.bands}
    assert len(without) == 218
    assert {"1", "213", "91a", "223", "224", "226", "227"} <= without
    assert ROUNDS["1"].pool_as_on is None


def test_the_pool_distribution_is_the_finest_bands():
    assert ROUNDS["437"].bands[0] == (601, 1200, 439)
    assert ROUNDS["437"].bands[-1] == (0, 300, 7709)
    assert sum(count for _, _, count in ROUNDS["437"].bands) == 226859
    assert ROUNDS["437"].pool_as_on == date(2026, 8, 16)


def test_only_round_247_is_doubtful_because_its_bands_do_not_add_up():
    doubts = {number: found.doubts for number, found in ROUNDS.items() if found.doubts}
    assert doubts == {"247": ({"about": "sums", "received": "dd3 55,867 ≠ 55,687"},)}


def test_an_unknown_name_is_kept_and_said():
    found = parser.read(ROW | {"drawName": "Quantum occupations, 2027-Version 1"})
    assert (found.name, found.stream) == ("Quantum occupations, 2027-Version 1", "")
    assert found.doubts == ({"about": "stream", "received": "Quantum occupations, 2027-Version 1"},)


@pytest.mark.parametrize(
    ("change", "about"),
    [
        ({"drawCRS": "n/a"}, "cutoff"),
        ({"drawCRS": "1,201"}, "cutoff"),
        ({"drawSize": ""}, "size"),
        ({"drawCutOff": "July 3"}, "tie_break"),
        ({"drawDistributionAsOn": "soon"}, "pool_as_on"),
        ({"dd7": "?"}, "pool"),
    ],
)
def test_what_is_unclear_is_left_empty_and_said(change, about):
    assert [doubt["about"] for doubt in parser.read(ROW | change).doubts] == [about]


@pytest.mark.parametrize("change", [{"drawNumber": ""}, {"drawNumber": "next"}, {"drawDate": "", "drawDateFull": ""}])
def test_a_row_without_number_or_day_is_no_round(change):
    with pytest.raises(parser.RowError):
        parser.read(ROW | change)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_french_feed_is_read_in_any_encoding_it_was_served_in(encoding):
    french = {"drawName": "Métiers spécialisés 2026-Version 3", "drawSize": "5\u00a0000", "dd18": "226 859"}
    (row,) = parser.rows(bytes_of(ROW | french, encoding=encoding))
    assert (parser.read(row).name, parser.read(row).stream, parser.read(row).size) == (
        french["drawName"],
        "trades",
        5000,
    )


@pytest.mark.parametrize("content", [b"not json", b"[]", b"{}", b'{"rounds": {}}', b"<html>blocked</html>"])
def test_another_document_is_no_feed(content):
    with pytest.raises(parser.FeedError):
        parser.rows(content)
