"""Implied consent: until when, why, and finding the clients whose consent ends soon."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from intake.consents import consent, implied
from intake.models import Client, Intake
from scoring.dates import format_date
from scoring.days import months_after
from tests.intake.answers import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SERVICE = {"service_agreement": "signed", "service_agreement_on": date(2026, 3, 10)}
ENDED = {"service_agreement": "ended", "service_agreement_on": date(2026, 3, 10)}


def made(**values):
    number = Client.objects.count()
    return Client.objects.create(email=f"c{number}@example.org", **values)


def inquired(client, on):
    """The client submitted answers on this day, late in the evening of the firm."""
    at = datetime(on.year, on.month, on.day, 23, 30, tzinfo=timezone.get_default_timezone()).astimezone(UTC)
    Intake.objects.create(client=client, submitted_at=at)
    return client


def words(client):
    return implied.describe_implied_consent(client, TODAY)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 10), 6, date(2026, 7, 10)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 25), 24, date(2028, 11, 25)),
        (date(2028, 2, 29), 24, date(2030, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_a_short_one(day, months, later):
    assert months_after(day, months) == later


@pytest.mark.parametrize(
    ("values", "inquiry", "said"),
    [
        ({}, None, "None: no inquiry and no agreement is on record."),
        ({}, date(2026, 11, 1), "Implied until 2027-05-01 because of the inquiry on 2026-11-01."),
        ({}, date(2026, 5, 1), "None: it ended on 2026-11-01. It rested on the inquiry on 2026-05-01."),
        (SERVICE, None, "Implied while the service agreement of 2026-03-10 is in force"),
        (SERVICE | {"stage": "closed"}, None, "Implied until 2028-03-10 because of the service agreement of"),
        (
            ENDED,
            date(2026, 11, 1),
            "Implied until 2028-03-10 because of the service agreement that ended on 2026-03-10.",
        ),
        (
            ENDED | {"service_agreement_on": date(2024, 3, 10)},
            date(2026, 11, 1),
            "Implied until 2027-05-01 because of the inquiry",
        ),
        ({"retained_on": date(2025, 1, 2)}, None, "Implied while the service agreement of 2025-01-02 is in force"),
        (ENDED | {"retained_on": date(2020, 1, 2)}, None, "Implied until 2028-03-10"),
        (
            {"consultation_agreement": "signed", "consultation_agreement_on": date(2026, 3, 10)},
            None,
            "Implied until 2028-03-10 because of the consultation agreement of 2026-03-10.",
        ),
        ({"service_agreement": "sent", "service_agreement_on": date(2026, 3, 10)}, None, "None: no inquiry"),
        ({"service_agreement": "declined", "service_agreement_on": date(2026, 3, 10)}, None, "None: no inquiry"),
    ],
)
def test_the_longest_ground_is_said_with_its_day(values, inquiry, said):
    client = made(**values)
    if inquiry:
        inquired(client, inquiry - timedelta(days=200))
        inquired(client, inquiry)
    assert iso(words(client)).startswith(said)


def iso(said):
    """Days as numbers, so that the tests read like the rule."""
    for day in (date(2020, 1, 1) + timedelta(days=at) for at in range(4000)):
        said = said.replace(format_date(day), str(day)) if format_date(day) in said else said
    return said


def test_a_draft_that_was_never_submitted_is_no_inquiry():
    client = made()
    Intake.objects.create(client=client)
    assert words(client).startswith("None: no inquiry")


def test_who_withdrew_has_none_left_and_who_agreed_needs_none():
    client = inquired(made(**SERVICE), TODAY)
    consent.give(client, wording="yes", language="en", source="test")
    assert words(client) == "Not needed: the client agreed to e-mails."
    consent.withdraw(client, language="en", source="test")
    assert words(client).startswith("None: the client withdrew their consent on ")


def test_the_file_shows_it_and_that_nothing_is_sent_on_it(admin_client):
    client = inquired(made(), TODAY)
    html = admin_client.get(reverse("admin:intake_client_change", args=[client.pk])).content.decode()
    assert "because of the inquiry on" in html
    assert "the site sends nothing on it" in html


def found(browser):
    return set(browser.get("/staff/intake/client/?implied=ends").context["cl"].queryset)


@pytest.mark.parametrize(("left", "listed"), [(-1, False), (0, True), (30, True), (31, False)])
def test_the_list_finds_whose_consent_ends_within_thirty_days(admin_client, left, listed):
    ends = TODAY + timedelta(days=left)
    day = next(day for day in days_before(ends) if months_after(day, 6) == ends)
    client = inquired(made(), day)
    assert (client in found(admin_client)) is listed


def days_before(ends):
    return (ends - timedelta(days=at) for at in range(800))


def ends_soon(client):
    """Whether the words and the rule say so, for one client."""
    ground = implied.find_ground(client)
    asked = client.alerts or client.consents.exists()
    return not asked and ground is not None and bool(ground.until) and 0 <= (ground.until - TODAY).days <= 30


def test_the_list_and_the_file_agree_about_everybody(admin_client):
    around = {0, 100, 183, 160, 715, 731, 900}
    days = [None, *(TODAY - timedelta(days=at) for at in sorted(around))]
    services, stages = ("", "sent", "signed", "declined", "ended"), ("consulted", "closed")
    for at, (service, stage, on) in enumerate(product(services, stages, days)):
        values = {"service_agreement": service, "service_agreement_on": on if service else None, "stage": stage}
        for retained, consulted, asked in ((None, None, None), (days[at % 8], None, None), (None, days[at % 5], 160)):
            values |= {"retained_on": retained, "consultation_agreement": "signed" if consulted else ""}
            client = made(**values, consultation_agreement_on=consulted)
            if asked:
                inquired(client, TODAY - timedelta(days=asked))
    for number, client in enumerate(Client.objects.order_by("pk")[:40]):
        act = (consent.give, consent.withdraw)[number % 2]
        extra = {"wording": "yes"} if act is consent.give else {}
        act(client, language="en", source="test", **extra)
    expected = {client for client in Client.objects.all() if ends_soon(client)}
    assert found(admin_client) == expected
    assert 10 < len(expected) < Client.objects.count() / 2


def test_the_sums_of_days_are_those_of_the_months():
    for what in ("contract", "inquiry"):
        first, last = implied.find_starting_days(what, TODAY, TODAY + timedelta(days=30))
        held = [
            day
            for day in days_before(TODAY + timedelta(days=30))
            if 0 <= (implied.find_last_day(what, day) - TODAY).days <= 30
        ]
        assert (min(held), max(held)) == (first, last)
