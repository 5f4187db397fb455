"""The words of an alert: rendered once for all who read the same, then the client's own words put in.

Rendering a message costs more than sending it, and all but a few of its words
are the same for everybody told of a draw in one language on one basis.
"""

import re
from collections.abc import Mapping
from email.utils import parseaddr
from html import escape

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.crypto import salted_hmac

from draws.models import Alert
from draws.unsubscribing import address
from intake.mail import message
from scoring.apps import rulebook
from scoring.assess import pending
from scoring.reasons import Reason

# Where the client's own words go; no template, name or address says this.
PLACE = "⟦{}⟧"
PLACES = re.compile(r"⟦(\w+)⟧")
OWN_WORDS = ("name", "crs", "unsubscribe")


class Letters:
    """The alerts of a batch; each kind of letter is rendered once."""

    def __init__(self) -> None:
        self.patterns: dict[tuple, EmailMultiAlternatives] = {}

    def letter(self, alert: Alert) -> EmailMultiAlternatives:
        """The message for one alert, unsent."""
        kind = (alert.draw_id, alert.basis, alert.client.language, bool(alert.client.name))
        if kind not in self.patterns:
            self.patterns[kind] = pattern(alert)
        return filled(self.patterns[kind], alert)


def pattern(alert: Alert) -> EmailMultiAlternatives:
    """A letter for everybody of this alert's draw, basis and language, with places for their own words."""
    words = {word: PLACE.format(word) for word in OWN_WORDS}
    words["name"] = words["name"] if alert.client.name else ""
    facts = {"draw": alert.draw, "basis": alert.basis, "caveats": caveats(alert)}
    return message("draws/email/alert", "", alert.client.language, words | facts)


def caveats(alert: Alert) -> list[Reason]:
    """What is not sure about the rules on the day of the round."""
    return list(pending(rulebook().on(alert.draw.held_on)))


def filled(pattern: EmailMultiAlternatives, alert: Alert) -> EmailMultiAlternatives:
    """The letter with one client's words in their places."""
    link = address(alert.client)
    words = {"name": " ".join(alert.client.name.split()), "crs": str(alert.crs), "unsubscribe": link}
    html = {word: escape(said) for word, said in words.items()}
    mail = EmailMultiAlternatives(
        subject=put(str(pattern.subject), words),
        body=put(str(pattern.body), words),
        to=[alert.client.email],
        headers=headers(alert, link),
    )
    mail.attach_alternative(put(str(pattern.alternatives[0][0]), html), "text/html")
    return mail


def put(text: str, words: Mapping[str, str]) -> str:
    """The text with words in their places, in one pass: what is put in is not looked at again."""
    return PLACES.sub(lambda place: words.get(place[1], place[0]), text)


def headers(alert: Alert, link: str) -> dict[str, str]:
    """The headers beside the address: the stable Message-ID, and one-click unsubscribing (RFC 8058)."""
    return {
        "Message-ID": message_id(alert),
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Content-Language": alert.client.language,
    }


def message_id(alert: Alert) -> str:
    """The same for every attempt: it depends on the draw and the client alone, and tells neither."""
    digest = salted_hmac("draws.message_id", f"{alert.draw_id} {alert.client_id}", algorithm="sha256").hexdigest()
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{digest[:32]}@{domain}>"
