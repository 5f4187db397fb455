"""The one form of a telephone number: a plus and its digits (E.164), so that a number is found however it was typed.

A number without a country code is read as one of Canada, where the firm is. Which numbers there are, and how those of
a country are written, is in the tables of `phonenumbers`.
"""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumberFormat

REGION = "CA"
INVALID = _("Enter a telephone number with its area or country code, like +1 613 555 0100")
TYPED = re.compile(r"\+?[\d\s().\-/]+", re.ASCII)
# Fewer digits than these are no number of a person.
FEWEST = 7
ONE_FORM = re.compile(r"\+\d{1,15}", re.ASCII)
NORTH_AMERICA = re.compile(r"\+1(\d{3})(\d{3})(\d{4})")


def normalize_telephone(typed: str) -> str:
    """Return the number in its one form, "+16135550100"; empty for nothing. Raises `ValidationError` for none."""
    text = " ".join(typed.split())
    if not text:
        return ""
    # The library also reads letters, extensions and digits of other scripts, which no file keeps.
    if not TYPED.fullmatch(text):
        raise ValidationError(INVALID, "invalid")
    try:
        number = phonenumbers.parse(text, REGION)
    except NumberParseException:
        raise ValidationError(INVALID, "invalid") from None
    # Refused rather than completed: a guess would be dialled (record 0124).
    if not phonenumbers.is_valid_number(number):
        raise ValidationError(INVALID, "invalid")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def format_telephone(number: str) -> str:
    """The number as it is read out: "+1 613 555 0100", "+33 1 70 36 80 00"; what is not a number as it is stored."""
    if found := NORTH_AMERICA.fullmatch(number):
        return " ".join(["+1", *found.groups()])
    try:
        return phonenumbers.format_number(phonenumbers.parse(number), PhoneNumberFormat.INTERNATIONAL)
    except NumberParseException:
        return number
