"""Short names of the things that results speak of."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from scoring.merging import merge

POINTS = ngettext_lazy("%(points)s point", "%(points)s points", "points")

ABILITY_NAMES = {
    "reading": _("reading"),
    "writing": _("writing"),
    "listening": _("listening"),
    "speaking": _("speaking"),
}

# Within a sentence or parentheses, where French writes a language small.
LANGUAGE_NAMES = {"en": pgettext_lazy("in a sentence", "English"), "fr": pgettext_lazy("in a sentence", "French")}

# A test of each official language that is still to be taken, in a sentence; what either comes to without the other.
TESTS_TO_TAKE = {"en": _("a test of English"), "fr": _("a test of French")}
TESTS_TO_BOOK = {
    "en": _("a test of English (IELTS General Training, CELPIP-General or PTE Core)"),
    "fr": _("a test of French (TEF Canada or TCF Canada)"),
}
# What the levels of a language are called: in French both have one name.
SCALE_NAMES = {"en": pgettext_lazy("levels of English", "CLB"), "fr": "NCLC"}
ONE_LANGUAGE = {"en": _("English alone"), "fr": _("French alone")}

TEST_NAMES = {
    "ielts_general": _("IELTS General Training"),
    "celpip_general": _("CELPIP-General"),
    "pte_core": _("PTE Core"),
    "tef_canada": _("TEF Canada"),
    "tcf_canada": _("TCF Canada"),
}

# The levels of education as the tables name them.
LEVEL_NAMES = {
    "none": _("none, or less than secondary school"),
    "secondary": _("secondary diploma"),
    "one_year": _("one-year program"),
    "two_year": _("two-year program"),
    "three_year_or_bachelors": _("bachelor's degree, or a program of three or more years"),
    "two_or_more": _("two or more credentials, one of three or more years"),
    "masters_or_professional": _("master's degree, or a professional degree for a licensed profession"),
    "doctoral": _("doctoral degree (PhD)"),
}

# The levels of single credentials.
CREDENTIAL_NAMES = {
    "under_one_year": _("program of less than one year"),
    "secondary": LEVEL_NAMES["secondary"],
    "one_year": LEVEL_NAMES["one_year"],
    "two_year": LEVEL_NAMES["two_year"],
    "three_year_or_more": _("program of three or more years"),
    "bachelors": _("bachelor's degree"),
    "masters": _("master's degree"),
    "professional": _("professional degree for a licensed profession"),
    "doctoral": LEVEL_NAMES["doctoral"],
}

# Who assesses foreign credentials (ECA).
BODY_NAMES = {
    "ces": _("Comparative Education Service"),
    "icas": _("International Credential Assessment Service of Canada"),
    "wes": _("World Education Services"),
    "iqas": _("International Qualifications Assessment Service"),
    "ices": _("International Credential Evaluation Service"),
    "mcc": _("Medical Council of Canada"),
    "pebc": _("Pharmacy Examining Board of Canada"),
    "cacb": _("Canadian Architectural Certification Board"),
}

SECTION_NAMES = {
    "core": _("Core / human capital"),
    "partner": _("Spouse or common-law partner"),
    "transferability": _("Skill transferability"),
    "additional": _("Additional points"),
}

FACTOR_TITLES = {
    "age": _("Age"),
    "education": _("Level of education"),
    "first_language_reading": _("First official language: reading"),
    "first_language_writing": _("First official language: writing"),
    "first_language_listening": _("First official language: listening"),
    "first_language_speaking": _("First official language: speaking"),
    "second_language_reading": _("Second official language: reading"),
    "second_language_writing": _("Second official language: writing"),
    "second_language_listening": _("Second official language: listening"),
    "second_language_speaking": _("Second official language: speaking"),
    "second_language_limit": _("Limit for the second official language"),
    "canadian_work": _("Canadian work experience"),
    "core_limit": _("Limit for core / human capital"),
    "partner_education": _("Partner's level of education"),
    "partner_language_reading": _("Partner's official language: reading"),
    "partner_language_writing": _("Partner's official language: writing"),
    "partner_language_listening": _("Partner's official language: listening"),
    "partner_language_speaking": _("Partner's official language: speaking"),
    "partner_canadian_work": _("Partner's Canadian work experience"),
    "partner_limit": _("Limit for the spouse or common-law partner"),
    "education_language": _("Education with official language"),
    "education_canadian_work": _("Education with Canadian work"),
    "transferability_education_limit": _("Limit for education combinations"),
    "foreign_work_language": _("Foreign work with official language"),
    "foreign_work_canadian_work": _("Foreign work with Canadian work"),
    "transferability_foreign_work_limit": _("Limit for foreign work combinations"),
    "certificate_language": _("Trade certificate with official language"),
    "transferability_certificate_limit": _("Limit for the trade certificate"),
    "transferability_limit": _("Limit for skill transferability"),
    "nomination": _("Provincial or territorial nomination"),
    "job_offer": _("Arranged employment"),
    "french": _("French-language skills"),
    "canadian_study": _("Post-secondary education in Canada"),
    "sibling": _("Brother or sister in Canada"),
    "high_wage": _("High-wage occupation"),
    "additional_limit": _("Limit for additional points"),
}

# Rows of what exceeds a limit, which takes points off.
LIMITS = {code for code in FACTOR_TITLES if code.endswith("_limit")}
EXCEEDED_NOW = ngettext_lazy(
    "%(title)s: %(now)s point above it is not counted now",
    "%(title)s: %(now)s points above it are not counted now",
    "now",
)
EXCEEDED_STILL = ngettext_lazy(
    "%(title)s: %(now)s point above it is not counted now, %(before)s before",
    "%(title)s: %(now)s points above it are not counted now, %(before)s before",
    "now",
)
EXCEEDED_BEFORE = ngettext_lazy(
    "%(title)s: nothing is above it now; %(before)s point was not counted before",
    "%(title)s: nothing is above it now; %(before)s points were not counted before",
    "before",
)


def describe_limit(code: str, before: int, after: int) -> str:
    """How much was above a limit before, and is now, where its row takes so much off: 0 before, -2 now."""
    words = EXCEEDED_NOW if not before else EXCEEDED_STILL if after else EXCEEDED_BEFORE
    return str(words % {"title": FACTOR_TITLES[code], "before": -before, "now": -after})


# By the kind of requirement; a table that has two of a kind gives the second one the code "work_in_total_2".
KIND_TITLES = {
    "continuous_work": _("Continuous skilled work in one occupation"),
    "work_in_one_occupation": _("Skilled work in one occupation"),
    "work_in_total": _("Skilled work"),
    "first_language": _("Language: all four abilities"),
    "language": _("Language: all four abilities"),
    "language_by_teer": _("Language: all four abilities"),
    "language_by_ability": _("Language: level for each ability"),
    "education": _("Education: Canadian, or assessed"),
    "certificate_or_offer": _("Trade certificate or job offer"),
    "job_offer": _("Job offer"),
    "grid": _("Pass mark of the selection grid"),
}
REQUIREMENT_TITLES = merge(
    KIND_TITLES,
    {f"{kind}_2": title for kind, title in KIND_TITLES.items()},
    {
        "quebec": _("Destination outside Quebec"),
        "funds": _("Settlement funds"),
        "fsw_work": _("One continuous year of skilled work in one occupation"),
        "fsw_language": _("Language: all four abilities"),
        "fsw_education": _("Education: Canadian, or assessed"),
        "fsw_grid": _("Pass mark of the selection grid"),
        "cec_work": _("One year of skilled work in Canada"),
        "cec_language": _("Language: all four abilities"),
        "fst_work": _("Years of work in one skilled trade"),
        "fst_language": _("Language: level for each ability"),
        "fst_offer_or_certificate": _("Trade certificate or job offer"),
        "category_work": _("Work in one listed occupation"),
        "category_french": _("French: all four abilities"),
        "military_service": _("Service in a foreign military"),
        "military_offer": _("Offer from the Canadian Armed Forces"),
        "military_education": _("Post-secondary credential of two or more years"),
    },
)

# As words inside a sentence; larger ones as digits.
NUMBER_WORDS: dict[object, object] = {
    2: pgettext_lazy("a number of years", "two"),
    3: pgettext_lazy("a number of years", "three"),
    4: pgettext_lazy("a number of years", "four"),
    5: pgettext_lazy("a number of years", "five"),
    6: pgettext_lazy("a number of years", "six"),
    7: pgettext_lazy("a number of years", "seven"),
    8: pgettext_lazy("a number of years", "eight"),
    9: pgettext_lazy("a number of years", "nine"),
    10: pgettext_lazy("a number of years", "ten"),
}


def name_number(number: Any) -> Any:
    """The number as a word inside a sentence, a larger one as it is."""
    return NUMBER_WORDS.get(number, number)


GRID_TITLES = {
    "total": pgettext_lazy("FSW selection factor", "Total"),
    "language": pgettext_lazy("FSW selection factor", "Language"),
    "education": pgettext_lazy("FSW selection factor", "Education"),
    "experience": pgettext_lazy("FSW selection factor", "Work experience"),
    "age": pgettext_lazy("FSW selection factor", "Age"),
    "arranged_employment": pgettext_lazy("FSW selection factor", "Arranged employment"),
    "adaptability": pgettext_lazy("FSW selection factor", "Adaptability"),
}
