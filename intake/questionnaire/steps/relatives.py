"""Brothers, sisters and other relatives in Canada, and of which of a couple."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.common.rule_numbers import number
from intake.forms.fields import Radios, YesNo
from intake.questionnaire.step import Step
from intake.questionnaire.steps.options import LAST
from scoring.profile import COUPLES

WHOSE = [("self", _("Mine")), ("partner", _("My partner's")), ("both", _("Each of us has one"))]
WHOSE_MISSING = _("Select whose relative it is")
# IRPR 83(5)(a).
OLD_ENOUGH = number("relative_age")


def build_whose_field(label: Promise) -> Radios:
    """Whose relative it is, as a couple is asked; required by `clean` where there is one."""
    help_text = _("It counts if that person is the applicant or comes with you.")
    return Radios(label=label, help_text=help_text, choices=WHOSE, missing=WHOSE_MISSING, required=False)


class OfACouple(Step):
    """A question of a couple is whose relative it is; a single person is not asked that."""

    section = LAST
    needs = ("marital_status",)
    asked: ClassVar[str]
    whose: ClassVar[str]
    help_of_single: ClassVar[Any]
    title_of_couple: ClassVar[Any]

    def adapt(self) -> None:
        """A single person's relative is their own, and no partner is spoken of."""
        # Of a couple it counts only where that person applies or comes along (IRPR 83(5)(a)).
        if self.known.get("marital_status") not in COUPLES:
            del self.fields[self.whose]
            self.copy_field(self.asked).help_text = self.help_of_single

    @property
    def single(self) -> bool:
        """With one question on the page, its label is the heading."""
        return self.whose not in self.fields

    @property
    def heading(self) -> Any:
        """The question, or for a couple the title above both."""
        return super().heading if self.single else self.title_of_couple

    def clean(self) -> dict[str, Any]:
        """Of a couple, whose relative it is."""
        if self.cleaned_data.get(self.asked) and self.whose in self.fields:
            self.require(self.whose, WHOSE_MISSING)
        return self.cleaned_data


class Sibling(OfACouple):
    """A brother or sister in Canada, for the CRS."""

    slug = "sibling"
    title_of_couple = _("A brother or sister in Canada")
    asked, whose = "sibling_in_canada", "sibling_of"
    help_of_single = format_lazy(
        _("{age} or older, a Canadian citizen or permanent resident, and living in Canada."), age=OLD_ENOUGH
    )
    only_if = {"sibling_of": ("sibling_in_canada", True)}
    sibling_in_canada = YesNo(
        label=_("Do you have a brother or sister in Canada?"),
        help_text=format_lazy(
            _(
                "{age} or older, a Canadian citizen or permanent resident, and living in Canada. "
                "A brother or sister of a partner who comes with you counts too."
            ),
            age=OLD_ENOUGH,
        ),
    )
    sibling_of = build_whose_field(_("If yes, whose brother or sister is it?"))


class Relative(OfACouple):
    """Any relative in Canada, for the adaptability points of the selection grid."""

    slug = "relative"
    title_of_couple = _("Another relative in Canada")
    asked, whose = "relative_in_canada", "relative_of"
    help_of_single = format_lazy(
        _(
            "A parent, grandparent, child, grandchild, aunt, uncle, niece or nephew of yours: {age} or older, a "
            "citizen or permanent resident, and living in Canada. A brother or sister is counted already."
        ),
        age=OLD_ENOUGH,
    )
    only_if = {"relative_of": ("relative_in_canada", True)}
    # IRPR 83(5)(a)(i) to (vii).
    relative_in_canada = YesNo(
        label=_("Do you have another relative in Canada?"),
        help_text=format_lazy(
            _(
                "A parent, grandparent, child, grandchild, aunt, uncle, niece or nephew of yours, or of a partner who "
                "comes with you: {age} or older, a citizen or permanent resident, and living in Canada. A brother or "
                "sister is counted already."
            ),
            age=OLD_ENOUGH,
        ),
    )
    relative_of = build_whose_field(_("If yes, whose relative is it?"))
