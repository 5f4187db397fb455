"""What makes a live site unsafe to start, each with how to fix it; `check --deploy` says it too.

Development is DEBUG on a machine that answers to its own name alone. Everything else is a live site: also DEBUG where
others can reach it, which shows settings and stack traces to whoever finds an error.
"""

import re
import sys
from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "::1", ".localhost"}
# Both as in Django's own check of the key (security.W009).
SHORTEST_KEY = 50
FEWEST_LETTERS = 5
# What is found in examples, tutorials and other people's settings.
EXAMPLES = ("changeme", "change-me", "change me", "example", "insecure", "secret", "password", "your-")
MAKE_ONE = 'Make one: python -c "import secrets; print(secrets.token_urlsafe(50))"'
# A site as the frames' policy names it: nothing in it can end that policy and begin another.
ORIGIN = re.compile(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")
# Ways to send that send nothing.
NO_SERVER = (
    "config.file_mail_backend.EmailBackend",
    *(f"django.core.mail.backends.{name}.EmailBackend" for name in ("console", "dummy", "filebased", "locmem")),
)


class StartRefused(Exception):
    """Why nothing was started, in words for the person who started it."""


def is_development() -> bool:
    """Whether nobody but this machine can reach the site."""
    # DEBUG with a host of one's own counts as live: that is how DEBUG gets onto the internet (record 0068).
    return settings.DEBUG and set(settings.ALLOWED_HOSTS) <= LOOPBACK


def find_dangers() -> Iterator[CheckMessage]:
    """Everything that is unsafe to start with."""
    yield from check_debug()
    yield from check_key()
    yield from check_hosts()
    yield from check_database()
    yield from check_mail()
    yield from check_frames()
    yield from check_webhooks()


def check_debug() -> Iterator[CheckMessage]:
    """Errors show neither settings nor code."""
    if settings.DEBUG:
        yield Error("DEBUG is on: every error would show settings and code.", "Set DEBUG=false.", id="config.E012")


def check_key() -> Iterator[CheckMessage]:
    """Nobody else knows or guesses the key, and every process of every machine has the same."""
    key = settings.SECRET_KEY
    if not settings.SECRET_KEY_GIVEN:
        why = "SECRET_KEY is not set: each machine would sign with a key of its own."
        yield Error(why, MAKE_ONE, id="config.E006")
    elif len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS:
        yield Error(
            f"SECRET_KEY has fewer than {SHORTEST_KEY} letters, or always the same.", MAKE_ONE, id="config.E013"
        )
    elif is_example(key):
        yield Error("SECRET_KEY is an example: others know it.", MAKE_ONE, id="config.E014")
    for old in settings.SECRET_KEY_FALLBACKS:
        if len(old) < SHORTEST_KEY or is_example(old):
            why = "SECRET_KEY_FALLBACKS has a key that is short or an example: what it signed is still taken."
            yield Error(why, "Take it out of SECRET_KEY_FALLBACKS.", id="config.E019")


def is_example(key: str) -> bool:
    """Whether a key looks like one that others know."""
    return any(example in key.casefold() for example in EXAMPLES)


def check_hosts() -> Iterator[CheckMessage]:
    """The site knows its own names."""
    hosts = set(settings.ALLOWED_HOSTS)
    if hosts <= LOOPBACK or "*" in hosts:
        why = "ALLOWED_HOSTS names no host of the site's own, or every host."
        yield Error(why, "Name the site's hosts: ALLOWED_HOSTS=www.your-firm.ca,localhost", id="config.E015")


def check_database() -> Iterator[CheckMessage]:
    """The database was chosen."""
    # Whoever names an SQLite file means it; what is refused is SQLite because nothing was said (record 0068).
    if not settings.DATABASE_GIVEN:
        why = "DATABASE_URL is not set: everything would go into an SQLite file of this machine."
        hint = (
            "Set DATABASE_URL=postgres://user:password@host:5432/name; where SQLite is meant, sqlite:////path/to/file"
        )
        yield Error(why, hint, id="config.E016")


def check_mail() -> Iterator[CheckMessage]:
    """Messages leave the machine."""
    if settings.EMAIL_BACKEND in NO_SERVER:
        why = "EMAIL_URL names no mail server: messages would be written to files."
        yield Error(why, "Set EMAIL_URL=smtp+tls://user:password@smtp.your-firm.ca:587", id="config.E003")


def check_frames() -> Iterator[CheckMessage]:
    """Only sites that are named in full, and can't be read or changed on their way, frame a page."""
    for host in settings.EMBED_HOSTS:
        if not ORIGIN.fullmatch(host):
            why = f"EMBED_HOSTS: {host} is not the https address of one site."
            yield Error(why, "Name sites without a path: EMBED_HOSTS=https://www.your-firm.ca", id="config.E017")


def check_webhooks() -> Iterator[CheckMessage]:
    """Nobody has this machine post to itself."""
    if settings.WEBHOOKS_TO_THIS_MACHINE:
        why = "WEBHOOKS_TO_THIS_MACHINE is on, which is for tests."
        yield Error(why, "Leave WEBHOOKS_TO_THIS_MACHINE out.", id="config.E018")


# `manage.py` does not ask here: it is what people repair the site with (record 0068).
def refuse_unsafe() -> None:
    """Raises `StartRefused`, which says all that is wrong and how to fix it, on a live site that is not safe."""
    if settings.ALLOW_UNSAFE_START or is_development():
        return
    if found := list(find_dangers()):
        listed = "\n".join(f"- {one.msg} {one.hint}" for one in found)
        raise StartRefused(f"The site was not started, because it would not be safe:\n{listed}")


def exit_unsafe() -> None:
    """End the process with the sentence and exit status 1 where the site is not safe to start."""
    try:
        refuse_unsafe()
    except StartRefused as refused:
        sys.exit(str(refused))
