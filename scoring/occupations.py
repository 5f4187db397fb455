"""The 516 unit groups of the National Occupational Classification 2021, version 1.0.

Statistics Canada, NOC 2021 Version 1.0, element file, English and French. The
second digit of a code is its TEER; the first two are its major group.
"""

import csv
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from django.utils.translation import get_language

from scoring.memory import make_once

# Where Statistics Canada has the lead statement and the main duties of a unit group, in each language.
PAGES = {
    "en": "https://www23.statcan.gc.ca/imdb/p3VD.pl",
    "fr": "https://www23.statcan.gc.ca/imdb/p3VD_f.pl",
}
QUERY = "Function=getVD&TVD=1322554&CVD=1322870&CPV={code}&CST=01052021&CLV=5&MLV=5"
FILE = Path(__file__).parent / "tables" / "noc2021.csv"


class Occupation(NamedTuple):
    """One unit group."""

    code: str
    title_en: str
    title_fr: str
    teer: int

    @property
    def title(self) -> str:
        """The title in the language in use."""
        return title_in(self, language())

    @property
    def duties(self) -> str:
        """The address of its lead statement and main duties, in the language in use."""
        return f"{PAGES[language()]}?{QUERY.format(code=self.code)}"


def title_in(group: Occupation, language: str) -> str:
    """The title of a unit group in a language ("en" or "fr")."""
    return group.title_fr if language == "fr" else group.title_en


def language() -> str:
    """The language in use, of the two that the classification has: "en" or "fr"."""
    return "fr" if (get_language() or "en").startswith("fr") else "en"


@make_once
def by_code() -> Mapping[str, Occupation]:
    """Every unit group by its five-digit code."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [Occupation(r["code"], r["title_en"], r["title_fr"], int(r["teer"])) for r in csv.DictReader(file)]
    # Kept for the whole process, so that nobody may write in it.
    return MappingProxyType({row.code: row for row in rows})


def occupations() -> tuple[Occupation, ...]:
    """All 516, in order of code."""
    return tuple(by_code().values())


def occupation(code: str) -> Occupation:
    """The unit group of this code. Raises `KeyError` where there is none."""
    return by_code()[code]


def check_noc(code: str) -> None:
    """Accept the code of a unit group. Raises `ValueError` where NOC 2021 has none of this code."""
    if code not in by_code():
        raise ValueError(f"noc: NOC 2021 has no unit group {code}; look the occupation up by its title")


def teer(code: str) -> int:
    """The TEER of a code (training, education, experience and responsibilities), 0 to 5: its second digit."""
    return int(code[1])


def major_group(code: str) -> str:
    """The first two digits: "00" is senior management."""
    return code[:2]
