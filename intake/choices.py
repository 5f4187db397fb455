"""The long lists people choose from: countries and occupations, each in the reader's language."""

import csv
from functools import cache
from pathlib import Path

from django.utils.text import slugify
from django.utils.translation import get_language

from intake.widgets import render_options
from scoring.occupations import occupation, occupations

COUNTRIES = Path(__file__).with_name("data") / "countries.csv"


@cache
def countries() -> dict[str, dict[str, str]]:
    """The rows of countries.csv (ISO 3166-1 alpha-2, names of the Unicode CLDR) by code."""
    with COUNTRIES.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row for row in csv.DictReader(rows)}


def country_name(code: str) -> str:
    """The country's name in the active language; empty for no country."""
    row = countries().get(code)
    return row[f"name_{spoken(get_language())}"] if row else ""


def occupation_label(code: str) -> str:
    """The title and the code: "Software developers and programmers (21232)"; empty for no code."""
    if not code:
        return ""
    return f"{occupation(code).title} ({code})"


@cache
def country_options(language: str) -> str:
    """Option elements of all countries: Canada, then by name."""
    name = f"name_{spoken(language)}"
    rows = [(code, row[name]) for code, row in countries().items()]
    return render_options(sorted(rows, key=lambda row: (row[0] != "CA", slugify(row[1]))))


@cache
def occupation_options(language: str) -> str:
    """Option elements of all unit groups of NOC 2021, by title."""
    title = f"title_{spoken(language)}"
    rows = [(found.code, f"{getattr(found, title)} ({found.code})") for found in occupations()]
    return render_options(sorted(rows, key=lambda row: slugify(row[1])))


def spoken(language: str | None) -> str:
    """French for any French, else English."""
    return "fr" if (language or "").startswith("fr") else "en"
