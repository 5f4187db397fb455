"""Made-up clients, the same ones each time: varied as a firm's list is, on example.org addresses.

A person is drawn from a kind (nurse, cook, French speaker ...) with the facts
that vary inside it. The kinds are chosen so that recent cut-offs have some
above, some at and some below.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from intake.clients.sample_names import FIRST_NAMES, LAST_NAMES
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode

# Fixed, like the seed: the shipped file has to come out the same whenever it is made.
TODAY = date(2026, 11, 23)
SEED = 20261123
ANY = (0, 1200)
# How many of which kind, and the stream and scores they are drawn for, around recent cut-offs.
WANTED: list[tuple[int, str, str, tuple[int, int]]] = [
    (30, "engineer", "", ANY),
    (2, "engineer", "cec", (518, 518)),
    (26, "nurse", "", ANY),
    (2, "nurse", "healthcare", (475, 475)),
    (22, "french", "", ANY),
    (4, "late", "french", (300, 381)),
    (2, "late", "french", (382, 382)),
    (20, "trade", "", ANY),
    (2, "trade", "trades", (476, 476)),
    (4, "trade", "trades", (477, 560)),
    (12, "transport", "", ANY),
    (2, "transport", "transport", (470, 470)),
    (3, "transport", "transport", (471, 560)),
    (14, "nominee", "", ANY),
    (4, "settled", "pnp", (650, 724)),
    (2, "settled", "pnp", (725, 725)),
    (30, "couple", "", ANY),
    (11, "student", "", ANY),
    (8, "basic", "", ANY),
]
NOCS = {
    "engineer": ["21231", "21232", "21300", "21211", "20012", "11100"],
    "nurse": ["31301", "32101", "31302", "33102", "32120"],
    "french": ["12100", "41221", "14100", "64100", "21222", "11202"],
    "trade": ["72106", "72200", "72300", "72310", "72400", "63201"],
    "transport": ["72404", "72410", "72600", "22313"],
    "nominee": ["13110", "62010", "21232", "12200"],
    "couple": ["21231", "31301", "11100", "41220", "72200"],
    "student": ["60020", "13110", "62020"],
    "late": ["12100", "64100", "14100"],
    "settled": ["62010", "12200", "63200"],
}
COUNTRIES = ["IN", "PH", "NG", "BR", "MX", "CN", "PK", "IR", "CO", "GB"]
FRENCH_COUNTRIES = ["FR", "CM", "MA", "CI", "SN", "TN", "HT", "DZ"]
IELTS = {
    5: (5, 4, 5, 5),
    6: (5.5, 5, 5.5, 5.5),
    7: (6, 6, 6, 6),
    8: (7.5, 6.5, 6.5, 6.5),
    9: (8, 7, 7, 7),
    10: (8.5, 8, 7.5, 7.5),
}
# CELPIP's levels are those of the benchmarks themselves.
CELPIP = {level: (level,) * 4 for level in IELTS}
PTE = {
    5: (39, 42, 51, 51),
    6: (50, 51, 60, 59),
    7: (60, 60, 69, 68),
    8: (71, 69, 79, 76),
    9: (82, 78, 88, 84),
    10: (89, 88, 90, 89),
}
TEF = {
    5: (181, 151, 226, 226),
    6: (217, 181, 271, 271),
    7: (249, 207, 310, 310),
    8: (280, 233, 349, 349),
    9: (298, 248, 371, 371),
    10: (316, 263, 393, 393),
}
TCF = {5: (369, 375, 6, 6), 6: (398, 406, 7, 7), 7: (458, 453, 10, 10), 8: (503, 499, 12, 12), 9: (523, 524, 14, 14)}
TESTS = {"ielts_general": IELTS, "celpip_general": CELPIP, "pte_core": PTE, "tef_canada": TEF, "tcf_canada": TCF}
ABILITIES = ("listening", "reading", "writing", "speaking")
FRENCH = {"french", "late"}
OLDER = {"late", "settled"}
LOW_LEVELS = {
    "trade": ["one_year", "two_year"],
    "transport": ["secondary", "one_year"],
    "student": ["two_year"],
    "settled": ["secondary", "one_year"],
}
LEVELS = ["two_year", "bachelors", "bachelors", "bachelors", "masters", "masters", "doctoral"]

Facts = dict[str, Any]


def sample_clients() -> Iterator[Facts]:
    """Every sample client, in the form of `scoring/contract/client.schema.json`."""
    chance = Random(SEED)  # noqa: S311 - made-up people, not secrets
    wanted = [want for many, *want in WANTED for _ in range(many)]
    for number, (kind, stream, scores) in enumerate(wanted, start=1):
        yield make_client(chance, kind, number, search_profile(chance, kind, stream, scores))  # type: ignore[arg-type]


def search_profile(chance: Random, kind: str, stream: str, scores: tuple[int, int]) -> Facts:
    """Make profiles of a kind until one is in `stream` with a score in the range, or the first without a stream."""
    while True:
        facts = make_profile(chance, kind)
        if not stream:
            return facts
        found = assess(decode(facts), TODAY, rulebook())
        if stream in found.streams and scores[0] <= found.crs.total <= scores[1]:
            return facts


def make_client(chance: Random, kind: str, number: int, facts: Facts) -> Facts:
    """One person with an address, a language and mostly a consent."""
    first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
    french = chance.random() < (0.8 if kind in FRENCH else 0.05)
    agreed = TODAY - timedelta(days=chance.randrange(10, 600))
    consent = {"consented_on": agreed.isoformat(), "source": f"signed form of {agreed.isoformat()}"}
    return {
        "email": f"{first}.{last}.{number}@example.org".lower(),
        "name": f"{first} {last}",
        "language": "fr" if french else "en",
        "alerts": consent if chance.random() < 0.85 else None,
        "profile": facts,
    }


def make_profile(chance: Random, kind: str) -> Facts:
    """The facts of one person of a kind."""
    if kind == "basic":
        return {"date_of_birth": make_date_of_birth(chance, 22, 50), "marital_status": "never_married"}
    facts = {
        "date_of_birth": make_date_of_birth(chance, 40, 52) if kind in OLDER else make_date_of_birth(chance, 21, 46),
        "marital_status": "never_married",
        "credentials": make_credentials(chance, kind),
        "language_tests": make_tests(chance, kind),
        "jobs": make_jobs(chance, kind),
        "sibling_in_canada": chance.random() < 0.1,
        "settlement_funds_cad": chance.choice([None, 9000, 16000, 21000, 30000, 45000]),
        "family_size": 1,
        "destination_quebec": chance.random() < 0.04,
        "profile_submitted_at": make_pool_time(chance),
    }
    return facts | make_special_facts(chance, kind)


def make_special_facts(chance: Random, kind: str) -> Facts:
    """What only this kind has."""
    if kind == "couple":
        return {
            "marital_status": chance.choice(["married", "common_law"]),
            "partner": make_partner(chance),
            "family_size": 3,
        }
    if kind in ("nominee", "settled"):
        return {"provincial_nomination": True, "authorized_to_work_in_canada": True}
    if kind == "trade" and chance.random() < 0.6:
        noc = chance.choice(NOCS["trade"])
        return {"certificate_of_qualification": {"noc": noc, "province": chance.choice(["AB", "ON", "BC"])}}
    return {"authorized_to_work_in_canada": chance.random() < 0.5}


def make_date_of_birth(chance: Random, youngest: int, oldest: int) -> str:
    """A date of birth between two ages."""
    return (TODAY - timedelta(days=chance.randrange(youngest * 365, oldest * 365))).isoformat()


def make_credentials(chance: Random, kind: str) -> list[Facts]:
    """One or two completed credentials, in Canada or assessed."""
    found = [make_credential(chance, chance.choice(LOW_LEVELS.get(kind, LEVELS)), kind)]
    if chance.random() < 0.3:
        found.append(make_credential(chance, chance.choice(["one_year", "two_year"]), kind))
    return found


def make_credential(chance: Random, level: str, kind: str) -> Facts:
    """One credential; a foreign one mostly has an assessment."""
    awarded = TODAY - timedelta(days=chance.randrange(400, 5000))
    if kind == "student" or chance.random() < 0.25:
        bonus = level != "secondary"
        years = {"canadian_study_bonus": bonus, "full_time_academic_years": 2 if bonus else 0}
        return {"level": level, "country": "CA", "awarded_on": awarded.isoformat(), **years}
    country = chance.choice(FRENCH_COUNTRIES if kind in FRENCH else COUNTRIES)
    # Within the five years for which an assessment counts (IRPR 75(2)(e)).
    assessed = TODAY - timedelta(days=chance.randrange(30, 1700)) if chance.random() < 0.9 else None
    eca = assessed.isoformat() if assessed else None
    return {"level": level, "country": country, "awarded_on": awarded.isoformat(), "eca_issued_on": eca}


def make_tests(chance: Random, kind: str) -> list[Facts]:
    """English, French or both; one in fifteen has not taken a test."""
    known = [5, 6] if kind == "settled" else [6, 7, 8, 9, 9, 10]
    english = make_test(chance, chance.choice(["ielts_general", "celpip_general", "pte_core"]), known)
    french = make_test(chance, chance.choice(["tef_canada", "tcf_canada"]), [6, 7, 7, 8, 9])
    if kind in FRENCH:
        return [french, english] if chance.random() < 0.7 else [french]
    return [english] if chance.random() < 0.93 else []


def make_test(chance: Random, name: str, levels: list[int]) -> Facts:
    """One sitting, near one level in all four abilities."""
    scores = TESTS[name][chance.choice(levels)]  # type: ignore[index]
    # Within the two years for which a test counts (IRPR 75(2)(d)).
    taken = TODAY - timedelta(days=chance.randrange(20, 690))
    return {"test": name, "taken_on": taken.isoformat(), **dict(zip(ABILITIES, scores, strict=True))}


def make_jobs(chance: Random, kind: str) -> list[Facts]:
    """Work abroad, then mostly work in Canada that still goes on."""
    noc = chance.choice(NOCS[kind])
    came = TODAY.replace(day=1) - timedelta(days=30 * chance.randrange(3, 60))
    came = came.replace(day=1)
    abroad = make_job(noc, chance.choice(COUNTRIES), came - timedelta(days=365 * chance.randrange(1, 6)), came, chance)
    here = make_job(noc, "CA", came, None, chance)
    return [abroad, here] if chance.random() < 0.75 else [abroad | {"end": None}]


def make_job(noc: str, country: str, start: date, end: date | None, chance: Random) -> Facts:
    """One job from the first of a month to the last day of another."""
    last = (end - timedelta(days=1)).isoformat() if end else None
    hours = chance.choice([40, 40, 40, 37.5, 35, 20])
    return {
        "noc": noc,
        "country": country,
        "start": start.replace(day=1).isoformat(),
        "end": last,
        "hours_per_week": hours,
    }


def make_partner(chance: Random) -> Facts:
    """A partner: mostly coming along, sometimes Canadian."""
    return {
        "accompanying": chance.random() < 0.8,
        "canadian": chance.random() < 0.15,
        "date_of_birth": make_date_of_birth(chance, 22, 45),
        "credentials": make_credentials(chance, "couple"),
        "language_tests": make_tests(chance, "couple"),
        "jobs": make_jobs(chance, "couple") if chance.random() < 0.5 else [],
    }


def make_pool_time(chance: Random) -> str | None:
    """When the profile entered the pool, to the second; unknown for one in four."""
    if chance.random() < 0.25:
        return None
    # A profile lives twelve months in the pool.
    seconds = chance.randrange(3600 * 24 * 330)
    submitted = TODAY - timedelta(days=1 + seconds // 86400)
    rest = seconds % 86400
    return f"{submitted.isoformat()}T{rest // 3600:02}:{rest % 3600 // 60:02}:{rest % 60:02}Z"
