"""Before many are written to: a doubt, the message, the number, a pause, a way back, a second person."""

from collections import Counter
from datetime import date, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from draws import tasks
from draws.feed.cutoff_doubts import Past, find_usual_step
from draws.mailings.mass_mails import make_mass_mail
from draws.mailings.samples import list_samples
from draws.matching import matcher
from draws.matching.preview import Preview
from draws.models import Alert, CorrectionLetter, Draw, FollowerNews, LeftOut, Mailing, Notice, RuleChange
from draws.models.rule_changes import DOWN, STAYS, UP
from draws.outbox import delivery_state, worker
from draws.rounds.snapshot import build_snapshot, read_values
from draws.rule_changes import compare
from draws.rule_changes.messages import RuleNews
from intake.models import Follower, Letter, Licence
from tests.draws.factories import ClientFactory, DrawFactory, PublishedDrawFactory
from tests.draws.staff import publish, read_number, release, say_doubts, staff
from tests.draws.test_comparing import OFFERED
from tests.draws.test_correction_page import confirm, told
from tests.hostile.desk import sign_in

pytestmark = pytest.mark.django_db
PAUSE = timedelta(minutes=10)


def preview(client, draw):
    return client.get(f"/staff/draws/draw/{draw.pk}/preview/").content.decode()


def press(client, what, pk):
    """One of the buttons of a mass mail."""
    return client.post(f"/staff/draws/mailing/{pk}/{what}/", follow=True).content.decode()


def leave():
    """Whom the workers tell now."""
    mail.outbox.clear()
    worker.dispatch_owed(worker.send)
    return sorted(message.to[0] for message in mail.outbox)


def begun(client, *scores):
    """A round that was published at the desk and matched; its clients wait out the pause."""
    people = [ClientFactory(standing=score) for score in scores]
    draw = DrawFactory()
    publish(client, draw)
    matcher.match(draw.pk)
    return Draw.objects.get(), people


# --- The doubt ------------------------------------------------------------------------------------------------------


def test_a_cutoff_outside_the_past_of_its_stream_and_far_from_its_last_is_doubted():
    typed_wrongly = DrawFactory(stream="general", cutoff=52)
    outside, far = say_doubts(typed_wrongly)
    assert "lies outside those of this stream so far" in outside
    assert "52 is far from the last one" in far
    assert say_doubts(DrawFactory(stream="cec", cutoff=515)) == []


def test_what_is_far_is_measured_by_the_steps_of_the_stream_itself():
    past = [Past(date(2026, 1, day), cutoff) for day, cutoff in enumerate([500, 510, 490, 500, 400], start=1)]
    assert find_usual_step(past) == 100
    assert find_usual_step(past[:4]) == 20
    assert find_usual_step(past[:1]) is None


def test_a_stream_without_a_past_is_doubted():
    assert "No round of this stream" in say_doubts(DrawFactory(stream="", occupations=["31301"]))[0]


def test_a_doubtful_figure_is_typed_once_more_or_nobody_is_told(admin_client):
    draw = DrawFactory(stream="general", cutoff=52)
    page = preview(admin_client, draw)
    assert "52 is far from the last one" in page
    assert "Cut-off, typed again" in page
    assert "This is not the figure that is recorded" in publish(admin_client, draw, figure=520)
    assert "This field is required" in publish(admin_client, draw, figure="")
    assert not Draw.objects.get().is_published
    publish(admin_client, draw, figure=52)
    kept = Mailing.objects.get()
    assert Draw.objects.get().is_published
    assert [doubt["about"] for doubt in kept.doubts] == ["outside", "far"]


# --- The message, the test and the number ---------------------------------------------------------------------------


def test_the_message_itself_is_shown_in_both_languages(admin_client):
    page = preview(admin_client, DrawFactory(cutoff=515))
    assert "The message in English: “Express Entry" in page
    assert "The message in French: “" in page
    assert "Bonjour" in page


def follow(language="en", **others):
    count = Follower.objects.count()
    return Follower.objects.create(
        email=f"f{count}@example.org", language=language, confirmed_at=timezone.now() - timedelta(days=30), **others
    )


def test_what_followers_get_is_shown_and_tested_too_where_somebody_follows(admin_client, admin_user):
    User.objects.filter(pk=admin_user.pk).update(email="boss@firm.example")
    draw = DrawFactory(number="438", cutoff=515)
    assert "News of a round to a follower" not in preview(admin_client, draw)
    follower = follow()
    page = preview(admin_client, draw)
    assert page.count("(News of a round to a follower)") == 2
    admin_client.post("/staff/draws/mailing/test/", {"about": "draw", "pk": draw.pk, "entered": ""})
    worker.send_urgent()
    assert Counter(message.extra_headers["Content-Language"] for message in mail.outbox) == {"en": 3, "fr": 3}
    tests = {message.subject: message for message in mail.outbox}
    assert FollowerNews.objects.count() == 0
    publish(admin_client, draw)
    matcher.match(draw.pk)
    FollowerNews.objects.update(due_at=timezone.now())
    assert leave() == [follower.email]
    (sent,) = mail.outbox

    def without_link(text):
        return [line for line in text.splitlines() if "/follow" not in line]

    assert without_link(sent.body) == without_link(tests[sent.subject].body)
    assert "/en/follow/" in tests[sent.subject].body


def test_the_news_of_rules_is_shown_once_for_each_way_in_which_it_reads(admin_client, admin_user, broker):
    change = RuleChange.objects.create(edition=date(2025, 3, 25), on=date(2025, 4, 1))
    felt = [(480, 430, [], []), (470, 420, [], []), (480, 430, [], ["cec"]), (400, 450, ["stem"], []),
            (400, 400, ["stem"], ["cec"]), (400, 400, [], [])]  # fmt: skip
    for before, after, gained, lost in felt:
        person = ClientFactory(facts=OFFERED, stood_until=None)
        change.effects.create(client=person, before=before, after=after, gained=gained, lost=lost)
    ways = RuleNews.find_effects(change).find_ways()
    assert list(ways) == [
        (UP, True, False),
        (DOWN, False, False),
        (DOWN, False, True),
        (STAYS, True, True),
    ]
    shown = list_samples(make_mass_mail(Mailing(about="rules", change=change)), admin_user)
    english = [one for one in shown if one.language == "English"]
    assert [one.variant for one in english] == [
        "score goes up, streams gained",
        "score goes down",
        "score goes down, streams lost",
        "score stays, streams gained and lost",
    ]
    assert len(shown) == 8
    assert len({one.subject for one in english}) == 3
    assert all(("You now fit" in one.body) is ("gained" in one.variant) for one in english)
    assert all(("no longer show that you fit" in one.body) is ("lost" in one.variant) for one in english)


def test_a_test_is_word_for_word_what_a_client_gets_and_goes_through_the_ledger(admin_client, admin_user):
    admin_user.email = "boss@firm.example"
    admin_user.save()
    draw = DrawFactory(number="438", cutoff=515)
    person = ClientFactory(standing=516, name=admin_user.get_username())
    admin_client.post("/staff/draws/mailing/test/", {"about": "draw", "pk": draw.pk, "entered": ""})
    assert set(Letter.objects.values_list("to", "language")) == {
        ("boss@firm.example", "en"),
        ("boss@firm.example", "fr"),
    }
    worker.send_urgent()
    tests = {message.extra_headers["Content-Language"]: message for message in mail.outbox}
    assert Alert.objects.count() == 0
    publish(admin_client, draw)
    matcher.match(draw.pk)
    Alert.objects.update(due_at=timezone.now())
    assert leave() == [person.email]
    (sent,) = mail.outbox

    def without_link(text):
        return [line for line in text.splitlines() if "/alerts/" not in line]

    assert sent.subject == tests["en"].subject
    assert without_link(sent.body) == without_link(tests["en"].body)


def test_without_the_right_number_nobody_is_told(admin_client):
    ClientFactory.create_batch(2, standing=480)
    draw = DrawFactory()
    for wrong in ("", "3", "many"):
        publish(admin_client, draw, recipients=wrong)
    assert not Draw.objects.get().is_published
    publish(admin_client, draw, recipients="2")
    assert Draw.objects.get().is_published


# --- The pause ------------------------------------------------------------------------------------------------------


def test_nothing_leaves_before_the_pause_is_over_and_then_everything_once(admin_client):
    draw, people = begun(admin_client, 480, 490)
    page = preview(admin_client, draw)
    assert "The messages leave at" in page
    assert 'role="timer"' in page
    assert leave() == []
    tasks.sweep_urgent()
    with time_machine.travel(timezone.now() + PAUSE - timedelta(seconds=5)):
        assert leave() == []
    with time_machine.travel(timezone.now() + PAUSE + timedelta(seconds=5)):
        assert leave() == sorted(person.email for person in people)
        assert leave() == []


def test_the_pause_is_a_setting(admin_client, settings):
    settings.MAIL_PAUSE_MINUTES = 0
    _draw, people = begun(admin_client, 480)
    assert leave() == [people[0].email]


def test_taken_back_in_the_pause_the_draw_is_a_draft_and_can_be_published_anew(admin_client):
    draw, people = begun(admin_client, 480, 490)
    assert "what has not been sent yet will not be sent" in press(admin_client, "take-back", Mailing.objects.get().pk)
    draw.refresh_from_db()
    assert (draw.status, draw.matched_at, Alert.objects.count()) == ("draft", None, 0)
    with time_machine.travel(timezone.now() + PAUSE * 2):
        assert leave() == []
    Draw.objects.update(cutoff=485)
    publish(admin_client, Draw.objects.get())
    matcher.match(draw.pk)
    with time_machine.travel(timezone.now() + PAUSE * 2):
        assert leave() == [people[1].email]


def test_taken_back_before_it_was_matched_it_is_never_matched(admin_client):
    ClientFactory(standing=480)
    draw = DrawFactory()
    publish(admin_client, draw)
    assert "Take it back" in preview(admin_client, draw)
    press(admin_client, "take-back", Mailing.objects.get().pk)
    assert not matcher.match(draw.pk)
    assert Alert.objects.count() == 0


def test_taken_back_while_it_leaves_the_rest_stays_and_can_be_told_after_all(admin_client):
    draw, (first, second) = begun(admin_client, 480, 490)
    Alert.objects.filter(client=first).update(state="sent")
    press(admin_client, "take-back", Mailing.objects.get().pk)
    assert Draw.objects.get().is_published
    with time_machine.travel(timezone.now() + PAUSE * 2):
        assert leave() == []
    assert "They can still be told" in preview(admin_client, draw)
    assert "The round is published" in publish(admin_client, draw)
    with time_machine.travel(timezone.now() + PAUSE * 2):
        assert leave() == [second.email]
        assert leave() == []


@pytest.mark.parametrize("arrives", [False, True])
def test_what_a_worker_had_in_hand_when_a_round_was_taken_back_arrives_then_or_not_at_all(admin_client, arrives):
    draw, (first, second) = begun(admin_client, 480, 490)
    Alert.objects.filter(client=first).update(state="sent")
    held = Alert.objects.filter(client=second)
    held.update(state="sending", attempts=1, lease_until=timezone.now())
    press(admin_client, "take-back", Mailing.objects.get().pk)
    row = held.get()
    delivery_state.mark(row, "sent") if arrives else delivery_state.put_off(row, "451 later")
    with time_machine.travel(timezone.now() + PAUSE * 2):
        assert leave() == []
    publish(admin_client, draw)
    with time_machine.travel(timezone.now() + PAUSE * 4):
        assert leave() == ([] if arrives else [second.email])
        assert (held.get().state, held.get().in_error) == ("sent", arrives)


def test_who_is_left_out_after_a_round_was_taken_back_is_not_told_by_what_a_worker_had_in_hand(
    admin_client, admin_user
):
    draw, (first, second, third) = begun(admin_client, 480, 490, 495)
    Alert.objects.filter(client=first).update(state="sent")
    held = Alert.objects.filter(client=second)
    held.update(state="sending", attempts=1, lease_until=timezone.now())
    press(admin_client, "take-back", Mailing.objects.get().pk)
    delivery_state.put_off(held.get(), "451 later")
    LeftOut.objects.create(draw=draw, client=second, reason="asked us by telephone", by=admin_user)
    publish(admin_client, draw)
    with time_machine.travel(timezone.now() + PAUSE * 4):
        assert leave() == [third.email]


def test_who_was_stopped_and_matches_the_corrected_draw_is_told_of_it(admin_client):
    _draw, (sent, low, high) = begun(admin_client, 471, 475, 490)
    Alert.objects.filter(client=sent).update(state="sent")
    press(admin_client, "take-back", Mailing.objects.get().pk)
    confirm(admin_client, Draw.objects.get(), cutoff=485)
    with time_machine.travel(timezone.now() + PAUSE * 2):
        assert leave() == sorted([sent.email, high.email]), "one was told in error, one matches, one never heard"
    assert Alert.objects.get(client=low).state == "suppressed"


def test_a_correction_waits_and_taken_back_the_draw_is_what_it_was(admin_client):
    draw = PublishedDrawFactory()
    wrong, low = told(draw), ClientFactory(standing=465)
    confirm(admin_client, draw, cutoff=460)
    assert leave() == []
    press(admin_client, "take-back", Mailing.objects.get().pk)
    assert Draw.objects.get().cutoff == 470
    with time_machine.travel(timezone.now() + PAUSE * 3):
        assert leave() == []
    confirm(admin_client, Draw.objects.get(), cutoff=480, seen=2)
    with time_machine.travel(timezone.now() + PAUSE * 3):
        assert leave() == [wrong.email]
    confirm(admin_client, Draw.objects.get(), cutoff=464, seen=3)
    with time_machine.travel(timezone.now() + PAUSE * 3):
        assert leave() == sorted([wrong.email, low.email])


def test_the_values_of_a_snapshot_come_back_as_they_were():
    draw = DrawFactory(tie_break=timezone.now(), occupations=["31301", "31302"], stream="", months=6, continuous=True)
    for made in (draw, DrawFactory(size=None)):
        one = Draw.objects.get(pk=made.pk)
        assert read_values(build_snapshot(one)) == {name: getattr(one, name) for name in build_snapshot(one)}


def test_news_of_the_rules_wait_and_taken_back_are_released_anew(admin_client):
    first, second = ClientFactory(facts=OFFERED), ClientFactory(facts=OFFERED)
    change = RuleChange.objects.create(edition=date(2025, 3, 25), on=date(2025, 4, 1))
    compare.compare(change, [first.pk, second.pk])
    release(admin_client, change)
    assert leave() == []
    Notice.objects.filter(client=first).update(state="sent")
    press(admin_client, "take-back", Mailing.objects.get().pk)
    change.refresh_from_db()
    assert change.released_at is None
    page = release(admin_client, change)
    assert "Released: 1 client" in page
    with time_machine.travel(timezone.now() + PAUSE * 2):
        assert leave() == [second.email]


def test_rules_that_were_not_compared_with_everybody_wait_for_no_second_person(admin_client, settings):
    settings.MAIL_SECOND_PERSON = True
    ClientFactory(facts=OFFERED)
    change = RuleChange.objects.create(edition=date(2025, 3, 25), on=date(2025, 4, 1))
    pressed = admin_client.post(f"/staff/draws/rulechange/{change.pk}/release/", {"recipients": 0}, follow=True)
    assert "Not every client has been compared yet." in pressed.content.decode()
    assert not Mailing.objects.exists()


def test_news_of_the_rules_that_may_have_left_are_not_told_again(admin_client):
    first, second = ClientFactory(facts=OFFERED), ClientFactory(facts=OFFERED)
    change = RuleChange.objects.create(edition=date(2025, 3, 25), on=date(2025, 4, 1))
    compare.compare(change, [first.pk, second.pk])
    release(admin_client, change)
    leave()
    Notice.objects.filter(client=first).update(unanswered=1)
    press(admin_client, "take-back", Mailing.objects.get().pk)
    assert Notice.objects.get().state == "suppressed"
    assert "Released: 1 client" in release(admin_client, change)
    with time_machine.travel(timezone.now() + PAUSE * 2):
        assert leave() == [second.email]


@pytest.mark.parametrize("state", ["pending", "sending", "failed"])
def test_news_of_the_rules_that_a_worker_had_in_hand_do_not_leave_once_taken_back(admin_client, state):
    person = ClientFactory(facts=OFFERED)
    change = RuleChange.objects.create(edition=date(2025, 3, 25), on=date(2025, 4, 1))
    compare.compare(change, [person.pk])
    release(admin_client, change)
    Notice.objects.update(state="failed" if state == "failed" else "sending")
    press(admin_client, "take-back", Mailing.objects.get().pk)
    now = timezone.now()
    Notice.objects.update(state=state, due_at=now, lease_until=now)
    worker.try_again(Notice.objects.all())
    with time_machine.travel(now + PAUSE):
        assert leave() == []
    assert Notice.objects.get().state == "suppressed"


@pytest.mark.parametrize("pk", ["x", "", "1" * 30, "-1"])
def test_a_mass_mail_about_no_row_is_not_found(admin_client, pk):
    for about in ("draw", "rules", "circular", "correction"):
        assert admin_client.post("/staff/draws/mailing/test/", {"about": about, "pk": pk}).status_code == 404


def test_taking_back_takes_the_permission_to_publish(admin_client, client):
    begun(admin_client, 480)
    staff(client, "view_draw", "view_mailing", "change_draw")
    pk = Mailing.objects.get().pk
    for what in ("take-back", "approve"):
        assert client.post(f"/staff/draws/mailing/{pk}/{what}/").status_code == 403
    assert Mailing.objects.get().taken_back_at is None


# --- Single people left out -----------------------------------------------------------------------------------------


def leave_out(client, about, pk, who, reason="told by telephone", entered=""):
    posted = {"about": about, "pk": pk, "who": who, "reason": reason, "entered": entered}
    return client.post("/staff/draws/mailing/leave-out/", posted, follow=True).content.decode()


def test_who_is_left_out_with_a_reason_is_not_told_and_is_named(admin_client, admin_user):
    stays, goes = ClientFactory(standing=480), ClientFactory(standing=481)
    draw = DrawFactory()
    page = leave_out(admin_client, "draw", draw.pk, goes.reference)
    assert "told by telephone" in page
    assert read_number(page) == 1
    assert list(Preview(draw).not_told["left_out"].values_list("client", flat=True)) == [goes.pk]
    publish(admin_client, draw)
    matcher.match(draw.pk)
    with time_machine.travel(timezone.now() + PAUSE * 2):
        assert leave() == [stays.email]
    kept = LeftOut.objects.get()
    assert (kept.client, kept.by) == (goes, admin_user)


def test_nobody_is_left_out_without_a_reason_or_by_a_name_that_is_nobodys(admin_client):
    person, draw = ClientFactory(standing=480), DrawFactory()
    assert "This field is required" in leave_out(admin_client, "draw", draw.pk, person.reference, reason="")
    assert "No client has this reference" in leave_out(admin_client, "draw", draw.pk, "nobody@example.org")
    assert not LeftOut.objects.exists()


def test_who_was_left_out_is_written_to_after_all(admin_client):
    person, draw = ClientFactory(standing=480), DrawFactory()
    leave_out(admin_client, "draw", draw.pk, person.email)
    admin_client.post(f"/staff/draws/mailing/take-in/{LeftOut.objects.get().pk}/", {"about": "draw"})
    assert read_number(preview(admin_client, draw)) == 1


def test_being_left_out_is_in_the_history_with_its_reason_and_stays_there(admin_client, admin_user):
    draw, goes = DrawFactory(), ClientFactory(standing=480)
    for reason in ("asked by telephone", "asked by letter"):
        leave_out(admin_client, "draw", draw.pk, goes.reference, reason)
    admin_client.post(f"/staff/draws/mailing/take-in/{LeftOut.objects.get().pk}/", {"about": "draw"})
    page = admin_client.get(f"/staff/intake/client/{goes.pk}/history/?kind=message")
    about = f"Left out of the messages about: {draw}"
    assert [(entry.title, entry.text, entry.who) for entry in page.context["entries"]] == [
        (
            f"No longer left out of the messages about: {draw}",
            "Reason: asked by letter → empty",
            "admin",
        ),
        (about, "Reason: asked by telephone → asked by letter", "admin"),
        (about, "Reason: empty → asked by telephone", "admin"),
    ]


def test_who_was_left_out_before_the_history_said_so_is_carried_over(admin_client, admin_user):
    draw, goes = DrawFactory(), ClientFactory(standing=480)
    LeftOut.objects.create(draw=draw, client=goes, reason="asked", by=admin_user)
    import_module("draws.migrations.0019_left_out_in_the_history").keep_left_out(apps, None)
    page = admin_client.get(f"/staff/intake/client/{goes.pk}/history/?kind=message")
    assert [entry.title for entry in page.context["entries"]] == [f"Left out of the messages about: {draw}"]


def test_who_is_left_out_of_a_correction_or_of_the_rules_hears_nothing(admin_client):
    draw = PublishedDrawFactory()
    wrong, silent = told(draw), told(draw)
    leave_out(admin_client, "draw", draw.pk, silent.reference)
    confirm(admin_client, draw, cutoff=480)
    assert list(CorrectionLetter.objects.values_list("client", flat=True)) == [wrong.pk]
    person = ClientFactory(facts=OFFERED)
    change = RuleChange.objects.create(edition=date(2025, 3, 25), on=date(2025, 4, 1))
    compare.compare(change, [person.pk])
    leave_out(admin_client, "rules", change.pk, person.reference)
    release(admin_client, change)
    assert Notice.objects.count() == 0


# --- A second person ------------------------------------------------------------------------------------------------


@pytest.fixture
def second(settings):
    """Another licensed person, where the firm asks for one."""
    settings.MAIL_SECOND_PERSON = True
    user = User.objects.create_superuser("second")
    Licence.objects.create(user=user, number="R000009")
    return sign_in(user)


def test_where_the_firm_asks_for_it_a_second_person_approves_with_the_number(admin_client, second):
    person, draw = ClientFactory(standing=480), DrawFactory()
    assert "Nothing happens before another person has approved it" in publish(admin_client, draw)
    pk = Mailing.objects.get().pk
    assert not Draw.objects.get().is_published
    assert "Another person must approve" in approve(admin_client, pk, recipients=1)
    assert "The number of recipients is now 1" in approve(second, pk, recipients=2)
    assert "Cut-off, typed again" in preview(second, draw)
    assert not Draw.objects.get().is_published
    assert "Approved" in approve(second, pk, recipients=1)
    matcher.match(draw.pk)
    assert leave() == []
    with time_machine.travel(timezone.now() + PAUSE * 2):
        assert leave() == [person.email]
    assert Mailing.objects.get().approved_by.username == "second"


def approve(client, pk, **typed):
    return client.post(f"/staff/draws/mailing/{pk}/approve/", {"figure": 470} | typed, follow=True).content.decode()


def test_what_waits_for_a_second_person_can_be_taken_back_and_is_then_not_approved(admin_client, second):
    draw = DrawFactory()
    publish(admin_client, draw)
    pk = Mailing.objects.get().pk
    assert "waits for a second person already" in publish(admin_client, draw, recipients=0, figure=470)
    press(admin_client, "take-back", pk)
    assert "does not wait for a second person any more" in approve(second, pk, recipients=0)
    assert not Draw.objects.get().is_published


def test_a_correction_that_waits_for_a_second_person_is_made_when_approved(admin_client, second):
    draw = PublishedDrawFactory()
    told(draw)
    confirm(admin_client, draw, cutoff=480)
    assert Draw.objects.get().cutoff == 470
    approve(second, Mailing.objects.get().pk, recipients=1, figure=480)
    assert Draw.objects.get().cutoff == 480
    assert CorrectionLetter.objects.count() == 1


def test_the_first_page_names_what_waits_for_a_second_person_and_what_is_in_its_pause(admin_client, second, settings):
    publish(admin_client, DrawFactory(number="700"))
    assert "Mailings that wait for a second person" in admin_client.get("/staff/").content.decode()
    settings.MAIL_SECOND_PERSON = False
    publish(admin_client, DrawFactory(number="701"))
    assert "Mailings of which nothing has left yet" in admin_client.get("/staff/").content.decode()
    listed = admin_client.get("/staff/draws/mailing/?leaving=waiting").content.decode()
    assert "1 mailing" in listed
