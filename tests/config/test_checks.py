"""`check --deploy` refuses every default that is only good for development."""

import re
from contextlib import nullcontext

import pytest

from config.checks import check_readiness
from config.startup_checks import StartRefused, refuse_unsafe
from tests.running.environment import ROOT

CHECK_ID = re.compile(r"\bid=\"(config\.[EW]\d{3})\"")
KEY = "Zq8rT2mV-kL5wN9xJ4cB7hG1fD3sA6pY0uE_iO-Wt5Rv8nM2bQ"
COMPLETE = {
    "name": "A firm",
    "licence": "R000000",
    "register_url": "https://register.college-ic.ca/",
    "address": "1 Main Street, Ottawa",
    "phone": "613 555 0100",
    "email": "",
    "privacy_officer": "A person",
    "processors": ["A host, servers, Canada"],
}


@pytest.fixture
def live_site(settings):
    settings.FIRM = dict(COMPLETE)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "alerts@example.com"
    settings.SITE_URL = "https://example.com"
    settings.SECRET_KEY_GIVEN = True
    settings.SECRET_KEY = KEY
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["www.firm.ca", "localhost"]
    settings.DATABASE_GIVEN = True
    settings.STAFF_SECOND_FACTOR = True
    settings.FACTOR_KEYS_GIVEN = ["k" * 32]
    return settings


def said() -> list[str]:
    return [message.id for message in check_readiness(None)]


def test_a_complete_site_passes(live_site):
    assert said() == []


@pytest.mark.parametrize("key", ["name", "licence", "register_url", "address", "privacy_officer"])
def test_the_firm_must_be_identified(live_site, key):
    live_site.FIRM[key] = ""
    assert said() == ["config.E001"]


def test_who_processes_data_for_the_firm_must_be_named(live_site):
    live_site.FIRM["processors"] = []
    assert said() == ["config.E001"]


def test_the_example_name_is_not_a_name(live_site):
    live_site.FIRM["name"] = "Example Immigration Consultancy"
    assert said() == ["config.E001"]


def test_one_quick_way_to_reach_the_firm_is_enough(live_site):
    live_site.FIRM |= {"phone": "", "email": "office@example.com"}
    assert said() == []
    live_site.FIRM["email"] = ""
    assert said() == ["config.E002"]


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("EMAIL_BACKEND", "config.file_mail_backend.EmailBackend", "config.E003"),
        ("DEFAULT_FROM_EMAIL", "alerts@example.org", "config.E004"),
        ("SITE_URL", "http://example.com", "config.E005"),
        ("SECRET_KEY_GIVEN", False, "config.E006"),
        ("DEBUG", True, "config.E012"),
        ("SECRET_KEY", KEY[:49], "config.E013"),
        ("SECRET_KEY", "ab" * 40, "config.E013"),
        ("SECRET_KEY", f"{KEY}-ChangeMe", "config.E014"),
        ("SECRET_KEY", f"django-insecure-{KEY}", "config.E014"),
        ("SECRET_KEY_FALLBACKS", ["changeme"], "config.E019"),
        ("SECRET_KEY_FALLBACKS", [KEY[:49]], "config.E019"),
        ("ALLOWED_HOSTS", [], "config.E015"),
        ("ALLOWED_HOSTS", ["localhost", "127.0.0.1"], "config.E015"),
        ("ALLOWED_HOSTS", ["*"], "config.E015"),
        ("DATABASE_GIVEN", False, "config.E016"),
        ("WEBHOOKS_TO_THIS_MACHINE", True, "config.E018"),
        ("EMBED_HOSTS", ["http://www.firm.ca"], "config.E017"),
        ("EMBED_HOSTS", ["https://www.firm.ca/page"], "config.E017"),
        ("EMBED_HOSTS", ["https://*.firm.ca"], "config.E017"),
        ("EMBED_HOSTS", ["https://firm.ca; script-src *"], "config.E017"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "config.E003"),
        ("STAFF_SECOND_FACTOR", False, "config.E010"),
        ("FACTOR_KEYS_GIVEN", [], "config.E011"),
        ("FACTOR_KEYS_GIVEN", ["k" * 32, "k" * 31], "config.E011"),
        ("METRICS_TOKEN", "k" * 31, "config.E022"),
    ],
)
def test_a_development_default_is_refused(live_site, name, value, error):
    setattr(live_site, name, value)
    assert said() == [error]


def test_each_check_has_an_id_of_its_own():
    written = [one for path in (ROOT / "config").rglob("*.py") for one in CHECK_ID.findall(path.read_text())]
    assert len(written) > 20
    assert sorted(written) == sorted(set(written))


def test_a_danger_says_how_to_mend_it_and_starts_nothing(live_site):
    refuse_unsafe()
    live_site.ALLOW_UNSAFE_START = False
    live_site.SECRET_KEY = "changeme"
    live_site.DATABASE_GIVEN = False
    with pytest.raises(StartRefused) as refused:
        refuse_unsafe()
    said = str(refused.value)
    assert "SECRET_KEY has fewer than 50 letters" in said
    assert "secrets.token_urlsafe(50)" in said
    assert "DATABASE_URL=postgres://" in said


@pytest.mark.parametrize(("hosts", "starts"), [(["localhost", "127.0.0.1"], True), (["www.firm.ca"], False)])
def test_debug_starts_only_where_nobody_else_can_reach_the_site(live_site, hosts, starts):
    live_site.ALLOW_UNSAFE_START = False
    live_site.DEBUG, live_site.SECRET_KEY_GIVEN, live_site.ALLOWED_HOSTS = True, False, hosts
    with nullcontext() if starts else pytest.raises(StartRefused):
        refuse_unsafe()
