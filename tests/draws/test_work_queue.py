"""The admin's first page: what waits, for those who may see it."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from draws.models import Feed, Mailing, RuleChange, Used
from draws.outbox import throttle
from draws.templatetags import work_queue
from intake.models import (
    BreachRecord,
    Client,
    Consent,
    Consultation,
    DatedItem,
    DeletionRequest,
    Enquiry,
    EventReceiver,
    Letter,
    OwedEvent,
    Todo,
)
from intake.models.letters import OVERDUE
from intake.staff.changelists.people import OTHERS
from intake.staff.daily_work import my_day
from tests.draws.factories import AlertFactory, ClientFactory, DrawFactory, PublishedDrawFactory
from tests.draws.staff import count_rows, list_waiting, staff
from tests.intake.advisers import make_booked, make_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]
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


def forgotten():
    ClientFactory()
    Client.objects.update(created=timezone.now() - timedelta(days=2))


def invited(days, **values):
    return ClientFactory(stage="invited", invited_on=timezone.localdate() - timedelta(days=days), **values)


def book_within(hours, calendar, number=0):
    """A consultation in this many hours."""
    made = make_booked(calendar, ClientFactory(), number)
    Consultation.objects.filter(pk=made.pk).update(starts_at=timezone.now() + timedelta(hours=hours))


def document(days, **values):
    values = {"kind": "passport", "name": "IN"} | values
    client = values.pop("client", None) or ClientFactory()
    return DatedItem.objects.create(client=client, expires_on=timezone.localdate() + timedelta(days=days), **values)


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (DrawFactory, "Drafts of the last 30 days, not published"),
        (contradicted, "Rounds of which something was not understood"),
        (lambda: PublishedDrawFactory(matched_at=None, published_at=timezone.now() - HOURS), "nobody has been told"),
        (lambda: Feed.objects.create(address="https://x.example", problem="HTTP 403"), "The feed could not be read"),
        (throttle.pause, "Sending is paused"),
        (failing, "Failed: alerts"),
        (lambda: AlertFactory(due_at=timezone.now() - HOURS), "Late by more than an hour: alerts"),
        (lambda: AlertFactory(problem="554 5.7.1 blocked"), "Our mail server is refused, and they wait: alerts"),
        (lambda: RuleChange.objects.create(edition="2026-02-18", on="2026-03-01"), "have not been told of"),
        (ClientFactory, "New leads of the last 24 hours"),
        (forgotten, "Files of more than a day ago that are still new leads"),
        (lambda: ClientFactory(follow_up_on=timezone.localdate()), "Clients to follow up on by today"),
        (lambda: ClientFactory(stage="booked"), "Consultation booked or later, and no conflict check"),
        (lambda: BreachRecord.objects.create(found_on=timezone.localdate()), "Breaches of safeguards to assess"),
        (lambda: ClientFactory(undeliverable="550 no such user"), "e-mail address does not work"),
        (lambda: invited(46), "Invited, and the time to apply is running"),
        (lambda: invited(50), "Invited, and ten days or fewer are left to apply"),
        (lambda: invited(61), "Invited, and the last day to apply has passed"),
        (lambda: ClientFactory(alerts=False, retained_on=timezone.localdate()), "nobody has asked for consent"),
        (lambda: Todo.objects.create(client=ClientFactory(), text="x", due_on=timezone.localdate()), "Tasks of today"),
        (lambda: Enquiry.objects.create(telephone="+1 613 555 0100", language="en"), "from the site, to answer"),
        (lambda: document(60), "Documents and tests that end within 60 days"),
        (lambda: book_within(2, make_calendar()), "Consultations within a day"),
        (
            lambda: DeletionRequest.objects.create(client=ClientFactory(), way="letter"),
            "Requests for deletion to answer",
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
    assert "Nothing is waiting." in page(admin_client)


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
    with django_assert_num_queries(24):
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
        for problem in ("554 5.7.1 blocked", "552 5.2.2 full", "451 4.3.0 later"):
            AlertFactory(state=state, due_at=now + HOURS, problem=problem)
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
    """Tasks of oneself, of a colleague and of nobody: overdue, of today, of tomorrow, done; questions of the site."""
    me, colleague = User.objects.get(username="admin"), User.objects.create_user("rosa", is_staff=True)
    for whose, times in ((me, 1), (colleague, 2), (None, 3)):
        for days in (-400, -1, 0, 1):
            for _ in range(times):
                due = timezone.localdate() + timedelta(days=days)
                Todo.objects.create(client=ClientFactory(), text="call", due_on=due, assignee=whose)
                Todo.objects.create(client=ClientFactory(), text="call", due_on=due, done_at=timezone.now())
    Enquiry.objects.create(telephone="+1 613 555 0100", language="en")
    Enquiry.objects.create(telephone="+1 613 555 0100", language="en", client=ClientFactory(adviser=me))
    Enquiry.objects.create(telephone="+1 613 555 0100", language="en", answered_at=timezone.now())


def work_of_every_person():
    """Everything that is somebody's, of oneself, of a colleague and of nobody, in other numbers each."""
    me, colleague = User.objects.get(username="admin"), User.objects.create_user("rosa", is_staff=True)
    today, old = timezone.localdate(), timezone.now() - timedelta(days=40)
    for calendar, times in ((make_calendar("admin"), 1), (make_calendar("rosa"), 2)):
        for number in range(times):
            book_within(2, calendar, number)
            book_within(48, calendar, 10 + number)
    for whose, times in ((me, 1), (colleague, 2), (None, 3)):
        for _ in range(times):
            for asked_at in (timezone.now(), old):
                client = ClientFactory(adviser=whose)
                DeletionRequest.objects.create(client=client, way="letter", asked_at=asked_at)
            document(10, client=ClientFactory(adviser=whose))
            ClientFactory(adviser=whose, follow_up_on=today)
            for days in (10, 55, 70):
                invited(days, adviser=whose)
            ClientFactory(adviser=whose, stage="booked")
            ClientFactory(adviser=whose, alerts=True, undeliverable="550")


def messages_that_wait():
    """Codes that somebody waits for; mass mails before and after they leave; editions; a broken webhook."""
    now, ago = timezone.now(), timezone.now() - OVERDUE
    for state in ("pending", "sending", "sent"):
        for created in (now, ago):
            settled = {"sent_at": now} if state == "sent" else {}
            Letter.objects.create(
                kind="sign_in_code",
                to="a@example.org",
                urgent=True,
                state=state,
                created=created,
                due_at=now,
                **settled,
            )
    sender, day = User.objects.create_user("sender"), timedelta(days=1)
    for not_before, taken_back_at in (
        (None, None),
        (now + day, None),
        (now - day, None),
        (None, now),
        (now + day, now),
    ):
        Mailing.objects.create(
            about="draw",
            draw=DrawFactory(),
            recipients=3,
            asked_by=sender,
            not_before=not_before,
            taken_back_at=taken_back_at,
        )
    receiver = EventReceiver.objects.create(name="Desk", url="https://desk.example/", events=["none"])
    for state in ("failed", "pending"):
        OwedEvent.objects.create(receiver=receiver, kind="stage.moved", key=state, facts={}, state=state)


EVERY_SORT = [
    *(clients_of_every_sort, documents_of_every_sort, messages_of_every_sort, todos_of_every_sort),
    *(work_of_every_person, messages_that_wait),
]


def count_listed(browser, link):
    """How many rows the list at this address has."""
    return browser.get(link).context["cl"].result_count


@pytest.mark.parametrize("sorts", EVERY_SORT)
def test_every_number_is_that_of_the_list_behind_it(admin_client, admin_user, sorts):
    sorts()
    found = [row for row in list_waiting(admin_user).values() if row.number is not None]
    listed = {str(row.label): count_listed(admin_client, row.link) for row in found}
    assert len(listed) == len(found) > 0
    assert listed == {str(row.label): row.number for row in found}


@pytest.mark.parametrize("sorts", [clients_of_every_sort, todos_of_every_sort, work_of_every_person])
def test_mine_my_colleagues_and_nobodys_are_those_of_their_lists(admin_client, admin_user, sorts):
    sorts()
    rows = my_day.list_day(admin_user)
    assert any(row.number for row in rows)
    for row in rows:
        cells = row.list_cells(admin_user.pk)
        assert [count_listed(admin_client, cell.link) for cell in cells if cell.number] == [
            cell.number for cell in cells if cell.number
        ], row.label
        assert sum(cell.number for cell in cells) == row.number


def test_every_number_on_the_page_leads_somewhere_and_is_named(admin_client, admin_user):
    work_of_every_person()
    html = page(admin_client)
    linked = re.findall(r'<td><a href="([^"]+)" aria-label="(\d+), [^"]+">(\d+)</a></td>', html)
    assert len(linked) > 25
    for link, spoken, number in linked:
        assert spoken == number
        assert count_listed(admin_client, link.replace("&amp;", "&")) == int(number), link


def test_what_is_whose_is_counted_apart(admin_user):
    work_of_every_person()
    rows = {row.name: row for row in my_day.list_day(admin_user)}
    for name in ("follow_up", "short", "over", "unchecked", "dates", "deletions_late", "unreachable"):
        assert [cell.number for cell in rows[name].list_cells(admin_user.pk)] == [1, 2, 3], name
    assert [cell.number for cell in rows["consultations"].list_cells(admin_user.pk)] == [1, 2, 0]


def test_the_filter_of_people_counts_its_choices(admin_client):
    work_of_every_person()
    listed = admin_client.get(f"/staff/intake/dateditem/?_facets=True&client__adviser__id__exact={OTHERS}")
    assert listed.context["cl"].result_count == 2
    for choice in ("Me (1)", "My colleagues (2)", "Nobody (3)"):
        assert choice in listed.content.decode()


def test_a_colleague_sees_the_same_work_from_their_own_side(admin_user):
    work_of_every_person()
    rosa = User.objects.get(username="rosa")
    User.objects.filter(pk=rosa.pk).update(is_superuser=True)
    rows = {row.name: row for row in my_day.list_day(User.objects.get(pk=rosa.pk))}
    assert [cell.number for cell in rows["follow_up"].list_cells(rosa.pk)] == [2, 1, 3]


def test_the_work_of_each_person_stands_below_by_name(admin_client, admin_user):
    User.objects.filter(pk=admin_user.pk).update(first_name="Ana", last_name="Lee")
    work_of_every_person()
    headings, people = my_day.list_people(my_day.list_day(admin_user))
    assert "Clients to follow up on by today" in headings
    place = headings.index("Clients to follow up on by today")
    assert {name: cells[place].number for name, cells in people} == {"Ana Lee": 1, "rosa": 2}
    assert count_listed(admin_client, people[1][1][place].link) == 2


def test_a_request_for_deletion_says_its_days_left(admin_client):
    asked = timezone.now() - timedelta(days=10)
    DeletionRequest.objects.create(client=ClientFactory(), way="letter", asked_at=asked)
    DeletionRequest.objects.create(client=ClientFactory(), way="letter")
    left = settings.DELETION_ANSWER_DAYS - 10
    assert f"{left} days are left." in page(admin_client)
    listed = admin_client.get("/staff/intake/deletionrequest/?open=yes").content.decode()
    assert f'field-days_left">{left}</td>' in listed


def test_rules_whose_values_are_not_known_are_named_with_the_way_to_them(admin_client, admin_user, monkeypatch):
    monkeypatch.setattr(work_queue, "count_pending_tables", lambda user: 0)
    assert "values are not known" not in page(admin_client)
    monkeypatch.setattr(work_queue, "count_pending_tables", lambda user: 2)
    html = page(admin_client)
    assert "2 tables of the rules are in force, and their values are not known." in html
    assert "/staff/draws/firmedition/#pending" in html
    monkeypatch.undo()
    rules = admin_client.get("/staff/draws/firmedition/").content.decode()
    assert count_rows(rules, "pending") == work_queue.count_pending_tables(admin_user) > 0


def test_the_numbers_are_right(admin_user):
    clients_of_every_sort()
    documents_of_every_sort()
    found = {label: row.number for label, row in list_waiting(admin_user).items()}
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


def test_the_numbers_of_tasks_are_of_each_persons(admin_user):
    todos_of_every_sort()
    rows = {row.name: row for row in my_day.list_day(admin_user)}
    assert [cell.number for cell in rows["overdue"].list_cells(admin_user.pk)] == [2, 4, 6]
    assert [cell.number for cell in rows["today"].list_cells(admin_user.pk)] == [1, 2, 3]


def test_who_may_not_see_documents_has_no_row_of_them(client):
    staff(client, "view_client")
    document(10, client=invited(0))
    html = page(client)
    assert "the time to apply is running" in html
    assert "Documents and tests" not in html
