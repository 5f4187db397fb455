"""The names of tables, columns and rows, for pages that show the tables themselves.

A heading or a row may name a number of another table, which `fill_in` puts there.
"""

from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from scoring.category_names import CATEGORIES
from scoring.fsw_grid import get_most_points
from scoring.merging import merge
from scoring.rulebook import Rules
from scoring.streams import name_program
from scoring.words import ABILITY_NAMES, BODY_NAMES, CREDENTIAL_NAMES, LEVEL_NAMES

# In the order in which a reader meets them. A folder's heading, then its tables.
CHAPTERS = {
    _("Core / human capital, and spouse or common-law partner"): {
        "crs/age": _("Age"),
        "crs/education": _("Level of education"),
        "crs/first_language": _("First official language, each ability"),
        "crs/second_language": _("Second official language, each ability"),
        "crs/canadian_work": _("Canadian work experience, full years"),
        "crs/partner_language": _("Partner's official language, each ability"),
    },
    _("Skill transferability"): {
        "crs/education_language": _("Education, with CLB or NCLC in all four abilities"),
        "crs/education_canadian_work": _("Education, with full years of Canadian work"),
        "crs/foreign_work_language": _("Full years of foreign work, with CLB or NCLC in all four abilities"),
        "crs/foreign_work_canadian_work": _("Full years of foreign work, with full years of Canadian work"),
        "crs/certificate_language": _("Trade certificate, with CLB or NCLC in all four abilities"),
        "crs/certified_trades": _("Trades beside those of the Federal Skilled Trades Program"),
        "crs/uncertified_trades": _("Skilled trades in which no certificate of qualification is known"),
    },
    _("Additional points, and limits"): {
        "crs/nomination": _("Provincial or territorial nomination"),
        "crs/job_offer": _("Arranged employment"),
        "crs/french": _("French-language skills, by the lowest English ability"),
        "crs/canadian_study": _("Post-secondary education in Canada"),
        "crs/sibling": _("Brother or sister in Canada"),
        "crs/high_wage": _("High-wage occupation"),
        "crs/high_wage_occupations": _("High-wage occupations, by tier"),
        "crs/limits": _("The most that a section or a group gives"),
    },
    _("Federal Skilled Worker Program: the grid of %(most)d points"): {
        "programs/fsw_language": _("First official language, each ability"),
        "programs/fsw_second_language": _("Second official language, lowest ability"),
        "programs/fsw_education": _("Education"),
        "programs/fsw_experience": _("Work experience, full years"),
        "programs/fsw_age": _("Age"),
        "programs/fsw_arranged_employment": _("Arranged employment"),
        "programs/fsw_adaptability": _("Adaptability"),
        "programs/fsw_minimum": _("What everyone needs"),
        "programs/funds": _("Settlement funds by family size, Canadian dollars"),
    },
    _("Canadian Experience Class and Federal Skilled Trades Program"): {
        "programs/cec": _("Canadian Experience Class: language by TEER"),
        "programs/fst": _("Federal Skilled Trades: language by ability"),
        "programs/fst_occupations": _("Federal Skilled Trades: the occupations"),
    },
    _("What counts, and for how long"): {
        "work/definitions": _("Work experience"),
        "work/job_offer": _("Which job offers count for the ranking system"),
        "work/windows": _("How many years back work experience counts"),
        "work/readings": _("What the rules leave open, as we read it"),
        "work/self_employed_physicians": _("Physicians whose self-employed work in Canada counts"),
        "language/validity": _("How long a language test counts"),
        "education/validity": _("How long an educational credential assessment counts"),
        "education/professional_bodies": _(
            "Federal Skilled Worker: the only body whose assessment counts, by occupation"
        ),
        "work/classification": _("The classification of occupations"),
    },
    _("Language tests: the lowest score of each level"): {
        "language/ielts_general": _("IELTS General Training to CLB"),
        "language/celpip_general": _("CELPIP-General to CLB"),
        "language/pte_core": _("PTE Core to CLB"),
        "language/tef_canada_old": _("TEF Canada (Équivalence ancien score) to NCLC"),
        "language/tef_canada_699": _("TEF Canada (column out of 699) to NCLC"),
        "language/tcf_canada": _("TCF Canada to NCLC"),
    },
    _("Category-based selection"): {f"categories/{code}": name for code, name in CATEGORIES.items()},
}

# What the guide says besides the rules; no score is worked out from it.
GUIDE_TITLES = {
    "guide/fees": _("Fees of an application"),
    "guide/family_fees": _("Fees of partners and children"),
    "guide/biometrics_fees": _("Fees of biometrics"),
    "guide/processing_times": _("Processing times"),
    "guide/documents": _("Documents after an invitation"),
    "guide/police_certificates": _("Police certificates"),
    "guide/expired_police_certificates": _("Police certificates after their last valid day"),
    "guide/canadian_study": _("Study in Canada that gives points: the conditions"),
    "guide/conditions": _("What relatives, study and funds have to be"),
    "guide/nominee_programs": _("Provincial nominee programs"),
    "guide/nominee_streams": _("Provincial nominee streams"),
    "guide/nominee_details": _("What provincial nominee streams ask for"),
    "guide/eca_bodies": _("Organizations that assess credentials"),
    "guide/eca_results": _("What the wording of an assessment stands for"),
    "guide/language_tests": _("Language tests that are taken"),
    "guide/efforts": _("What a change asks of a person"),
}

# From Monday, as Django's `WEEKDAYS` count; those of `scoring.experience` begin on Sunday.
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COLUMNS = merge(
    ABILITY_NAMES,
    {
        "with_partner": _("With a partner"),
        "single": _("Without a partner"),
        "partner": _("For the partner"),
        "points": _("Points"),
        "value": _("Value"),
        "cad": _("Dollars"),
        "years": _("Years"),
        "clb": _("CLB or NCLC"),
        "nclc": _("NCLC"),
        "title": _("Occupation"),
        "no_gap": _("Between two jobs: 1 is not a gap"),
        "body": _("Assessed by"),
        "classification": _("Classification"),
        "canadian_work": _("Canadian work"),
        "job_offer": _("Job offer"),
        "canadian_work_with_partner": _("Canadian work, with a partner"),
        "canadian_work_single": _("Canadian work, without a partner"),
        "job_offer_with_partner": _("Job offer, with a partner"),
        "job_offer_single": _("Job offer, without a partner"),
        "tier": _("Tier"),
        "qualifying": _("Meets the conditions: 1 counts"),
        "otherwise": _("Does not meet them: 1 counts"),
        "accepted": _("Accepted: 1 counts"),
    },
)

ROWS = merge(
    LEVEL_NAMES,
    CREDENTIAL_NAMES,
    ABILITY_NAMES,
    {code: name_program(code) for code in ("fsw", "cec", "fst")},
    {name: WEEKDAYS[number] for number, name in enumerate(DAYS)},
    {
        "core": _("Core / human capital"),
        "partner": _("Spouse or common-law partner"),
        "transferability": _("Skill transferability"),
        "transferability_education": _("Education combinations"),
        "transferability_foreign_work": _("Foreign work combinations"),
        "transferability_certificate": _("Trade certificate"),
        "additional": _("Additional points"),
        "nominated": _("Nominated"),
        "sibling": _("Brother or sister, citizen or permanent resident"),
        "major_group_00": _("Offer in NOC major group 00 (senior management)"),
        "other": _("Other offer in TEER 0 to %(lowest_teer)d"),
        "offer": _("Qualifying job offer"),
        "full_week_hours": _("Hours of a full week: more do not count"),
        "year_hours": _("Hours of a year"),
        "lowest_skilled_teer": _("Skilled work is TEER 0 to"),
        "crs": _("Points of the ranking system"),
        "test": _("A language test"),
        "eca": _("An assessment of a foreign credential"),
        "each_ability": _("Each of the four abilities"),
        "pass_mark": _("Pass mark"),
        "work_hours": _("Hours of continuous work in one occupation"),
        "clb": _("CLB or NCLC in all four abilities"),
        "partner_language": _("Partner's language"),
        "study": _("Your study in Canada"),
        "partner_study": _("Partner's study in Canada"),
        "work": _("Your work in Canada"),
        "partner_work": _("Partner's work in Canada"),
        "arranged_employment": _("Arranged employment"),
        "relative": _("Relative in Canada"),
        "read": _("Occupations are read in"),
        "lmia": _("With a labour market impact assessment"),
        "lmia_permit": _("With a work permit that rests on an assessment"),
        "exempt_permit_one_year": _("With a work permit that needs none, after a year of work"),
        "open_permit": _("On none of these grounds, as with an open work permit"),
        "not_stated": _("On what it rests is not stated"),
        "present_country": _("Of the country where the person lives now"),
        "other_country": _("Of another country, issued after the last long stay there"),
    },
)


def fill_in(words: Any, rules: Rules) -> str:
    """The words of a heading or a row with the numbers of these rules."""
    text = str(words)
    # A program's name is a row too, and the firm's own words.
    if "%(" not in text:
        return text
    lowest = rules["work/definitions"].points("lowest_skilled_teer")
    return text % {"most": get_most_points(rules), "lowest_teer": lowest}


VALUES = {
    "maximum_with_partner": _("The most, with a partner"),
    "maximum_single": _("The most, without a partner"),
    "maximum": _("The most"),
    "nclc": _("NCLC needed in all four French abilities"),
    "partner_clb": _("CLB or NCLC needed in all four of the partner's abilities"),
    "study_years": _("Academic years of full-time study needed"),
    "work_hours": _("Hours of work needed"),
    "each_further_member": _("Each further member"),
    "months": _("Months of work needed"),
    "hours": _("Hours of work needed"),
    "together": _("Work and the offer"),
    "window_years": _("Period counted, in years"),
    "continuous": _("Without a break"),
    "where": _("Where"),
    "foreign_work_in_one_occupation": _("Foreign work for the CRS counts in one occupation only"),
    "category_work_while_studying": _("Categories of Canadian work count work as a full-time student"),
    "category_work_self_employed": _("Categories of Canadian work count self-employment"),
    "leave_breaks_a_year": _("Leave inside a job breaks a continuous year"),
    "service_years": _("Years of service needed"),
    "stands_in": _("In the place of an older classification"),
    "broad_categories": _("Broad categories in which another occupation may be a trade"),
    "teers": _("TEERs in which another occupation may be a trade"),
}
WORDS_OF_VALUES = merge(
    {True: _("yes"), False: _("no"), "canada": _("in Canada"), "anywhere": _("in Canada or abroad")},
    {"sum": _("are added"), "higher": _("the higher counts")},
    BODY_NAMES,
)
