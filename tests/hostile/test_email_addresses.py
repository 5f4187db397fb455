"""Addresses that look or fold alike are never two keys of one file, nor one key of two mailboxes."""

import json

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import timezone

from intake.clients.import_lines import LineError
from intake.clients.importing import read_line
from intake.common.email_addresses import find_normal_form, normalize_email
from intake.models import Client
from intake.questionnaire.steps.contact import Contact
from tests.letters import send_letters

KELVIN, DOTTED = "\N{KELVIN SIGN}im@example.org", "k\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}m@example.org"
REFUSED = [
    pytest.param(KELVIN, id="the Kelvin sign, which folds to k"),
    pytest.param(DOTTED, id="a dotted capital I, which folds to two letters"),
    pytest.param("kim@exam\u202eple.org", id="a bidi mark in the domain"),
    pytest.param("kim@exam\u00adple.org", id="a soft hyphen in the domain"),
    pytest.param("kim\x00@example.org", id="NUL"),
    pytest.param("kim\ud800@example.org", id="a lone surrogate"),
    pytest.param("kim@example.org\nBcc: all@example.org", id="a second header"),
    pytest.param('"kim kim"@example.org', id="a quoted part"),
    pytest.param("k" * 65 + "@example.org", id="longer than a mailbox may be"),
]


@pytest.mark.parametrize("typed", REFUSED)
def test_an_address_with_two_readings_is_refused(typed):
    with pytest.raises(ValidationError):
        normalize_email(typed)
    assert find_normal_form(typed) is None


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        (" Kim@Example.ORG ", "kim@example.org"),
        ("kim@b\u00fccher.example.org", "kim@xn--bcher-kva.example.org"),
        ("kim@\uff45xample.org", "kim@example.org"),
    ],
)
def test_case_spaces_and_the_form_of_the_domain_make_no_other_address(typed, normal):
    assert normalize_email(typed) == normal


@pytest.mark.django_db
@pytest.mark.parametrize("typed", REFUSED)
def test_no_code_is_sent_to_such_an_address_and_no_file_opens(settings, typed):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Client.objects.create(email="kim@example.org", name="Kim")
    answer = Browser().post("/en/sign-in/", {"email": typed.encode("utf-8", "surrogatepass")})
    assert answer.status_code < 500
    assert mail.outbox == []
    assert not Client.objects.by_email(typed).exists()


@pytest.mark.django_db
def test_a_code_goes_to_the_stored_form(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Browser().post("/en/sign-in/", {"email": "KIM@Example.org"})
    assert [message.to for message in send_letters()] == [["kim@example.org"]]


@pytest.mark.parametrize("typed", REFUSED)
def test_the_contact_page_says_what_to_mend(typed):
    page = Contact({"email": typed, "language": "en"})
    assert "email" in page.errors


@pytest.mark.parametrize("typed", REFUSED)
def test_an_import_refuses_the_line(typed):
    line = json.dumps({"email": typed, "profile": {"date_of_birth": "1990-01-01", "marital_status": "never_married"}})
    with pytest.raises(LineError):
        read_line(line.encode(), timezone.localdate())


@pytest.mark.django_db
def test_the_database_keeps_the_one_form():
    with pytest.raises(IntegrityError), transaction.atomic():
        Client.objects.create(email="Kim@example.org")
