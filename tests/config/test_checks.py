"""`check --deploy` refuses every default that is only good for development."""

import pytest

from config.checks import check_readiness

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
        ("STAFF_SECOND_FACTOR", False, "config.E010"),
        ("FACTOR_KEYS_GIVEN", [], "config.E011"),
        ("FACTOR_KEYS_GIVEN", ["k" * 32, "k" * 31], "config.E011"),
    ],
)
def test_a_development_default_is_refused(live_site, name, value, error):
    setattr(live_site, name, value)
    assert said() == [error]
