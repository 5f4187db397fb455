"""Jobs, the main occupation, and service in the military."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.common.rule_numbers import number
from intake.forms.fields import CheckboxListField, DayRange, MonthAndDayField, NumberField, Radios, YesNo
from intake.questionnaire.choices import get_country_name, get_rules_of_today, is_trade, label_occupation
from intake.questionnaire.fields import CountryField, OccupationField
from intake.questionnaire.hints.noc_duties import Duty, get_duties, get_lead_statement
from intake.questionnaire.hints.work_counted import ask_for_days, describe_occupation, describe_totals
from intake.questionnaire.occupation_search import Neighbour, describe_lists, describe_neighbours
from intake.questionnaire.step import Listing, Step
from intake.questionnaire.steps.leave import JobLeave
from intake.questionnaire.steps.options import WORK
from scoring.occupations import Occupation, occupation


class JobStep(Step):
    """One job: what, where, when, and how many hours a week."""

    slug = "job"
    longer_help = "intake/more/occupation.html"
    title = _("One job")
    only_if = {"end": ("ongoing", False)}
    noc = OccupationField(
        label=_("What was the occupation?"),
        help_text=_(
            "Type what people call the job, for example line cook, or a NOC code. "
            "Choose by the duties, not by the name of the position."
        ),
        missing=_("Choose the occupation"),
    )
    country = CountryField(
        label=_("In which country was the work done?"),
        help_text=_("Where you were, not where the employer is."),
        missing=_("Choose the country of the work"),
    )
    start = MonthAndDayField(
        label=_("When did it start?"),
        help_text=_(
            "The first day of work, or the month if you do not know the day. With the month alone, the fewest days "
            "that it can mean are counted."
        ),
        missing=_("Enter the month and year the job started"),
        error_messages={"future": _("The start of the job must be in the past")},
    )
    ongoing = YesNo(label=_("Is this job still going on?"))
    end = MonthAndDayField(
        label=_("If not, when did it end?"),
        help_text=_("The last day of work, or the month if you do not know the day."),
        error_messages={"future": _("The end of the job must be in the past")},
    )
    # Of a week, 30 hours count at most (IRPR 73(1)).
    hours_per_week = NumberField(
        label=_("How many hours a week?"),
        help_text=_("On average, for example 37.5."),
        missing=_("Enter the hours a week"),
        wrong=_("Enter the hours a week as a number from 1 to 168"),
        low=1,
        high=168,
    )

    def clean(self) -> dict[str, Any]:
        """The end of a job that is over; it comes after the start."""
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if self.cleaned_data.get("ongoing") is False:
            self.require("end", _("Enter the month and year the job ended"))
        if start and end and end.last < start.first:
            self.add_error("end", _("The end of the job must be after its start"))
        return self.cleaned_data


EMPLOYERS = [
    ("canada", _("In Canada")),
    ("elsewhere", _("In another country")),
    ("unknown", _("I do not know")),
]


class JobConditions(Step):
    """What decides whether a job counts, and for which program."""

    slug = "conditions"
    template = "intake/job_conditions.html"
    longer_help = "intake/more/work.html"
    needs = ("country", "noc")
    title = _("More about this job")
    only_if = {"employer_country": ("employer", "elsewhere"), "had_status": ("authorized", True)}
    # A day in Canada is Canadian work only for an employer established there (record 0060).
    employer = Radios(
        label=_("Where is the employer established?"),
        help_text=_(
            "Work done in Canada for an employer in another country, remotely for example, is not Canadian work."
        ),
        choices=EMPLOYERS,
        missing=_("Select where the employer is established"),
    )
    employer_country = CountryField(
        label=_("If in another country, in which one?"),
        required=False,
        missing=_("Choose the country of the employer"),
    )
    # IRPR 73(2): work is what wages or commission are paid for.
    paid = YesNo(
        label=_("Was it paid?"),
        help_text=_("Wages or commission. Volunteer work and unpaid internships do not count as paid work."),
    )
    # IRPR 87.1(3)(b): such work does not count for the Canadian Experience Class, but for that of some physicians.
    self_employed = YesNo(label=_("Was it self-employment?"))
    # IRPR 87.1(3)(a): such work does not count for the Canadian Experience Class.
    while_full_time_student = YesNo(
        label=_("Was it during full-time studies?"),
        help_text=_("For example, a co-op term."),
    )
    # IRPR 83(1)(c) and 87.1(3)(b).
    authorized = YesNo(
        label=_("Was the work in Canada authorized?"),
        help_text=_("Done under a work permit, or allowed without one."),
    )
    # IRPR 87.1(3)(c): without it the work does not count for the Canadian Experience Class.
    had_status = YesNo(
        label=_("If so, with temporary resident status during all of it?"),
        help_text=_(
            "As a worker, a student or a visitor, or with maintained status. Refugee claimants can have a work permit "
            "without it."
        ),
        required=False,
    )
    # IRPR 87.2(3)(b): work counts from when the person was qualified to practise the trade independently.
    qualified_for_trade = YesNo(
        label=_("Could you practise the trade independently there during this job?"),
        help_text=_(
            "That is, you were qualified for the trade in the country of the job and did not work as an apprentice."
        ),
    )

    # Days without work are cut out of the job (record 0060).
    away = YesNo(
        label=_("During this job, were you away for more than two weeks without working?"),
        help_text=_("Parental, sick, unpaid or other long leave. Ordinary vacation is not meant."),
    )
    # IRPR 75(2)(b) and (c) ask for them; the ticks help to choose, and are no fact (record 0047).
    duties = CheckboxListField(
        label=_("Which of the main duties of this occupation were part of the job? (optional)"),
        help_text=_("Tick what was done, to see whether the occupation is the right one."),
    )

    def adapt(self) -> None:
        """The duties of its occupation, and only what matters in its country."""
        listed = get_duties(self.known.get("noc", ""))
        if listed:
            self.copy_field("duties").set_lines(
                [("", get_lead_statement(self.known["noc"])), *build_duty_lines(self.known["noc"], listed)]
            )
        else:
            del self.fields["duties"]
        if self.known.get("country") != "CA":
            for name in ("employer", "employer_country", "authorized", "had_status"):
                del self.fields[name]
        if not is_trade(self.known.get("noc", "")):
            del self.fields["qualified_for_trade"]

    def clean(self) -> dict[str, Any]:
        """Where an employer abroad is; the status that authorized work needs to count."""
        if self.cleaned_data.get("employer") == "elsewhere":
            self.require("employer_country", _("Choose the country of the employer"))
            if self.cleaned_data.get("employer_country") == "CA":
                self.add_error("employer_country", _("Choose a country other than Canada, or “In Canada” above"))
        if self.cleaned_data.get("authorized"):
            self.require("had_status")
        return self.cleaned_data

    @property
    def occupation(self) -> Occupation:
        """The occupation that was chosen for this job."""
        return occupation(self.known["noc"])

    @property
    def lists(self) -> list[str]:
        """The categories in force that list it."""
        return describe_lists(self.known["noc"], get_rules_of_today())

    @property
    def neighbours(self) -> list[Neighbour]:
        """The occupations that people confuse with it."""
        return describe_neighbours(self.known["noc"])


def build_duty_lines(noc: str, listed: Sequence[Duty]) -> list[tuple[str, str]]:
    """The duties as lines to tick; their codes name the occupation, so that ticks never pass to another one."""
    return [("" if duty.heading else f"{noc}_{place}", duty.text) for place, duty in enumerate(listed)]


def describe_span(start: DayRange | None, end: DayRange | None) -> Any:
    """From when until when: "March 2021 to June 2024", "6 March 2021 to now"."""
    show = JobStep.base_fields["start"].show  # type: ignore[attr-defined]
    if end is None:
        return format_lazy(_("{start} to now"), start=show(start))
    return format_lazy(_("{start} to {end}"), start=show(start), end=show(end))


def count_ticked(answers: Mapping[str, Any]) -> Iterator[Any]:
    """How many of the main duties were part of a job, where any was ticked."""
    if found := answers.get("duties"):
        of_all = sum(not duty.heading for duty in get_duties(answers["noc"]))
        yield format_lazy(_("Main duties ticked: {ticked} of {count}."), ticked=len(found), count=of_all)


class Jobs(Listing):
    """The list of jobs of the last ten years."""

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
    first = format_lazy(_("Have you worked in the last {years} years?"), years=number("work_years"))
    first_help = _("In Canada or elsewhere. Add each job on its own; a new position or employer is a new job.")
    another = format_lazy(_("Have you had another job in the last {years} years?"), years=number("work_years"))
    item = _("job")
    parts: ClassVar[tuple[type[Step], ...]] = (JobStep, JobConditions, JobLeave)

    @classmethod
    def describe(cls, answers: Mapping[str, Any]) -> tuple[Any, Any]:
        """The occupation; where and when."""
        country = get_country_name(answers.get("country", ""))
        when = describe_span(answers.get("start"), None if answers.get("ongoing") else answers.get("end"))
        return label_occupation(answers.get("noc", "")), format_lazy("{where}, {when}", where=country, when=when)

    @classmethod
    def notes(cls, answers: Mapping[str, Any], on: date) -> list[Any]:
        """What the job counts for, days that are open, and how many duties were ticked."""
        return [*describe_occupation(answers["noc"], on), *ask_for_days(answers, on), *count_ticked(answers)]

    @classmethod
    def links(cls, answers: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """To the occupation's own page at Statistics Canada."""
        words = _("Compare the work with the lead statement and the main duties of NOC {noc} (Statistics Canada)")
        return [(occupation(answers["noc"]).duties, format_lazy(words, noc=answers["noc"]))]

    @classmethod
    def totals(cls, items: Sequence[Mapping[str, Any]], on: date) -> list[Any]:
        """How much work there is so far, by what it counts for."""
        return list(describe_totals(items, on))


def list_job_nocs(known: Mapping[str, Any]) -> list[str]:
    """The different occupations of the jobs, in order."""
    return list(dict.fromkeys(job["noc"] for job in known.get("jobs", ())))


class PrimaryOccupation(Step):
    """The one occupation that the Federal Skilled Worker Program looks at."""

    slug, section = "primary-occupation", WORK
    # Where one is named it alone is looked at, even if it can't qualify (docs/before-launch.md).
    settles = ("several_primary", "primary_not_skilled")
    needs = None
    # IRPR 75(2)(a) looks at the occupation that the application names.
    primary = Radios(
        label=_("Which is your primary occupation for Express Entry?"),
        help_text=_("The one you name in your profile as your primary occupation."),
        missing=_("Select your primary occupation"),
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Those who have worked in more than one."""
        return len(list_job_nocs(known)) > 1

    def adapt(self) -> None:
        """The occupations of the jobs, or none chosen yet."""
        nocs = [(noc, label_occupation(noc)) for noc in list_job_nocs(self.known)]
        self.copy_field("primary").choices = [*nocs, ("any", _("I have not chosen: take the one that fits"))]


class ForeignMilitary(Step):
    """Service elsewhere, for the category of recruits of the Canadian Armed Forces."""

    slug, section = "foreign-military", WORK
    settles = ("military_service",)
    serves_in_military = YesNo(
        label=_("Do you serve in the military of a country other than Canada?"),
    )


class MilitaryYears(Step):
    """How long without a break."""

    slug, section = "foreign-military-years", WORK
    foreign_military_years = NumberField(
        label=_("For how many full years have you served without a break?"),
        missing=_("Enter the number of years"),
        wrong=_("Enter the number of years as a number, for example 10"),
        high=60,
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Those who serve."""
        return bool(known.get("serves_in_military"))
