"""IRCC's numbers of a person and of an application, each in the one form in which IRCC writes it.

They are kept, looked for and shown in this form alone, so that a number is found however it was typed.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

NO_UCI = _("Enter a UCI of eight or ten digits, like 1234-5678 or 11-2233-4455")
LONGEST = 20
NO_APPLICATION = format_lazy(
    _("Enter an application number of letters and digits, at most {most}, like E000123456"), most=LONGEST
)
NO_EXPRESS_ENTRY = _("An Express Entry application number is the letter E and nine digits, like E000123456: count them")
# Digits, and what people put between them.
TYPED = re.compile(r"[\d\s.\-]+", re.ASCII)
# The groups in which IRCC writes the digits, by how many there are.
GROUPS = {8: (4, 4), 10: (2, 4, 4)}
APPLICATION = re.compile(rf"(?=.*\d)[A-Z\d]{{1,{LONGEST}}}", re.ASCII)
EXPRESS_ENTRY = re.compile(r"E\d+", re.ASCII)
# One digit too few is a slip, and is said rather than kept (record 0172).
EXPRESS_ENTRY_LENGTH = 10


def normalize_uci(typed: str) -> str:
    """Return the number in its one form, "1234-5678" or "11-2233-4455"; "" for nothing. Raises `ValidationError`."""
    digits = re.sub(r"\D", "", typed)
    if not typed.strip():
        return ""
    if not TYPED.fullmatch(typed) or len(digits) not in GROUPS:
        raise ValidationError(NO_UCI, "invalid")
    found, at = [], 0
    for length in GROUPS[len(digits)]:
        found.append(digits[at : at + length])
        at += length
    return "-".join(found)


def normalize_application_number(typed: str) -> str:
    """Return the number in its one form, "E000123456"; "" for nothing. Raises `ValidationError`."""
    number = re.sub(r"[\s\-]", "", typed).upper()
    if not number:
        return ""
    if not APPLICATION.fullmatch(number):
        raise ValidationError(NO_APPLICATION, "invalid")
    if EXPRESS_ENTRY.fullmatch(number) and len(number) != EXPRESS_ENTRY_LENGTH:
        raise ValidationError(NO_EXPRESS_ENTRY, "length")
    return number


def find_uci(text: str) -> str:
    """The number in its one form, where a text is one; else ""."""
    try:
        return normalize_uci(text)
    except ValidationError:
        return ""


def find_application_number(text: str) -> str:
    """The same for the number of an application."""
    try:
        return normalize_application_number(text)
    except ValidationError:
        return ""
