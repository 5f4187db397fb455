"""The one form of an e-mail address: what is typed, imported or told by a provider is brought into it, or refused.

Two ways of writing that look or fold alike ("Kim@" with the Kelvin sign, a domain with a bidi mark) must never be two
keys of one file, nor one key of two mailboxes. So the part before the @ is ASCII, the domain is in its ASCII form
(IDNA), and both are lower case. `email-validator` decides; the domain is not looked up.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from email_validator import EmailNotValidError, validate_email

INVALID = _("Enter an e-mail address like name@example.com")
NOT_ASCII = _("Enter an address without accents or other special letters before the @: we can’t write to others")


def normalize_email(typed: str) -> str:
    """Return the address in its one form, at most 254 characters.

    Raises `ValidationError` for what is no address, and for one that we could not write to.
    """
    text = typed.strip()
    try:
        # Strict: what stands before the @ has its longest too (RFC 5321, 4.5.3.1.1).
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        local = text.rpartition("@")[0]
        raise ValidationError(INVALID if local.isascii() else NOT_ASCII, "invalid") from None
    return str(found.ascii_email).lower()


def find_normal_form(typed: str) -> str | None:
    """Return the address in its one form; None where it has none, so that it matches no file."""
    try:
        return normalize_email(typed)
    except ValidationError:
        return None
