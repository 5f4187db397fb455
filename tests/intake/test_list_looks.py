"""The lists of staff are asked for in few looks, however many rows and columns they have."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake.models import Assessment, Client, Tag

pytestmark = pytest.mark.django_db
LIST = "/staff/intake/client/"
EVERY = (
    "columns=person.reference.stage.score.looked_after_by.next_action.follow_up_on.email_address.telephone.language."
    "answers_for.tag_names.invited_on.days_left.retained_on.created.updated"
)


def make_files(number):
    """A number of files in which every column says something, and one in which hardly any does."""
    rosa = User.objects.create_user(f"rosa{number}", is_staff=True, first_name="Rosa", last_name="O'Hara & Sons")
    today = timezone.localdate()
    tag = Tag.objects.create(name=f"tag {number}", key=f"tag {number}")
    for one in range(number):
        client = Client.objects.create(
            email=f"c{number}.{one}@example.org",
            name=f"<b>Ana</b> & {one}",
            telephone="+16135550100",
            stage="invited",
            invited_on=today - timedelta(days=one),
            retained_on=today,
            follow_up_on=today,
            next_action="call “back” > now",
            adviser=rosa,
            consultant=rosa,
        )
        client.tags.add(tag)
        Assessment.objects.create(client=client, facts={}, result={}, crs=1000 + one, on=today, edition=today)
    Client.objects.create(postal_address="12 Main Street", name=" ")


def get_list(browser, where):
    return browser.get(where).context["cl"]


def test_every_column_is_fetched_for_all_rows_at_once(admin_client):
    counts = []
    for number in (1, 3):
        make_files(number)
        admin_client.get(f"{LIST}?{EVERY}")
        with CaptureQueriesContext(connection) as asked:
            admin_client.get(f"{LIST}?{EVERY}")
        counts.append(len(asked))
    assert counts == [13, 13]


@pytest.mark.one_database
def test_what_no_column_shows_is_not_fetched(admin_client):
    make_files(1)
    [one] = get_list(admin_client, f"{LIST}?stage__exact=invited").result_list
    assert "facts" in one.get_deferred_fields()
    assert "name" not in one.get_deferred_fields()
