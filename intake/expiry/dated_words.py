"""What of a client's documents ends, in words."""

from django.utils.translation import gettext as _

from intake.models import DatedItem
from intake.questionnaire.choices import country_name
from scoring.words import TEST_NAMES


def said(kind: str, name: str, whose: str = DatedItem.Whose.OWN) -> str:
    """As "Passport (India)" or "Language test (IELTS Academic), the partner's"."""
    label, which = str(DatedItem.Kind(kind).label), str(TEST_NAMES.get(name) or country_name(name))
    what = _("%(kind)s (%(which)s)") % {"kind": label, "which": which} if which else label
    return _("%(what)s, the partner's") % {"what": what} if whose == DatedItem.Whose.PARTNER else what
