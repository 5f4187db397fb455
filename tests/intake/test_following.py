"""Following the rounds by an address alone: asked, confirmed by a button, changed and ended by a signed link."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from intake.clients import retention
from intake.clients.after_restore import keep_promises
from intake.clients.delete_file import delete_client
from intake.common.restore_journal import JournalAct, make_digest
from intake.common.signed_links import Purpose
from intake.consents import following
from intake.data_copy.data_export import export_file
from intake.followers import receive
from intake.followers.links import build_link
from intake.models import Client, ConsentProof, Follower, FollowerConsent, Letter
from tests.hostile.desk import sign_in
from tests.letters import send_letters

pytestmark = pytest.mark.django_db
ASKED = {"email": "Kim@Example.org", "rounds": "chosen", "kinds": ["french", "cec"]}
ALL = {"email": "kim@example.org", "rounds": "all"}


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def ask(said=ASKED, path="/en/follow/", **place):
    return Browser().post(path, said, **place)


def read_path(letter, part):
    """The path of a letter's link."""
    link = next(word for word in letter.body.split() if part in word)
    return link.removeprefix("http://localhost:8000")


def follow(email="kim@example.org", kinds=(), language="en"):
    """Somebody who asked and confirmed."""
    receive.receive(email, kinds, language=language, place="")
    follower = Follower.objects.get(email=email)
    receive.confirm(follower, language=language, ip="203.0.113.9")
    return Follower.objects.get(email=email)


def settings_path(follower):
    return build_link(Purpose.FOLLOWING, follower).removeprefix("http://localhost:8000")


def test_an_address_follows_once_its_owner_presses_the_button_and_the_words_are_proof():
    assert ask().url == "/en/follow/sent/confirm/"
    (letter,) = send_letters()
    assert letter.to == ["kim@example.org"]
    path = read_path(letter, "/follow/confirm/")
    page = Browser().get(path).content.decode()
    assert "French-language proficiency" in page
    assert Follower.objects.get().confirmed_at is None, "looking confirms nothing"
    for _twice in range(2):
        done = Browser().post(path, {"kinds": "cec,french"}, follow=True, REMOTE_ADDR="203.0.113.9").content.decode()
        assert "You follow the rounds" in done
    assert Follower.objects.confirmed().count() == 1
    act = FollowerConsent.objects.get()
    assert act.wording.startswith(f"[{following.VERSION}] I agree that")
    assert "French-language proficiency" in act.wording
    assert (act.given, act.language, act.ip, act.source) == (True, "en", "203.0.113.9", receive.FOLLOW_LINK)


def test_what_is_agreed_to_is_what_the_page_showed_and_not_what_a_stranger_asked_for_meanwhile():
    ask()
    (letter,) = send_letters()
    path = read_path(letter, "/follow/confirm/")
    ask(ALL)
    page = Browser().post(path, {"kinds": "cec,french"}).content.decode()
    assert "confirm your address" in page
    assert Follower.objects.get().confirmed_at is None
    Browser().post(path, {"kinds": ""})
    assert "French" not in FollowerConsent.objects.get().wording


def test_a_kind_that_is_sent_twice_is_followed_once():
    assert ask(ASKED | {"kinds": ["cec", "cec"]}).url == "/en/follow/sent/confirm/"
    assert Follower.objects.get().kinds.count() == 1


def test_who_complained_of_the_message_that_asks_is_not_asked_again():
    ask()
    follower = Follower.objects.get()
    following.stop(follower, language="en", source="told by the mail provider: complained", complained=True)
    assert ask().url == "/en/follow/sent/confirm/"
    assert not Follower.objects.exists()


def test_the_language_is_that_of_the_page():
    ask(ALL, "/fr/follow/")
    (letter,) = send_letters()
    assert "/fr/follow/confirm/" in letter.body
    assert Follower.objects.get().language == "fr"


def test_a_kind_in_the_address_is_selected_beforehand():
    page = Browser().get("/en/follow/?kind=french").content.decode()
    assert 'value="french" class="form-check-input" id="id_kinds_' in page
    assert page.count("checked") == 2
    assert Browser().get("/en/follow/?kind=nonsense").content.decode().count("checked") == 1


@pytest.mark.parametrize(
    "wrong", [{"email": ""}, {"email": "no address"}, {"rounds": ""}, {"kinds": []}, {"kinds": ["nonsense"]}]
)
def test_what_is_wrong_is_said_and_nobody_is_written_to(wrong):
    page = Browser().post("/en/follow/", ASKED | wrong, follow=True).content.decode()
    assert "There is a problem" in page
    assert not Letter.objects.exists()
    assert not Follower.objects.exists()


def test_the_page_says_the_same_of_a_known_and_an_unknown_address_and_changes_nothing_of_the_known():
    known = follow()
    answers = [ask(ASKED | {"email": email}) for email in ("kim@example.org", "new@example.org")]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/en/follow/sent/confirm/")}
    known.refresh_from_db()
    assert not known.chosen_only
    to_known, to_new = sorted(send_letters(), key=lambda letter: letter.to)[-2:]
    assert "/follow/confirm/" in to_new.body
    assert "/follow/confirm/" not in to_known.body
    assert "It follows them already" in to_known.body


def test_a_flood_ends_at_the_limits_and_leaves_no_row(settings):
    settings.LETTERS_FROM_PLACE_AN_HOUR = 3
    told = [ask(ALL | {"email": f"a{n}@example.org"}, REMOTE_ADDR=f"203.0.113.{n}") for n in range(5)]
    assert [answer.url.split("/")[-2] for answer in told] == ["confirm"] * 3 + ["often"] * 2
    assert Browser().get(told[-1].url).status_code == 429
    assert Follower.objects.count() == 3
    assert len(send_letters()) == 3


def test_one_address_is_asked_only_so_often_a_day(settings):
    settings.LETTERS_TO_ADDRESS_A_DAY = 2
    assert [ask(ALL).url.split("/")[-2] for _ in range(3)] == ["confirm", "confirm", "often"]


def test_an_address_that_nobody_confirms_is_forgotten_with_its_link():
    ask()
    (letter,) = send_letters()
    follow("lee@example.org")
    later = timezone.now() + following.CONFIRM_WITHIN + timedelta(minutes=1)
    retention.apply_retention(later)
    assert [one.email for one in Follower.objects.all()] == ["lee@example.org"]
    assert not ConsentProof.objects.exists()
    with time_machine.travel(later, tick=False):
        assert Browser().post(read_path(letter, "/follow/confirm/")).status_code == 410


def test_other_kinds_are_kept_with_their_words_and_the_same_again_is_no_other_act():
    follower = follow()
    path = settings_path(follower)
    for _twice in range(2):
        assert Browser().post(path, {"rounds": "chosen", "kinds": ["pnp"]}).url == f"{path}?done=1"
    follower.refresh_from_db()
    assert following.list_kinds(follower) == ["pnp"]
    assert ["Provincial Nominee Program" in act.wording for act in FollowerConsent.objects.all()] == [True, False]
    assert "checked" in Browser().get(path).content.decode()
    assert "Select at least one" in Browser().post(path, {"rounds": "chosen"}, follow=True).content.decode()


@pytest.mark.parametrize("posted", [{}, {"List-Unsubscribe": "One-Click"}])
@pytest.mark.parametrize("age", [timedelta(0), timedelta(days=800)])
def test_one_click_ends_it_for_ever_and_the_proof_stays(posted, age):
    path = settings_path(follow())
    with time_machine.travel(timezone.now() + age, tick=False):
        assert Browser().get(path).status_code == 200
        assert Follower.objects.exists(), "looking ends nothing"
        ended = Browser(enforce_csrf_checks=True).post(path, posted)
        again = Browser().post(path, posted)
    assert (ended.status_code, again.status_code) == ((204, 204) if posted else (302, 410))
    assert not Follower.objects.exists()
    assert list(ConsentProof.objects.order_by("given").values_list("email", "given")) == [
        ("kim@example.org", False),
        ("kim@example.org", True),
    ]


def test_an_old_link_shows_and_changes_nothing_else():
    path = settings_path(follow())
    with time_machine.travel(timezone.now() + timedelta(days=400), tick=False):
        assert "kim@example.org" not in Browser().get(path).content.decode()
        assert Browser().post(path, {"rounds": "chosen", "kinds": ["pnp"]}).status_code == 410
        assert Browser().get(f"{path}data.json").status_code == 410
    assert not Follower.objects.get().chosen_only


def test_the_copy_holds_all_that_is_kept():
    follower = follow(kinds=["french"])
    copy = Browser().get(f"{settings_path(follower)}data.json").json()
    assert copy["follower"]["email"] == "kim@example.org"
    assert copy["kinds"] == ["french"]
    assert [act["ip"] for act in copy["consents"]] == ["203.0.113.9"]
    assert [letter["kind"] for letter in copy["letters"]] == ["confirm_following"]
    Letter.objects.update(subject="Booked", body="See you on Monday.", digest="0" * 64)
    (letter,) = Browser().get(f"{settings_path(follower)}data.json").json()["letters"]
    assert (letter["subject"], letter["body"], letter["digest"]) == ("Booked", "See you on Monday.", "0" * 64)
    assert copy["news"] == []


def test_who_has_a_file_finds_it_in_their_copy_and_it_goes_with_the_file():
    follow()
    follow("lee@example.org")
    client = Client.objects.create(email="kim@example.org")
    (copy,) = export_file(client)["rounds_followed"]
    assert copy["follower"]["email"] == "kim@example.org"
    delete_client(client)
    assert [one.email for one in Follower.objects.all()] == ["lee@example.org"]
    assert set(ConsentProof.objects.values_list("email", "given")) == {
        ("kim@example.org", True),
        ("kim@example.org", False),
    }


def test_who_stopped_after_the_backup_is_stopped_again():
    follower = follow()
    line = ("2026-11-29T12:00:00+00:00", JournalAct.DECLINED, make_digest(follower.reference))
    assert keep_promises([line])[JournalAct.DECLINED] == 1
    assert not Follower.objects.exists()


def test_staff_see_who_follows_and_stop_it_for_who_asks(admin_user):
    follower, other = follow(kinds=["french"]), follow("lee@example.org")
    browser = sign_in(admin_user)
    page = browser.get("/staff/intake/follower/").content.decode()
    assert "2 followers of the rounds" in page
    assert "French-language proficiency" in page
    assert "I agree that" in browser.get(f"/staff/intake/follower/{follower.pk}/change/").content.decode()
    browser.post("/staff/intake/follower/", {"action": "stop", "_selected_action": [follower.pk]})
    assert [*Follower.objects.all()] == [other]
    assert "as asked" in ConsentProof.objects.filter(given=False).get().source


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_followers_asks_so_often(number, admin_user, django_assert_num_queries):
    for one in range(number):
        follow(f"a{one}@example.org", ["french", "pnp"])
    browser = sign_in(admin_user)
    browser.get("/staff/intake/follower/")
    with django_assert_num_queries(11):
        browser.get("/staff/intake/follower/")
