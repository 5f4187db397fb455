"""My file: what a client does with it, and that nobody else can."""

import html
import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client as Browser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from draws.models import Alert
from intake.clients import delete_file, invitations
from intake.clients.invitations import Came
from intake.consents import consent
from intake.data_copy import data_export
from intake.models import Assessment, Client, Consent, ConsentProof, Intake, Share, ShareUse, Standing
from intake.my_file import share_links
from intake.my_file.score_history import build_factor_change
from intake.result.page_context import build_context
from scoring.category_names import CATEGORIES
from tests.draws.factories import AlertFactory
from tests.intake.answers import JOB, SINGLE, TODAY, day
from tests.intake.files import FILE, page, signed_in, with_result
from tests.intake.pdfs import get_pdf

pytestmark = pytest.mark.django_db
PAGES = [
    "",
    "alerts/",
    "pool/",
    "invitation/",
    "share/",
    "data/",
    "data/address/",
    "data/download/",
    "data/download/pdf/",
    "data/delete/",
]


@pytest.fixture
def person():
    return with_result("amara@example.org")[0]


@pytest.fixture
def mine(person):
    return signed_in(person.email)


@pytest.mark.parametrize("path", PAGES)
def test_a_file_opens_for_its_person_and_nobody_else(person, mine, admin_client, path):
    opened = mine.get(FILE + path)
    assert opened.status_code == 200
    assert "no-store" in opened["Cache-Control"]
    assert Browser().get(FILE + path)["Location"].startswith("/en/sign-in/")
    assert admin_client.get(FILE + path).status_code == 403
    stranger = page(signed_in("b@example.org"), path)
    assert person.email not in stranger
    assert person.reference not in stranger
    assert "Amara Secret" not in stranger


def test_an_address_that_staff_corrected_opens_the_file_to_its_new_owner_alone(person, mine):
    Client.objects.update(email="new@example.org")
    assert person.reference not in page(mine)
    assert person.reference in page(signed_in("new@example.org"))


def test_the_list_of_scores_takes_as_many_queries_for_three_as_for_one(person, mine, django_assert_num_queries):
    made = person.assessments.get()
    page(mine)
    with django_assert_num_queries(13):
        page(mine)
    for _ in range(2):
        made.pk, made.reference = None, None
        made.reference = f"AAAA-BBBB-{Assessment.objects.count():04d}"
        made.save(force_insert=True)
    page(mine)
    with django_assert_num_queries(13):
        page(mine)


def make_another(made, created, **others):
    """One more result of the same answers, made at another time."""
    made.pk, made.reference = None, f"AAAA-BBBB-{Assessment.objects.count():04d}"
    for name, value in others.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    Assessment.objects.filter(pk=made.pk).update(created=created)


def test_results_of_one_day_say_their_time_and_those_of_another_do_not(person, mine):
    made = person.assessments.get()
    Assessment.objects.update(created=datetime(2026, 11, 20, 15, 5, tzinfo=UTC), on=date(2026, 11, 20))
    assert "(Ottawa time)" not in page(mine)
    make_another(made, datetime(2026, 11, 23, 15, 5, tzinfo=UTC), on=TODAY)
    make_another(made, datetime(2026, 11, 23, 19, 30, tzinfo=UTC), on=TODAY)
    for language, first, second, before in (
        ("en", "10:05 a.m. (Ottawa time): ", "2:30 p.m. (Ottawa time): ", "Nov. 20, 2026: "),
        ("fr", "10 h 05 (heure d’Ottawa) : ", "14 h 30 (heure d’Ottawa) : ", "20 novembre 2026 : "),
    ):
        text = html.unescape(mine.get(f"/{language}/my-file/").content.decode()).replace("\xa0", " ")
        heads = re.findall(r'<h3 class="card-title">\s*(.*?)\s*</h3>', text, re.DOTALL)
        assert [head in words for head, words in zip((second, first, before), heads, strict=True)] == [True] * 3, heads
        assert text.count(first.rstrip(": ")) > 1, "the newest says since when: the same day, at its time"


@pytest.mark.parametrize(
    ("language", "before", "after", "words"),
    [
        ("en", 0, -2, "Limit for the second official language: 2 points above it are not counted now"),
        ("en", -3, -1, "Limit for the second official language: 1 point above it is not counted now, 3 before"),
        (
            "en",
            -2,
            0,
            "Limit for the second official language: nothing is above it now; 2 points were not counted before",
        ),
        ("fr", 0, -2, "Plafond de la deuxième langue officielle : 2 points au-delà ne sont pas comptés maintenant"),
    ],
)
def test_points_above_a_limit_are_said_in_words(language, before, after, words):
    with override(language):
        assert build_factor_change("second_language_limit", before, after).words.replace("\xa0", " ") == words
        assert build_factor_change("age", 5, 3).words == ""


def test_the_newest_result_says_the_next_change_of_the_score_as_its_page_does(person, mine):
    with time_machine.travel(datetime.combine(TODAY, time(17), UTC), tick=False):
        shown = " ".join(page(mine).split())
        expected = build_context(person.assessments.get())["next_change"]
    assert expected.gain
    told = f"The next change of your score: {date_format(expected.on, 'DATE_FORMAT')}, from {expected.before} to"
    assert told in shown
    assert "See the result and your next steps" in shown


def test_where_everything_is_answered_nobody_is_asked_to_go_on(person, mine):
    assert "Look at my answers and change them" in page(mine)
    Intake.objects.update(answers={path: SINGLE[path] for path in ("marital-status", "date-of-birth")})
    assert "Go on with my answers" in page(mine)
    assert "Look at my answers and change them" not in page(mine)


def test_a_program_that_hangs_on_an_answer_is_not_known_in_the_file_and_on_the_share_page():
    hanging = {"jobs/1": JOB | {"country": "IN"}, "funds": {"funds_unknown": "on"}}
    client, made = with_result("amara@example.org", **hanging)
    mine = signed_in(client.email)
    assert "Federal Skilled Worker Program: not known yet. Missing:" in " ".join(page(mine).split())
    share = Share.objects.create(client=client, assessment=made, until=TODAY)
    seen = " ".join(Browser().get(share_links.get_url(share).partition("8000")[2]).content.decode().split())
    assert "Not known yet whether an invitation is possible" in seen
    assert "qualify for any program" not in seen


# --- Alerts -----------------------------------------------------------------------


def test_alerts_are_turned_on_for_chosen_kinds_with_proof(person, mine):
    mine.post(f"{FILE}alerts/", {"choice": "chosen", "streams": ["french"]}, REMOTE_ADDR="192.0.2.9")
    person.refresh_from_db()
    assert (person.alerts, person.chosen_only) == (True, True)
    proof = Consent.objects.get()
    assert (proof.given, proof.ip, proof.source) == (True, "192.0.2.9", "My file, signed in")
    assert "French-language proficiency" in proof.wording


def test_the_same_choice_again_adds_no_proof_and_another_does(person, mine):
    others = ["reminders", "rule_news"]
    for choice, acts in (("all", 1), ("all", 1), ("chosen", 2), ("chosen", 2), ("none", 3), ("none", 3)):
        mine.post(
            f"{FILE}alerts/", {"choice": choice, "streams": ["french"], "others": others if choice != "none" else []}
        )
        assert Consent.objects.count() == acts
    assert not Client.objects.get().alerts


# --- The pool and the invitation -----------------------------------------------------


def test_the_time_of_the_profile_is_ottawas(person, mine):
    mine.post(f"{FILE}pool/", day("submitted_on", date(2026, 11, 2)) | {"submitted_time": "16:05"})
    person.refresh_from_db()
    assert person.profile_submitted_at.isoformat() == "2026-11-02T21:05:00+00:00"
    assert person.stage == "in_pool"
    shown = page(mine, "pool/")
    assert 'value="16:05"' in shown
    assert "Nov. 2, 2026" in shown or "November 2, 2026" in shown


def test_a_time_that_is_to_come_is_refused(person, mine):
    later = {"submitted_time": "16:05"}
    answer = mine.post(f"{FILE}pool/", day("submitted_on", TODAY) | later, follow=True)
    assert "Enter a time that has passed" in answer.content.decode()
    assert Client.objects.get().profile_submitted_at is None


def test_an_invitation_gives_a_plan_and_flags_what_lapses(person, mine):
    person.facts["language_tests"][0]["taken_on"] = "2024-12-15"
    person.save()
    mine.post(f"{FILE}invitation/", day("invited_on", date(2026, 11, 20)))
    person.refresh_from_db()
    assert (person.stage, person.invited_on) == ("invited", date(2026, 11, 20))
    shown = page(mine, "invitation/")
    assert "submitted no later than Jan" in shown
    assert "57 days are left" in shown
    assert "a language test of yours no longer counts" in shown
    mine.post(f"{FILE}invitation/over/", {"outcome": "declined"} | day("outcome_on", date(2026, 11, 21)))
    assert Client.objects.get().stage == "in_pool"


def test_the_plan_names_the_documents_that_do_not_last_until_its_end(person, mine):
    invitations.receive(person, Came(TODAY))
    for whose, name, days in (("own", "IN", 10), ("partner", "FR", 59), ("own", "GB", 60)):
        person.dated_items.create(kind="passport", name=name, whose=whose, expires_on=TODAY + timedelta(days=days))
    other = Client.objects.create(email="o@example.org")
    other.dated_items.create(kind="police", name="DE", expires_on=TODAY + timedelta(days=10))
    shown = page(mine, "invitation/")
    assert "Passport (India): " in shown
    assert "Passport (France) of your spouse or partner: " in shown
    assert "United Kingdom" not in shown
    assert "Germany" not in shown


# --- My data ----------------------------------------------------------------------------


def test_the_download_holds_the_whole_file_and_nothing_of_another(person, mine):
    with_result("other@example.org")
    consent.give(person, wording="words", language="en", source="test")
    answer = mine.get(f"{FILE}data/download/")
    assert answer["Content-Disposition"] == f'attachment; filename="{person.reference}.json"'
    kept = answer.json()
    assert kept["client"]["email"] == person.email
    assert kept["assessments"][0]["crs"] == person.assessments.get().crs
    assert kept["answers"][0]["answers"]["sibling"] == {"sibling_in_canada": "no"}
    assert kept["consents"][0]["wording"] == "words"
    assert "other@example.org" not in answer.content.decode()


def test_no_link_makes_a_file_of_the_page_that_it_may_be_answered_with():
    """Signed out or not made yet, a page answers: with `download` the browser saves that under the file's name."""
    saving = re.compile(r"<a\b(?:[^>%]|%\}|\{%|%)*?\sdownload[\s=>]")
    assert saving.search('<a class="x" href="{% url \'my_file:download\' %}" download>')
    texts = {path: path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "templates").rglob("*.html")}
    assert [str(path) for path, text in texts.items() if saving.search(text)] == []


def test_the_pdf_says_the_answers_in_words(person, mine):
    # No `download` on its link, which would save the page that waits.
    assert f'href="{FILE}data/download/pdf/">' in mine.get(f"{FILE}data/").content.decode()
    assert f'<a href="{FILE}data/">Back to my data</a>' in mine.get(f"{FILE}data/download/pdf/").content.decode()
    answer = get_pdf(mine, f"{FILE}data/download/pdf/")
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == f'attachment; filename="{person.reference}.pdf"'
    read = render_to_string("intake/paper/my_file.html", data_export.build_readable_copy(person))
    assert "March 27, 1996" in read
    assert "Software developers" in read
    assert person.email in read


def test_an_unfinished_draft_is_in_the_pdf_as_far_as_it_goes(person, mine):
    Intake.objects.update(answers={path: SINGLE[path] for path in ("marital-status", "date-of-birth")})
    read = render_to_string("intake/paper/my_file.html", data_export.build_readable_copy(person))
    assert "March 27, 1996" in read
    assert "Software developers" not in read


def test_the_name_and_the_language_are_corrected(person, mine):
    mine.post(f"{FILE}data/", {"name": "Amara D.", "language": "fr", "email": "evil@example.org", "stage": "closed"})
    person.refresh_from_db()
    assert (person.name, person.language, person.email, person.stage) == ("Amara D.", "fr", "amara@example.org", "new")


def test_the_postal_address_is_corrected_line_by_line(person, mine):
    typed = "  1 Main  Street\r\n\r\nOttawa ON K1A 0A1 "
    mine.post(f"{FILE}data/", {"name": "Amara", "language": "en", "postal_address": typed})
    person.refresh_from_db()
    assert person.postal_address == "1 Main Street\nOttawa ON K1A 0A1"
    assert "1 Main Street\nOttawa ON K1A 0A1</textarea>" in page(mine, "data/")


def test_who_would_rather_have_letters_keeps_an_address_for_them(person, mine):
    Client.objects.update(reach_by=Client.ReachBy.LETTER, postal_address="1 Main Street")
    said = {"name": "Amara", "language": "en", "postal_address": " "}
    answer = mine.post(f"{FILE}data/", said, follow=True).content.decode()
    person.refresh_from_db()
    assert "Enter the postal address that we should write to" in answer
    assert person.postal_address == "1 Main Street"


def test_deleting_asks_first(person, mine):
    assert "this can&#x27;t be undone" in page(mine, "data/delete/")
    assert "Tick the box" in mine.post(f"{FILE}data/delete/", {"go": "1"}, follow=True).content.decode()
    assert Client.objects.count() == 1


def test_a_deleted_file_leaves_the_proof_of_consent_and_nothing_else(person, mine):
    consent.give(person, wording="words", language="en", source="test", ip="192.0.2.1")
    AlertFactory(client=person)
    Standing.objects.create(client=person, stream="cec", crs=470, since=TODAY, until=TODAY + timedelta(days=1))
    share = Share.objects.create(client=person, assessment=person.assessments.get(), until=TODAY)
    ShareUse.objects.create(share=share)
    other, _made = with_result("other@example.org")
    elsewhere = signed_in(person.email)
    assert "Your file is deleted" in mine.post(f"{FILE}data/delete/", {"sure": "on"}).content.decode()
    assert list(Client.objects.all()) == [other]
    assert Intake.objects.filter(client=None).count() == 0
    for model in (Consent, Alert, Standing, Share, ShareUse):
        assert model.objects.count() == 0
    assert set(ConsentProof.objects.values_list("email", "given", "wording", "ip")) == {
        (person.email, True, "words", "192.0.2.1"),
        (person.email, False, "", None),
    }
    assert not User.objects.filter(email=person.email).exists()
    for gone in (mine, elsewhere):
        assert gone.get(FILE).status_code == 302


def test_a_file_under_an_agreement_is_not_deleted_but_the_wish_is_kept(person, mine):
    consent.give(person, wording="words", language="en", source="test")
    Client.objects.update(retained_on=TODAY)
    answer = mine.post(f"{FILE}data/delete/", {"sure": "on"}).content.decode()
    assert "A person of the firm answers within 30 days" in answer
    person.refresh_from_db()
    asked = person.deletion_requests.get()
    assert (asked.asked_at, asked.answered_at, person.alerts) == (timezone.now(), None, False)
    assert mine.get(FILE).status_code == 302


def test_a_result_that_is_in_another_file_survives_the_answers_it_came_from(person):
    other = Client.objects.create(email="other@example.org")
    person.assessments.update(client=other)
    delete_file.delete_client(person)
    assert Assessment.objects.get().client == other


# --- Share links ---------------------------------------------------------------------------


def link_of(mine, **data):
    """Make a link; its path."""
    mine.post(f"{FILE}share/", {"days": "7", "label": "My brother"} | data)
    return mine.get(f"{FILE}share/").context["links"][0]["address"].partition("8000")[2]


def test_a_shared_result_shows_the_score_and_not_whose_it_is(person, mine):
    link = link_of(mine)
    answer = Browser().get(link)
    text = answer.content.decode()
    assert '<span class="total">' in text
    assert '<meta name="robots" content="noindex">' in text
    assert "no-store" in answer["Cache-Control"]
    for secret in (person.email, "Amara", person.reference, person.assessments.get().reference, "My brother"):
        assert secret not in text
        assert secret not in link


def test_a_shared_result_names_every_category_whatever_it_lacks(person, mine):
    page = Browser().get(link_of(mine)).content.decode()
    codes = person.assessments.get().result["categories"]
    assert len(codes) > 5
    assert [str(CATEGORIES[code]) for code in codes if str(CATEGORIES[code]) not in html.unescape(page)] == []


def test_its_owner_sees_each_use(person, mine):
    link = link_of(mine)
    assert "Not opened yet" in page(mine, "share/")
    Browser().get(link)
    Browser().head(link)
    assert ShareUse.objects.count() == 1
    assert "Opened:" in page(mine, "share/")


def test_a_link_ends_with_its_day(person, mine):
    link = link_of(mine)
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        assert Browser().get(link).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        over = Browser().get(link)
    assert over.status_code == 410
    assert '<span class="total">' not in over.content.decode()
    assert ShareUse.objects.count() == 1


def test_a_link_ends_when_its_owner_ends_it_and_nobody_else_can(person, mine):
    link, share = link_of(mine), Share.objects.get()
    stranger = signed_in("b@example.org")
    assert stranger.post(f"{FILE}share/{share.pk}/revoke/").status_code == 404
    assert link not in page(stranger, "share/")
    assert Browser().get(link).status_code == 200
    mine.post(f"{FILE}share/{share.pk}/revoke/")
    assert Browser().get(link).status_code == 410


def test_a_link_that_is_not_ours_opens_nothing(person, mine):
    link = link_of(mine)
    assert Browser().get(link[:-3] + "xx/").status_code == 410
    assert Browser().get(f"{FILE}shared/{Share.objects.get().pk}/").status_code == 410


def test_the_lengths_of_a_share_link_are_in_the_readers_language(person):
    said = signed_in(person.email).get("/fr/my-file/share/").content.decode()
    assert "90 jours" in said
    assert "90 days" not in said
