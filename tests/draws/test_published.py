"""What IRCC's words mean: each irregular way of writing that has been seen."""

from datetime import UTC, date, datetime

import pytest

from draws.rounds import ircc_text
from draws.rounds.ircc_text import Unclear

HELD_ON = date(2026, 8, 5)


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("July 3, 2026 at 21:35:13 UTC", datetime(2026, 7, 3, 21, 35, 13, tzinfo=UTC)),
        ("July 3rd 2026 at 21:35:13 UTC", datetime(2026, 7, 3, 21, 35, 13, tzinfo=UTC)),
        ("April 12th, 2026 at 01:00:00 UTC", datetime(2026, 4, 12, 1, 0, tzinfo=UTC)),
        ("May 21, 2026 at  12:14:09 UTC", datetime(2026, 5, 21, 12, 14, 9, tzinfo=UTC)),
        ("September 05, 2025 at 0:59:13 UTC", datetime(2025, 9, 5, 0, 59, 13, tzinfo=UTC)),
        ("March 05, 2026 at 05:10:48", datetime(2026, 3, 5, 5, 10, 48, tzinfo=UTC)),
        ("May 26 2026 at 12:28:38 UTC", datetime(2026, 5, 26, 12, 28, 38, tzinfo=UTC)),
        ("March 02. 2026 at 01:58:34 UTC", datetime(2026, 3, 2, 1, 58, 34, tzinfo=UTC)),
        ("May 30, 2026 at 04:22:17 AM UTC", datetime(2026, 5, 30, 4, 22, 17, tzinfo=UTC)),
        ("June 22, 2026 at 20:19:59 PM UTC", datetime(2026, 6, 22, 20, 19, 59, tzinfo=UTC)),
        ("June 19, 2026 06:41:05 UTC", datetime(2026, 6, 19, 6, 41, 5, tzinfo=UTC)),
        ("May 19,2026 06:48:41 UTC", datetime(2026, 5, 19, 6, 48, 41, tzinfo=UTC)),
        ("December 12, 2025, at 10:48:12 UTC", datetime(2025, 12, 12, 10, 48, 12, tzinfo=UTC)),
        (" January 17, 2026 at 12:33:00 UTC", datetime(2026, 1, 17, 12, 33, tzinfo=UTC)),
        ("October 7 at 16:38:21 UTC", datetime(2025, 10, 7, 16, 38, 21, tzinfo=UTC)),
        ("1er mars 2026 à 18:34:05 UTC", datetime(2026, 3, 1, 18, 34, 5, tzinfo=UTC)),
        ("3 août 2026 à 18 h 34 min 05 s UTC", datetime(2026, 8, 3, 18, 34, 5, tzinfo=UTC)),
        ("2026-07-03 21:35:13", datetime(2026, 7, 3, 21, 35, 13, tzinfo=UTC)),
        ("2026-07-03T21:35:13Z", datetime(2026, 7, 3, 21, 35, 13, tzinfo=UTC)),
        ("", None),
    ],
)
def test_a_tie_break_is_understood_however_it_is_written(words, moment):
    assert ircc_text.parse_tie_break(words, HELD_ON) == moment


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("July 3, 2026", id="no time"),
        pytest.param("2026-07-03", id="no time, in figures"),
        pytest.param("2026-13-03 21:35:13", id="no such month"),
        pytest.param("07/03/2026 21:35:13", id="day or month first"),
        pytest.param("July 3, 2026 at 21:35 UTC", id="no seconds"),
        pytest.param("July 32, 2026 at 21:35:13 UTC", id="no such day"),
        pytest.param("July 3, 2026 at 25:35:13 UTC", id="no such hour"),
        pytest.param("July 3, 2026 at 01:35:13 PM UTC", id="1 or 13 o'clock"),
        pytest.param("July 3, 2026 at 12:35:13 AM UTC", id="midnight or noon"),
        pytest.param("July 3, 2024 at 21:35:13 UTC", id="older than any profile in the pool"),
        pytest.param("August 7, 2026 at 21:35:13 UTC", id="two days after the round"),
        pytest.param("August 5 at 16:38:21 UTC", id="no year, this year or last"),
        pytest.param("February 29 at 16:38:21 UTC", id="no year has that day"),
        pytest.param("Juli 3, 2026 at 21:35:13 UTC", id="no month"),
        pytest.param("to be announced", id="words"),
    ],
)
def test_an_unclear_tie_break_is_never_guessed(words):
    with pytest.raises(Unclear):
        ircc_text.parse_tie_break(words, HELD_ON)


@pytest.mark.parametrize("words", ["1000", "1,000", "1 000", "1\u00a0000", "1\u202f000", " 1,000 "])
def test_a_number_may_have_any_thousands_separator(words):
    assert ircc_text.parse_number(words) == 1000


@pytest.mark.parametrize("words", ["", "1-000", "1,00", "about 1,000", "1.5", "²"])
def test_an_unclear_number_is_never_guessed(words):
    with pytest.raises(Unclear):
        ircc_text.parse_number(words)


@pytest.mark.parametrize(
    ("name", "stream"),
    [
        ("No Program Specified", "general"),
        ("General", "general"),
        ("Canadian Experience Class", "cec"),
        ("Provincial Nominee Program", "pnp"),
        ("Federal Skilled Trades", "fst"),
        ("Federal Skilled Worker", "fsw"),
        ("French language proficiency (Version 1)", "french"),
        ("French-Language proficiency 2026-Version 2", "french"),
        ("Healthcare occupations (Version 1)", "healthcare"),
        ("Healthcare and Social Services Occupations, 2026-Version 3", "healthcare"),
        ("STEM occupations (Version 1)", "stem"),
        ("stem OCCUPATIONS, 2027-Version 12", "stem"),
        ("Trade occupations (Version 2)", "trades"),
        ("Trades Occupations, 2026-Version 3", "trades"),
        ("Transport Occupations, 2026-Version 2", "transport"),
        ("Agriculture and agri-food occupations (Version 1)", "agriculture"),
        ("Education occupations (Version 1)", "education"),
        ("Physicians with Canadian Work Experience, 2026-Version 1", "physicians"),
        ("Senior managers with Canadian Work Experience, 2026-Version 1", "senior_managers"),
        ("Researchers with Canadian Work Experience, 2026-Version 1", "researchers"),
        ("Skilled Military Recruits, 2026-Version 1", "military"),
        ("Catégorie de l’expérience canadienne", "cec"),
        ("Métiers spécialisés 2026-Version 3", "trades"),
        ("Programme des travailleurs de métiers spécialisés (fédéral)", "fst"),
        ("Métiers des transports (Version 1)", "transport"),
        ("Métiers de l'agriculture et de l'agroalimentaire (Version 1)", "agriculture"),
        ("Compétence linguistique en français 2026-Version 2", "french"),
        ("Générale", "general"),
    ],
)
def test_a_name_tells_the_stream(name, stream):
    assert ircc_text.parse_stream(name) == stream


@pytest.mark.parametrize(
    "name",
    ["", "Quantum occupations, 2027-Version 1", "French-speaking physicians", "Healthcare support occupations"],
)
def test_an_unknown_name_is_never_guessed(name):
    with pytest.raises(Unclear):
        ircc_text.parse_stream(name)
