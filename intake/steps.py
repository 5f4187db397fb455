"""The questionnaire, read top to bottom: if a person can be asked it, it is here, in order.

Field names are those of the profile (`contract/profile.schema.json`) where
there is one. Months: a start counts from the first of its month, an end to
the last day of its month.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.choices import OTHER, country_name, occupation_label
from intake.counted import occupation_notes, totals
from intake.fields import (
    Box,
    CountryField,
    DayField,
    LongChoice,
    MonthField,
    NumberField,
    OccupationField,
    Radios,
    ScoreField,
    TimeField,
    TradeField,
    YesNo,
)
from intake.forms import Listing, Step
from intake.levels import beside_scores, too_old
from intake.scales import LOWEST_MARK, WITH_M, hints, impossible_scores
from intake.trades import is_trade
from intake.widgets import Email, Typed
from intake.wording import CONSENT
from scoring.days import age_on
from scoring.profile import COUPLES, LANGUAGE_OF_TEST

ABOUT, EDUCATION, LANGUAGE, WORK, PARTNER, LAST = "about", "education", "language", "work", "partner", "last"
SECTIONS = {
    ABOUT: _("About you"),
    EDUCATION: _("Education"),
    LANGUAGE: _("Language"),
    WORK: _("Work"),
    PARTNER: _("Your partner"),
    LAST: _("Last questions"),
}
MARITAL_STATUSES = [
    ("never_married", _("Never married, single")),
    ("married", _("Married")),
    ("common_law", _("Common-law: living together as a couple for a year or more")),
    ("legally_separated", _("Legally separated")),
    ("divorced", _("Divorced")),
    ("widowed", _("Widowed")),
    ("annulled", _("Annulled marriage")),
]
LEVELS = [
    ("secondary", _("Secondary diploma (high school graduation)")),
    ("one_year", _("One-year post-secondary program")),
    ("two_year", _("Two-year post-secondary program")),
    ("bachelors", _("Bachelor's degree")),
    ("three_year_or_more", _("Other post-secondary program of three years or more")),
    ("masters", _("Master's degree")),
    ("professional", _("Professional degree needed to practise a licensed profession")),
    ("doctoral", _("Doctoral degree (PhD)")),
]
TESTS = [
    ("ielts_general", _("IELTS General Training")),
    ("celpip_general", _("CELPIP-General")),
    ("pte_core", _("PTE Core")),
    ("tef_canada", _("TEF Canada")),
    ("tcf_canada", _("TCF Canada")),
]
PLACES = [
    ("other", _("A province or territory other than Quebec")),
    ("quebec", _("Quebec")),
    ("undecided", _("I have not decided yet")),
]
PROVINCES = [
    ("AB", _("Alberta")),
    ("BC", _("British Columbia")),
    ("MB", _("Manitoba")),
    ("NB", _("New Brunswick")),
    ("NL", _("Newfoundland and Labrador")),
    ("NS", _("Nova Scotia")),
    ("NT", _("Northwest Territories")),
    ("NU", _("Nunavut")),
    ("ON", _("Ontario")),
    ("PE", _("Prince Edward Island")),
    ("QC", _("Quebec")),
    ("SK", _("Saskatchewan")),
    ("YT", _("Yukon")),
    ("federal", _("A federal body")),
]
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
ADULT = 18
MISSING_YES_NO = _("Select yes or no")


# --- 1 About you ---------------------------------------------------------------


class MaritalStatus(Step):
    slug, section = "marital-status", ABOUT
    marital_status = Radios(
        label=_("What is your marital status?"),
        choices=MARITAL_STATUSES,
        missing=_("Select your marital status"),
    )


class Partner(Step):
    slug, section = "partner", ABOUT
    longer_help = "intake/more/partner.html"
    title = _("Your spouse or common-law partner")
    partner_canadian = YesNo(
        label=_("Is your partner a Canadian citizen or permanent resident?"),
        missing=_("Select yes if your partner is a Canadian citizen or permanent resident"),
    )
    partner_accompanying = YesNo(
        label=_("Will your partner come to Canada with you?"),
        missing=_("Select yes if your partner will come to Canada with you"),
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return known.get("marital_status") in COUPLES


class DateOfBirth(Step):
    slug, section = "date-of-birth", ABOUT
    date_of_birth = DayField(
        label=_("What is your date of birth?"),
        help_text=_("As in your passport. For example, 27 March 1990."),
        missing=_("Enter your date of birth"),
        error_messages={"future": _("Your date of birth must be in the past")},
    )

    def adapt(self) -> None:
        self.own("date_of_birth").widget.birthday = True


class Minor(Step):
    slug, section = "under-18", ABOUT
    title = _("You are not 18 yet")
    template = "intake/minor.html"

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return "date_of_birth" in known and age_on(known["date_of_birth"], timezone.localdate()) < ADULT


class Destination(Step):
    slug, section = "destination", ABOUT
    settles = ("quebec",)
    destination = Radios(
        label=_("Where in Canada do you plan to live?"),
        choices=PLACES,
        missing=_("Select where you plan to live"),
    )


class Quebec(Step):
    slug, section = "quebec", ABOUT
    title = _("Quebec chooses its own skilled workers")
    template = "intake/quebec.html"

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return known.get("destination") == "quebec"


class Authorized(Step):
    slug, section = "authorized-to-work", ABOUT
    authorized_to_work_in_canada = YesNo(
        label=_("Are you authorized to work in Canada now?"),
        help_text=_("For example, you hold a work permit."),
        missing=_("Select yes if you are authorized to work in Canada"),
    )


# --- 2 Education ---------------------------------------------------------------


class Credential(Step):
    slug = "credential"
    title = _("One diploma, certificate or degree")
    level = Radios(
        label=_("What kind of credential is it?"), choices=LEVELS, missing=_("Select the kind of credential")
    )
    country = CountryField(label=_("In which country was it awarded?"), missing=_("Choose the country"))
    awarded_on = MonthField(label=_("When was it awarded? (optional)"))


class Assessed(Step):
    slug = "assessment"
    longer_help = "intake/more/eca.html"
    title = _("Educational credential assessment (ECA)")
    only_if = {"eca_issued_on": ("has_eca", True)}
    has_eca = YesNo(
        label=_("Do you have an ECA report for this credential?"),
        help_text=_("Without one, a credential from outside Canada adds no points."),
        missing=_("Select yes if you have an ECA report for this credential"),
    )
    eca_issued_on = DayField(
        label=_("If yes, when was the report issued?"),
        help_text=_("For example, 27 March 2024."),
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return known.get("country", "CA") != "CA"

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("has_eca"):
            self.need("eca_issued_on", _("Enter the date the ECA report was issued"))
        return self.cleaned_data


class StudyYears(Step):
    slug = "study-in-canada"
    full_time_academic_years = NumberField(
        label=_("How many years of full-time study in Canada was this?"),
        help_text=_("Count academic years. Enter 0 if it was part-time or by distance learning."),
        missing=_("Enter the number of years of full-time study"),
        wrong=_("Enter the number of years as a number, for example 2"),
        high=20,
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return known.get("country") == "CA" and known.get("level") != "secondary"


class StudyInCanada(StudyYears):
    title = _("Your study in Canada")
    canadian_study_bonus = YesNo(
        label=_("Does your study meet all of these conditions?"),
        help_text=_(
            "You studied in Canada, full-time for at least 8 months, and were in Canada for at least 8 months. "
            "Not more than half of it was English or French language training. "
            "You had no award that requires you to return home."
        ),
        missing=_("Select yes if your study meets all of the conditions"),
    )

    def adapt(self) -> None:
        self.order_fields(["canadian_study_bonus"])


class Credentials(Listing):
    slug, section = "credentials", EDUCATION
    settles: ClassVar[tuple[str, ...]] = (
        "fsw_education",
        "military_education",
        "study_bonus_abroad",
        "eca_over",
        "eca_lapses",
    )
    title = _("Your education")
    first = _("Have you completed high school or any education after it?")
    first_help = _(
        "Add every completed diploma, certificate and degree, not just the highest: two can give more points."
    )
    another = _("Do you have another diploma, certificate or degree?")
    item = _("credential")
    parts = (Credential, Assessed, StudyInCanada)

    @classmethod
    def describe(cls, answers: Mapping[str, Any]) -> tuple[Any, Any]:
        return dict(LEVELS).get(answers.get("level", ""), ""), country_name(answers.get("country", ""))


class Certificate(Step):
    slug, section = "trade-certificate", EDUCATION
    settles = ("fst_offer_or_certificate",)
    has_certificate = YesNo(
        label=_("Do you have a certificate of qualification in a trade from Canada?"),
        help_text=_("Issued by a province, a territory or a federal body, such as a Red Seal certificate."),
        missing=_("Select yes if you have a certificate of qualification"),
    )


class CertificateDetails(Step):
    slug, section = "trade-certificate-details", EDUCATION
    settles = ("trade_elsewhere",)
    title = _("Your certificate of qualification")
    certificate_noc = TradeField(
        label=_("Which trade is it for?"),
        help_text=_("Start typing a title, for example plumber, or a NOC code."),
        missing=_("Choose the trade"),
    )
    certificate_province = LongChoice(
        label=_("Who issued it?"), choices=PROVINCES, missing=_("Choose who issued the certificate")
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return bool(known.get("has_certificate"))


class OtherTrade(Step):
    slug, section = "other-trade", EDUCATION
    other_trade_noc = OccupationField(
        label=_("For which occupation is the certificate?"),
        help_text=_("Start typing a title, for example hairstylist, or a NOC code."),
        missing=_("Choose the occupation of the certificate"),
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return bool(known.get("has_certificate")) and known.get("certificate_noc") == OTHER


# --- 3 Language ----------------------------------------------------------------


class WhichTest(Step):
    slug = "test"
    longer_help = "intake/more/tests.html"
    title = _("One language test")
    test = Radios(label=_("Which test did you take?"), choices=TESTS, missing=_("Select the test"))
    taken_on = DayField(
        label=_("When did you take it?"),
        help_text=_("The test date on your report. For example, 27 March 2026."),
        missing=_("Enter the date of the test"),
    )


class Scores(Step):
    slug = "scores"
    needs = ("test", "taken_on")
    listening = ScoreField(label=_("Listening"), missing=_("Enter the listening score"), wrong="")
    reading = ScoreField(label=_("Reading"), missing=_("Enter the reading score"), wrong="")
    writing = ScoreField(label=_("Writing"), missing=_("Enter the writing score"), wrong="")
    speaking = ScoreField(label=_("Speaking"), missing=_("Enter the speaking score"), wrong="")
    scale = Radios(
        label=_("Which column of your TEF Canada report do you copy?"),
        help_text=_("Reports since 11 December 2023 have two. Express Entry asks for “Équivalence ancien score”."),
        choices=[("old", _("Équivalence ancien score")), ("699", _("Score / 699"))],
        missing=_("Select the column of the report"),
    )

    @property
    def title(self) -> Any:
        return format_lazy(_("Your scores in {test}"), test=dict(TESTS)[self.known["test"]])

    @property
    def heading(self) -> Any:
        return self.title

    def adapt(self) -> None:
        if self.known["test"] == "tef_canada":
            self.order_fields(["scale"])
        else:
            del self.fields["scale"]
        for ability, hint, wrong in hints(self.known["test"]):
            field = self.own(ability)
            field.mark = LOWEST_MARK if self.known["test"] == WITH_M else None
            field.error_messages["wrong"] = wrong
            field.help_text = hint

    def clean(self) -> dict[str, Any]:
        for ability, message in impossible_scores(self.known["test"], self.cleaned_data):
            self.add_error(ability, message)
        return self.cleaned_data

    def shown(self) -> Iterator[tuple[str, Any, Any]]:
        """Each score with its level beside it."""
        said = beside_scores({**self.known, **self.cleaned_data}, timezone.localdate())
        for name, label, answer in super().shown():
            yield name, label, said.get(name, answer)


class Tests(Listing):
    slug, section = "tests", LANGUAGE
    settles: ClassVar[tuple[str, ...]] = (
        "fsw_language",
        "cec_language",
        "fst_language",
        "category_french",
        "test_over",
        "test_lapses",
        "tef_699",
        "tef_699_early",
    )
    title = _("Your language tests")
    first = _("Have you taken a language test that Express Entry accepts?")
    first_help = _("IELTS General Training, CELPIP-General, PTE Core, TEF Canada or TCF Canada.")
    another = _("Do you have another language test?")
    none = _("I have not taken a test yet")
    item = _("language test")
    parts = (WhichTest, Scores)

    @classmethod
    def describe(cls, answers: Mapping[str, Any]) -> tuple[Any, Any]:
        return dict(TESTS).get(answers.get("test", ""), ""), WhichTest.base_fields["taken_on"].show(  # type: ignore[attr-defined]
            answers.get("taken_on")
        )

    @classmethod
    def details(cls, answers: Mapping[str, Any], on: date) -> list[tuple[Any, Any]]:
        return [(Scores.base_fields[name].label, said) for name, said in beside_scores(answers, on).items()]

    @classmethod
    def notes(cls, answers: Mapping[str, Any], on: date) -> list[Any]:
        return list(too_old(answers, on))


class FirstLanguage(Step):
    slug, section = "first-official-language", LANGUAGE
    first_official_language = Radios(
        label=_("Which language do you choose as your first official language?"),
        choices=[("best", _("Whichever gives more points")), *LANGUAGES],
        missing=_("Select your first official language"),
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return {LANGUAGE_OF_TEST[test["test"]] for test in known.get("tests", ())} == {"en", "fr"}


# --- 4 Work --------------------------------------------------------------------


class Job(Step):
    slug = "job"
    title = _("One job")
    only_if = {"end": ("ongoing", False)}
    noc = OccupationField(
        label=_("What was the occupation?"),
        help_text=_(
            "Start typing a title, for example software, or a NOC code. "
            "Choose by the duties, not by the name of the position."
        ),
        missing=_("Choose the occupation"),
    )
    country = CountryField(
        label=_("In which country was the work done?"),
        help_text=_("Where the person was, not where the employer is."),
        missing=_("Choose the country of the work"),
    )
    start = MonthField(
        label=_("When did it start?"),
        missing=_("Enter the month and year the job started"),
        error_messages={"future": _("The start of the job must be in the past")},
    )
    ongoing = YesNo(label=_("Is this job still going on?"), missing=_("Select yes if the job still goes on"))
    end = MonthField(
        label=_("If not, when did it end?"),
        last=True,
        error_messages={"future": _("The end of the job must be in the past")},
    )
    hours_per_week = NumberField(
        label=_("How many hours a week?"),
        help_text=_("On average, for example 37.5."),
        missing=_("Enter the hours a week"),
        wrong=_("Enter the hours a week as a number from 1 to 168"),
        low=1,
        high=168,
    )

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if self.cleaned_data.get("ongoing") is False:
            self.need("end", _("Enter the month and year the job ended"))
        if not self.cleaned_data.get("ongoing") and start and end and end < start:
            self.add_error("end", _("The end of the job must be after its start"))
        return self.cleaned_data


class JobConditions(Step):
    slug = "conditions"
    longer_help = "intake/more/work.html"
    needs = ("country", "noc")
    title = _("More about this job")
    paid = YesNo(
        label=_("Was it paid?"),
        help_text=_("Wages or commission. Volunteer work and unpaid internships are not paid."),
        missing=_("Select yes if the job was paid"),
    )
    self_employed = YesNo(label=_("Was it self-employment?"), missing=_("Select yes if it was self-employment"))
    while_full_time_student = YesNo(
        label=_("Was it during full-time studies?"),
        help_text=_("For example, a co-op term."),
        missing=_("Select yes if the job was during full-time studies"),
    )
    authorized = YesNo(
        label=_("Was the work in Canada authorized?"),
        help_text=_("Done under a work permit or another authorization, with temporary resident status."),
        missing=_("Select yes if the work was authorized"),
    )
    qualified_for_trade = YesNo(
        label=_("Could the trade be practised independently in that country during this job?"),
        help_text=_("That is, the person was qualified for the trade there and did not work as an apprentice."),
        missing=_("Select yes if the trade could be practised independently"),
    )

    def adapt(self) -> None:
        if self.known.get("country") != "CA":
            del self.fields["authorized"]
        if not is_trade(self.known.get("noc", "")):
            del self.fields["qualified_for_trade"]


def span(start: date | None, end: date | None) -> Any:
    """From when until when: "March 2021 to June 2024"."""
    show = Job.base_fields["start"].show  # type: ignore[attr-defined]
    if end is None:
        return format_lazy(_("{start} to now"), start=show(start))
    return format_lazy(_("{start} to {end}"), start=show(start), end=show(end))


class Jobs(Listing):
    slug, section = "jobs", WORK
    settles: ClassVar[tuple[str, ...]] = (
        "fsw_work",
        "cec_work",
        "fst_work",
        "category_work",
        "job_too_young",
        "too_many_hours",
        "same_job_twice",
        "two_countries",
        "study_and_work",
        "unauthorized_work",
    )
    title = _("Your jobs")
    first = _("Have you worked in the last 10 years?")
    first_help = _("In Canada or elsewhere. Add each job on its own; a new position or employer is a new job.")
    another = _("Do you have another job of the last 10 years?")
    item = _("job")
    parts = (Job, JobConditions)

    @classmethod
    def describe(cls, answers: Mapping[str, Any]) -> tuple[Any, Any]:
        where = country_name(answers.get("country", ""))
        when = span(answers.get("start"), None if answers.get("ongoing") else answers.get("end"))
        return occupation_label(answers.get("noc", "")), format_lazy("{where}, {when}", where=where, when=when)

    @classmethod
    def notes(cls, answers: Mapping[str, Any], on: date) -> list[Any]:
        return list(occupation_notes(answers["noc"], on))

    @classmethod
    def totals(cls, items: Sequence[Mapping[str, Any]], on: date) -> list[Any]:
        return list(totals(items, on))


def job_nocs(known: Mapping[str, Any]) -> list[str]:
    """The different occupations of the jobs, in order."""
    return list(dict.fromkeys(job["noc"] for job in known.get("jobs", ())))


class PrimaryOccupation(Step):
    slug, section = "primary-occupation", WORK
    settles = ("several_primary", "primary_not_skilled")
    needs = None
    primary = Radios(
        label=_("Which is your primary occupation for Express Entry?"),
        help_text=_("The one you name in your profile as your main occupation."),
        missing=_("Select your primary occupation"),
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return len(job_nocs(known)) > 1

    def adapt(self) -> None:
        nocs = [(noc, occupation_label(noc)) for noc in job_nocs(self.known)]
        self.own("primary").choices = [*nocs, ("any", _("I have not chosen: take the one that fits"))]


class ForeignMilitary(Step):
    slug, section = "foreign-military", WORK
    settles = ("military_service",)
    serves_in_military = YesNo(
        label=_("Do you serve in the military of a country other than Canada?"),
        missing=_("Select yes if you serve in a foreign military"),
    )


class MilitaryYears(Step):
    slug, section = "foreign-military-years", WORK
    foreign_military_years = NumberField(
        label=_("For how many full years have you served without a break?"),
        missing=_("Enter the number of years"),
        wrong=_("Enter the number of years as a number, for example 10"),
        high=60,
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return bool(known.get("serves_in_military"))


# --- 5 Your partner ------------------------------------------------------------


def partner_counts(known: Mapping[str, Any]) -> bool:
    """A partner who comes along and is neither a citizen nor a permanent resident."""
    return Partner.applies(known) and known.get("partner_accompanying") is True and not known.get("partner_canadian")


class PartnerBirth(Step):
    slug, section = "partner-date-of-birth", PARTNER
    partner_date_of_birth = DayField(
        label=_("What is your partner's date of birth? (optional)"),
        help_text=_("For example, 27 March 1990."),
        error_messages={"future": _("Your partner's date of birth must be in the past")},
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return partner_counts(known)


class PartnerStudyInCanada(StudyYears):
    """Only the years count for a partner."""


class PartnerCredentials(Credentials):
    slug, section = "partner-credentials", PARTNER
    settles = ()
    title = _("Your partner's education")
    first = _("Has your partner completed high school or any education after it?")
    another = _("Does your partner have another diploma, certificate or degree?")
    parts = (Credential, Assessed, PartnerStudyInCanada)  # type: ignore[assignment]

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return partner_counts(known)


class PartnerTests(Tests):
    slug, section = "partner-tests", PARTNER
    settles = ()
    title = _("Your partner's language tests")
    first = _("Has your partner taken a language test that Express Entry accepts?")
    another = _("Does your partner have another language test?")
    none = _("My partner has not taken a test yet")

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return partner_counts(known)


class PartnerJobs(Jobs):
    slug, section = "partner-jobs", PARTNER
    settles = ()
    title = _("Your partner's jobs")
    first = _("Has your partner worked in the last 10 years?")
    first_help = _(
        "Work in Canada can add points to yours. Work outside Canada adds none: add it (optional) if you want to be "
        "compared the other way round too, with your partner as the principal applicant."
    )
    another = _("Does your partner have another job of the last 10 years?")

    @classmethod
    def totals(cls, items: Sequence[Mapping[str, Any]], on: date) -> list[Any]:
        return list(totals(items, on, abroad=False))

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return partner_counts(known)


# --- 6 Last questions ----------------------------------------------------------


class Nomination(Step):
    slug, section = "provincial-nomination", LAST
    provincial_nomination = YesNo(
        label=_("Do you have a nomination from a province or territory?"),
        missing=_("Select yes if you have a nomination"),
    )


class Sibling(Step):
    slug, section = "sibling", LAST
    sibling_in_canada = YesNo(
        label=_("Do you have a brother or sister in Canada?"),
        help_text=_(
            "18 or older, a Canadian citizen or permanent resident, and living in Canada. "
            "A brother or sister of a partner who comes with you counts too."
        ),
        missing=_("Select yes if you have a brother or sister in Canada"),
    )


class Relative(Step):
    slug, section = "relative", LAST
    relative_in_canada = YesNo(
        label=_("Do you have another relative in Canada?"),
        help_text=_(
            "A parent, grandparent, child, grandchild, brother or sister, aunt, uncle, niece or nephew of yours, or of "
            "a partner who comes with you: 18 or older, a citizen or permanent resident, and living in Canada."
        ),
        missing=_("Select yes if you have a relative in Canada"),
    )


class JobOffer(Step):
    slug, section = "job-offer", LAST
    settles = ("military_offer",)
    has_job_offer = YesNo(
        label=_("Do you have a job offer in Canada?"),
        missing=_("Select yes if you have a job offer in Canada"),
    )


class JobOfferDetails(Step):
    slug, section = "job-offer-details", LAST
    title = _("Your job offer")
    job_offer_noc = OccupationField(
        label=_("For which occupation is it?"),
        help_text=_("Start typing a title or a NOC code."),
        missing=_("Choose the occupation of the job offer"),
    )
    qualifying = YesNo(
        label=_("Is it a qualifying offer?"),
        help_text=_(
            "Full-time, for at least a year, and supported by a labour market impact assessment (LMIA) "
            "or exempt from it."
        ),
        missing=_("Select yes if it is a qualifying offer"),
    )
    canadian_armed_forces = YesNo(
        label=_("Is it from the Canadian Armed Forces?"),
        help_text=_("From the Canadian Forces Recruiting Group: continuous, full-time, for three years or more."),
        missing=_("Select yes if the offer is from the Canadian Armed Forces"),
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return bool(known.get("has_job_offer"))


class FamilySize(Step):
    slug, section = "family-size", LAST
    longer_help = "intake/more/family.html"
    settles = ("family_too_small",)
    family_size = NumberField(
        label=_("How many people are in your family?"),
        help_text=_("You, your partner and the dependent children of both, even those who do not come with you."),
        missing=_("Enter the number of people in your family"),
        wrong=_("Enter the number of people as a whole number, 1 or more"),
        low=1,
        high=30,
        whole=True,
    )


class Funds(Step):
    slug, section = "funds", LAST
    longer_help = "intake/more/funds.html"
    settles = ("funds",)
    title = _("Money to settle in Canada")
    only_if = {"settlement_funds_cad": ("funds_unknown", False), "funds_unknown": ("funds_unknown", True)}
    settlement_funds_cad = NumberField(
        label=_("How much money do you have to settle, in Canadian dollars?"),
        help_text=_("Money you can use freely; borrowed money and the value of a house do not count."),
        wrong=_("Enter the amount as a number, for example 15000"),
        high=1e9,
    )
    funds_unknown = Box(label=_("I do not know"))

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("funds_unknown"):
            self.need("settlement_funds_cad", _("Enter an amount, or select “I do not know”"))
        return self.cleaned_data


class InPool(Step):
    slug, section = "express-entry-profile", LAST
    in_pool = YesNo(
        label=_("Have you already submitted an Express Entry profile to IRCC?"),
        missing=_("Select yes if you have submitted a profile to IRCC"),
    )


class PoolTime(Step):
    slug, section = "express-entry-profile-date", LAST
    title = _("When you submitted your Express Entry profile")
    submitted_on = DayField(
        label=_("On which day? (optional)"),
        help_text=_("IRCC uses it to decide between people with the same score. For example, 27 March 2026."),
    )
    submitted_time = TimeField(
        label=_("At what time, in Ottawa? (optional)"),
        help_text=_("For example, 16:05. Without it we count the end of the day."),
        required=False,
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return bool(known.get("in_pool"))

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("submitted_time"):
            self.need("submitted_on", _("Enter the day too"))
        return self.cleaned_data


class Contact(Step):
    slug, section = "contact", LAST
    own_hand = ("email", "alerts")
    title = _("How we may write to you")
    name = forms.CharField(
        label=_("Your name (optional)"),
        max_length=200,
        required=False,
        widget=Typed({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address (optional)"),
        help_text=_("We send one message to it, to ask you to confirm that it is yours."),
        required=False,
        error_messages={"invalid": _("Enter an e-mail address like name@example.com")},
        widget=Email({"autocomplete": "email", "spellcheck": "false"}),
    )
    language = Radios(
        label=_("In which language should we write to you?"), choices=LANGUAGES, missing=_("Select a language")
    )
    alerts = Box(label=CONSENT)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("alerts") and "email" not in self.errors:
            self.need("email", _("Enter your e-mail address to get draw alerts"))
        return self.cleaned_data


STEPS: tuple[type[Step], ...] = (
    MaritalStatus,
    Partner,
    DateOfBirth,
    Minor,
    Destination,
    Quebec,
    Authorized,
    Credentials,
    Certificate,
    CertificateDetails,
    OtherTrade,
    Tests,
    FirstLanguage,
    Jobs,
    PrimaryOccupation,
    ForeignMilitary,
    MilitaryYears,
    PartnerBirth,
    PartnerCredentials,
    PartnerTests,
    PartnerJobs,
    Nomination,
    Sibling,
    Relative,
    JobOffer,
    JobOfferDetails,
    FamilySize,
    Funds,
    InPool,
    PoolTime,
    Contact,
)
