"""The search at the head of the staff's pages: what is found, by what, for whom, how often it asks, and who is told."""

import logging
import random

import pytest
from django.contrib.auth.models import User
from rapidfuzz.distance import OSA

from intake.common import near_words
from intake.common.folding import fold
from intake.models import Client, FileView, Note
from intake.permissions import VIEW_CLIENT, Role
from intake.staff.client_admin import file_search
from tests.hostile.desk import member_of, member_with, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]


@pytest.fixture
def ana():
    return Client.objects.create(
        email="ana.souza@example.org",
        name="Ána Souza-O’Brien",
        telephone="+16135550100",
        other_telephone="+442079460018",
        postal_address="12 Élan Road, Ottawa",
        reference="K7QD-2MXW-9RTB",
    )


@pytest.fixture
def others():
    """Files in which nothing of the first stands."""
    for number in range(3):
        Client.objects.create(
            email=f"other{number}@example.com", name=f"Wei Zhang {number}", reference=f"2222-3333-444{number}"
        )


def search(browser, typed):
    return browser.get("/staff/search/", {"q": typed})


def found(browser, typed):
    return [(one.client.email.partition("@")[0], one.matched) for one in search(browser, typed).context["found"]]


@pytest.mark.parametrize(
    ("typed", "by"),
    [
        ("souza", "name"),
        ("SOUZA ana", "name"),
        ("Ana Souza O'Brien", "name"),
        ("ouz", "name"),
        ("ánà", "name"),
        ("@example.org", "e-mail"),
        ("Ana.Souza@Example.org", "e-mail"),
        ("(613) 555-0100", "telephone"),
        ("+1 613 555 0100", "telephone"),
        ("020 7946 0018", "telephone"),
        ("0100", "telephone"),
        ("K7QD-2MXW-9RTB", "reference"),
        ("k7qd2mxw9rtb", "reference"),
        ("k7qd 2m", "reference"),
        ("2mxw-9", "reference"),
        ("elan road", "postal address"),
        ("Sousa", "a similar name"),
        ("Sozua", "a similar name"),
        ("ana sousa", "a similar name"),
        ("ana.sousa@example.org", "a similar e-mail"),
        ("ana.souza@exmaple.org", "a similar e-mail"),
        ("anna.souza@example", "a similar e-mail"),
        ("sousa@", "a similar e-mail"),
        ("12 Elan Raod, Otawa", "a similar postal address"),
        ("otawa", "a similar postal address"),
    ],
)
def test_a_file_is_found_by_what_is_remembered_of_it(admin_client, ana, others, typed, by):
    [(who, matched)] = found(admin_client, typed)
    assert who == "ana.souza"
    assert by in matched


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "-", "...", "Suzanne", "555", "ana zhang", "[a", "a%", "\\", "(b*@", "x" * 5000),
        # Another figure is another house or mailbox; of a domain alone there are too many.
        *("13 Elan Raod", "ana.souza1@example.org", "@exmaple.org", "exmaple.org", "ana.souza@gmail.com"),
    ],
)
def test_what_is_nobodys_finds_nobody(admin_client, ana, others, typed):
    page = search(admin_client, typed)
    assert page.status_code == 200
    assert page.context["found"] == []


@pytest.mark.parametrize("typed", ["VISA refuse", "refuse visa", "Refusé", "visa a ete"])
def test_a_note_and_a_call_are_found_by_their_words(admin_client, admin_user, ana, others, typed):
    Note.objects.create(client=ana, author=admin_user, kind="called", text="x " * 100 + "Visa a été\nREFUSÉ en 2019")
    [one] = search(admin_client, typed).context["found"]
    assert (one.client, one.matched) == (ana, ["note"])
    assert "Visa a été REFUSÉ" in one.note
    assert one.note.startswith("… ")


@pytest.mark.parametrize("typed", ["vias refuse", "refusée visa", "REFUSS", "viza été 2019"])
def test_a_note_is_found_by_words_that_are_nearly_so(admin_client, admin_user, ana, others, typed):
    for text in ("x " * 100 + "Visa a été\nREFUSÉ en 2019", "another visa, not denied"):
        Note.objects.create(client=ana, author=admin_user, text=text)
    [one] = search(admin_client, typed).context["found"]
    assert (one.client, one.matched) == (ana, ["similar words in a note"])
    assert "Visa a été REFUSÉ" in one.note
    for figure in ("viza 2018", "vias refuse 201 3"):
        assert search(admin_client, figure).context["found"] == []


def test_what_is_nearly_so_stands_below_what_is_as_it_was_typed(admin_client, admin_user):
    names = ["Marta Lee", "Bo Chan", "Cy Hall", "Di Wood", "Marla Lee"]
    rows = [Client.objects.create(email=f"c{number}@example.org", name=name) for number, name in enumerate(names)]
    Note.objects.create(client=rows[1], author=admin_user, text="knows Marla")
    Note.objects.create(client=rows[2], author=admin_user, text="knows Marka")
    Client.objects.filter(pk=rows[3].pk).update(email="marlo@example.org")
    found = [(one.client.name, one.matched) for one in search(admin_client, "marla").context["found"]]
    assert found[:2] == [("Marla Lee", ["name"]), ("Bo Chan", ["note"])]
    assert sorted(found[2:4]) == [("Di Wood", ["a similar e-mail"]), ("Marta Lee", ["a similar name"])]
    assert found[4:] == [("Cy Hall", ["similar words in a note"])]


def test_a_file_that_is_nearly_found_by_several_things_stands_there_once_with_all(admin_client):
    Client.objects.create(email="ferreira@example.org", name="Bo Ferreira", postal_address="1 Ferreira Street")
    assert found(admin_client, "fereira") == [
        ("ferreira", ["a similar name", "a similar e-mail", "a similar postal address"])
    ]


def test_whoever_is_found_by_all_of_an_address_stands_alone(admin_client, ana):
    Client.objects.create(email="ana.sousa@example.org", name="Ana Sousa")
    assert [who for who, _by in found(admin_client, ana.email)] == ["ana.souza"]


def test_of_a_file_with_many_notes_the_newest_is_shown_and_the_file_once(admin_client, admin_user, ana):
    for text in ("first visa", "second visa"):
        Note.objects.create(client=ana, author=admin_user, text=text)
    assert [one.note for one in search(admin_client, "visa").context["found"]] == ["second visa"]


def test_the_best_stands_first(admin_client, admin_user):
    names = ["Leana Lee", "Ana Lima", "Ana", "Bo Chan"]
    rows = [Client.objects.create(email=f"c{number}@example.org", name=name) for number, name in enumerate(names)]
    Note.objects.create(client=rows[3], author=admin_user, text="knows Ana")
    shown = [one.client.name for one in search(admin_client, "ana").context["found"]]
    assert shown == ["Ana", "Ana Lima", "Leana Lee", "Bo Chan"]


def test_at_most_fifty_are_shown_and_the_page_says_that_there_are_more(admin_client, others):
    rows = [Client(email=f"m{number}@example.org", name="Maria Silva", reference=f"M{number}") for number in range(51)]
    Client.objects.bulk_create(rows)
    page = search(admin_client, "maria")
    assert len(page.context["found"]) == 50
    assert "The first 50 files." in page.content.decode()
    assert FileView.objects.filter(part="search").count() == 50


def test_what_was_found_is_worked_on_there_and_one_comes_back(admin_client, ana, others):
    page = admin_client.get("/staff/search/?q=ana").content.decode()
    assert f'form="chosen-people" name="_selected_action" value="{ana.pk}"' in page
    assert '<option value="write_to_chosen">' in page
    chosen = {"action": "change_chosen", "_selected_action": [ana.pk], "back": "/staff/search/?q=ana", "apply": "1"}
    answer = admin_client.post("/staff/intake/client/", chosen | {"next_action": "Ring them"})
    assert answer["Location"] == "/staff/search/?q=ana"
    assert Client.objects.get(next_action="Ring them") == ana


def test_an_assistant_finds_only_assigned_files_by_name_nearly_and_by_note(settings, ana):
    settings.FILES_ASSIGNED_ONLY = True
    clerk = member_of(Role.ASSISTANT, "clerk")
    Note.objects.create(client=ana, author=clerk, text="visa refused")
    words = ("souza", "sousa", "visa", "viza refussed", "0100", ana.reference, ana.email, "sousa@example.org", "otawa")
    assert [found(sign_in(clerk), word) for word in words] == [[]] * len(words)
    assert not FileView.objects.exists()
    Client.objects.update(adviser=clerk)
    assert [who for word in words for who, _by in found(sign_in(clerk), word)] == ["ana.souza"] * len(words)


@pytest.mark.one_database
def test_without_the_permission_there_is_neither_a_box_nor_a_page(ana):
    nobody, reader = sign_in(member_with(name="nobody")), sign_in(member_with(VIEW_CLIENT, name="reader"))
    assert search(nobody, "souza").status_code == 403
    assert 'role="search"' not in nobody.get("/staff/").content.decode()
    for page in ("/staff/", "/staff/intake/client/", f"/staff/intake/client/{ana.pk}/history/", "/staff/search/"):
        assert '<label for="find-client">Find a client</label>' in reader.get(page).content.decode()
    assert reader.post("/staff/search/", {"q": "souza"}).status_code == 405


@pytest.mark.one_database
def test_a_visitor_is_sent_to_sign_in(client, ana):
    assert search(client, "souza").status_code == 302


@pytest.mark.one_database
def test_that_somebody_was_found_is_on_record_once_a_day(admin_client, ana, others):
    for _time in range(2):
        search(admin_client, "souza")
    assert list(FileView.objects.values_list("client", "part")) == [(ana.pk, "search")]


@pytest.mark.one_database
def test_what_was_searched_for_is_in_no_log_and_in_no_title(admin_client, ana, caplog):
    caplog.set_level(logging.DEBUG, "django.request")
    page = search(admin_client, "sousa").content.decode()
    search(sign_in(member_with(name="nobody")), "sousa")
    assert any("/staff/search/" in record.getMessage() for record in caplog.records)
    assert not any("sousa" in record.getMessage() for record in caplog.records)
    assert page.count("sousa") == 2, "in the box, and in the form that works on the clients found"
    assert "sousa" not in page.partition("</title>")[0]


@pytest.mark.one_database
def test_what_was_typed_is_never_markup(admin_client):
    assert "<script>x" not in search(admin_client, '"><script>x').content.decode()


@pytest.mark.parametrize("number", [1, 4])
@pytest.mark.parametrize(
    ("typed", "queries"), [("maria", 13), ("marla", 13), ("nobody at all", 10), ("4440", 10), ("", 5)]
)
def test_the_search_asks_as_often_for_one_as_for_four(
    admin_client, admin_user, django_assert_num_queries, number, typed, queries
):
    adviser = User.objects.create_user("rosa", first_name="Rosa", is_staff=True)
    for one in range(number):
        person = Client.objects.create(
            email=f"m{one}@example.org", name="Maria", telephone="+16135554440", adviser=adviser
        )
        Note.objects.create(client=person, author=admin_user, text="called")
    search(admin_client, "")  # the first look of a browser is noted
    with django_assert_num_queries(queries):
        search(admin_client, typed)


def test_a_page_that_is_full_asks_neither_for_near_names_nor_for_notes(
    admin_client, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(file_search, "MOST", 5)
    rows = [Client(email=f"m{number}@example.org", name="Maria", reference=f"M{number}") for number in range(6)]
    Client.objects.bulk_create(rows)
    search(admin_client, "")
    with django_assert_num_queries(9):
        assert len(search(admin_client, "maria").context["found"]) == 5


def misspell(word, chance):
    """The word with one mistake, of a kind and in a place that chance decides."""
    at, letter = chance.randrange(len(word) - 1), chance.choice("abcdeimnorst")
    changes = (
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return chance.choice(changes)


@pytest.mark.quick
@pytest.mark.parametrize(("word", "wrong"), [("anna", 1), ("souza", 1), ("ferreira", 2), ("konstantinos", 2)])
def test_of_a_word_that_is_misspelt_one_piece_is_left_whole(word, wrong):
    chance = random.Random(word)  # noqa: S311
    pieces = list(near_words.list_pieces(word, wrong))
    assert all(pieces)
    for _time in range(5000):
        misspelt = word
        for _mistake in range(wrong):
            misspelt = misspell(misspelt, chance)
        if OSA.distance(word, misspelt) <= wrong:
            assert any(piece in misspelt for piece in pieces), misspelt


@pytest.mark.quick
def test_a_short_word_is_looked_for_as_it_is():
    assert near_words.count_wrong("ana") == 0
    assert list(near_words.list_pieces("ana", 0)) == ["ana"]


def test_a_postal_address_in_any_letters_and_a_name_with_two_mistakes_are_found(admin_client, ana, others):
    Client.objects.create(email="k@example.org", name="Κωνσταντίνος Ferreira", postal_address="Ödön utca 12, Győr")
    for typed in ("odon GYOR", "κωνσταντινοσ", "Fereirra", "fereirra κονσταντινος"):
        assert [who for who, _by in found(admin_client, typed)] == ["k"], typed
    assert found(admin_client, "fferrreirra") == []


def test_what_stands_after_an_apostrophe_is_found_misspelt_too(admin_client, ana, others):
    Client.objects.create(email="j@example.org", name="Jean D’Amours", postal_address="12 Rue de l’Église")
    for typed in ("amuors", "d'amuors", "jean amuors", "eglsie", "l’eglsie"):
        assert [who for who, _by in found(admin_client, typed)] == ["j"], typed
    assert found(admin_client, "amrous") == []


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ána ŁÓDŹ", "ana lodz"),
        ("İstanbul", "istanbul"),
        ("Ёлкина", "елкина"),
        ("김 李", "김 李"),
        ("Straße", "straße"),
    ],
)
def test_letters_lose_case_and_accents_and_none_is_lost(text, folded):
    assert fold(text) == folded
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    "name", ["Ałła Øster", "ЁЛКИНА Анна", "김 민준", "Ἀλέξης Νικολάου", "İpek Çelik", "D’Arcy (Bo) J."]
)
def test_a_name_of_any_script_is_found_by_itself_folded(admin_client, name):
    Client.objects.create(email="x1@example.org", name=name)
    [one] = search(admin_client, fold(name)).context["found"]
    assert one.matched == ["name"]
