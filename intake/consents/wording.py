"""The words by which a person agrees to our e-mails: shown beside the box, kept with the proof.

The sender, the purpose and how to stop are stated when asking (CASL s. 10(1), Electronic Commerce Protection
Regulations s. 4). Change the words only together with `VERSION`.
"""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

# Since this version the words name documents too (record 0042).
VERSION = "2026-11-25"
CONSENT = format_lazy(
    _(
        "I agree that {firm} e-mails me when an Express Entry round of invitations that fits my profile is published, "
        "when new rules change my score, and before my tests, assessments, documents, profile or invitation lapse. "
        "I can withdraw my consent at any time, with the link in every message or by writing to the firm."
    ),
    firm=settings.FIRM["name"],
)


def render_wording(language: str) -> str:
    """The exact words, in a language ("en" or "fr")."""
    with override(language):
        return str(CONSENT)


def render_dated_wording(language: str) -> str:
    """The words with their version, for the proof of consent."""
    return f"[{VERSION}] {render_wording(language)}"
