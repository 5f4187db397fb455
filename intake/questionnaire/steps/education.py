"""Diplomas, certificates and degrees, with what proves them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.common.rule_numbers import number
from intake.forms.fields import DayField, LongChoiceField, MonthField, NumberField, Radios, YesNo
from intake.questionnaire.choices import OTHER, get_country_name, get_rules_of_today
from intake.questionnaire.fields import CountryField, OccupationField, TradeField
from intake.questionnaire.hints.shortfalls import check_assessment
from intake.questionnaire.step import Listing, Step
from intake.questionnaire.steps.options import EDUCATION, ISSUERS, LEVELS, PROVINCES
from scoring.dates import format_date
from scoring.trades import is_trade

OPEN_TRADE = _("{occupation}: not known to be a trade, so that it gives no points until a licensed person has looked")


class CredentialStep(Step):
    """One credential: its level, and the country that decides whether an assessment is needed."""

    slug = "credential"
    title = _("One diploma, certificate or degree")
    level = Radios(
        label=_("What kind of credential is it?"),
        help_text=_(
            "A professional degree is one in medicine, veterinary medicine, dentistry, optometry, law, chiropractic "
            "medicine or pharmacy, a Doctor of Medicine included. Nursing is not among these: name its degree as it "
            "is, a bachelor's or a master's."
        ),
        choices=LEVELS,
        missing=_("Select the kind of credential"),
    )
    country = CountryField(label=_("In which country was it awarded?"), missing=_("Choose the country"))
    awarded_on = MonthField(label=_("In which month was it awarded? (optional)"))


class CredentialAssessmentStep(Step):
    """The ECA of one credential from abroad."""

    slug = "assessment"
    longer_help = "intake/more/eca.html"
    title = _("Educational credential assessment (ECA)")
    only_if = {"eca_issued_on": ("has_eca", True), "eca_issuer": ("has_eca", True)}
    # IRPR 75(2)(e)(ii): a foreign credential counts only with an assessment of less than five years.
    has_eca = YesNo(
        label=_("Do you have an ECA report for this credential?"),
        help_text=_("Without one, a credential from outside Canada adds no points."),
    )
    eca_issued_on = DayField(
        label=_("If yes, when was the report issued?"),
        help_text=_("For example, March 27, 2024."),
    )
    # IRPR 75(2.1): where a professional body is designated for the occupation, only its assessment counts.
    eca_issuer = Radios(
        label=_("Who issued it? (optional)"),
        help_text=_(
            "For physicians, pharmacists and architects only the assessment by their own body counts for the Federal "
            "Skilled Worker Program: the Medical Council of Canada, the Pharmacy Examining Board of Canada or the "
            "Canadian Architectural Certification Board."
        ),
        choices=ISSUERS,
        missing=_("Select who issued the report"),
        required=False,
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """A credential that was not awarded in Canada."""
        return bool(known.get("country", "CA") != "CA")

    def clean(self) -> dict[str, Any]:
        """With a report, the day from which its validity is counted."""
        if self.cleaned_data.get("has_eca"):
            self.require("eca_issued_on", _("Enter the date the ECA report was issued"))
        return self.cleaned_data


class StudyYears(Step):
    """Years of full-time study, for the adaptability points of the selection grid."""

    slug = "study-in-canada"
    # IRPR 83(1)(b): two academic years, in a program of two years or longer.
    full_time_academic_years = NumberField(
        label=_("How many years of full-time study in Canada was this?"),
        help_text=_("Count academic years. Enter 0 if it was part-time or by distance learning."),
        missing=_("Enter the number of years of full-time study"),
        wrong=_("Enter the number of years as a number, for example 2"),
        high=20,
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """A credential from Canada of a year or more after high school."""
        return known.get("country") == "CA" and known.get("level") not in {"secondary", "under_one_year"}


class StudyInCanada(StudyYears):
    """The same, with the conditions of the CRS points for study in Canada."""

    title = _("Your study in Canada")
    # The conditions in the order of IRCC's own tool ("Check your score").
    canadian_study_bonus = YesNo(
        label=_("Does your study meet all of these conditions?"),
        help_text=format_lazy(
            _(
                "You studied in Canada, full-time for at least {months} months, and were in Canada for at least "
                "{months} months. Not more than half of it was English or French language training. "
                "You had no award that requires you to return home. "
                "If any of the study was between March 2020 and August 2022, IRCC waives the two conditions of "
                "{months} months: say yes if it meets the others."
            ),
            months=number("study_months"),
        ),
    )

    def adapt(self) -> None:
        """The conditions first: for most people they are all that counts."""
        self.order_fields(["canadian_study_bonus"])


class Credentials(Listing):
    """The list of credentials; two of them can give more points than the highest alone."""

    slug, section = "credentials", EDUCATION
    settles: ClassVar[tuple[str, ...]] = (
        "fsw_education",
        "military_education",
        "study_bonus_abroad",
        "eca_over",
        "eca_lapses",
        "eca_too_early",
        "doctorate_of_medicine",
        "doctorate_of_pharmacy",
    )
    title = _("Your education")
    first = _("Have you completed high school or any education after it?")
    first_help = _(
        "Add every completed diploma, certificate and degree, not just the highest: two can give more points."
    )
    another = _("Do you have another diploma, certificate or degree?")
    item = _("credential")
    parts = (CredentialStep, CredentialAssessmentStep, StudyInCanada)

    @classmethod
    def describe(cls, answers: Mapping[str, Any]) -> tuple[Any, Any]:
        """Level, and country."""
        return dict(LEVELS).get(answers.get("level", ""), ""), get_country_name(answers.get("country", ""))

    @classmethod
    def details(cls, answers: Mapping[str, Any], on: date) -> list[tuple[Any, Any]]:
        """When it was awarded, and for one from abroad whether there is a report."""
        awarded = answers.get("awarded_on")
        pairs = [(_("Awarded"), format_date(awarded, "YEAR_MONTH_FORMAT") if awarded else _("Not given"))]
        if "has_eca" in answers:
            issued = answers.get("eca_issued_on")
            pairs.append((_("ECA report"), format_date(issued) if issued else _("No")))
            if answers.get("eca_issuer"):
                pairs.append((_("Issued by"), dict(ISSUERS)[answers["eca_issuer"]]))
        return pairs

    @classmethod
    def notes(cls, answers: Mapping[str, Any], on: date) -> list[Any]:
        """What is wrong with an assessment: it is over, or too early."""
        return list(check_assessment(answers, on))


class CertificateStep(Step):
    """Whether there is a certificate in a trade, which the skilled trades program asks for."""

    slug, section = "trade-certificate", EDUCATION
    settles = ("fst_offer_or_certificate",)
    # IRPR 87.2(3)(d)(i): of a province or of a federal authority.
    has_certificate = YesNo(
        label=_("Do you have a certificate of qualification in a trade from Canada?"),
        help_text=_("Issued by a province, a territory or a federal body, such as a Red Seal certificate."),
    )


class CertificateDetails(Step):
    """Which trade, and who issued the certificate."""

    slug, section = "trade-certificate-details", EDUCATION
    settles = ("trade_elsewhere",)
    title = _("Your certificate of qualification")
    certificate_noc = TradeField(
        label=_("Which trade is it for?"),
        help_text=_("Start typing a title, for example plumber, or a NOC code."),
        missing=_("Choose the trade"),
    )
    certificate_province = LongChoiceField(
        label=_("Who issued it?"), choices=PROVINCES, missing=_("Choose who issued the certificate")
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Those who have one."""
        return bool(known.get("has_certificate"))


class OtherTrade(Step):
    """A trade that the list of those with certificates does not have."""

    slug, section = "other-trade", EDUCATION
    other_trade_noc = OccupationField(
        label=_("For which occupation is the certificate?"),
        help_text=_("Start typing a title, for example funeral director, or a NOC code."),
        missing=_("Choose the occupation of the certificate"),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse what is certainly no trade; what may be one stays open."""
        noc = self.cleaned_data.get("other_trade_noc")
        # None is "not known", which a licensed person looks at, and no "no" (record 0065).
        if noc and is_trade(noc, get_rules_of_today()) is False:
            self.add_error(
                "other_trade_noc",
                _(
                    "This occupation is not a trade, and certificates of qualification are issued in trades only. "
                    "Choose "
                    "the trade on the certificate, or go back and say that you have none"
                ),
            )
        return self.cleaned_data

    def list_answers(self) -> Iterator[tuple[str, Any, Any]]:
        """The occupation, and that it gives no points until a person has reviewed it."""
        for name, label, answer in super().list_answers():
            open_ = is_trade(self.cleaned_data[name], get_rules_of_today()) is None
            yield name, label, format_lazy(OPEN_TRADE, occupation=answer) if open_ else answer

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Those who chose "another trade" on the page before."""
        return bool(known.get("has_certificate")) and known.get("certificate_noc") == OTHER
