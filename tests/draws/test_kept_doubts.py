"""What is kept of a mass mail, said in its reader's language: doubts that were confirmed, what its number counts."""

import ast
import re
from html import unescape

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone, translation

from draws.feed.cutoff_doubts import DOUBTS, say_doubt
from draws.mailings import lifecycle
from draws.mailings.mass_mails import make_mass_mail
from draws.models import Correction, Mailing
from draws.models.corrections import CORRECTION_TAKEN_BACK
from tests.draws.factories import DrawFactory, PublishedDrawFactory
from tests.draws.staff import staff
from tests.draws.test_mass_mails import preview
from tests.grouped import read_words
from tests.running.environment import ROOT

pytestmark = pytest.mark.django_db


def test_doubts_that_were_confirmed_are_said_in_their_reader_s_language_whoever_confirmed_them(admin_client):
    draw = DrawFactory(stream="general", cutoff=52)
    preview(admin_client, draw)
    with translation.override("fr"):
        kept = lifecycle.confirm(make_mass_mail(Mailing(about="draw", draw=draw)), User.objects.get())
    where = f"/staff/draws/mailing/{kept.pk}/change/"
    page = unescape(admin_client.get(where).content.decode())
    assert "The cut-off 52 lies outside those of this stream so far" in page
    french = unescape(admin_client.get(where, HTTP_ACCEPT_LANGUAGE="fr").content.decode())
    assert "lies outside those" not in french
    with translation.override("fr"):
        assert all(say_doubt(doubt) in french for doubt in kept.doubts)


def test_what_was_kept_in_words_is_read_as_it_was_kept(admin_client):
    words = "Le seuil 52 est loin du dernier."
    kept = Mailing.objects.create(about="draw", draw=DrawFactory(), recipients=3, doubts=[words])
    assert words in unescape(admin_client.get(f"/staff/draws/mailing/{kept.pk}/change/").content.decode())
    assert words in unescape(preview(admin_client, kept.draw))


@pytest.mark.parametrize("about", sorted(DOUBTS))
def test_every_doubt_has_its_french(about):
    numbers = {"cutoff": 1012, "points": 1, "last": 1013, "usual": 5, "lowest": 400, "highest": 1100}
    doubt = {"about": about, "day": "2026-01-02", **numbers}
    with translation.override("fr"):
        french = say_doubt(doubt)
    with translation.override("en"):
        assert french != say_doubt(doubt)
    assert "1012" not in french


@pytest.mark.quick
def test_no_mass_mail_keeps_a_sentence():
    """What is kept as text stays in the language of the person who confirmed."""
    source = (ROOT / "draws/mailings/mass_mails.py").read_text(encoding="utf-8")
    called = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    made = [node for node in called if isinstance(node.func, ast.Name) and node.func.id in ("_", "gettext")]
    refused = [node.args[0] for node in called if ast.unparse(node.func) == "PublicationRefused"]
    # What is refused is said at once; nothing else is put into words here.
    assert made
    assert [ast.unparse(node) for node in made if node not in refused] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_correction_that_was_taken_back_says_why_in_its_reader_s_language(admin_client, language):
    correction = Correction.objects.create(
        draw=PublishedDrawFactory(), reason=CORRECTION_TAKEN_BACK, before={}, after={}
    )
    typed = Correction.objects.create(draw=correction.draw, reason="Reason", before={}, after={})
    page = admin_client.get("/staff/draws/correction/", HTTP_ACCEPT_LANGUAGE=language).content.decode()
    with translation.override(language):
        assert unescape(page).count(correction.reason_in_words) == 1
        assert typed.reason_in_words == "Reason", "what staff typed is theirs"
        assert (correction.reason_in_words == CORRECTION_TAKEN_BACK) == (language == "en")


@pytest.mark.parametrize(
    ("about", "number", "english", "french"),
    [
        ("draw", 1, "1 person", "1 personne"),
        ("draw", 1034, "1,034 people", "1 034 personnes"),
        ("retry", 1, "1 message", "1 message"),
        ("retry", 1034, "1,034 messages", "1 034 messages"),
    ],
)
def test_a_mass_mail_says_what_its_number_counts_in_the_list_and_on_its_page(
    admin_client, about, number, english, french
):
    subject = {"draw": DrawFactory()} if about == "draw" else {"entered": {"ledger": "alert", "rows": [1]}}
    mailing = Mailing.objects.create(about=about, recipients=number, not_before=timezone.now(), **subject)
    for where in ("/staff/draws/mailing/", f"/staff/draws/mailing/{mailing.pk}/change/"):
        for language, words in (("en", english), ("fr", french)):
            page = read_words(admin_client.get(where, HTTP_ACCEPT_LANGUAGE=language).content.decode())
            assert re.search(rf"(?<!\S){words}(?!\S)", page), (where, language)


def test_a_list_that_was_kept_with_the_number_has_it_still(admin_client):
    Mailing.objects.create(about="draw", draw=DrawFactory(), recipients=3)
    page = admin_client.get("/staff/draws/mailing/?columns=subject.recipients").content.decode()
    assert "3 people" in page


def test_who_sees_some_files_alone_reads_no_number_of_a_mass_mail(client, settings):
    settings.FILES_ASSIGNED_ONLY = True
    mailing = Mailing.objects.create(about="draw", draw=DrawFactory(), recipients=1034)
    member = staff(client, "view_mailing")
    for where in ("", f"{mailing.pk}/change/"):
        assert "1,034" not in client.get(f"/staff/draws/mailing/{where}").content.decode()
    member.user_permissions.add(Permission.objects.get(codename="view_every_client"))
    for where in ("", f"{mailing.pk}/change/"):
        assert "1,034 people" in client.get(f"/staff/draws/mailing/{where}").content.decode()
