"""What `manage.py check --deploy` asks of a site before real people use it.

The firm's identity is owed by law on every page and in every message (CASL
s. 6(2), SOR/2012-36 s. 2); links in messages are built from the site's address
and must stay valid and private.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from email.utils import parseaddr
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution

from config.languages import find_catalogue, list_languages, list_pages
from config.sitemaps import PAGES
from config.startup_checks import find_dangers
from draws.outbox import mail_events
from intake.questionnaire.hints import noc_duties

EXAMPLE_FIRM = "Example Immigration Consultancy"
REQUIRED_IDENTITY = {
    "name": "FIRM_NAME",
    "licence": "FIRM_LICENCE",
    "register_url": "FIRM_REGISTER_URL",
    "address": "FIRM_ADDRESS",
    "privacy_officer": "FIRM_PRIVACY_OFFICER",
    "processors": "FIRM_PROCESSORS",
}
# A message waits at most for a connection and five answers; then its mark waits for a database that restarts.
SLOWEST_ANSWERS = 6
DATABASE_RETRIES = timedelta(seconds=60)
SHORTEST_KEY = 32
# As wide as the columns that keep a language (record 0161).
LETTERS_OF_A_CODE = 2
# People answer and agree in the languages of letters alone, because only those have every sentence (record 0161).
ASKING = {"intake:start", "intake:book", "intake:follow"}


def check_firm_identity() -> Iterator[CheckMessage]:
    """The firm is named, licensed and can be reached by mail and one quicker way."""
    for key, variable in REQUIRED_IDENTITY.items():
        if settings.FIRM[key] in ("", [], EXAMPLE_FIRM):
            yield Error(f"{variable} is not set; every page and message must say it.", id="config.E001")
    if not (settings.FIRM["phone"] or settings.FIRM["email"]):
        yield Error("Set FIRM_PHONE or FIRM_EMAIL: people must be able to reach the firm.", id="config.E002")


def check_mail_and_urls() -> Iterator[CheckMessage]:
    """Messages come from a real sender, with links to a real and private address."""
    if parseaddr(settings.DEFAULT_FROM_EMAIL)[1].endswith("@example.org"):
        yield Error("DEFAULT_FROM_EMAIL is not set.", id="config.E004")
    if not settings.SITE_URL.startswith("https://"):
        yield Error("SITE_URL must be the site's https:// address.", id="config.E005")


def check_sending() -> Iterator[CheckMessage]:
    """A worker that still works is not taken for dead; a provider's calls are signed."""
    if SLOWEST_ANSWERS * timedelta(seconds=settings.EMAIL_TIMEOUT) + DATABASE_RETRIES > min(
        settings.ALERT_LEASE, settings.URGENT_LEASE
    ):
        yield Error(
            "ALERT_LEASE or URGENT_LEASE is too short for EMAIL_TIMEOUT: messages would be sent twice.",
            id="config.E007",
        )
    if settings.EMAIL_PROVIDER and not mail_events.list_tracking_urls(settings.EMAIL_PROVIDER):
        yield Error("EMAIL_PROVIDER is not one of anymail's, or ANYMAIL has no secret for its calls.", id="config.E008")


def check_second_factor() -> Iterator[CheckMessage]:
    """A staff password alone opens no client's file, nor does a copy of the database give the second factors away."""
    if not settings.STAFF_SECOND_FACTOR:
        yield Error("STAFF_SECOND_FACTOR is off: a password alone would open every file.", id="config.E010")
    given = settings.FACTOR_KEYS_GIVEN
    if not given or any(len(text) < SHORTEST_KEY for text in given):
        yield Error("FACTOR_KEYS is not set, or a key has fewer than 32 letters.", id="config.E011")


def check_metrics() -> Iterator[CheckMessage]:
    """Nobody guesses the token of the metrics."""
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < SHORTEST_KEY:
        yield Error("METRICS_TOKEN has fewer than 32 letters.", id="config.E022")


@register()
def check_duty_files(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """The files of duties, where a folder is named, are there and have every occupation."""
    return [*check_duty_folder(Path(settings.NOC_ELEMENTS_DIR))] if settings.NOC_ELEMENTS_DIR else []


def check_duty_folder(folder: Path) -> Iterator[CheckMessage]:
    """What is wrong with each file of the folder."""
    for language, (name, _element) in noc_duties.ELEMENTS.items():
        yield from check_duty_file(name, partial(noc_duties.read_duties, folder, language))
    for language, name in noc_duties.STRUCTURES.items():
        yield from check_duty_file(name, partial(noc_duties.read_statements, folder, language))


def check_duty_file(name: str, read: Callable[[], Mapping[str, Any]]) -> Iterator[CheckMessage]:
    """What is wrong with one of them."""
    try:
        missing = noc_duties.count_missing(read())
    except (OSError, ValueError) as error:
        yield Error(f"NOC_ELEMENTS_DIR: {name} can't be read ({error}).", id="config.E009")
    else:
        if missing:
            yield Caution(f"NOC_ELEMENTS_DIR: {name} says nothing of {missing} occupations.", id="config.W001")


@register(Tags.translation)
def check_languages(app_configs: Sequence[AppConfig] | None = None, **kwargs: object) -> list[CheckMessage]:
    """Each language has a catalogue, and people are written to only in one that is whole."""
    return [*check_letter_languages(), *check_catalogues()]


def check_letter_languages() -> Iterator[CheckMessage]:
    """They are shown too, they are whole, and their codes fit the columns that keep them."""
    for code in settings.LETTER_LANGUAGES:
        if code not in list_languages() or list_pages(code) or len(code) != LETTERS_OF_A_CODE:
            problem = "is not in PUBLIC_LANGUAGES, has only some pages, or is not of two letters"
            yield Error(f"LETTER_LANGUAGES: {code!r} {problem}.", id="config.E020")
    if settings.LANGUAGE_CODE not in settings.LETTER_LANGUAGES:
        yield Error(f"LETTER_LANGUAGES: {settings.LANGUAGE_CODE!r} has to be one of them.", id="config.E023")


def check_catalogues() -> Iterator[CheckMessage]:
    """There is one of each language, and one for reading alone names pages that ask nothing of anybody."""
    for code in set(list_languages()) - {settings.LANGUAGE_CODE}:
        if not find_catalogue(code).exists():
            yield Error(f"PUBLIC_LANGUAGES: {code!r} has no compiled catalogue in config/locale.", id="config.E021")
        elif code not in settings.LETTER_LANGUAGES and not is_for_reading(list_pages(code)):
            yield Error(f"PUBLIC_LANGUAGES: X-Pages of {code!r} names no page, or one that asks.", id="config.E024")


def is_for_reading(pages: Sequence[str]) -> bool:
    """Whether these are pages, and none of them begins the intake or a booking."""
    return bool(pages) and {*PAGES, "draws:category", "draws:round", "draws:stream"} - ASKING >= set(pages)


@register(Tags.security, deploy=True)
def check_readiness(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Everything that a development default leaves open."""
    return [
        *find_dangers(),
        *check_firm_identity(),
        *check_mail_and_urls(),
        *check_sending(),
        *check_second_factor(),
        *check_metrics(),
    ]
