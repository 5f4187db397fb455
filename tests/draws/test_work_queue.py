"""The admin's first page: what waits, for those who may see it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from draws.models import Feed, RuleChange, Used
from draws.outbox import throttle
from draws.staff import dashboard
from intake.models import BreachRecord, Client, Consent, DatedItem, Enquiry, Todo
from tests.draws.factories import AlertFactory, ClientFactory, DrawFactory, PublishedDrawFactory
from tests.draws.staff import staff

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


def invited(days, **values):
    return ClientFactory(stage="invited", invited_on=timezone.localdate() - timedelta(days=days), **values)


def document(days, **values):
    values = {"kind": "passport", "name": "IN"} | values
    client = values.pop("client", None) or ClientFactory()
    return DatedItem.objects.create(client=client, expires_on=timezone.localdate() + timedelta(days=days), **values)


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (DrawFactory, "Drafts of the last 30 days, not published"),
        (contradicted, "Draws of which something was not understood"),
        (lambda: PublishedDrawFactory(matched_at=None, published_at=timezone.now() - HOURS), "nobody has been told"),
        (lambda: Feed.objects.create(address="https://x.example", problem="HTTP 403"), "The feed could not be read"),
        (throttle.pause, "Sending is paused"),
        (failing, "Failed: alerts"),
        (lambda: AlertFactory(due_at=timezone.now() - HOURS), "Late by more than an hour: alerts"),
        (lambda: RuleChange.objects.create(edition="2026-02-18", on="2026-03-01"), "have not been told of"),
        (unassigned, "New clients without an adviser for a day"),
        (lambda: ClientFactory(follow_up_on=timezone.localdate()), "Clients to follow up on by today"),
        (lambda: ClientFactory(stage="booked"), "Consultation booked or later, and no conflict check"),
        (lambda: BreachRecord.objects.create(found_on=timezone.localdate()), "Breaches of safeguards to assess"),
        (lambda: ClientFactory(undeliverable="550 no such user"), "e-mail address does not work"),
        (lambda: invited(46), "Invited, and the time to apply is running"),
        (lambda: invited(50), "Invited, and ten days or fewer are left to apply"),
        (lambda: invited(61), "Invited, and the last day to apply has passed"),
        (lambda: ClientFactory(alerts=False, retained_on=timezone.localdate()), "nobody has asked for consent"),
        (lambda: Todo.objects.create(client=ClientFactory(), text="x", due_on=timezone.localdate()), "Tasks of nobody"),
        (lambda: Enquiry.objects.create(telephone="+1 613 555 0100", language="en"), "of the site to answer"),
        (lambda: document(60), "Documents and tests that end within 60 days"),
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
    with django_assert_num_queries(45):
        page(admin_client)


# --- The number in a row is that of the list behind it ---------------------------


def clients_of_every_sort():
    """Clients on both sides of every line that a row draws, samples among them."""
    today, old = timezone.localdate(), timezone.now() - timedelta(days=3)
    for days in (0, 49, 50, 60, 61, 200):
        invited(days)
        invited(days, sample=True)
    asked = ClientFactory(alerts=False, retained_on=today)
    Consent.objects.create(client=asked, given=False, language="en", source="test")
    for sample in (False, True):
        for values in ({"alerts": True}, {"alerts": False}):
            ClientFactory(retained_on=today, sample=sample, **values)
            ClientFactory(undeliverable="550", sample=sample, **values)
        ClientFactory(alerts=False, retained_on=today, stage="closed", sample=sample)
        ClientFactory(alerts=False, sample=sample)
        for stage in ("new", "booked", "retained", "closed"):
            ClientFactory(stage=stage, follow_up_on=today, sample=sample)
        ClientFactory(follow_up_on=today + timedelta(days=1), sample=sample)
    Client.objects.filter(stage="new").update(created=old)
    ClientFactory()


def documents_of_every_sort():
    """Documents on both sides of the sixty days, replaced, of a closed file, of a sample."""
    for days in (-1, 0, 60, 61):
        document(days)
    twice = document(10).client
    document(900, client=twice)
    document(20, client=twice, whose="partner")
    document(10, client=ClientFactory(stage="closed"))
    document(10, client=ClientFactory(sample=True))
    document(10, kind="test", name="ielts_general", source="answers")


def messages_of_every_sort():
    """Alerts that failed lately or long ago, are late, are due only now; draws; breaches; feeds."""
    now = timezone.now()
    for state in ("failed", "pending", "sent"):
        for ago in (timedelta(0), HOURS, timedelta(days=40)):
            AlertFactory(state=state, due_at=now - ago, created=now - ago)
    for status in ("draft", "published"):
        for ago in (timedelta(0), HOURS):
            DrawFactory(status=status, published_at=None if status == "draft" else now - ago, matched_at=None)
    DrawFactory(held_on=timezone.localdate() - timedelta(days=90))
    contradicted()
    BreachRecord.objects.create(found_on=timezone.localdate())
    BreachRecord.objects.create(found_on=timezone.localdate(), risk="no")
    Feed.objects.create(address="https://x.example", problem="HTTP 403")
    Feed.objects.create(address="https://y.example")
    throttle.pause()
    throttle.resume()
    throttle.pause()
    RuleChange.objects.create(edition="2026-02-18", on="2026-03-01")
    RuleChange.objects.create(edition="2026-02-19", on="2026-03-01", released_at=now)


def todos_of_every_sort():
    """Tasks of oneself, of a colleague and of nobody: overdue, of today, of tomorrow, done."""
    me, colleague = User.objects.get(username="admin"), User.objects.create_user("rosa", is_staff=True)
    for whose, times in ((me, 1), (colleague, 2), (None, 3)):
        for days in (-400, -1, 0, 1):
            for _ in range(times):
                due = timezone.localdate() + timedelta(days=days)
                Todo.objects.create(client=ClientFactory(), text="call", due_on=due, assignee=whose)
                Todo.objects.create(client=ClientFactory(), text="call", due_on=due, done_at=timezone.now())
    Enquiry.objects.create(telephone="+1 613 555 0100", language="en")
    Enquiry.objects.create(telephone="+1 613 555 0100", language="en", answered_at=timezone.now())


@pytest.mark.parametrize(
    "sorts", [clients_of_every_sort, documents_of_every_sort, messages_of_every_sort, todos_of_every_sort]
)
def test_every_number_is_that_of_the_list_behind_it(admin_client, admin_user, sorts):
    sorts()
    found = dashboard.list_rows(admin_user)
    listed = {str(row.label): admin_client.get(row.link).context["cl"].result_count for row in found}
    assert len(listed) == len(found) > 0
    assert listed == {str(row.label): row.number for row in found}


def test_the_numbers_are_right(admin_user):
    clients_of_every_sort()
    documents_of_every_sort()
    found = {str(row.label): row.number for row in dashboard.list_rows(admin_user)}
    assert found["Invited, and the time to apply is running"] == 4
    assert found["Invited, and ten days or fewer are left to apply"] == 2
    assert found["Invited, and the last day to apply has passed"] == 2
    assert found["Clients whom nobody has asked for consent to e-mails"] == 1
    assert found["Documents and tests that end within 60 days"] == 4


def test_the_list_of_the_invited_says_the_days_left_and_begins_with_the_fewest(admin_client):
    for days in (10, 55):
        invited(days)
    cl = admin_client.get("/staff/intake/client/?clock=running").context["cl"]
    assert [cl.model_admin.days_left(row) for row in cl.result_list] == [5, 50]
    assert "days_left" not in admin_client.get("/staff/intake/client/").context["cl"].list_display


def test_the_numbers_of_tasks_are_ones_own_and_nobodys(admin_user):
    todos_of_every_sort()
    found = {str(row.label): row.number for row in dashboard.list_rows(admin_user)}
    assert found["My tasks that are overdue"] == 2
    assert found["My tasks of today"] == 1
    assert found["Tasks of nobody, due today or overdue"] == 9


def test_who_may_not_see_documents_has_no_row_of_them(client):
    staff(client, "view_client")
    document(10, client=invited(0))
    html = page(client)
    assert "the time to apply is running" in html
    assert "Documents and tests" not in html
