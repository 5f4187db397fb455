"""The facts of one candidate, as `scoring/contract/profile.schema.json` describes them.

Facts only: levels, years and points are worked out from them for a day. What is
decoded is frozen. A bad value, an unknown key, or facts that can't be (an end
before a start) are a `ProfileError` that names the field and what to correct.
"""

import json
import re
from datetime import date, datetime
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from scoring.occupations import check_noc
from scoring.scales import check_score

MaritalStatus = Literal[
    "never_married", "married", "common_law", "legally_separated", "divorced", "widowed", "annulled"
]
COUPLES: frozenset[str] = frozenset({"married", "common_law"})
Level = Literal[
    "under_one_year",
    "secondary",
    "one_year",
    "two_year",
    "three_year_or_more",
    "bachelors",
    "masters",
    "professional",
    "doctoral",
]
Issuer = Literal["ces", "icas", "wes", "iqas", "ices", "mcc", "pebc", "cacb"]
# On what a job offer rests (IRPR ss. 82(2) and 87.2(3)(d)); an open permit is none of what they name.
Basis = Literal["lmia", "lmia_permit", "exempt_permit_one_year", "open_permit"]
PERMIT_OF_EMPLOYER: frozenset[str] = frozenset({"lmia_permit", "exempt_permit_one_year"})
Whose = Literal["self", "partner"]
# Without Quebec, which selects its own workers (IRPR 75(1)).
NominatingProvince = Literal["AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "SK", "YT"]
Test = Literal["ielts_general", "celpip_general", "pte_core", "tef_canada", "tcf_canada"]
LANGUAGE_OF_TEST: dict[str, str] = {
    "ielts_general": "en",
    "celpip_general": "en",
    "pte_core": "en",
    "tef_canada": "fr",
    "tcf_canada": "fr",
}
# By test and column: reports of TEF Canada have two since 11 December 2023, of which Express Entry asks for the older.
CHARTS: dict[tuple[str, str], str] = {
    ("ielts_general", "old"): "language/ielts_general",
    ("celpip_general", "old"): "language/celpip_general",
    ("pte_core", "old"): "language/pte_core",
    ("tef_canada", "old"): "language/tef_canada_old",
    ("tef_canada", "699"): "language/tef_canada_699",
    ("tcf_canada", "old"): "language/tcf_canada",
}
# The levels that every one of them tells apart: 10 is 10 and more, and what is below 4 is none. Answers, addresses and
# the contract are made of these; that all editions of the charts have them, no less and no more, is tested.
LOWEST_LEVEL, HIGHEST_LEVEL = 4, 10
# The longest profile that is read, and the longest message about one.
MOST_BYTES = 1_000_000
MOST_LETTERS = 600
ABILITIES = ("reading", "writing", "listening", "speaking")
Noc = Annotated[str, Meta(pattern=r"^[0-9]{5}$")]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
NotNegative = Annotated[float, Meta(ge=0)]
# The levels that the conversion charts tell apart.
ExpectedLevel = Annotated[int, Meta(ge=LOWEST_LEVEL, le=HIGHEST_LEVEL)]


# Frozen facts can't form cycles, so that the garbage collector need not walk through whole pools of them.
class Fact(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A part of a profile."""


class Credential(Fact, frozen=True):
    """One completed credential."""

    level: Level
    country: Country
    awarded_on: date | None = None
    eca_issued_on: date | None = None
    canadian_study_bonus: bool = False
    full_time_academic_years: NotNegative = 0
    eca_issuer: Issuer | None = None


class Study(Fact, frozen=True):
    """Full-time study in Canada, at a secondary or post-secondary school, whatever came of it."""

    full_time_academic_years: NotNegative
    program_of_two_years_or_more: bool


class LanguageTest(Fact, frozen=True):
    """The four scores of one sitting of one test."""

    test: Test
    taken_on: date
    listening: float
    reading: float
    writing: float
    speaking: float
    scale: Literal["old", "699"] = "old"

    def __post_init__(self) -> None:
        """Scores that this test does not give are refused."""
        if self.scale != "old" and self.test != "tef_canada":
            raise ValueError("scale: only TEF Canada has two score columns; leave it out")
        for ability in ABILITIES:
            check_score(self.chart.removeprefix("language/"), ability, getattr(self, ability))

    @property
    def language(self) -> str:
        """The official language it tests: "en" or "fr"."""
        return LANGUAGE_OF_TEST[self.test]

    @property
    def chart(self) -> str:
        """The name of its conversion chart."""
        return CHARTS[self.test, self.scale]


class Leave(Fact, frozen=True):
    """Days of a job on which no work was done, both included: parental, sick or other long leave."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """An end before the start is refused."""
        if self.end < self.start:
            raise ValueError(f"end: {self.end} is before the start, {self.start}")


class Job(Fact, frozen=True):
    """One period of work. `end` is the last day worked; None: it goes on.

    `authorized` is work in Canada under a permit and with temporary resident
    status; `permit_without_status` has the permit alone, as refugee claimants do.
    """

    noc: Noc
    country: Country
    start: date
    # A week has 168 hours.
    hours_per_week: Annotated[float, Meta(gt=0, le=168)]
    end: date | None = None
    paid: bool = True
    self_employed: bool = False
    authorized: bool = True
    while_full_time_student: bool = False
    primary: bool = False
    qualified_for_trade: bool = True
    # These came later: where they are left out, a line means what it meant before (record 0065).
    employer_country: Country | None = None
    unpaid_leave: tuple[Leave, ...] = ()
    permit_without_status: bool = False

    def __post_init__(self) -> None:
        """An occupation that does not exist, an end before the start and leave outside the job are refused."""
        check_noc(self.noc)
        if self.end and self.end < self.start:
            raise ValueError(f"end: {self.end} is before the start, {self.start}")
        for leave in self.unpaid_leave:
            if leave.start < self.start or (self.end and leave.end > self.end):
                raise ValueError(f"unpaid_leave: {leave.start} to {leave.end} is not inside the job")


class Partner(Fact, frozen=True):
    """The spouse or common-law partner."""

    accompanying: bool
    canadian: bool
    date_of_birth: date | None = None
    credentials: tuple[Credential, ...] = ()
    language_tests: tuple[LanguageTest, ...] = ()
    jobs: tuple[Job, ...] = ()
    study_in_canada: Study | None = None
    resides_in_canada: bool | None = None
    citizen: bool | None = None

    @property
    def counts_for_fsw(self) -> bool:
        """Comes along, and is neither a citizen nor a permanent resident who lives in Canada (IRPR s. 83(1))."""
        # Not stated is taken as living in Canada, as a line from before the question meant it (record 0065).
        abroad = self.resides_in_canada is False and self.citizen is not True
        return self.accompanying and (not self.canadian or abroad)


class Certificate(Fact, frozen=True):
    """A trade certificate of a province, a territory or a federal body."""

    noc: Noc
    # Left out, or a text: the contract has no null here.
    province: str | UnsetType = UNSET

    def __post_init__(self) -> None:
        """An occupation that does not exist is refused."""
        check_noc(self.noc)


class JobOffer(Fact, frozen=True):
    """An offer of work in Canada."""

    noc: Noc
    qualifying: bool
    canadian_armed_forces: bool = False
    basis: Basis | None = None
    two_employers: bool = False

    @property
    def qualifies(self) -> bool:
        """Meets the conditions as stated; an open work permit is none of the bases that the Regulations name."""
        return self.qualifying and self.basis != "open_permit"

    def __post_init__(self) -> None:
        """An occupation that does not exist is refused."""
        check_noc(self.noc)


class StatedLevels(Fact, frozen=True):
    """The levels (CLB, NCLC) that somebody expects in all abilities of tests still to be taken.

    They count for nothing: an estimate supposes them.
    """

    en: ExpectedLevel | None = None
    fr: ExpectedLevel | None = None

    @property
    def by_language(self) -> dict[str, int]:
        """The level by language ("en", "fr"), of those that were stated."""
        return {name: level for name, level in (("en", self.en), ("fr", self.fr)) if level}


class Profile(Fact, frozen=True):
    """Everything known of one candidate. None means "not stated"."""

    date_of_birth: date
    marital_status: MaritalStatus
    id: str | None = None
    partner: Partner | None = None
    credentials: tuple[Credential, ...] = ()
    language_tests: tuple[LanguageTest, ...] = ()
    first_official_language: Literal["en", "fr"] | None = None
    jobs: tuple[Job, ...] = ()
    certificate_of_qualification: Certificate | None = None
    provincial_nomination: bool = False
    sibling_in_canada: bool = False
    relative_in_canada: bool = False
    job_offer: JobOffer | None = None
    authorized_to_work_in_canada: bool = False
    settlement_funds_cad: NotNegative | None = None
    family_size: Annotated[int, Meta(ge=1)] = 1
    destination_quebec: bool = False
    destination_undecided: bool = False
    foreign_military_years: NotNegative = 0
    profile_submitted_at: Annotated[datetime, Meta(tz=True)] | None = None
    study_in_canada: Study | None = None
    sibling_of: Whose | None = None
    relative_of: Whose | None = None
    nomination_stream: Literal["express_entry", "base"] | None = None
    nomination_province: NominatingProvince | None = None
    stated_levels: StatedLevels | None = None
    # The last day on which it is valid. It decides nothing: what cannot wait tells it.
    work_permit_until: date | None = None

    @property
    def stated_partner(self) -> Partner | None:
        """The partner, where the person is married or in a common-law partnership."""
        return self.partner if self.marital_status in COUPLES else None

    @property
    def counted_partner(self) -> Partner | None:
        """The partner who counts: accompanying, and neither citizen nor permanent resident."""
        partner = self.stated_partner
        return partner if partner and partner.accompanying and not partner.canadian else None

    @property
    def fsw_partner(self) -> Partner | None:
        """The partner who counts for the Federal Skilled Worker Program, a few more than for the CRS."""
        partner = self.stated_partner
        return partner if partner and partner.counts_for_fsw else None

    @property
    def column(self) -> str:
        """The column of the CRS tables: "with_partner" or "single"."""
        return "with_partner" if self.counted_partner else "single"

    @property
    def nominated(self) -> bool:
        """Nominated through a stream that is aligned with Express Entry, or through one that was not stated."""
        return self.provincial_nomination and self.nomination_stream != "base"

    @property
    def has_sibling(self) -> bool:
        """A brother or sister of the candidate or of the partner who counts (CRS, additional points)."""
        # MI s. 1 leaves a Canadian partner out of "accompanying", and so that partner's brother or sister.
        return self.sibling_in_canada and (self.sibling_of != "partner" or self.counted_partner is not None)

    @property
    def has_relative(self) -> bool:
        """A relative, or a brother or sister, of the candidate or of a partner who comes along (IRPR s. 83(1)(d))."""
        # A Canadian partner too: s. 83(1)(d) has no exception for them, unlike (a), (b.1) and (c.1).
        along = bool(self.stated_partner and self.stated_partner.accompanying)
        relative = self.relative_in_canada and (self.relative_of != "partner" or along)
        return relative or (self.sibling_in_canada and (self.sibling_of != "partner" or along))

    @property
    def may_work_in_canada(self) -> bool:
        """Authorized to work in Canada, as stated or as the basis of the offer says."""
        offer = self.job_offer
        return self.authorized_to_work_in_canada or bool(offer and offer.basis in PERMIT_OF_EMPLOYER)


class Problem(NamedTuple):
    """One field and what is wrong with it: `jobs[0].end`, "2024-01-31 is before the start, 2024-05-01"."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class ProfileError(ValueError):
    """Facts that can't be so; `problems` says which and why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = list(problems)


TWICE = "this name is there twice; which of the two is meant?"
# Made once: building a decoder costs many times what decoding a profile does.
DECODER = msgspec.json.Decoder(Profile)
# msgspec ends a message with the path; checks of our own begin theirs with the field.
FAULT = re.compile(r"(?:(?P<field>[a-z_]+): )?(?P<message>.*?)(?: - at `(?P<path>[^`]*)`)?", re.DOTALL)


def decode(raw: dict[str, Any] | bytes | str) -> Profile:
    """A profile from JSON text, or from the object that the text stands for.

    The form is `scoring/contract/profile.schema.json`. Raises `ProfileError`, which lists every field that is wrong.
    """
    if not isinstance(raw, dict) and len(raw) > MOST_BYTES:
        raise ProfileError(Problem("", f"longer than {MOST_BYTES} bytes"))
    try:
        if isinstance(raw, dict):
            return msgspec.convert(raw, Profile)
        profile = DECODER.decode(raw)
    except RecursionError as error:
        raise ProfileError(Problem("", "objects or lists within each other too deeply")) from error
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ProfileError(read_message(shorten(str(error)))) from error
    # msgspec takes the last of two equal names; a second reading finds them, after everything else was right.
    json.loads(raw, object_pairs_hook=_each_once)
    return profile


def shorten(text: str) -> str:
    """A message that repeats what was typed, cut where that is endless."""
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS // 2]} ... {text[-MOST_LETTERS // 2 :]}"


def _each_once(pairs: list[tuple[str, Any]]) -> None:
    """Refuse an object that names a field twice, of which readers of JSON take the last without a word."""
    seen: set[str] = set()
    for name, _value in pairs:
        if name in seen:
            raise ProfileError(Problem(name, TWICE))
        seen.add(name)


def read_message(text: str) -> Problem:
    """A message of the decoder: its path with the field that one of our own checks named, and what is wrong there."""
    fault = FAULT.fullmatch(text)
    if fault is None:
        return Problem("", text)
    path = (fault["path"] or "").removeprefix("key in ").removeprefix("$").removeprefix(".")
    return Problem(".".join(filter(None, [path, fault["field"]])), fault["message"])


def check_birth(profile: Profile, on: date) -> None:
    """Refuse a date of birth after the day that is asked about. Raises `ProfileError`."""
    if profile.date_of_birth > on:
        raise ProfileError(Problem("date_of_birth", f"{profile.date_of_birth} is after {on}, the day asked about"))
