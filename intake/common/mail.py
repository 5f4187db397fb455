"""The one door for e-mail: every message of the project is made here.

A message is three templates side by side, `<name>.subject.txt`, `<name>.txt`
and `<name>.html`; the text is the master and the HTML says the same. The two
bodies extend `intake/email/layout.txt` and `intake/email/layout.html`, which
carry the firm's identity and address (CASL s. 6(2)). Style rules are in the
layout's style element and are written into the elements here, because many
mail programs read nothing else.

    mail = build_message("intake/email/confirm", person.email, person.language, {"link": link})
    mail.send()
"""

import re
from collections.abc import Mapping
from email.utils import make_msgid, parseaddr
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import translation

from intake.common import directions, request_ids

# The rules for narrow and dark screens can't stand in an element, so they stay in the head.
INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
# Every kind of space that may separate words, and line breaks; not the no-break space.
BETWEEN_WORDS = re.compile(r"[^\S\u00a0]+")


def build_message(
    template: str,
    to: str,
    language: str,
    context: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    """Render an unsent message to one address, in `language` ("en", "fr").

    The templates see `context`, and `firm`, `site_url` and `language`. Nothing that a client typed may be part of a
    template's name.
    """
    words = {"firm": settings.FIRM, "site_url": settings.SITE_URL, "language": language, **context}
    with translation.override(language):
        mail = EmailMultiAlternatives(
            # A subject is one line: a line break in it would begin another header.
            subject=put_on_one_line(render_plain(f"{template}.subject.txt", words)),
            body=render_plain(f"{template}.txt", words),
            to=[to],
            headers={
                "Message-ID": make_msgid(domain=get_domain()),
                **build_reply_to(),
                **build_request_id(),
                **(headers or {}),
            },
        )
        mail.attach_alternative(INLINER.inline(render_to_string(f"{template}.html", words)), "text/html")
    return mail


def put_on_one_line(text: str) -> str:
    """The text in one line, one space between its words; no-break spaces stay, as French has them before signs."""
    return BETWEEN_WORDS.sub(" ", text).strip()


def get_domain() -> str:
    """The firm's own domain: that of the sender's address."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


def build_request_id() -> dict[str, str]:
    """The request that the message follows from, so that logs and messages can be laid side by side."""
    return {request_ids.HEADER: request_ids.get_id()} if request_ids.get_id() else {}


def build_reply_to() -> dict[str, str]:
    """Where an answer goes: to the firm's own address, where it has entered one."""
    return {"Reply-To": settings.FIRM["email"]} if settings.FIRM["email"] else {}


def render_plain(name: str, words: Mapping[str, Any]) -> str:
    """Render a text template without escaping, with at most one empty line in a row; from right to left, so marked."""
    # The engine's own template, because Django's wrapper escapes what is for HTML.
    rendered = Engine.get_default().get_template(name).render(Context(dict(words), autoescape=False))
    text = re.sub(r"[ \t]*\n\s*\n", "\n\n", rendered).strip() + "\n"
    return directions.mark_lines(text) if translation.get_language_bidi() else text
