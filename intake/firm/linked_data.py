"""What search engines read of the firm's pages, in the words of schema.org (JSON-LD)."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from intake.models import FirmPerson, FirmText

# As JSON they mean the same, and no text can end the element that it stands in.
ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def describe_firm(people: Iterable[FirmPerson]) -> dict[str, Any]:
    """The firm and who works there; what it has not entered is left out."""
    # Settings and no row: messages and checks need them without a database (record 0138).
    firm = settings.FIRM
    known = {
        "@type": "ProfessionalService",
        "name": firm["name"],
        "url": settings.SITE_URL + reverse("intake:firm"),
        "email": firm["email"],
        "telephone": firm["phone"],
        "address": firm["address"],
        "employee": [{"@type": "Person", "name": one.name, "jobTitle": one.role} for one in people],
    }
    return {name: value for name, value in known.items() if value}


def describe_questions(questions: Iterable[FirmText]) -> dict[str, Any]:
    """Questions and answers, as they were written."""
    asked = [
        {"@type": "Question", "name": one.title, "acceptedAnswer": {"@type": "Answer", "text": one.text}}
        for one in questions
    ]
    return {"@type": "FAQPage", "mainEntity": asked}


def render_linked_data(described: Mapping[str, Any]) -> SafeString:
    """The element that holds it: data and no script, so that the policy of the pages has nothing to run."""
    words = json.dumps({"@context": "https://schema.org", **described}, ensure_ascii=False).translate(ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(words))  # noqa: S308 - escaped above
