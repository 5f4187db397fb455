"""The admin's first page: what waits, for those who may see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from draws import limits
from draws.models import Feed, RuleChange, Used
from intake.models import BreachRecord, Client
from tests.draws.factories import AlertFactory, ClientFactory, DrawFactory, PublishedDrawFactory
from tests.draws.test_admin import staff

pytestmark = pytest.mark.django_db
HOURS = timedelta(hours=2)


def page(client):
    return client.get("/staff/").content.decode()


def failing():
    AlertFactory(state="failed")


def contradicted():
    PublishedDrawFactory(not_understood=[{"about": "cutoff", "received": "1", "ours": "2"}])


def full_day(settings):
    settings.MESSAGES_A_DAY = 5
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    Used.objects.create(span="day", since=midnight, count=5)


def unassigned():
    ClientFactory()
    Client.objects.update(created=timezone.now() - timedelta(days=2))


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (DrawFactory, "Drafts of the last 30 days, not published"),
        (contradicted, "Draws of which something was not understood"),
        (lambda: PublishedDrawFactory(matched_at=None, published_at=timezone.now() - HOURS), "nobody has been told"),
        (lambda: Feed.objects.create(address="https://x.example", problem="HTTP 403"), "The feed could not be read"),
        (limits.pause, "Sending is paused"),
        (failing, "Failed: alerts"),
        (lambda: AlertFactory(due_at=timezone.now() - HOURS), "Late by more than an hour: alerts"),
        (lambda: RuleChange.objects.create(edition="2026-02-18", on="2026-03-01"), "have not been told of"),
        (unassigned, "New clients without an adviser for a day"),
        (lambda: ClientFactory(follow_up_on=timezone.localdate()), "Clients to follow up on by today"),
        (lambda: ClientFactory(stage="booked"), "Consultation booked or later, and no conflict check"),
        (lambda: BreachRecord.objects.create(found_on=timezone.localdate()), "Breaches of safeguards to assess"),
        (lambda: ClientFactory(undeliverable="550 no such user"), "e-mail address does not work"),
        (
            lambda: ClientFactory(stage="invited", invited_on=timezone.localdate() - timedelta(days=46)),
            "Invited more than 45 days ago",
        ),
    ],
)
def test_what_waits_is_said_with_a_way_to_it(admin_client, happens, said):
    assert said not in page(admin_client)
    happens()
    html = page(admin_client)
    assert said in html
    link = html.split(said)[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert admin_client.get(link).status_code == 200


def test_a_days_limit_that_is_used_up_is_said(admin_client, settings):
    full_day(settings)
    assert "limit of messages is used up" in page(admin_client)


def test_nothing_waits_on_a_quiet_day(admin_client):
    PublishedDrawFactory()
    assert "Nothing waits." in page(admin_client)


def test_nobody_sees_numbers_of_what_they_may_not_see(client):
    staff(client, "view_draw")
    DrawFactory()
    failing()
    html = page(client)
    assert "not published" in html
    assert "Failed" not in html


@pytest.mark.parametrize("drafts", [1, 3])
def test_the_first_page_asks_the_database_as_often_for_many(admin_client, django_assert_num_queries, drafts):
    DrawFactory.create_batch(drafts)
    page(admin_client)
    with django_assert_num_queries(23):
        page(admin_client)
