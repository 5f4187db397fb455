"""A job offer in Canada, and on what it rests."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.common.rule_numbers import number
from intake.forms.fields import CheckboxField, Radios, YesNo
from intake.questionnaire.fields import OccupationField
from intake.questionnaire.step import Step
from intake.questionnaire.steps.options import LAST

# The first three are those of IRPR 82(2): (c) and (d), (a), (b); for the trades 87.2(3)(d)(iv) and (v), (ii), (iii).
BASES = [
    (
        "lmia",
        _(
            "The employer has a labour market impact assessment (LMIA) for this offer, and I have no work permit, an "
            "open one, or one for another employer"
        ),
    ),
    ("lmia_permit", _("I work for this employer, on a work permit that rests on an LMIA")),
    (
        "exempt_permit_one_year",
        _(
            "I have worked for this employer without a break for a year or more, full-time or as much part-time, on a "
            "permit without an LMIA that names them"
        ),
    ),
    (
        "open_permit",
        _("None of these: for example no LMIA, and an open work permit, none, or less than a year with this employer"),
    ),
    # Such an offer counts as `qualifying` says, and the result says what hangs on it (record 0176).
    ("unknown", _("I do not know")),
]


class JobOfferStep(Step):
    """Whether there is an offer, for the programs and the selection grid."""

    slug, section = "job-offer", LAST
    settles = ("military_offer",)
    has_job_offer = YesNo(
        label=_("Do you have a job offer in Canada?"),
        help_text=_(
            "From an employer for whom you work now, too, if they have offered to keep you for at least a year after "
            "you become a permanent resident."
        ),
    )


class JobOfferDetails(Step):
    """What makes it an arrangement of employment, or not (IRPR s. 82(2))."""

    slug, section = "job-offer-details", LAST
    title = _("Your job offer")
    job_offer_noc = OccupationField(
        label=_("For which occupation is it?"),
        help_text=_("Start typing a title or a NOC code."),
        missing=_("Choose the occupation of the job offer"),
    )
    basis = Radios(
        label=_("On what does the offer rest?"),
        help_text=_("An offer counts only on one of the first three grounds (IRPR ss. 82(2) and 87.2(3)(d))."),
        choices=BASES,
        missing=_("Select on what the offer rests"),
    )
    # IRPR 82(1), and 87.2(3)(d) for the trades.
    qualifying = YesNo(
        label=_("Is it a qualifying offer?"),
        help_text=format_lazy(
            _(
                "On one of the first three grounds, full-time ({hours} hours a week or more) and continuous, for at "
                "least a year after you become a permanent resident. "
                "For physicians an offer that is not continuous, or not for a year, counts too (public policy). "
                "If you do not know the ground, answer the rest: the result then shows what holds only if the ground "
                "counts."
            ),
            hours=number("week_hours"),
        ),
    )
    two_employers = CheckboxField(
        label=_("Two employers make this offer together"),
        help_text=format_lazy(
            _(
                "For the Federal Skilled Trades Program two employers may make up the {hours} hours a week; for the "
                "Federal Skilled Worker Program one must offer them all (IRPR ss. 82(1) and 87.2(3)(d))."
            ),
            hours=number("week_hours"),
        ),
    )
    canadian_armed_forces = YesNo(
        label=_("Is it from the Canadian Armed Forces?"),
        help_text=_("From the Canadian Forces Recruiting Group: continuous, full-time, for three years or more."),
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Those who have an offer."""
        return bool(known.get("has_job_offer"))

    def clean(self) -> dict[str, Any]:
        """Refuse an offer that is said to qualify and rests on none of the grounds."""
        if self.cleaned_data.get("basis") == "open_permit" and self.cleaned_data.get("qualifying"):
            self.add_error(
                "qualifying",
                _(
                    "Select no: without an LMIA an offer does not qualify, unless you have worked for this employer "
                    "for a year or more on a permit that names them. It would with an LMIA"
                ),
            )
        return self.cleaned_data
