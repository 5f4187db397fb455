"""The one form of a tag's name: a few words on one line, the same tag however they are capitalised."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.common.names import is_seen

LONGEST = 40
SEVERAL = _("Enter one tag at a time, without commas")
TOO_LONG = format_lazy(_("Enter a tag of at most {most} letters: a word or a few"), most=LONGEST)


def normalize_tag_name(typed: str) -> str:
    """Return the name on one line, without invisible characters; "" for nothing. Raises `ValidationError`."""
    spaced = " ".join(unicodedata.normalize("NFC", typed).split())
    name = " ".join("".join(letter for letter in spaced if is_seen(letter)).split())
    # A file's tags are shown, and taken along, with commas between them.
    if "," in name:
        raise ValidationError(SEVERAL, "several")
    if len(name) > LONGEST:
        raise ValidationError(TOO_LONG, "max_length")
    return name


def validate_tag_name(name: str) -> None:
    """Refuse what is not in the one form: for rows that are saved past the form. Raises `ValidationError`."""
    if normalize_tag_name(name) != name:
        raise ValidationError(_("Enter a tag on one line, without invisible characters"), "not_one_line")


def find_key(name: str) -> str:
    """By what a name is the same as another: without case, in every script."""
    return unicodedata.normalize("NFC", name.casefold())
