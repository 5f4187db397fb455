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
# A full stop, the ideographic one too, which is a dot in the name of a site.
DOT = r"[.\u3002]"
# What mail programs know as the end of a site's name: a country's two letters, and those that strangers buy.
ENDS = r"\w{2}|app|asia|biz|blog|cloud|club|com|dev|icu|info|live|mobi|net|online|org|shop|site|store|tech|top|vip|xyz"
# After one letter ("J.Smith", "M.El-Amin") only such an end is an address; after more letters anything is.
ADDRESS = re.compile(rf"@|[/\\]|\w{{2,}}{DOT}\w{{2,}}|\w{DOT}(?:{ENDS})(?!\w|-\w)", re.IGNORECASE)


def normalize_name(typed: str) -> str:
    """Return the name in its one form. Raises `ValidationError` where it holds an address."""
    spaced = " ".join(unicodedata.normalize("NFC", typed).split())
    name = "".join(letter for letter in spaced if is_seen(letter))
    name = " ".join(name.split())
    if has_address(name):
        raise ValidationError(LEADS_SOMEWHERE, "leads_somewhere")
    return name


def has_address(name: str) -> bool:
    """Whether a mail program may make a link of something in it, as it looks to a reader."""
    # Compatibility forms only for looking: a wide full stop makes a link too, but a name is kept as it was written
    # (record 0169).
    plain = "".join(letter for letter in unicodedata.normalize("NFKC", name) if letter not in JOINERS)
    return bool(ADDRESS.search(plain))


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
