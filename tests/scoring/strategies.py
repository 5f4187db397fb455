"""Random profiles in the contract's form."""

from datetime import date

from hypothesis import strategies as st

LEVELS = [
    "under_one_year", "secondary", "one_year", "two_year", "three_year_or_more", "bachelors", "masters",
    "professional", "doctoral",
]  # fmt: skip
# Occupations of every TEER, trades, and ones of each category list.
NOCS = [
    "00012", "21231", "21232", "21200", "31102", "31301", "33102", "40042", "41200", "41220", "42202", "44101",
    "63100", "63200", "72106", "72310", "72410", "72600", "73300", "75110", "82031", "21331",
]  # fmt: skip
SCALES = {
    "ielts_general": ((0, 18, 2),) * 4,
    "celpip_general": ((0, 12, 1),) * 4,
    "pte_core": ((10, 90, 1),) * 4,
    "tef_canada": ((0, 300, 1), (0, 450, 1), (0, 360, 1), (0, 450, 1)),
    "tcf_canada": ((0, 699, 1), (0, 20, 1), (0, 699, 1), (0, 20, 1)),
}
ABILITIES = ("reading", "writing", "listening", "speaking")


def days(first: date, last: date) -> st.SearchStrategy[str]:
    return st.dates(first, last).map(date.isoformat)


@st.composite
def language_tests(draw):
    name = draw(st.sampled_from(sorted(SCALES)))
    scores = {
        ability: draw(st.integers(low, high)) / step
        for ability, (low, high, step) in zip(ABILITIES, SCALES[name], strict=True)
    }
    return {"test": name, "taken_on": draw(days(date(2023, 6, 1), date(2028, 1, 1))), **scores}


@st.composite
def leaves(draw, start, end):
    """Up to two leaves inside a job."""
    first, last = start, date.fromisoformat(end) if end else date(2029, 6, 1)
    found = [sorted([draw(st.dates(first, last)), draw(st.dates(first, last))]) for _ in range(draw(st.integers(1, 2)))]
    return [{"start": one.isoformat(), "end": other.isoformat()} for one, other in found]


@st.composite
def jobs(draw):
    start = draw(st.dates(date(2012, 1, 1), date(2027, 6, 1)))
    end = draw(st.none() | st.dates(start, date(2029, 6, 1)).map(date.isoformat))
    flags = {
        name: draw(st.booleans())
        for name in ("self_employed", "while_full_time_student", "primary")
        if draw(st.integers(0, 4)) == 0
    }
    extras = {"permit_without_status": True, "employer_country": "US", "unpaid_leave": draw(leaves(start, end))}
    extras = {name: value for name, value in extras.items() if draw(st.integers(0, 5)) == 0}
    refusals = {name: False for name in ("paid", "authorized", "qualified_for_trade") if draw(st.integers(0, 9)) == 0}
    return {
        "noc": draw(st.sampled_from(NOCS)),
        "country": draw(st.sampled_from(["CA", "CA", "IN", "FR"])),
        "start": start.isoformat(),
        "end": end,
        "hours_per_week": draw(st.sampled_from([7.5, 15, 20, 29.9, 30, 37.5, 40, 60])),
        **flags,
        **extras,
        **refusals,
    }


@st.composite
def credentials(draw):
    country = draw(st.sampled_from(["CA", "IN"]))
    return {
        "level": draw(st.sampled_from(LEVELS)),
        "country": country,
        "awarded_on": draw(st.none() | days(date(2010, 1, 1), date(2028, 1, 1))),
        "eca_issued_on": draw(st.none() | days(date(2020, 1, 1), date(2028, 1, 1))),
        "canadian_study_bonus": country == "CA" and draw(st.booleans()),
        "full_time_academic_years": draw(st.sampled_from([0, 1, 2, 4])),
        "eca_issuer": draw(st.sampled_from([None, "wes", "mcc", "cacb"])),
    }


study = st.none() | st.fixed_dictionaries(
    {"full_time_academic_years": st.sampled_from([0, 1, 2, 3.5]), "program_of_two_years_or_more": st.booleans()}
)


def people(size: int = 3) -> dict[str, st.SearchStrategy]:
    return {
        "credentials": st.lists(credentials(), max_size=size),
        "language_tests": st.lists(language_tests(), max_size=size),
        "jobs": st.lists(jobs(), max_size=size),
        "study_in_canada": study,
    }


known_or_not = st.sampled_from([None, True, False])
partners = st.fixed_dictionaries(
    {
        "accompanying": st.booleans(),
        "canadian": st.booleans(),
        **people(1),
        "resides_in_canada": known_or_not,
        "citizen": known_or_not,
    }
)
BASES = [None, "lmia", "lmia_permit", "exempt_permit_one_year", "open_permit"]
offers = st.fixed_dictionaries(
    {
        "noc": st.sampled_from(NOCS),
        "qualifying": st.booleans(),
        "canadian_armed_forces": st.booleans(),
        "basis": st.sampled_from(BASES),
        "two_employers": st.booleans(),
    }
)
certificates = st.fixed_dictionaries(
    {"noc": st.sampled_from(["72310", "72410", "63200", "63210", "73300", "21232", "62201"]), "province": st.just("ON")}
)
whose = st.sampled_from([None, "self", "partner"])
profiles = st.fixed_dictionaries(
    {
        "date_of_birth": days(date(1970, 1, 1), date(2012, 1, 1)),
        "marital_status": st.sampled_from(["never_married", "married", "common_law", "divorced", "widowed"]),
        "partner": st.none() | partners,
        **people(),
        "first_official_language": st.sampled_from([None, None, "en", "fr"]),
        "certificate_of_qualification": st.none() | certificates,
        "provincial_nomination": st.booleans(),
        "nomination_stream": st.sampled_from([None, "express_entry", "base"]),
        "sibling_in_canada": st.booleans(),
        "sibling_of": whose,
        "relative_in_canada": st.booleans(),
        "relative_of": whose,
        "job_offer": st.none() | offers,
        "authorized_to_work_in_canada": st.booleans(),
        "work_permit_until": st.none() | days(date(2024, 1, 1), date(2029, 1, 1)),
        "settlement_funds_cad": st.none() | st.integers(0, 60_000),
        "family_size": st.integers(1, 9),
        "destination_quebec": st.sampled_from([False, False, False, True]),
        "destination_undecided": st.booleans(),
        "foreign_military_years": st.sampled_from([0, 0, 9.5, 10]),
    }
)
