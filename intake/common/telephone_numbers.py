"""The one form of a telephone number: a plus and its digits, so that a number is found however it was typed.

A number without a country code is one of North America, where the firm is: ten digits, or eleven from 1 on.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

INVALID = _("Enter a telephone number with its area or country code, like +1 613 555 0100")
TYPED = re.compile(r"\+?[\d\s().\-/]+", re.ASCII)
# ITU-T E.164: at most fifteen digits with the country code; fewer than seven are no number of a person.
FEWEST, MOST = 7, 15
# Neither an area code nor an exchange begins with 0 or 1 (North American Numbering Plan).
NORTH_AMERICA = re.compile(r"\+1([2-9]\d\d)([2-9]\d\d)(\d{4})")


def normalize_telephone(typed: str) -> str:
    """Return the number in its one form, "+16135550100"; empty for nothing. Raises `ValidationError` for none."""
    text = " ".join(typed.split())
    if not text:
        return ""
    if not TYPED.fullmatch(text):
        raise ValidationError(INVALID, "invalid")
    number = complete(re.sub(r"\D", "", text), international=text.startswith("+"))
    is_north_american = number.startswith("+1")
    if not FEWEST <= len(number) - 1 <= MOST or (is_north_american and not NORTH_AMERICA.fullmatch(number)):
        raise ValidationError(INVALID, "invalid")
    return number


def complete(digits: str, *, international: bool) -> str:
    """With a plus and the country code. Raises `ValidationError` where nothing says which country it is of."""
    if international or (len(digits) == 11 and digits.startswith("1")):
        return f"+{digits}"
    if len(digits) == 10:
        return f"+1{digits}"
    # Refused rather than completed: a guess would be dialled (record 0124).
    raise ValidationError(INVALID, "invalid")


def format_telephone(number: str) -> str:
    """The number as it is read out: "+1 613 555 0100"; one of another country as it is kept."""
    found = NORTH_AMERICA.fullmatch(number)
    return " ".join(["+1", *found.groups()]) if found else number
