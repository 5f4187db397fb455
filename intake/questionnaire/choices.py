"""The long lists people choose from: countries and trades, each in the reader's language."""

import csv
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from scoring import trades as trades_of_provinces
from scoring.apps import rulebook
from scoring.occupations import occupation, occupations
from scoring.rulebook import Rules

OTHER, OTHER_TRADE = "other", _("Another trade, which is not in this list")
COUNTRIES = Path(__file__).parents[1] / "data" / "countries.csv"


def name_other_trade() -> frozenset[str]:
    """What a box posts for any other trade: its code, or its words in whichever language they were chosen."""
    names = {OTHER}
    for code in settings.LETTER_LANGUAGES:
        with override(code):
            names.add(str(OTHER_TRADE))
    return frozenset(names)


@cache
def read_countries() -> dict[str, dict[str, str]]:
    """The rows of countries.csv (ISO 3166-1 alpha-2, names of the Unicode CLDR, other common names) by code."""
    with COUNTRIES.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row for row in csv.DictReader(rows)}


def get_country_name(code: str) -> str:
    """The country's name in the active language; empty for no country."""
    row = read_countries().get(code)
    return row[f"name_{get_language_code(get_language())}"] if row else ""


@cache
def index_countries() -> dict[str, str]:
    """The code of every country by what people type: the code, its name in either language, or another name.

    Buys 89 % of the steps of answers replayed and judged anew (`python -m bench.bought pages index_countries`).
    """
    found: dict[str, str] = {}
    for code, row in read_countries().items():
        names = [code, row["name_en"], row["name_fr"], *split_other_names(row)]
        found |= {slugify(name): code for name in names}
    return found


def split_other_names(row: dict[str, str]) -> list[str]:
    """Other common names of a country: "UK", "England"."""
    return [name for name in row["also"].split(", ") if name]


def find_country_code(typed: str) -> str:
    """The code of the country that was typed or chosen, ignoring case and accents; empty where there is none."""
    return index_countries().get(slugify(typed), "")


def label_occupation(code: str) -> str:
    """Title and code: "Software developers and programmers (21232)"; empty for no code."""
    if not code:
        return ""
    return f"{occupation(code).title} ({code})"


@cache
def render_country_options(language: str) -> str:
    """Option elements of all countries: Canada, then by name.

    Buys 46 % of the steps of an answered page with a country (`python -m bench.bought pages render_country_options`).
    """
    name = f"name_{get_language_code(language)}"
    # By the letters without accents: as signs, "É" would stand after "Z".
    rows = sorted(read_countries().values(), key=lambda row: (row["code"] != "CA", slugify(row[name])))
    return mark_safe("".join(render_country_option(row, row[name]) for row in rows))  # noqa: S308 - format_html escaped each


def render_country_option(row: dict[str, str], name: str) -> SafeString:
    """One country's option element, with the other names that the search finds it by."""
    also = format_html(' data-also="{}"', row["also"]) if row["also"] else ""
    return format_html('<option value="{}"{}>{}</option>', row["code"], also, name)


def is_trade(noc: str) -> bool:
    """Whether the Federal Skilled Trades Program lists this unit group today."""
    return noc in get_rules_of_today()["programs/fst_occupations"]


def is_certified_trade(noc: str) -> bool:
    """Whether certificates of qualification are issued in this unit group today, as far as the tables know."""
    # None, where no table says so, is no "yes" (record 0065).
    return trades_of_provinces.is_trade(noc, get_rules_of_today()) is True


@cache
def index_occupations() -> dict[str, str]:
    """The code of every unit group by what people type: the code, or a title in either language.

    Buys 22 % of the steps of answers replayed and judged anew (`python -m bench.bought pages index_occupations`).
    """
    found = {one.code: one.code for one in occupations()}
    for one in occupations():
        for title in (one.title_en, one.title_fr):
            found |= {title.casefold(): one.code, f"{title} ({one.code})".casefold(): one.code}
    return found


def find_occupation_code(typed: str) -> str:
    """The code of the occupation that was typed or chosen; empty where there is none."""
    return index_occupations().get(typed.strip().casefold(), "")


def get_rules_of_today() -> Rules:
    """The rules in force."""
    return rulebook().on(timezone.localdate())


def get_language_code(language: str | None) -> str:
    """Reduce a language to one of the two lists': "fr" for any French, else "en"."""
    # What governments publish exists in these two; a reader of a third language gets the English (record 0161).
    return "fr" if (language or "").startswith("fr") else "en"
