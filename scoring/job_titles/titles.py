"""The job titles of the National Occupational Classification 2021, version 1.0, by unit group.

Statistics Canada, NOC 2021 Version 1.0, job titles, English (27,941) and French
(29,767), https://www.statcan.gc.ca/en/subjects/standard/noc/2021/indexV1, under
the Statistics Canada Open Licence. In `data/en.txt` and `data/fr.txt` a unit
group is in square brackets above its titles.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"


class Title(NamedTuple):
    """One job title of a unit group, as published: "Waiter/waitress - food and beverage services"."""

    noc: str
    text: str


def read_titles(language: str) -> Iterator[Title]:
    """Every title in a language ("en" or "fr"), in order of code."""
    noc = ""
    for line in (DATA / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            noc = line[1:-1]
        elif line:
            yield Title(noc, line)
