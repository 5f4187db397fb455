"""“Who would be invited?”: the people at a cut-off, as a draw's preview would say it, and nothing kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from draws.matching.preview import Preview, count_groups
from draws.models import Alert, Draw, Notice
from draws.staff.what_if_round import find_span, list_groups
from tests.draws.factories import ClientFactory, DrawFactory
from tests.draws.staff import staff

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]
WHERE = "/staff/draws/draw/what-if-round/"
TODAY = timezone.localdate()


def ask(browser, **changes):
    return browser.get(WHERE, {"stream": "cec", "cutoff": 470, "on": str(TODAY)} | changes)


def numbers(answer):
    return answer.context["numbers"]


def shown(answer):
    return {row[3] for row in answer.context["page"]}


@pytest.fixture
def clients():
    """One for each reason."""
    return {
        "told": ClientFactory(standing=480),
        "at": ClientFactory(standing=470),
        "near": ClientFactory(standing=465),
        "low": ClientFactory(standing=400),
        "silent": ClientFactory(standing=500, alerts=False),
        "unreachable": ClientFactory(standing=500, undeliverable="550"),
        "invited": ClientFactory(standing=500, stage="invited"),
        "elsewhere": ClientFactory(standing=500, standing__stream="french"),
    }


def test_the_page_asks_before_it_answers(admin_client, clients):
    answer = admin_client.get(WHERE)
    assert answer.status_code == 200
    assert "groups" not in answer.context
    assert WHERE in admin_client.get("/staff/draws/draw/").content.decode()


def test_who_would_be_invited_whether_they_could_be_told_or_not(admin_client, clients):
    answer = ask(admin_client)
    assert shown(answer) == {clients[name].email for name in ("told", "at", "silent", "unreachable")}
    assert "4 clients would be invited." in answer.content.decode()
    counted = numbers(answer)
    assert (counted["invited"], counted["told"], counted["near"], counted["already_invited"]) == (4, 2, 1, 1)
    assert shown(ask(admin_client, group="near")) == {clients["near"].email}
    assert shown(ask(admin_client, group="no_consent")) == {clients["silent"].email}


def test_every_number_is_that_of_the_preview_of_such_a_draw(admin_client, clients):
    preview = Preview(DrawFactory(held_on=TODAY, cutoff=466))
    counted = numbers(ask(admin_client, cutoff=466))
    assert counted["told"] == preview.told.count() == 2
    assert {reason: counted[reason] for reason in preview.counts()} == preview.counts()


def test_the_score_is_that_of_the_day_asked_about(admin_client):
    late = ClientFactory(standing=480)
    late.standings.update(since=TODAY + timedelta(days=30))
    assert numbers(ask(admin_client))["invited"] == 0
    assert numbers(ask(admin_client, on=str(TODAY + timedelta(days=30))))["invited"] == 1


def test_nothing_is_kept_and_nobody_told(admin_client, clients, mailoutbox):
    ask(admin_client)
    assert (Draw.objects.count(), Alert.objects.count(), Notice.objects.count(), mailoutbox) == (0, 0, 0, [])


def test_the_links_to_the_people_keep_the_question(admin_client, clients):
    html = ask(admin_client).content.decode()
    assert f"?stream=cec&amp;cutoff=470&amp;on={TODAY}&amp;group=near" in html


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stream": "nonsense"}, "stream"),
        ({"cutoff": "1201"}, "cutoff"),
        ({"cutoff": ""}, "cutoff"),
        ({"on": str(find_span(TODAY)[0] - timedelta(days=1))}, "on"),
        ({"on": str(find_span(TODAY)[1] + timedelta(days=1))}, "on"),
    ],
)
def test_what_can_not_be_asked_is_said_at_its_field(admin_client, changes, field):
    answer = ask(admin_client, **changes)
    assert list(answer.context["form"].errors) == [field]
    assert "groups" not in answer.context


@pytest.mark.parametrize("permission", ["view_draw", "view_client"])
def test_it_takes_both_permissions_because_it_shows_people(client, permission):
    staff(client, permission)
    assert ask(client).status_code == 403


def test_with_both_it_opens(client):
    staff(client, "view_draw", "view_client")
    assert ask(client).status_code == 200


@pytest.mark.parametrize("people", [1, 3])
def test_it_asks_the_database_as_often_for_many(admin_client, django_assert_num_queries, people):
    ClientFactory.create_batch(people, standing=480)
    ask(admin_client)
    with django_assert_num_queries(8):
        ask(admin_client)


@pytest.mark.parametrize("people", [0, 1, 3])
def test_the_question_itself_is_one_statement_whatever_the_reasons(django_assert_num_queries, people):
    ClientFactory.create_batch(people, standing=480)
    ClientFactory.create_batch(people, standing=465)
    ClientFactory.create_batch(people, standing=480, standing__stream="french")
    groups = list_groups(Preview(Draw(stream="cec", cutoff=470, held_on=TODAY)))
    with django_assert_num_queries(1):
        counted = count_groups({code: group for code, (_label, group) in groups.items()})
    assert list(counted) == list(groups)
    assert {counted[code] for code in ("invited", "told", "near", "below_cutoff", "not_in_stream")} == {people}
