"""The one form of a person's name: one line, as a person writes it, and nothing that a mail program makes a link of.

A name appears in subjects, greetings and lists of staff. What is typed into it by a stranger must not be a message of
its own, nor turn the text around it. What people can't see (line breaks, marks of direction, control characters) is
taken out; what leads somewhere (an address of e-mail or of a page) is refused.
"""

import re
import unicodedata
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

LONGEST = 200
LEADS_SOMEWHERE = _(
    "Enter a name without addresses of e-mail or of web pages, and with a space after each full stop, "
    "for example J. Smith"
)
# Joiners belong to the spelling of Persian, Hindi and other names; the other invisible characters to no name.
JOINERS = "\u200c\u200d"
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
ADDRESS = re.compile(r"@|[/\\]|\w{2,}\.\w{2,}")


def normalize_name(typed: str) -> str:
    """Return the name in its one form. Raises `ValidationError` where it holds an address."""
    spaced = " ".join(unicodedata.normalize("NFC", typed).split())
    name = "".join(letter for letter in spaced if is_seen(letter))
    name = " ".join(name.split())
    if ADDRESS.search(unicodedata.normalize("NFKC", name)):
        raise ValidationError(LEADS_SOMEWHERE, "leads_somewhere")
    return name


def is_seen(letter: str) -> bool:
    """Whether a character is one that is read, or joins such."""
    return letter in JOINERS or unicodedata.category(letter) not in INVISIBLE


def validate_name(name: str) -> None:
    """Refuse what is not in the one form: for rows that are saved past the form. Raises `ValidationError`."""
    if normalize_name(name) != name:
        raise ValidationError(_("Enter a name on one line, without invisible characters"), "not_one_line")


def name_user(user: "AbstractUser") -> str:
    """A member of staff as colleagues know them: the name, or what they sign in with where no name is entered."""
    return user.get_full_name() or user.get_username()
