"""A change of rules: compared for everybody who agreed, looked at, released once, told with the reason."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import transaction
from django.utils import timezone

from draws import tasks
from draws.models import Notice, RuleChange
from draws.outbox import worker
from draws.publishing import publisher
from draws.rule_changes import compare
from draws.rule_changes.messages import RuleNews
from intake.consents import consent
from intake.models import Client
from scoring.apps import rulebook_of_files, scoring_config
from scoring.table import RuleError
from tests.draws.factories import ClientFactory
from tests.draws.staff import release, staff

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]
# On that day arranged employment ceased to give points.
EDITION = date(2025, 3, 25)
SINGLE = {"date_of_birth": "1990-05-05", "marital_status": "never_married"}
OFFERED = SINGLE | {"job_offer": {"noc": "21232", "qualifying": True}}


def change(**values):
    return RuleChange.objects.create(edition=EDITION, on=date(2025, 4, 1), **values)


def compared():
    """A change that everybody has been compared for."""
    found = change()
    compare.compare(found, list(RuleNews.find_recipients().values_list("pk", flat=True)))
    return found


def test_the_rules_before_and_after_are_set_side_by_side_for_the_same_day():
    offered, plain = ClientFactory(facts=OFFERED), ClientFactory(facts=SINGLE)
    effects = {effect.client: effect for effect in compared().effects.all()}
    assert effects[offered].before - effects[offered].after == 50
    assert effects[offered].factors == [["job_offer", 50, 0]]
    assert (effects[plain].before, effects[plain].factors) == (effects[plain].after, [])


@pytest.mark.parametrize(
    "values",
    [{"alerts": False}, {"stage": "submitted"}, {"stage": "invited"}, {"undeliverable": "550"}, {"facts": {}}],
)
def test_who_is_not_concerned_is_not_compared(values):
    ClientFactory(**{"facts": OFFERED} | values)
    assert compared().effects.count() == 0


def test_comparing_twice_adds_nothing():
    client = ClientFactory(facts=OFFERED)
    found = compared()
    assert compare.compare(found, [client.pk]) == 0
    assert found.effects.count() == 1


def test_only_whom_it_concerns_is_told_once_and_why():
    offered, _plain = ClientFactory(facts=OFFERED, name="Ada"), ClientFactory(facts=SINGLE)
    found = compared()
    assert compare.release(found, by=None) == 1
    with pytest.raises(publisher.PublicationRefused, match="nobody is told twice"):
        compare.release(found, by=None)
    worker.dispatch_owed(worker.send)
    (letter,) = mail.outbox
    effect = found.effects.felt().get()
    assert letter.to == [offered.email]
    assert f"goes from {effect.before} to {effect.after}" in letter.subject
    for words in (letter.body, letter.alternatives[0][0]):
        assert "Arranged employment: 50 points before, 0 now" in words
        assert "not advice" in words
        assert "/alerts/" in words
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_nothing_is_released_before_everybody_is_compared():
    found = change()
    ClientFactory(facts=OFFERED)
    with pytest.raises(publisher.PublicationRefused, match="Not every client"):
        compare.release(found, by=None)
    assert Notice.objects.count() == 0


def test_who_withdraws_after_the_release_is_not_told():
    client = ClientFactory(facts=OFFERED)
    compare.release(compared(), by=None)
    consent.withdraw(client, language="en", source="test")
    worker.dispatch_owed(worker.send)
    assert mail.outbox == []


# --- What changes while the news wait ---------------------------------------------------------------------------------


def owed(client):
    """The row of the news of a change of rules to a client, released and not sent yet."""
    compare.release(compared(), by=None)
    return Notice.objects.get(client=client)


def send(row):
    """Send what is owed; the row as it is then, and what left."""
    worker.dispatch_owed(worker.send)
    row.refresh_from_db()
    return row, mail.outbox


def test_a_score_that_changed_after_the_release_is_told_as_it_is_now():
    client = ClientFactory(facts=OFFERED)
    row = owed(client)
    released = row.facts
    Client.objects.update(facts=OFFERED | {"date_of_birth": "1982-05-05"})
    row, (letter,) = send(row)
    assert row.facts["before"] < released["before"]
    assert row.facts | {"before": 0, "after": 0} == released | {"before": 0, "after": 0}
    assert f"goes from {row.facts['before']} to {row.facts['after']}" in letter.subject


def test_answers_that_are_the_same_leave_the_row_as_it_is():
    """The comparison is that of its day, however many birthdays lie between."""
    row = owed(ClientFactory(facts=OFFERED))
    facts = row.facts
    row, sent = send(row)
    assert (row.state, row.facts, len(sent)) == ("sent", facts, 1)


GONE = "The answers have changed since: the change of rules makes no difference any more."
TAKEN_OUT = "The answers have been taken out of the file since."
PAST = "The client has been invited or has applied since, or the file is closed."


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"facts": SINGLE}, GONE),
        ({"facts": {"nonsense": 1}}, GONE),
        ({"facts": {}}, TAKEN_OUT),
        ({"stage": "invited"}, PAST),
        ({"stage": "submitted"}, PAST),
        ({"stage": "closed"}, PAST),
    ],
)
def test_whom_it_does_not_concern_any_more_is_not_told_and_staff_read_why(values, reason):
    row = owed(ClientFactory(facts=OFFERED))
    Client.objects.update(**values)
    row, sent = send(row)
    assert (row.state, row.problem, sent) == ("suppressed", reason, [])


def make_older(patch):
    """Make this a process of a release from before the edition."""
    rules = rulebook_of_files().without(EDITION)
    patch.setattr(scoring_config(), "provider", lambda: rules)


def test_a_process_that_does_not_have_the_edition_leaves_the_news_to_another(monkeypatch):
    row = owed(ClientFactory(facts=OFFERED))
    with monkeypatch.context() as patch:
        make_older(patch)
        row, sent = send(row)
        assert (row.state, sent) == ("pending", [])
        assert "have no edition of that day" in row.problem
    Notice.objects.update(due_at=timezone.now(), lease_until=None)
    row, sent = send(row)
    assert (row.state, len(sent)) == ("sent", 1)


def test_a_process_that_does_not_have_the_edition_compares_nobody(monkeypatch):
    client, found = ClientFactory(facts=OFFERED), change()
    make_older(monkeypatch)
    with pytest.raises(RuleError):
        compare.compare(found, [client.pk])
    assert not found.effects.exists()


def test_news_that_may_have_arrived_are_not_said_in_other_words():
    row = owed(ClientFactory(facts=OFFERED))
    released = row.facts
    Notice.objects.update(unanswered=1)
    Client.objects.update(facts=OFFERED | {"date_of_birth": "1982-05-05"})
    row, (letter,) = send(row)
    assert row.facts == released
    assert f"goes from {released['before']} to" in letter.subject


def test_facts_that_the_rules_can_not_take_hold_nobody_up():
    ClientFactory(facts={"nonsense": 1})
    ClientFactory(facts=OFFERED)
    assert compare.release(compared(), by=None) == 1


def test_the_editions_on_offer_are_news_with_numbers():
    days = compare.list_editions(date(2026, 11, 25))
    assert date(2026, 11, 3) not in days, "its numbers are not known"
    assert all(day >= date(2025, 11, 24) for day in days)
    assert days == sorted(days, reverse=True)


@pytest.mark.django_db(transaction=True)
def test_the_broker_carries_a_hundred_clients_a_task_once_the_comparison_is_saved(broker):
    ClientFactory.create_batch(3, facts=OFFERED)
    with transaction.atomic():
        found = change()
        call = compare.begin(found)
        assert broker.queued() == 0
    assert call.handed_over
    assert broker.queued() == 1
    tasks.compare_rules(found.pk, list(compare.find_waiting(found).values_list("pk", flat=True)))
    assert compare.find_waiting(found).count() == 0


@pytest.mark.django_db(transaction=True)
def test_tasks_that_are_lost_are_handed_out_again_after_a_minute_without_progress(admin_client, broker, settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    ClientFactory.create_batch(3, facts=OFFERED)
    found = change()
    compare.begin(found)
    broker.empty()
    tasks.sweep()
    assert broker.queued() == 0, "a minute has not passed"
    page = f"/staff/draws/rulechange/{found.pk}/change/"
    assert "Nothing has moved for a minute" not in admin_client.get(page).content.decode()
    pass_a_minute(found)
    assert "Nothing has moved for a minute" in admin_client.get(page).content.decode()
    tasks.sweep()
    tasks.sweep()
    assert broker.queued() == 1, "handed out once, not by each sweep"
    assert "Nothing has moved for a minute" not in admin_client.get(page).content.decode()


def test_a_comparison_that_moves_or_is_complete_is_left_alone():
    ClientFactory.create_batch(2, facts=OFFERED)
    found = change()
    pass_a_minute(found)
    first, second = compare.find_waiting(found).values_list("pk", flat=True)
    compare.compare(found, [first])
    assert compare.resume_stalled(timezone.now()) == 0, "a worker has done some of it just now"
    pass_a_minute(found)
    assert compare.resume_stalled(timezone.now()) == 1
    compare.compare(found, [second])
    pass_a_minute(found)
    assert compare.resume_stalled(timezone.now()) == 0


def pass_a_minute(found):
    RuleChange.objects.filter(pk=found.pk).update(moved_at=timezone.now() - timedelta(seconds=61))


def test_staff_compare_look_and_release(admin_client, admin_user, broker, monkeypatch):
    client = ClientFactory(facts=OFFERED)
    monkeypatch.setattr(compare, "NEWS", timedelta(days=3660))
    page = admin_client.post("/staff/draws/rulechange/add/", {"edition": str(EDITION)}, follow=True)
    assert "The workers are comparing" in page.content.decode()
    found = RuleChange.objects.get()
    assert (found.begun_by, found.on) == (admin_user, timezone.localdate())
    compare.compare(found, [client.pk])
    address = f"/staff/draws/rulechange/{found.pk}/"
    page = admin_client.get(f"{address}change/").content.decode()
    assert client.reference in page
    assert "Arranged employment: 50 → 0" in page
    assert Notice.objects.count() == 0
    assert "Released: 1 client is told when the waiting time is over." in release(admin_client, found)
    assert "nobody is told twice" in admin_client.post(f"{address}release/", follow=True).content.decode()
    assert Notice.objects.count() == 1


def test_releasing_needs_a_permission_of_its_own(client):
    user = staff(client, "view_rulechange", "add_rulechange", "change_rulechange", "publish_draw")
    found = compared()
    address = f"/staff/draws/rulechange/{found.pk}/"
    assert "needs a permission of its own" in client.get(f"{address}change/").content.decode()
    assert client.post(f"{address}release/").status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="release_rulechange"))
    assert client.post(f"{address}release/").status_code == 302
    assert RuleChange.objects.get().released_at is None, "the number was not typed"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_as_often_for_many(admin_client, django_assert_num_queries, rows):
    ClientFactory.create_batch(rows, facts=OFFERED)
    address = f"/staff/draws/rulechange/{compared().pk}/change/"
    admin_client.get(address)
    with django_assert_num_queries(23):
        admin_client.get(address)


@pytest.mark.parametrize("ledger", ["notice", "rulechange", "feed"])
def test_the_lists_open(admin_client, ledger):
    compare.release(compared(), by=None)
    assert admin_client.get(f"/staff/draws/{ledger}/").status_code == 200
