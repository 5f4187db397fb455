"""The long lists people choose from: countries and occupations, each in the reader's language."""

import csv
import gzip
import json
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from intake.forms.widgets import render_options
from scoring.apps import rulebook
from scoring.occupations import Occupation, occupation, occupations
from scoring.rulebook import Rules
from scoring.streams import CATEGORIES

OTHER, OTHER_TRADE = "other", _("Another trade, which is not in this list")
COUNTRIES = Path(__file__).parents[1] / "data" / "countries.csv"


@cache
def countries() -> dict[str, dict[str, str]]:
    """The rows of countries.csv (ISO 3166-1 alpha-2, names of the Unicode CLDR, what else people say) by code."""
    with COUNTRIES.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row for row in csv.DictReader(rows)}


def country_name(code: str) -> str:
    """The country's name in the active language; empty for no country."""
    row = countries().get(code)
    return row[f"name_{spoken(get_language())}"] if row else ""


@cache
def by_country() -> dict[str, str]:
    """The code of every country by what people type: the code, its name in either language, or another name."""
    found: dict[str, str] = {}
    for code, row in countries().items():
        names = [code, row["name_en"], row["name_fr"], *other_names(row)]
        found |= {slugify(name): code for name in names}
    return found


def other_names(row: dict[str, str]) -> list[str]:
    """What people say instead of a country's name: "UK", "England"."""
    return [name for name in row["also"].split(", ") if name]


def country_code(typed: str) -> str:
    """The code of the country that was typed or chosen, however its case and accents; empty where there is none."""
    return by_country().get(slugify(typed), "")


def occupation_label(code: str) -> str:
    """The title and the code: "Software developers and programmers (21232)"; empty for no code."""
    if not code:
        return ""
    return f"{occupation(code).title} ({code})"


@cache
def country_options(language: str) -> str:
    """Option elements of all countries: Canada, then by name."""
    name = f"name_{spoken(language)}"
    rows = sorted(countries().values(), key=lambda row: (row["code"] != "CA", slugify(row[name])))
    return mark_safe("".join(country_option(row, row[name]) for row in rows))  # noqa: S308 - format_html escaped each


def country_option(row: dict[str, str], name: str) -> SafeString:
    """One country's option element, with the other names that the search finds it by."""
    also = format_html(' data-also="{}"', row["also"]) if row["also"] else ""
    return format_html('<option value="{}"{}>{}</option>', row["code"], also, name)


@cache
def occupation_options(language: str) -> str:
    """Option elements of all unit groups of NOC 2021, by title."""
    return render_options(titled(occupations(), language))


def trade_options(language: str) -> str:
    """Option elements of the skilled trades of Express Entry as of today, and of any other trade."""
    return _trade_options(language, rules_of_today())


@lru_cache(maxsize=8)
def _trade_options(language: str, rules: Rules) -> str:
    trades = [found for found in occupations() if found.code in rules["programs/fst_occupations"]]
    with override(language):
        other = format_html('<option value="{}" data-always>{}</option>', OTHER, OTHER_TRADE)
    return render_options(titled(trades, language)) + other


def is_trade(noc: str) -> bool:
    """Whether the Federal Skilled Trades Program lists this unit group today."""
    return noc in rules_of_today()["programs/fst_occupations"]


def titled(found: Iterable[Occupation], language: str) -> list[tuple[str, str]]:
    """Codes and titles in a language, in the order of the titles."""
    title = f"title_{spoken(language)}"
    rows = [(one.code, f"{getattr(one, title)} ({one.code})") for one in found]
    return sorted(rows, key=lambda row: slugify(row[1]))


@cache
def occupation_titles(language: str) -> bytes:
    """The title of every unit group in a language, as JSON, by code; packed as tightly as can be."""
    title = f"title_{spoken(language)}"
    titles = {one.code: getattr(one, title) for one in occupations()}
    return gzip.compress(json.dumps(titles, ensure_ascii=False, separators=(",", ":")).encode(), 9, mtime=0)


@cache
def by_title() -> dict[str, str]:
    """The code of every unit group by what people type: the code, or a title in either language."""
    found = {one.code: one.code for one in occupations()}
    for one in occupations():
        for title in (one.title_en, one.title_fr):
            found |= {title.casefold(): one.code, f"{title} ({one.code})".casefold(): one.code}
    return found


def occupation_code(typed: str) -> str:
    """The code of the occupation that was typed or chosen; empty where there is none."""
    return by_title().get(typed.strip().casefold(), "")


def occupation_data(language: str) -> dict[str, str]:
    """What a search of occupations must know: titles in the other language, TEER, and the lists in force."""
    with override("en" if spoken(language) == "fr" else "fr"):
        also = reverse("intake:titles")
    return {"data-also": also, "data-teer": gettext("TEER %d"), "data-lists": _lists(language, rules_of_today())}


@lru_cache(maxsize=8)
def _lists(language: str, rules: Rules) -> str:
    tables = {title: rules.get(f"categories/{code}") for code, title in CATEGORIES.items()}
    listed = {title: [key for key in table.cells if key.isdigit()] for title, table in tables.items() if table}
    with override(language):
        return json.dumps({str(title): " ".join(codes) for title, codes in listed.items() if codes}, ensure_ascii=False)


def rules_of_today() -> Rules:
    """The rules in force."""
    return rulebook().on(timezone.localdate())


def spoken(language: str | None) -> str:
    """French for any French, else English."""
    return "fr" if (language or "").startswith("fr") else "en"
