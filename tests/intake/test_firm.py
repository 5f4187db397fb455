"""What the site says of the firm: from which day, in which language, with which colours and pictures, and to whom."""

import json
import re
from datetime import date, time, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client as Browser
from django.utils import timezone
from django.utils.translation import override
from PIL import Image, ImageFile

from config.backup.table_digests import take_inventory
from intake.common import cards
from intake.common.colours import find_contrast, read_channels
from intake.firm import look, pictures
from intake.firm.example import add_example_firm
from intake.firm.hours import list_days
from intake.firm.plain_text import render_text
from intake.models import FirmLook, FirmOffice, FirmPerson, FirmPicture, FirmService, FirmText, OfficeHours
from intake.permissions import MANAGE_FIRM_TEXTS, MANAGE_LOOK, MANAGE_PEOPLE
from tests.hostile.desk import member_with, sign_in
from tests.intake.advisers import make_calendar
from tests.intake.answers import TODAY
from tests.intake.firms import add_firm, make_upload

DAY = timedelta(days=1)


def show(path="firm/", language="en"):
    return Browser().get(f"/{language}/{path}").content.decode()


def write(kind="question", title="Is it enough?", **columns):
    words = {"title_en": title, "title_fr": f"{title} (fr)", "text_en": "Perhaps.", "text_fr": "Peut-être."}
    return FirmText.objects.create(kind=kind, **words | columns)


def read_linked_data(page):
    """The structured data of a page."""
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


class TestText:
    """Staff write plain text; the page makes paragraphs, lists and links of it, and nothing else."""

    pytestmark = pytest.mark.quick

    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ("One.\ntwo\n\nThree.", "<p>One. two</p><p>Three.</p>"),
            ("So:\n- a\n- b\nEnd", '<p>So:</p><ul class="spaced"><li>a</li><li>b</li></ul><p>End</p>'),
            ("[rounds](/draws/) & more", '<p><a href="/en/draws/">rounds</a> &amp; more</p>'),
            ("[a](https://example.org/?b=1&c=2)", '<p><a href="https://example.org/?b=1&amp;c=2">a</a></p>'),
            ("", ""),
        ],
    )
    def test_paragraphs_lists_and_links(self, typed, shown):
        assert render_text(typed) == shown

    @pytest.mark.parametrize(
        "hostile",
        [
            "<script>alert(1)</script>",
            "[a](javascript:alert(1))",
            "[a](//evil.example/)",
            "[a](/\\evil.example/)",
            "[a](http://evil.example/)",
            '[<img src=x>](https://a.example/"onmouseover="x)',
            "- <b>x</b>",
        ],
    )
    def test_nothing_else_becomes_an_element_or_leads_elsewhere(self, hostile):
        shown = render_text(hostile)
        assert re.findall(r"<(?!/?(?:p|ul|li|a)\b)", shown) == []
        assert re.findall(r'href="(?!https://)', shown) == []
        assert re.findall(r'<a (?!href="[^"]*">)', shown) == []

    def test_a_link_to_our_pages_is_in_the_readers_language(self):
        with override("fr"):
            assert render_text("[x](/draws/)") == '<p><a href="/fr/draws/">x</a></p>'


class TestPictures:
    """What is uploaded is made anew, or refused."""

    pytestmark = pytest.mark.django_db

    def test_a_photograph_becomes_a_small_square(self):
        kept = pictures.save_portrait(make_upload((1200, 900), "JPEG"))
        made = Image.open(BytesIO(bytes(kept.image)))
        assert (made.format, made.size, kept.width, kept.height) == ("WEBP", (400, 400), 400, 400)

    def test_a_logo_keeps_its_proportions_and_what_is_transparent(self):
        file = BytesIO()
        Image.new("RGBA", (1000, 500), (0, 0, 0, 0)).save(file, "PNG")
        file.seek(0)
        made = Image.open(BytesIO(bytes(pictures.save_logo(file).image)))
        assert (made.size, made.mode, made.getpixel((5, 5))[3]) == ((160, 80), "RGBA", 0)

    def test_where_it_was_taken_and_what_follows_the_picture_is_not_kept(self):
        exif = Image.Exif()
        exif[0x010F] = "Secret Camera"
        file = make_upload((500, 500), "JPEG", exif=exif)
        content = file.read() + b"PK\x03\x04 <script>second file</script>"
        assert b"Secret Camera" in content
        kept = bytes(pictures.save_portrait(BytesIO(content)).image)
        assert b"Secret" not in kept
        assert b"second file" not in kept
        assert not Image.open(BytesIO(kept)).getexif()

    def test_a_picture_is_turned_as_the_camera_was_held(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        assert pictures.read_picture(make_upload((300, 200), "JPEG", exif=exif)).size == (200, 300)

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            pytest.param(b"", "not_a_picture", id="empty"),
            pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture", id="SVG"),
            pytest.param(make_upload(form="GIF").read(), "not_a_picture", id="GIF"),
            pytest.param(make_upload(form="PNG").read()[:200], "not_a_picture", id="cut off"),
            pytest.param(b"\xff\xd8\xff" + b"0" * pictures.MOST_BYTES, "too_many_bytes", id="too many bytes"),
        ],
    )
    def test_what_is_no_picture_or_too_large_is_refused(self, monkeypatch, content, code):
        # As WeasyPrint sets it where it is imported.
        monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
        with pytest.raises(ValidationError) as refused:
            pictures.save_portrait(BytesIO(content))
        assert refused.value.code == code
        assert not FirmPicture.objects.exists()

    def test_a_bomb_is_refused_before_it_is_decoded(self, monkeypatch):
        bomb = BytesIO()
        Image.new("1", (9000, 9000)).save(bomb, "PNG")
        assert len(bomb.getvalue()) < 100_000
        monkeypatch.setattr(Image.Image, "convert", lambda *_: pytest.fail("decoded"))
        bomb.seek(0)
        with pytest.raises(ValidationError) as refused:
            pictures.save_portrait(bomb)
        assert refused.value.code == "too_many_pixels"

    def test_it_is_sent_with_headers_that_let_it_do_nothing(self):
        kept = pictures.save_portrait(make_upload())
        answer = Browser().get(f"/firm-files/{kept.digest}.webp")
        assert answer.content == bytes(kept.image)
        assert answer["Content-Type"] == "image/webp"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'none'; sandbox"
        assert "immutable" in answer["Cache-Control"]
        assert not answer.cookies
        assert Browser().get("/firm-files/0000.webp").status_code == 404

    def test_a_backup_reads_it_the_same_twice(self):
        pictures.save_portrait(make_upload())
        first, second = take_inventory(connection), take_inventory(connection)
        assert first["intake_firmpicture"] == second["intake_firmpicture"]
        assert first["intake_firmpicture"]["rows"] == 1


class TestLook:
    """Colours that can be read, by a stylesheet of ours."""

    pytestmark = pytest.mark.django_db

    @pytest.mark.parametrize(
        ("column", "colour", "fits"),
        [
            ("colour", "#1d5468", True),
            ("colour", "#767676", False),
            ("colour", "#ffff00", False),
            ("colour", "red", False),
            ("colour", "#1d5468;}*{x:y", False),
            ("colour_dark", "#8fc7dc", True),
            ("colour_dark", "#1d5468", False),
        ],
    )
    def test_a_colour_that_can_not_be_read_on_its_grounds_is_refused(self, column, colour, fits):
        row = FirmLook(tagline_en="a", tagline_fr="b", **{column: colour})
        if fits:
            row.full_clean()
        else:
            with pytest.raises(ValidationError) as refused:
                row.full_clean()
            assert set(refused.value.message_dict) == {column}

    @pytest.mark.parametrize(("language", "said"), [("en", "4.4 to 1; at least 4.5"), ("fr", "4,4 pour 1")])
    def test_a_contrast_is_written_as_its_reader_writes_numbers(self, language, said):
        with override(language):
            with pytest.raises(ValidationError) as refused:
                FirmLook(tagline_en="a", tagline_fr="b", colour="#777777").clean_fields()
            assert said in str(refused.value.message_dict).replace("\xa0", " ")

    def test_contrast_is_that_of_wcag(self):
        assert find_contrast("#000000", "#ffffff") == pytest.approx(21)
        assert find_contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
        with pytest.raises(ValueError, match="red"):
            read_channels("red")

    def test_every_page_loads_the_colours_of_the_look_that_began_last(self):
        for colour, begins in (("#7a2e3a", TODAY), ("#1d5468", TODAY - DAY), ("#2b5e20", date(2099, 1, 1))):
            FirmLook.objects.create(colour=colour, tagline_en="a", tagline_fr="b", counts_from=begins)
        found = look.find_look(TODAY)
        address = f"/firm-files/{look.find_digest(found)}.css"
        assert found.colour == "#7a2e3a"
        look.forget_look()
        assert f'href="{address}"' in show("about/")
        sent = Browser().get(address)
        assert "--brand: #7a2e3a" in sent.content.decode()
        assert "immutable" in sent["Cache-Control"]
        assert Browser().get("/firm-files/0000.css").status_code == 404

    def test_without_a_look_or_a_database_a_page_is_shown_as_it_came(self, monkeypatch):
        assert "firm-files" not in show("about/")
        look.forget_look()
        monkeypatch.setattr(look, "read_look", lambda _on: (_ for _ in ()).throw(DatabaseError))
        assert look.get_look() == look.Look()


class TestPages:
    """What counts today is there, in the reader's language."""

    pytestmark = pytest.mark.django_db

    def test_a_text_is_there_from_its_first_day_until_the_one_on_which_it_is_gone(self):
        row = write(counts_from=TODAY, counts_until=TODAY + DAY)
        counting = [on for on in (TODAY - DAY, TODAY, TODAY + DAY) if FirmText.objects.counting(on)]
        assert counting == [TODAY]
        row.counts_until = TODAY
        with pytest.raises(ValidationError):
            row.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()

    def test_the_page_of_the_firm_says_everything_in_both_languages(self):
        add_firm()
        english, french = show(), show(language="fr")
        for said in ("Ada Draft", "Consultant", "Reads twice", "A step in 2099", "A promise in 2099", "On request"):
            assert said in english
        for said in ("Ada Draft", "Consultante", "Lit deux fois", "Un service en 2099", "Sur demande"):
            assert said in french
        assert "A question in 2099" not in english
        assert "A question in 2099" in show("questions/")

    def test_search_engines_read_what_people_read(self, settings):
        settings.FIRM = settings.FIRM | {"phone": "613-555-0100"}
        add_firm()
        described = read_linked_data(show())
        assert (described["@type"], described["name"]) == ("ProfessionalService", settings.FIRM["name"])
        assert described["telephone"] == "613-555-0100"
        assert "address" not in described, "not entered"
        assert [one["name"] for one in described["employee"]] == [
            one.name for one in FirmPerson.objects.counting(TODAY)
        ]

    def test_no_question_ends_the_element_that_it_stands_in(self):
        title = "</script><script>alert(1)</script> & more?"
        write(title=title)
        page = show("questions/", "fr")
        (asked,) = read_linked_data(page)["mainEntity"]
        assert asked["name"] == f"{title} (fr)"
        assert "<script>alert" not in page

    def test_without_questions_there_is_nothing_to_read(self):
        assert "ld+json" not in show("questions/")

    def test_an_empty_firm_has_pages_without_gaps(self):
        assert "Who would work with you" not in show()
        assert "Help and contact" in show()
        assert "No answer has been written here yet." in show("questions/")

    def test_who_has_no_licence_is_said_not_to_advise(self):
        add_firm()
        assert "does not advise" in show()
        FirmPerson.objects.update(licence="R000009")
        assert "Licence R000009" in show()
        assert "register.college-ic.ca" in show()

    def test_hours_that_meet_are_one_and_days_with_the_same_hours_stand_together(self):
        calendar = make_calendar()
        OfficeHours.objects.filter(weekday__in=(4, 5, 6)).delete()
        OfficeHours.objects.create(calendar=calendar, weekday=0, begins=time(11), ends=time(14))
        days = [(str(first), str(last), spans) for first, last, spans in list_days()]
        assert days == [
            ("Monday", "Monday", [(time(9), time(14))]),
            ("Tuesday", "Thursday", [(time(9), time(12))]),
        ]

    def test_french_writes_days_small_and_hours_with_an_h(self):
        calendar = make_calendar()
        OfficeHours.objects.filter(calendar=calendar, weekday__in=(5, 6)).delete()
        page = " ".join(Browser().get("/fr/firm/").content.decode().split())
        assert "Du lundi au vendredi<br> de 9 h à 12 h" in page.replace("\xa0", " ")

    def test_cards_have_the_firms_colour_and_can_be_read_on_any(self):
        def find_ground():
            answer = Browser().get("/en/cards/site.png")
            return Image.open(BytesIO(answer.content)).convert("RGB").getpixel((5, 5))

        assert find_ground() == read_channels(cards.BACK)
        add_firm()
        assert find_ground() == read_channels("#7a2e3a")
        FirmLook.objects.update(colour="#ffee99")
        look.forget_look()
        assert find_ground() == read_channels(cards.BACK), "a pale one, entered past the form"

    @pytest.mark.parametrize("colour", ["#1d5468", "#7a2e3a", "#000000", "#6b6b6b", "#0b6a2f", "#b00020", "#767676"])
    def test_what_stands_back_on_a_card_can_be_read(self, colour):
        assert find_contrast(cards.choose_quiet(cards.choose_back(colour)), cards.choose_back(colour)) >= 4.5

    def test_the_example_firm_is_one_that_staff_could_have_entered(self):
        add_example_firm()
        page = show()
        assert page.count("<img") == 4, "three portraits and the logo"
        assert [model.objects.count() for model in (FirmPerson, FirmService, FirmOffice)] == [3, 4, 1]
        assert "Is 450 enough?" in show("questions/")
        assert "Est-ce que 450 suffit?" in show("questions/", "fr")
        assert max(len(bytes(one.image)) for one in FirmPicture.objects.all()) < 40_000


class TestStaff:
    """Staff write it in the admin, and see the pages of another day."""

    pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

    PERSON = {
        "name": "Kim Lee",
        "role_en": "Consultant",
        "role_fr": "Consultant",
        "languages_en": "English",
        "languages_fr": "anglais",
        "text_en": "Reads.",
        "text_fr": "Lit.",
        "position": 1,
        "counts_from": "2026-11-01",
    }

    @pytest.fixture
    def desk(self, django_user_model):
        browser = Browser()
        browser.force_login(
            django_user_model.objects.create_superuser("boss"), backend="django.contrib.auth.backends.ModelBackend"
        )
        return browser

    def post(self, desk, path, **typed):
        return desk.post(f"/staff/intake/firmperson/{path}", self.PERSON | typed)

    def test_a_photograph_is_kept_replaced_and_taken_away(self, desk):
        for colour in ("#111111", "#eeeeee"):
            file = SimpleUploadedFile("me.jpg", make_upload(form="JPEG", colour=colour).read(), "image/jpeg")
            person = FirmPerson.objects.first()
            assert self.post(desk, f"{person.pk}/change/" if person else "add/", upload=file).status_code == 302
            assert FirmPicture.objects.get() == FirmPerson.objects.get().photograph
        self.post(desk, f"{FirmPerson.objects.get().pk}/change/")
        assert FirmPerson.objects.get().photograph
        self.post(desk, f"{FirmPerson.objects.get().pk}/change/", remove="on")
        assert not FirmPicture.objects.exists()

    def test_a_file_that_is_no_picture_is_said_to_be_none(self, desk):
        file = SimpleUploadedFile("me.jpg", b"<script>", "image/jpeg")
        page = self.post(desk, "add/", upload=file).content.decode()
        assert "not a JPEG, PNG or WebP picture" in page
        assert not FirmPerson.objects.exists()

    def test_a_saved_colour_is_on_the_next_page(self, desk):
        add_firm()
        before = show("about/")
        row = FirmLook.objects.get()
        typed = {"colour": "#2b5e20", "colour_dark": "#8fc7dc", "tagline_en": "a", "tagline_fr": "b"}
        typed |= {"counts_from": "2026-11-01"}
        assert desk.post(f"/staff/intake/firmlook/{row.pk}/change/", typed).status_code == 302
        row.refresh_from_db()
        assert look.find_digest(row) not in before
        assert look.find_digest(row) in show("about/")
        desk.post(f"/staff/intake/firmlook/{row.pk}/delete/", {"post": "yes"})
        assert "firm-files" not in show("about/")
        assert not FirmPicture.objects.filter(looks__isnull=False).exists()

    def test_the_preview_shows_another_day_to_who_may_write_and_to_nobody_else(self):
        add_firm(counts_from=date(2099, 1, 1))
        where = "/staff/intake/firmtext/preview/firm/?on=2099-01-01&language=fr"
        page = sign_in(member_with(MANAGE_FIRM_TEXTS)).get(where).content.decode()
        assert "Un bureau en 2099" in page
        assert "Aperçu pour le personnel" in page
        assert '<meta name="robots" content="noindex">' in page
        assert sign_in(member_with(MANAGE_LOOK, MANAGE_PEOPLE, name="other")).get(where).status_code == 403
        assert Browser().get(where).status_code == 302
        assert "Un bureau en 2099" not in show(language="fr")

    @pytest.mark.parametrize("asked", ["", "?on=never", "?on=2026-02-30", "?language=xx"])
    def test_a_preview_of_no_day_is_of_today(self, asked):
        add_firm()
        page = sign_in(member_with(MANAGE_FIRM_TEXTS)).get(f"/staff/intake/firmtext/preview/questions/{asked}")
        assert "A question in 2099" in page.content.decode()

    def test_a_preview_of_no_page_is_not_found(self):
        assert sign_in(member_with(MANAGE_FIRM_TEXTS)).get("/staff/intake/firmtext/preview/x/").status_code == 404

    @pytest.mark.parametrize(("when", "shown"), [("now", "Now"), ("later", "Later"), ("past", "Past")])
    def test_the_list_is_narrowed_by_what_the_site_says_today(self, desk, when, shown):
        today = timezone.localdate()
        write(title="Now", counts_from=today - DAY)
        write(title="Later", counts_from=today + DAY)
        write(title="Past", counts_from=today - 2 * DAY, counts_until=today)
        page = desk.get(f"/staff/intake/firmtext/?when={when}").content.decode()
        assert [title for title in ("Now", "Later", "Past") if f">{title}<" in page] == [shown]

    def test_several_are_deleted_with_their_pictures(self, desk):
        add_firm()
        FirmLook.objects.all().delete()
        chosen = {"action": "delete_selected", "_selected_action": [FirmPerson.objects.get().pk], "post": "yes"}
        desk.post("/staff/intake/firmperson/", chosen)
        assert not FirmPicture.objects.exists()
