"""Lead statement and main duties of each occupation, from Statistics Canada's files in a folder of the firm's.

`NOC_ELEMENTS_DIR` holds the element file and the structure file of NOC 2021, version 1.0, in each language, as they
are downloaded. The site ships titles alone; without the files a job links to Statistics Canada's page
(`Occupation.duties`).
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.text import capfirst

from scoring.occupations import by_code, language

# Language -> name of the file, and the element that is a duty. Columns: level, code, title, element, its text.
ELEMENTS = {
    "en": ("noc_2021_version_1.0_-_elements.csv", "Main duties"),
    "fr": ("cnp_2021_version_1.0_-_elements.csv", "Fonctions principales"),
}
# Language -> name of the file. Columns: level, its name, code, title, definition; a unit group's is its lead statement.
STRUCTURES = {
    "en": "noc_2021_version_1.0_-_classification_structure.csv",
    "fr": "cnp_2021_version_1.0_-_structure_de_la_classification.csv",
}
UNIT_GROUP = "5"
ENCODINGS = ("utf-8-sig", "cp1252")


class Duty(NamedTuple):
    """One line of the list; a heading belongs to those that follow."""

    text: str
    heading: bool


def get_duties(noc: str) -> tuple[Duty, ...]:
    """The main duties of an occupation in the language in use; none where the files are not there."""
    folder = settings.NOC_ELEMENTS_DIR
    return read_duties(Path(folder), language()).get(noc, ()) if folder else ()


def get_lead_statement(noc: str) -> str:
    """What an occupation is, in the language in use; empty where the files are not there."""
    folder = settings.NOC_ELEMENTS_DIR
    return read_statements(Path(folder), language()).get(noc, "") if folder else ""


@cache
def read_statements(folder: Path, language: str) -> Mapping[str, str]:
    """The lead statements by NOC code. Raises as `read_duties` does."""
    found = read_rows(folder / STRUCTURES[language])
    return {code: " ".join(text.split()) for level, _name, code, _title, text in found if level == UNIT_GROUP}


@cache
def read_duties(folder: Path, language: str) -> Mapping[str, tuple[Duty, ...]]:
    """The duties by NOC code. Raises `OSError` for a file that can't be read, `ValueError` for another one."""
    name, element = ELEMENTS[language]
    found: dict[str, list[Duty]] = defaultdict(list)
    for _level, noc, _title, kind, text in read_rows(folder / name):
        if kind == element:
            found[noc].append(parse_duty(text))
    return {noc: tuple(lines) for noc, lines in found.items()}


def read_rows(path: Path) -> Iterator[list[str]]:
    """The rows of a file except empty ones. Raises `ValueError` for a row that has not five columns."""
    for row in filter(None, csv.reader(StringIO(read_text(path), newline=""))):
        # The publisher's file, whole and as it is (record 0047): any other is refused.
        if len(row) != 5:
            raise ValueError(f"not a file of NOC 2021: a row has {len(row)} columns and not 5")
        yield row


def read_text(path: Path) -> str:
    """The text of a file in either of the encodings that it is published in."""
    data = path.read_bytes()
    try:
        return data.decode(ENCODINGS[0])
    except UnicodeDecodeError:
        return data.decode(ENCODINGS[1])


def parse_duty(text: str) -> Duty:
    """A line of the file; one before a list ends with a colon and is a heading, French ones end with a semicolon."""
    plain = " ".join(text.split())
    return Duty(capfirst(plain.rstrip(" ;")), plain.endswith(":"))


def count_missing(found: Mapping[str, Any]) -> int:
    """For how many occupations a file has nothing."""
    return len(by_code().keys() - {code for code, duties in found.items() if duties})
