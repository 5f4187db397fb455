"""The first questions: who comes along, and where to."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.common.rule_numbers import get_number, number
from intake.forms.fields import AnyDayField, DayField, Radios, YesNo
from intake.questionnaire.step import Step
from intake.questionnaire.steps.options import ABOUT, MARITAL_STATUSES, PLACES
from scoring.days import age_on
from scoring.profile import COUPLES


class MaritalStatus(Step):
    """Which of the questions about a partner are asked."""

    slug, section = "marital-status", ABOUT
    marital_status = Radios(
        label=_("What is your marital status?"),
        help_text=_(
            "As in IRCC's form. If you live apart from your spouse for good and there is no court order or written "
            "agreement, select “Divorced / Separated”; with one, “Legally separated”."
        ),
        choices=MARITAL_STATUSES,
        missing=_("Select your marital status"),
    )


class PartnerStep(Step):
    """Whether the partner counts: a citizen, a permanent resident, or one who stays behind does not."""

    slug, section = "partner", ABOUT
    longer_help = "intake/more/partner.html"
    title = _("Your spouse or common-law partner")
    partner_canadian = YesNo(
        label=_("Is your partner a Canadian citizen or permanent resident?"),
    )
    partner_accompanying = YesNo(
        label=_("Will your partner come to Canada with you?"),
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Married, or in a common-law partnership."""
        return known.get("marital_status") in COUPLES


class PartnerStatus(Step):
    """What tells the points for a partner of the selection grid from those of the CRS."""

    slug, section = "partner-status", ABOUT
    title = _("Your partner's status in Canada")
    # IRPR 83(1)(a), (b.1) and (c.1) leave out only a citizen, and a permanent resident who resides in Canada.
    only_if = {"partner_lives_in_canada": ("partner_citizen", False)}
    partner_citizen = YesNo(
        label=_("Is your partner a Canadian citizen?"),
    )
    partner_lives_in_canada = YesNo(
        label=_("If not, does your partner live in Canada now?"),
        help_text=_(
            "A permanent resident who lives abroad and comes with you can add points in the Federal Skilled Worker "
            "Program; for the score, a partner who is a Canadian citizen or permanent resident never counts."
        ),
        required=False,
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """A partner who has status in Canada, and comes along."""
        return PartnerStep.applies(known) and bool(known.get("partner_canadian") and known.get("partner_accompanying"))

    def clean(self) -> dict[str, Any]:
        """Where a permanent resident lives decides; of a citizen it does not matter."""
        if self.cleaned_data.get("partner_citizen") is False:
            self.require("partner_lives_in_canada")
        return self.cleaned_data


class DateOfBirth(Step):
    """The age that both the CRS and the selection grid count."""

    slug, section = "date-of-birth", ABOUT
    # IRPR 81 gives points for it, and so does the CRS.
    date_of_birth = DayField(
        label=_("What is your date of birth?"),
        help_text=_("As in your passport. For example, March 27, 1990."),
        missing=_("Enter your date of birth"),
        error_messages={"future": _("Your date of birth must be in the past")},
    )

    def adapt(self) -> None:
        """Let the browser offer the date of birth that it knows."""
        self.copy_field("date_of_birth").widget.birthday = True


class Minor(Step):
    """No question: what somebody must know whose age gives no points yet."""

    slug, section = "under-18", ABOUT
    title = format_lazy(_("You are not {age} yet"), age=number("first_age"))
    template = "intake/minor.html"

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Of an age today that gives no points yet."""
        born = known.get("date_of_birth")
        return born is not None and age_on(born, timezone.localdate()) < get_number("first_age")


class Destination(Step):
    """The province; Quebec selects its own skilled workers."""

    slug, section = "destination", ABOUT
    # IRPR 75(1), 87.1(1) and 87.2(2): to reside in a province other than Quebec.
    settles = ("quebec",)
    destination = Radios(
        label=_("Where in Canada do you plan to live?"),
        choices=PLACES,
        missing=_("Select where you plan to live"),
    )


class Quebec(Step):
    """No question: that Express Entry does not lead there."""

    slug, section = "quebec", ABOUT
    title = _("Quebec chooses its own skilled workers")
    template = "intake/quebec.html"

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Those who plan to live in Quebec."""
        return known.get("destination") == "quebec"


class Authorized(Step):
    """Those who may work in Canada now and have an offer there need not show settlement funds."""

    slug, section = "authorized-to-work", ABOUT
    title = _("Authorization to work in Canada")
    only_if: ClassVar[Mapping[str, tuple[str, Any]]] = {"work_permit_until": ("authorized_to_work_in_canada", True)}
    # IRPR 76(1)(b)(ii) and 87.2(5).
    authorized_to_work_in_canada = YesNo(
        label=_("Are you authorized to work in Canada now?"),
        help_text=_("For example, you hold a work permit."),
    )
    # Work without authorization counts for nothing (IRPR 87.1(3)(b)): the result tells the day beforehand.
    work_permit_until = AnyDayField(
        label=_("Until when is your work permit valid? (optional)"),
        help_text=_("Leave it empty if you need no permit. For example, March 27, 2027."),
    )
