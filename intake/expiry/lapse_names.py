"""What lapses, as letters to clients name it."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from intake.models import ENTERED
from intake.questionnaire.choices import get_country_name
from scoring.words import TEST_NAMES

# What it is, and whose.
NAMES = {
    ("test", "own"): _("Your language test %(test)s"),
    ("test", "partner"): _("Your spouse or partner's language test %(test)s"),
    ("eca", "own"): _("Your educational credential assessment (%(country)s)"),
    ("eca", "partner"): _("Your spouse or partner's educational credential assessment (%(country)s)"),
    ("profile", "own"): _("Your Express Entry profile"),
    ("passport", "own"): _("Your passport"),
    ("passport", "partner"): _("Your spouse or partner's passport"),
    ("medical", "own"): _("Your medical examination"),
    ("medical", "partner"): _("Your spouse or partner's medical examination"),
    ("police", "own"): _("Your police certificate"),
    ("police", "partner"): _("Your spouse or partner's police certificate"),
    ("work_permit", "own"): _("Your work permit"),
    ("work_permit", "partner"): _("Your spouse or partner's work permit"),
    ("study_permit", "own"): _("Your study permit"),
    ("study_permit", "partner"): _("Your spouse or partner's study permit"),
}


class LapseName:
    """The name of what lapses, put into words when the letter is made, in its language.

    `facts`: `what`, `whose` and `name`, as a row of the ledger keeps them.
    """

    def __init__(self, facts: Mapping[str, str]) -> None:
        self.facts = facts

    def __str__(self) -> str:
        name, country = self.facts["name"], get_country_name(self.facts["name"])
        sentence = str(NAMES[self.facts["what"], self.facts["whose"]])
        named = sentence % {"test": TEST_NAMES.get(name, name), "country": country}
        return f"{named} ({country})" if country and self.facts["what"] in ENTERED else named
