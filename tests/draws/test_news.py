"""What the feed brought reaches staff, and is published without a person only where that is allowed and clear."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.utils import timezone

from draws.feed import new_rounds, parser, poller
from draws.feed.importer import import_rows
from draws.mailings import lifecycle
from draws.matching.matcher import match
from draws.models import Alert, Draw, FollowerNews, Mailing
from intake.models import Follower, Letter, Licence
from tests.draws.factories import ClientFactory, DrawFactory
from tests.letters import send_letters

pytestmark = pytest.mark.django_db
ROW = parser.read_rows(parser.OWN_COPY.read_bytes())[0]


@pytest.fixture(autouse=True)
def _to(settings):
    settings.STAFF_ALERTS_TO = ["rcic@firm.example"]


def recent(**changes):
    """A row of yesterday's CEC round."""
    day = timezone.localdate() - timedelta(days=1)
    words = {"drawNumber": "501", "drawDate": f"{day}", "drawName": "Canadian Experience Class", "drawCRS": "515"}
    return ROW | words | {"drawCutOff": f"{day:%B %d, %Y} at 05:00:00 UTC"} | changes


def bring(*rows):
    """The feed brings these."""
    poller.mark_news(import_rows(rows), timezone.now())
    told = new_rounds.deliver()
    send_letters()
    return told


def statuses():
    return dict(Draw.objects.values_list("number", "status"))


def test_staff_are_told_once():
    assert (bring(recent()), new_rounds.deliver()) == (1, 0)
    (letter,) = mail.outbox
    assert letter.to == ["rcic@firm.example"]
    assert letter.subject == "A round of invitations in IRCC's feed"
    draw = Draw.objects.get()
    assert f"/staff/draws/draw/{draw.pk}/preview/" in letter.body
    assert f"/staff/draws/draw/{draw.pk}/preview/" in letter.alternatives[0][0]
    assert "CRS cut-off: 515" in letter.body


def test_what_was_not_understood_is_said():
    bring(recent(drawName="Quantum occupations"))
    assert "To look at: No stream is known by this name: “Quantum occupations”." in mail.outbox[0].body


def test_a_changed_row_of_a_published_draw_is_told_with_the_contradiction():
    import_rows([recent()])
    Draw.objects.update(status="published")
    bring(recent(drawCRS="381"))
    assert "Changed in the feed" in mail.outbox[0].body
    assert "The feed says the cut-off is 381; here it is 515." in mail.outbox[0].body


def test_nothing_new_is_no_letter():
    import_rows([recent()])
    assert (bring(recent()), mail.outbox) == (0, [])


def test_438_rounds_make_one_letter_of_the_newest():
    bring(*parser.read_rows(parser.OWN_COPY.read_bytes()))
    (letter,) = mail.outbox
    assert "Round 437 of Aug. 19, 2026" in letter.body
    assert "And 418 more" in letter.body


def test_a_mail_server_that_is_away_loses_nothing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert (bring(recent()), Draw.objects.get().news) == (1, "")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Letter.objects.update(due_at=timezone.now())
    assert len(send_letters()) == 1


def test_without_an_address_in_the_settings_those_who_may_publish_are_told(settings):
    settings.STAFF_ALERTS_TO = []
    publisher = User.objects.create_user("a", email="a@firm.example", is_staff=True)
    publisher.user_permissions.add(Permission.objects.get(codename="publish_draw"))
    User.objects.create_user("b", email="b@firm.example", is_staff=True)
    User.objects.create_superuser("c", email="c@firm.example", is_active=False)
    bring(recent())
    assert [letter.to for letter in mail.outbox] == [["a@firm.example"]]


def test_nobody_publishes_for_staff_unless_the_settings_say_so():
    bring(recent())
    assert statuses() == {"501": "draft"}


def test_a_clear_and_recent_round_may_be_published_without_a_person(settings):
    settings.DRAWS_AUTO_PUBLISH = True
    bring(recent())
    assert statuses() == {"501": "published"}
    assert "Published: matching clients alerted" in mail.outbox[0].body


def test_a_round_that_is_published_by_itself_waits_and_can_be_taken_back(settings):
    settings.DRAWS_AUTO_PUBLISH = True
    matching = ClientFactory(standing=600, standing__stream="cec")
    for email in (matching.email, "kim@example.org"):
        Follower.objects.create(email=email, language="en", confirmed_at=timezone.now())
    bring(recent())
    draw, mailing = Draw.objects.get(), Mailing.objects.get()
    match(draw.pk)
    assert FollowerNews.objects.get().address == "kim@example.org", "a person who has the alert is told once"
    assert Alert.objects.get().due_at == draw.told_from == mailing.not_before > timezone.now()
    assert (mailing.recipients, mailing.asked_by) == (2, None)
    lifecycle.take_back(mailing.pk, User.objects.create_superuser("boss"))
    assert statuses() == {"501": "draft"}


def test_where_the_firm_asks_for_a_second_person_a_clear_round_waits_for_one(settings):
    settings.DRAWS_AUTO_PUBLISH = settings.MAIL_SECOND_PERSON = True
    matching = ClientFactory(standing=600, standing__stream="cec")
    assert bring(recent()) == 1
    draw, mailing = Draw.objects.get(), Mailing.objects.get()
    assert (draw.status, mailing.is_waiting, mailing.asked_by, mailing.recipients) == ("draft", True, None, 1)
    assert not Alert.objects.exists()
    (letter,) = mail.outbox
    assert "Ready to be published: a person who may publish must approve it" in letter.body
    assert "Ready to be published: a person who may publish must approve it" in letter.alternatives[0][0]
    boss = User.objects.create_superuser("boss")
    lifecycle.approve(mailing.pk, boss, recipients=1)
    match(draw.pk)
    draw.refresh_from_db()
    assert (draw.status, draw.published_by) == ("published", boss)
    assert (Alert.objects.get().client, Alert.objects.get().due_at) == (matching, draw.told_from)


def test_the_page_of_a_round_that_waits_names_no_person_and_takes_the_number(admin_client, admin_user, settings):
    settings.DRAWS_AUTO_PUBLISH = settings.MAIL_SECOND_PERSON = True
    Licence.objects.get_or_create(user=admin_user, defaults={"number": "R000001"})
    bring(recent())
    draw, mailing = Draw.objects.get(), Mailing.objects.get()
    page = admin_client.get(f"/staff/draws/draw/{draw.pk}/preview/").content.decode()
    assert "Prepared from the feed on" in page
    assert "Confirmed by" not in page
    assert "Mailings that wait for a second person" in admin_client.get("/staff/").content.decode()
    admin_client.post(f"/staff/draws/mailing/{mailing.pk}/approve/", {"recipients": 0})
    mailing.refresh_from_db()
    assert (statuses(), mailing.approved_by) == ({"501": "published"}, admin_user)


def test_a_round_is_asked_for_once_however_often_the_feed_is_looked_at(settings):
    settings.DRAWS_AUTO_PUBLISH = settings.MAIL_SECOND_PERSON = True
    poller.mark_news(import_rows([recent()]), timezone.now())
    new_rounds.publish_clear()
    new_rounds.publish_clear()
    assert Mailing.objects.waiting().count() == 1


def test_a_doubtful_round_does_not_wait_for_a_second_person_alone(settings):
    settings.DRAWS_AUTO_PUBLISH = settings.MAIL_SECOND_PERSON = True
    bring(recent(drawCRS="120"))
    assert (statuses(), Mailing.objects.count()) == ({"501": "draft"}, 0)
    assert "Ready to be published" not in mail.outbox[0].body


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"drawName": "Quantum occupations"}, id="no stream"),
        pytest.param({"drawCRS": "?"}, id="no cut-off"),
        pytest.param({"drawCutOff": ""}, id="no tie-break"),
        pytest.param({"drawCutOff": "soon"}, id="a tie-break not understood"),
        pytest.param({"drawSize": "many"}, id="anything odd"),
        pytest.param({"drawCRS": "120"}, id="a cut-off that does not fit the past of its stream"),
        pytest.param({"drawDate": f"{timezone.localdate() - timedelta(days=9)}"}, id="not recent"),
        pytest.param({"drawDate": f"{timezone.localdate() + timedelta(days=1)}"}, id="of tomorrow"),
    ],
)
def test_what_is_not_clear_is_left_to_a_person(settings, changes):
    settings.DRAWS_AUTO_PUBLISH = True
    bring(recent(**changes))
    assert statuses() == {"501": "draft"}


def test_a_draft_that_a_person_took_in_hand_is_left_to_them(settings):
    settings.DRAWS_AUTO_PUBLISH = True
    poller.mark_news(import_rows([recent()]), timezone.now())
    Draw.objects.update(cutoff=383)
    new_rounds.deliver()
    assert statuses() == {"501": "draft"}


def test_a_draft_recorded_by_staff_is_left_to_them(settings):
    settings.DRAWS_AUTO_PUBLISH = True
    DrawFactory(number="501", cutoff=515, size=None)
    bring(recent())
    assert statuses() == {"501": "draft"}


def test_many_at_once_are_left_to_a_person(settings):
    settings.DRAWS_AUTO_PUBLISH = True
    bring(*(recent(drawNumber=str(number)) for number in range(501, 505)))
    assert set(statuses().values()) == {"draft"}
