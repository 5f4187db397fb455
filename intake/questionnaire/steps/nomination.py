"""A nomination by a province or territory."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.forms.fields import LongChoiceField, Radios, YesNo
from intake.questionnaire.step import Step
from intake.questionnaire.steps.options import LAST, PROVINCES

# Quebec chooses its own skilled workers and nominates nobody.
NOMINATING = [(code, name) for code, name in PROVINCES if code not in {"QC", "federal"}]
STREAMS = [
    ("express_entry", _("Yes, through a stream aligned with Express Entry")),
    ("base", _("No, through another stream (a base nomination)")),
    ("unknown", _("I do not know")),
]


class Nomination(Step):
    """Whether a province or territory has nominated the person."""

    slug, section = "provincial-nomination", LAST
    provincial_nomination = YesNo(
        label=_("Do you have a nomination from a province or territory?"),
    )


class NominationStream(Step):
    """Whether that came through Express Entry, which alone gives points."""

    slug, section = "nomination-stream", LAST
    title = _("Your nomination")
    nomination_province = LongChoiceField(
        label=_("Which province or territory nominated you?"),
        choices=NOMINATING,
        missing=_("Choose the province or territory that nominated you"),
    )
    nomination_stream = Radios(
        label=_("Was it through a stream aligned with Express Entry?"),
        help_text=_(
            "Only such a nomination gives points here: its letter asks for the number of your Express Entry profile, "
            "and you accept it in your IRCC account. With a base nomination you apply to IRCC outside Express Entry."
        ),
        choices=STREAMS,
        missing=_("Select whether the stream is aligned with Express Entry"),
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Those who were nominated."""
        return bool(known.get("provincial_nomination"))
