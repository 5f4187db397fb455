"""Clients without an e-mail address who match a published round are told by telephone: one task of the adviser."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from draws.corrections import apply
from draws.followers.messages import RoundNews
from draws.mailings.mass_mails import make_mass_mail
from draws.matching.matcher import match
from draws.matching.preview import Preview, list_emails
from draws.models import Alert, Draw, LeftOut, Mailing
from draws.publishing import publisher
from intake.models import Client, Standing, Todo
from tests.draws import staff
from tests.draws.factories import ClientFactory, DrawFactory, StandingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return User.objects.create_user("boss", is_staff=True)


def caller(crs, number=0, **known):
    """A client without an address who stands at this score."""
    client = Client.objects.create(name=f"Ana {crs}", telephone=f"+1613555{number:04d}", **known)
    StandingFactory(client=client, crs=crs)
    return client


def publish(draw=None):
    draw = draw or DrawFactory()
    publisher.publish(draw)
    match(draw.pk)
    return Draw.objects.get(pk=draw.pk)


def correct(draw, **values):
    return apply.correct(draw, values, reason="a typo", by=None, seen=draw.corrections.count())


def take_back(draw, by):
    make_mass_mail(Mailing(about="draw", draw=draw)).take_back(by, timezone.now())


def finish(todo, by):
    assert Todo.objects.filter(pk=todo.pk).finish(by) == 1


def to_do():
    return sorted(Todo.objects.open().values_list("client__name", flat=True))


def test_who_matches_without_an_address_is_a_task_of_the_adviser_once(boss):
    high, low = caller(480, 1, adviser=boss), caller(460, 2)
    caller(490, 3, stage="invited")
    written = ClientFactory(standing=480)
    draw = publish()
    todo = Todo.objects.get()
    assert (todo.client, todo.assignee, todo.kind, todo.due_on) == (high, boss, "call", timezone.localdate())
    assert f"round {draw.number}" in todo.text
    assert "cut-off 470, the client’s score 480" in todo.text
    assert list(Alert.objects.values_list("client", flat=True)) == [written.pk]
    assert not match(draw.pk)
    assert Todo.objects.count() == 1
    assert not low.todos.exists()


def test_the_preview_names_them_and_nobody_stands_in_two_groups():
    named, left = caller(480, 1), caller(485, 2)
    silent = ClientFactory(standing=480, alerts=False)
    draw = DrawFactory()
    LeftOut.objects.create(client=left, draw=draw, reason="asked us", by=User.objects.create_user("x"))
    for published in (False, True):
        preview = Preview(publish(draw) if published else draw)
        assert list_emails(preview.not_told["no_email"]) == [named.reference]
        assert list_emails(preview.not_told["no_consent"]) == [silent.email]
        assert list_emails(preview.not_told["left_out"]) == [left.reference]
        assert sum(preview.counts().values()) + preview.told.count() == Client.objects.count()
    assert to_do() == [named.name]


def test_taken_back_before_anybody_was_told_the_task_goes_and_comes_again(boss):
    caller(480)
    draw = publish()
    take_back(draw, boss)
    assert not Todo.objects.exists()
    draw.refresh_from_db()
    assert draw.status == "draft"
    publish(draw)
    assert to_do() == ["Ana 480"]


def test_taken_back_after_a_call_what_is_open_is_held_and_owed_after_all(boss):
    caller(480, 1)
    caller(481, 2)
    draw = publish()
    finish(Todo.objects.get(client__name="Ana 480"), boss)
    take_back(draw, boss)
    draw.refresh_from_db()
    assert draw.is_published, "somebody knows of it"
    assert to_do() == []
    ClientFactory(standing=480)
    Alert.objects.create(
        draw=draw,
        client=ClientFactory(standing=490),
        crs=490,
        basis="above",
        state="suppressed",
        in_error=True,
        due_at=timezone.now(),
        created=timezone.now(),
    )
    make_mass_mail(Mailing(about="draw", draw=draw)).perform(boss, timezone.now())
    assert to_do() == ["Ana 481"]


def test_a_correction_makes_what_is_open_right_and_tells_again_who_was_called(boss):
    for number, crs in enumerate((465, 475, 485, 495)):
        caller(crs, number)
    draw = publish()
    assert to_do() == ["Ana 475", "Ana 485", "Ana 495"]
    finish(Todo.objects.get(client__name="Ana 475"), boss)
    correct(draw, cutoff=480)
    assert to_do() == ["Ana 475", "Ana 485", "Ana 495"]
    again = Todo.objects.open().get(client__name="Ana 475")
    assert "was corrected after you told the client" in again.text
    assert all("cut-off 480" in one.text for one in Todo.objects.open().exclude(pk=again.pk))
    finish(again, boss)
    draw.refresh_from_db()
    correct(draw, cutoff=460)
    assert to_do() == ["Ana 465", "Ana 475", "Ana 485", "Ana 495"], "told twice, it is corrected again"


def test_who_came_or_lost_the_address_since_is_not_told_by_a_correction():
    mailed = ClientFactory(standing=480)
    draw = publish()
    caller(480, 1)
    Client.objects.filter(pk=mailed.pk).update(alerts=False)
    Client.objects.filter(pk=mailed.pk).update(email="", telephone="+16135550199")
    correct(draw, cutoff=475)
    assert to_do() == []


def test_a_call_that_is_owed_is_not_lost_by_a_correction_whatever_changed_in_the_file(boss):
    for number, name in enumerate(("mailed", "changed", "low", "invited", "edited")):
        caller(472 if name == "low" else 480, number)
        Client.objects.filter(telephone__endswith=f"{number:04d}").update(name=name)
    draw = publish()
    Client.objects.filter(name="mailed").update(email="a@example.org")
    Standing.objects.filter(client__name__in=["changed", "low", "edited"]).update(crs=400)
    Client.objects.filter(name="invited").update(stage="invited")
    Todo.objects.filter(client__name="edited").update(text="Ask for the brother")
    Todo.objects.update(assignee=boss)
    correct(draw, cutoff=475)
    assert to_do() == ["changed", "edited", "mailed"]
    words = dict(Todo.objects.open().values_list("client__name", "text"))
    assert words["edited"] == "Ask for the brother"
    assert all("cut-off 475, the client’s score 480" in words[name] for name in ("changed", "mailed"))
    draw.refresh_from_db()
    correct(draw, cutoff=470, held_on=draw.held_on - timedelta(days=1))
    assert to_do() == ["mailed"], "of another day the standings say who matches"


def test_calls_that_were_held_alone_can_be_owed_after_all(admin_client, boss):
    caller(480, 1)
    caller(481, 2)
    draw = publish()
    finish(Todo.objects.get(client__name="Ana 480"), boss)
    take_back(draw, boss)
    page = f"/staff/draws/draw/{draw.pk}/preview/"
    assert "Tell them after all" in admin_client.get(page).content.decode()
    staff.publish(admin_client, draw)
    assert to_do() == ["Ana 481"]
    assert "Tell them after all" not in admin_client.get(page).content.decode()
    with pytest.raises(publisher.PublicationRefused):
        make_mass_mail(Mailing(about="draw", draw=draw)).perform(boss, timezone.now())


def test_nobody_without_an_address_hides_a_follower():
    caller(480)
    assert not RoundNews.find_recipients(publish()).exists()
