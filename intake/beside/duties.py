"""The main duties of each occupation, from Statistics Canada's own files, where the firm has put them into a folder.

`NOC_ELEMENTS_DIR` holds the element file of NOC 2021, version 1.0, in each
language, as it is downloaded. The site ships titles alone; without the files a
job leads to Statistics Canada's page (`Occupation.duties`).
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language

from scoring.occupations import by_code

# Language -> name of the file, and the element that is a duty. Columns: level, code, title, element, its text.
FILES = {
    "en": ("noc_2021_version_1.0_-_elements.csv", "Main duties"),
    "fr": ("cnp_2021_version_1.0_-_elements.csv", "Fonctions principales"),
}
ENCODINGS = ("utf-8-sig", "cp1252")


class Duty(NamedTuple):
    """One line of the list; a heading stands over those that follow."""

    text: str
    heading: bool


def duties(noc: str) -> tuple[Duty, ...]:
    """The main duties of an occupation in the language in use; none where the files are not there."""
    folder = settings.NOC_ELEMENTS_DIR
    return read(Path(folder), (get_language() or "en")[:2]).get(noc, ()) if folder else ()


@cache
def read(folder: Path, language: str) -> Mapping[str, tuple[Duty, ...]]:
    """The duties by NOC code. Raises `OSError` where the file can't be read, `ValueError` where it is another one."""
    name, element = FILES[language]
    found: dict[str, list[Duty]] = defaultdict(list)
    for _level, noc, _title, kind, text in rows(folder / name):
        if kind == element:
            found[noc].append(duty(text))
    return {noc: tuple(lines) for noc, lines in found.items()}


def rows(path: Path) -> Iterator[list[str]]:
    """The rows of an element file. Raises `ValueError` where one has not five columns."""
    for row in csv.reader(text_of(path).splitlines()):
        if len(row) != 5:
            raise ValueError(f"{path.name}: not an element file of NOC 2021, a row has {len(row)} columns and not 5")
        yield row


def text_of(path: Path) -> str:
    """A file in either of the encodings that it is published in."""
    data = path.read_bytes()
    try:
        return data.decode(ENCODINGS[0])
    except UnicodeDecodeError:
        return data.decode(ENCODINGS[1])


def duty(text: str) -> Duty:
    """A line as the file has it: the sentence before a list ends with a colon, and French lines with a semicolon."""
    plain = " ".join(text.split())
    return Duty(capfirst(plain.rstrip(" ;")), plain.endswith(":"))


def lacking(folder: Path, language: str) -> int:
    """Of how many occupations the file says no duty. Raises as `read` does."""
    return len(by_code().keys() - read(folder, language).keys())
