"""A cut-off and a score of a thousand and more are grouped on the pages of rounds, at the desk and in messages."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from draws.corrections import apply
from draws.correspondence.own_facts import OwnFacts
from draws.followers.messages import RoundNews
from draws.matching import telephone_tasks
from draws.models import FollowerNews
from draws.outbox.composer import Composer
from draws.staff.mailing_form import GroupedIntegerField
from intake.common.mail import build_message
from intake.models import Follower
from tests.draws.factories import AlertFactory, ClientFactory, PublishedDrawFactory, RuleNewsFactory, StandingFactory
from tests.draws.staff import say_doubts
from tests.grouped import group, list_bare, read_words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CUTOFF, SCORE = 1_034, 1_187
PAGES = (
    "draws/",
    "draws/2999/",
    "draws/streams/",
    "draws/streams/trades/",
    "draws/rounds.atom",
    "embed/rounds/",
    "categories/",
    "categories/trades/",
    "occupations/?q=plumber",
    "occupations/?q=plombier",
)


@pytest.fixture
def draw():
    """A round of a category with a cut-off of a thousand and more, and one before it."""
    yesterday = timezone.localdate() - timedelta(days=1)
    shared = {"stream": "trades", "name": "Trades Occupations, 2026-Version 3"}
    PublishedDrawFactory(**shared, number="2998", cutoff=1_021, held_on=yesterday - timedelta(days=30))
    return PublishedDrawFactory(**shared, number="2999", cutoff=CUTOFF, held_on=yesterday)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.usefixtures("draw")
def test_pages_of_rounds(client, settings, path, language):
    settings.EMBED_HOSTS = ["https://www.firm.example"]
    html = client.get(f"/{language}/{path}").content.decode()
    assert [one for score in (CUTOFF, 1_021) for one in list_bare(html, score)] == []
    assert group(CUTOFF, language) in read_words(html) or "occupations" in path


def read_whole(mail):
    """Subject, text and HTML of a message."""
    return " ".join([str(mail.subject), mail.body, mail.alternatives[0][0]])


def list_mails(draw, language):
    """A message of each kind that says a score or a cut-off."""
    client = ClientFactory(language=language)
    StandingFactory(client=client, stream="trades", crs=SCORE, since=draw.held_on - timedelta(days=9))
    alert = AlertFactory(draw=draw, client=client, crs=SCORE, state="sent")
    yield Composer().compose(alert)
    apply.correct(draw, {"cutoff": CUTOFF - 1}, reason="a typo", by=None, seen=0)
    yield Composer().compose(alert.correction_letters.get())
    news = RuleNewsFactory(client=client)
    news.facts |= {"before": SCORE, "after": CUTOFF}
    news.save()
    yield Composer().compose(news)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_messages_to_clients_with_their_subjects(draw, language):
    mails = [read_whole(mail) for mail in list_mails(draw, language)]
    assert [one for mail in mails for score in (CUTOFF, CUTOFF - 1, SCORE) for one in list_bare(mail, score)] == []
    assert [group(SCORE, language) in read_words(mail) for mail in mails] == [True] * 3


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_subject_and_the_text_of_an_alert_say_one_cut_off(draw, language):
    mail = Composer().compose(AlertFactory(draw=draw, client=ClientFactory(language=language), crs=SCORE))
    said = f"{CUTOFF:,}" if language == "en" else f"{CUTOFF:,}".replace(",", "\xa0")
    assert said in str(mail.subject)
    assert said in mail.body
    assert said in mail.alternatives[0][0].replace("&nbsp;", "\xa0")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_news_to_a_follower(draw, language):
    follower = Follower(reference="X", email="a@example.org", language=language)
    news = RoundNews(FollowerNews(draw=draw, follower=follower))
    mail = read_whole(build_message(news.get_template(), follower.email, language, news.get_context()))
    assert list_bare(mail, CUTOFF) == []
    assert group(CUTOFF, language) in read_words(mail)


@pytest.mark.parametrize("path", ["preview/", "correct/", "change/"])
def test_pages_of_the_desk(admin_client, draw, path):
    AlertFactory(draw=draw, crs=SCORE)
    StandingFactory(stream="trades", crs=SCORE, since=draw.held_on - timedelta(days=9), client__alerts=False)
    page = admin_client.get(f"/staff/draws/draw/{draw.pk}/{path}")
    assert page.status_code == 200
    assert list_bare(page.content.decode(), SCORE) == []
    if path == "preview/":
        assert list_bare(page.content.decode(), CUTOFF) == []


def test_what_staff_are_told_of_it(draw):
    said = telephone_tasks.say(draw, SCORE)
    assert "cut-off 1,034, the client’s score 1,187" in said
    assert telephone_tasks.read_score(draw, said) == SCORE
    draw.cutoff = 1_100
    assert any("1,100" in one for one in say_doubts(draw))


@pytest.mark.parametrize(("language", "words"), [("en", "1,187"), ("fr", "1\xa0187")])
def test_the_score_that_a_template_of_the_firm_names(language, words):
    assert OwnFacts(SCORE).list_words(language)["score"] == words


@pytest.mark.parametrize("typed", ["1034", "1,034", "1 034", "1\xa0034", " 1,034 "])
def test_the_number_of_recipients_is_typed_as_it_is_shown(typed):
    assert GroupedIntegerField().clean(typed) == CUTOFF


@pytest.mark.parametrize("typed", ["1,03", "10,34", "1,0345", "many", "1034,"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValidationError):
        GroupedIntegerField().clean(typed)
