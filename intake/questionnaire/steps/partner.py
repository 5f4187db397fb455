"""The same questions, about a partner who comes along."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.common.rule_numbers import number
from intake.forms.fields import DayField, NumberField, Radios, YesNo
from intake.questionnaire.fields import CountryField
from intake.questionnaire.hints.work_counted import describe_partner_totals
from intake.questionnaire.step import Step
from intake.questionnaire.steps.about_you import PartnerStep
from intake.questionnaire.steps.education import CredentialAssessmentStep, Credentials, CredentialStep, StudyYears
from intake.questionnaire.steps.language import TestListing, TestScoresStep, WhichTest
from intake.questionnaire.steps.leave import JobLeave
from intake.questionnaire.steps.options import PARTNER, TESTS
from intake.questionnaire.steps.study import CONDITIONS, WRONG, Studied, has_long_study
from intake.questionnaire.steps.work import JobConditions, Jobs, JobStep


def does_partner_count(known: Mapping[str, Any]) -> bool:
    """A partner who comes along and is neither a citizen nor a permanent resident, or is one who lives abroad."""
    if not PartnerStep.applies(known) or not known.get("partner_accompanying"):
        return False
    # A permanent resident abroad counts in the selection grid, though not in the CRS (IRPR 83(1)(a)).
    abroad = known.get("partner_citizen") is False and known.get("partner_lives_in_canada") is False
    return abroad or not known.get("partner_canadian")


class OfPartner(Step):
    """Asked about a partner who counts; settles nothing about the applicant."""

    section = PARTNER
    settles: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """A partner who comes along and counts."""
        return does_partner_count(known)


class PartnerBirth(OfPartner):
    """The partner's date of birth, which may be left out."""

    slug = "partner-date-of-birth"
    # Only the comparison the other way round needs it: no points are given for a partner's age.
    partner_date_of_birth = DayField(
        label=_("What is your partner's date of birth? (optional)"),
        help_text=_("For example, March 27, 1990."),
        error_messages={"future": _("Your partner's date of birth must be in the past")},
    )


class PartnerAssessed(CredentialAssessmentStep):
    """An ECA of the partner's."""

    has_eca = YesNo(
        label=_("Does your partner have an ECA report for this credential?"),
        help_text=_("Without one, a credential from outside Canada adds no points."),
    )


class PartnerStudyInCanada(StudyYears):
    """The years count for a partner; the conditions only where the partner would be the applicant."""

    # IRPR 83(1)(b.1).
    title = _("Your partner's study in Canada")
    canadian_study_bonus = YesNo(
        label=_("Does this study meet the conditions for additional points? (optional)"),
        help_text=format_lazy(
            _(
                "Only to compare the other way round, with your partner as the principal applicant. In Canada and "
                "full-time for at least {months} months, which IRCC waives for study between March 2020 and August "
                "2022; not more than half of it language training; no award that requires a return home."
            ),
            months=number("study_months"),
        ),
        required=False,
    )


class PartnerCredentials(OfPartner, Credentials):
    """The list of the partner's credentials."""

    slug = "partner-credentials"
    title = _("Your partner's education")
    first = _("Has your partner completed high school or any education after it?")
    another = _("Does your partner have another diploma, certificate or degree?")
    parts = (CredentialStep, PartnerAssessed, PartnerStudyInCanada)  # type: ignore[assignment]


class PartnerStudyBesides(Studied):
    """Whether, how long, and in how long a program the partner studied."""

    slug, section = "partner-more-study-in-canada", PARTNER
    title = _("Your partner's full-time study in Canada")
    credentials = "partner_credentials"
    first = _("Has your partner studied full-time in Canada?")
    asked, years, long = "partner_studied_in_canada", "partner_years_in_canada", "partner_long_program"
    only_if = {
        "partner_years_in_canada": ("partner_studied_in_canada", True),
        "partner_long_program": ("partner_studied_in_canada", True),
    }
    partner_studied_in_canada = YesNo(
        label=_("Has your partner studied full-time in Canada, besides what you told us?"),
        help_text=CONDITIONS,
    )
    partner_years_in_canada = NumberField(label=_("If yes, for how many academic years?"), wrong=WRONG, high=20)
    partner_long_program = YesNo(
        label=_("If yes, was it in a program of two years or more?"),
        required=False,
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Unless one of the partner's credentials has said as much already."""
        return does_partner_count(known) and not has_long_study(known.get("partner_credentials", ()))


class PartnerWhichTest(WhichTest):
    """Which test the partner took."""

    test = Radios(
        label=_("Which test did your partner take?"), choices=TESTS, missing=_("Select the test that your partner took")
    )
    taken_on = DayField(
        label=_("When did your partner take it?"),
        help_text=_("The test date on the report. For example, March 27, 2026."),
        missing=_("Enter the date of the test"),
    )


class PartnerScores(TestScoresStep):
    """The partner's scores."""

    of_test = _("Your partner's scores in {test}")


class PartnerTests(OfPartner, TestListing):
    """The list of the partner's language tests."""

    # The CRS counts its levels; the grid asks for level 4 in each ability (IRPR 83(1)(a)).
    slug = "partner-tests"
    title = _("Your partner's language tests")
    first = _("Has your partner taken a language test that Express Entry accepts?")
    another = _("Does your partner have another language test?")
    none = _("My partner has not taken a test yet")
    parts = (PartnerWhichTest, PartnerScores)


class PartnerJob(JobStep):
    """One job of the partner's."""

    country = CountryField(
        label=_("In which country was the work done?"),
        help_text=_("Where your partner was, not where the employer is."),
        missing=_("Choose the country of the work"),
    )


class PartnerJobConditions(JobConditions):
    """The partner's conditions."""

    qualified_for_trade = YesNo(
        label=_("Could your partner practise the trade independently there during this job?"),
        help_text=_(
            "That is, your partner was qualified for the trade in the country of the job and did not work as an "
            "apprentice."
        ),
    )
    away = YesNo(
        label=_("During this job, was your partner away for more than two weeks without working?"),
        help_text=_("Parental, sick, unpaid or other long leave. Ordinary vacation is not meant."),
    )


class PartnerJobLeave(JobLeave):
    """The partner's leave."""

    title = _("When was your partner away?")


class PartnerJobs(OfPartner, Jobs):
    """The list of the partner's jobs."""

    # IRPR 83(1)(c.1).
    slug = "partner-jobs"
    parts = (PartnerJob, PartnerJobConditions, PartnerJobLeave)
    title = _("Your partner's jobs")
    first = format_lazy(
        _("Has your partner had a job in the last {years} years that you want to add here?"), years=number("work_years")
    )
    first_help = _(
        "Work in Canada can add points to yours. Work outside Canada adds none: add it (optional) if you want to be "
        "compared the other way round too, with your partner as the principal applicant."
    )
    another = format_lazy(_("Has your partner had another job in the last {years} years?"), years=number("work_years"))

    @classmethod
    def totals(cls, items: Sequence[Mapping[str, Any]], on: date) -> list[Any]:
        """How much of the partner's work there is so far."""
        return list(describe_partner_totals(items, on))
