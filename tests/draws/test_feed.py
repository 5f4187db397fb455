"""The real feed: every oddity of the 438 rounds of 2026-08-19."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from draws.feed import parser
from draws.rounds import ircc_text
from draws.rounds.corrected_days import read_corrected_days
from draws.rounds.doubts import describe_doubt

ROUNDS = {found.number: found for found in map(parser.read_round, parser.read_rows(parser.OWN_COPY.read_bytes()))}
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


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        pytest.param("August 18, 2025 at 01:00:00 UTC", datetime(2025, 8, 18, 1, tzinfo=UTC), id="as old as it can be"),
        pytest.param("August 20, 2026 at 01:00:00 UTC", datetime(2026, 8, 20, 1, tzinfo=UTC), id="after midnight UTC"),
        pytest.param("August 17, 2025 at 01:00:00 UTC", None, id="longer than a profile stays in the pool"),
        pytest.param("August 21, 2026 at 01:00:00 UTC", None, id="after the round"),
        pytest.param("August 19 at 01:00:00 UTC", None, id="a year before, or on the day"),
    ],
)
def test_a_tie_break_is_a_moment_at_which_a_profile_in_the_pool_was_submitted(words, moment):
    if moment:
        assert ircc_text.parse_tie_break(words, date(2026, 8, 19)) == moment
    else:
        with pytest.raises(ircc_text.Unclear):
            ircc_text.parse_tie_break(words, date(2026, 8, 19))


def test_a_tie_break_of_a_day_without_rules_is_unclear():
    with pytest.raises(ircc_text.Unclear):
        ircc_text.parse_tie_break("March 1, 2014 at 01:00:00 UTC", date(2014, 3, 5))


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
        pytest.param("139", date(2020, 3, 18), id="its time is the evening of the day in Ottawa"),
    ],
)
def test_the_day_is_the_drawdate_whatever_the_time_says(number, held_on):
    assert ROUNDS[number].held_on == held_on


@pytest.mark.parametrize(
    ("number", "held_on"),
    [("104", date(2018, 11, 15)), ("108", date(2019, 1, 10)), ("146", date(2020, 5, 1)), ("148", date(2020, 5, 15))],
)
def test_a_round_whose_time_is_the_next_morning_in_ottawa_was_held_that_day(number, held_on):
    """The press of the day has the later day too: `data/corrected_days.toml` says which."""
    row = ROUNDS[number].received
    assert ROUNDS[number].held_on == held_on
    assert f"{held_on:%B} {held_on.day}, {held_on.year} at" in row["drawDateTime"]
    assert date.fromisoformat(row["drawDate"]) == held_on - timedelta(days=1)


def test_a_row_that_was_put_right_by_ircc_is_not_corrected_again():
    assert parser.read_round(ROUNDS["104"].received | {"drawDate": "2018-11-15"}).held_on == date(2018, 11, 15)


def test_every_row_with_two_days_was_looked_at():
    """Eleven: the four above, six evenings in Ottawa, and the slip of the pen in 357."""
    received = {number: found.received for number, found in ROUNDS.items()}
    differing = {number for number, row in received.items() if day_of_time(row) != row["drawDate"]}
    evening = {"7", "8", "9", "11", "13", "139"}
    assert differing == {*read_corrected_days(), *evening, "357"}
    assert all(ROUNDS[number].held_on.isoformat() == received[number]["drawDate"] for number in evening)


def day_of_time(row):
    """The day that a row's time names in UTC."""
    month, day = re.search(r"([A-Z][a-z]+) (\d+)", row["drawDateTime"]).groups()
    return ircc_text.parse_day(f"{month} {day}, {row['drawDate'][:4]}").isoformat()


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
    found = parser.read_round(ROW | {"drawName": "Quantum occupations, 2027-Version 1"})
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
        ({"dd7": None}, "pool"),
        ({"drawCRS": None}, "cutoff"),
        ({"drawCRS": True}, "cutoff"),
        ({"drawCRS": ["520"]}, "cutoff"),
        ({"drawCRS": "52\0"}, "cutoff"),
        ({"drawCRS": "\ud800"}, "cutoff"),
        ({"drawCRS": "9" * 5000}, "cutoff"),
        ({"drawSize": "1" * 10}, "size"),
        ({"drawCutOff": "January 1, 0001 at 00:00:00 UTC"}, "tie_break"),
        ({"drawDistributionAsOn": "January 1, 0001"}, "pool_as_on"),
        ({"drawDistributionAsOn": "August 20, 2026"}, "pool_as_on"),
        ({"drawName": {"en": "General"}}, "stream"),
        ({"drawName": "Gen\0eral"}, "stream"),
    ],
)
def test_what_is_unclear_is_left_empty_and_said(change, about):
    assert [doubt["about"] for doubt in parser.read_round(ROW | change).doubts] == [about]


def test_a_name_longer_than_any_is_cut_and_said():
    found = parser.read_round(ROW | {"drawName": "General " * 100})
    assert (len(found.name), found.stream) == (200, "")
    assert [doubt["about"] for doubt in found.doubts] == ["name", "stream"]
    assert max(len(doubt["received"]) for doubt in found.doubts) <= 200


def test_a_number_without_quotes_is_the_number():
    (row,) = parser.read_rows(
        b'{"rounds": [{"drawNumber": 437, "drawDate": "2026-08-19", "drawCRS": 520, "drawSize": 5000}]}'
    )
    found = parser.read_round(row)
    assert (found.number, found.cutoff, found.size) == ("437", 520, 5000)


def test_a_row_without_any_number_of_the_pool_has_none_and_nothing_is_odd():
    row = {key: value for key, value in ROW.items() if not key.startswith("dd")}
    assert (parser.read_round(row).bands, parser.read_round(row).doubts) == ((), ())


@pytest.mark.parametrize("row", [520, None, True, "437", [], [{}], 1.5])
def test_what_is_no_object_is_no_round(row):
    with pytest.raises(parser.RowError, match="is not a row of the feed"):
        parser.read_round(row)


def test_what_no_database_can_hold_is_written_out():
    assert parser.read_round(ROW | {"mitext": "a\0b\ud800"}).received["mitext"] == "a\\x00b\\ud800"


SIGNS = st.text("0123456789 ,.-:TZaeinruv\u00e9\u0664\u00a0\0\ud800", max_size=25)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | SIGNS | SIGNS.map(lambda words: words * 20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(sorted(ROW)), ANYTHING, max_size=6))
def test_no_value_of_any_type_keeps_a_row_from_being_read_or_rejected(change):
    """What is read can be kept: a text that encodes, numbers that fit, and doubts in words."""
    try:
        found = parser.read_round(ROW | change)
    except parser.RowError:
        return
    json.dumps(found.received, ensure_ascii=False).encode()
    assert "\0" not in found.name + "".join(found.received.values())
    assert len(found.name) <= 200
    assert all(describe_doubt(doubt) for doubt in found.doubts)


@pytest.mark.parametrize(
    "change",
    [
        {"drawNumber": ""},
        {"drawNumber": "next"},
        {"drawNumber": "\u0664\u0663\u0667"},
        {"drawDate": "", "drawDateFull": ""},
        {"drawDate": "0000-01-01"},
    ],
)
def test_a_row_without_number_or_day_is_no_round(change):
    with pytest.raises(parser.RowError):
        parser.read_round(ROW | change)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_french_feed_is_read_in_any_encoding_it_was_served_in(encoding):
    french = {"drawName": "Métiers spécialisés 2026-Version 3", "drawSize": "5\u00a0000", "dd18": "226 859"}
    (row,) = parser.read_rows(bytes_of(ROW | french, encoding=encoding))
    assert (parser.read_round(row).name, parser.read_round(row).stream, parser.read_round(row).size) == (
        french["drawName"],
        "trades",
        5000,
    )


@pytest.mark.parametrize(
    "content", [b"not json", b"[" * 100_000, b"\xff\xfe\0", b"[]", b"{}", b'{"rounds": {}}', b"<html>blocked</html>"]
)
def test_another_document_is_no_feed(content):
    with pytest.raises(parser.FeedError):
        parser.read_rows(content)
