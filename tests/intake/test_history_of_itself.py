"""What a file's history says of changes that nobody of the staff did: by a mail server, a link, another file's end."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from intake.account import change_email, claim_draft, confirm_email
from intake.clients import changes, delete_file, household, todos, working_address
from intake.consents import consent
from intake.data_copy.former_values import export_former_values
from intake.enquiries import receive
from intake.models import Client, Enquiry, RowChange, consent_sources
from tests.intake.lives import save_result
from tests.intake.saving import save
from tests.intake.test_history_of_doors import read, read_titles
from tests.scoring.people import GRADUATE

pytestmark = pytest.mark.django_db
REFUSED = "550 5.1.1 no such user"
FRENCH = {"HTTP_ACCEPT_LANGUAGE": "fr"}


@pytest.fixture
def ana():
    return Client.objects.create(email="ana@example.org", name="Ana Souza")


def test_a_refused_address_says_which_what_was_said_and_that_letters_stop_once(admin_client, ana):
    for said in (REFUSED, "550 5.1.1 another word"):
        working_address.note_refused(ana.pk, "ana@example.org", said)
    [entry] = read(admin_client, ana)
    assert entry.title == "Address does not work: no more e-mails are sent to it"
    assert entry.text.splitlines() == ["ana@example.org", f"The mail server said: {REFUSED}"]
    assert (entry.who, entry.at.date()) == ("the mail server", timezone.now().date())
    [french] = read(admin_client, ana, **FRENCH)
    assert "ne fonctionne pas" in french.title
    assert REFUSED in french.text


def test_what_is_said_of_a_former_address_marks_and_says_nothing(admin_client, ana):
    working_address.note_refused(ana.pk, "former@example.org", REFUSED)
    ana.refresh_from_db()
    assert (ana.undeliverable, read(admin_client, ana)) == ("", [])


def test_an_address_whose_owner_signs_in_is_written_to_again_and_says_so_once(admin_client, ana):
    working_address.note_refused(ana.pk, ana.email, REFUSED)
    for _time in range(2):
        claim_draft.get_client_in_use(ana.email)
    ana.refresh_from_db()
    entry = read_titles(admin_client, ana)["E-mail address confirmed"]
    assert (ana.undeliverable, entry.who, len(read(admin_client, ana))) == ("", "the client", 2)
    assert entry.text.splitlines()[1] == f"E-mails are sent to it again. The mail server had said: {REFUSED}"


def test_an_address_that_an_enquiry_confirmed_says_so(admin_client, ana):
    asked = Enquiry.objects.create(kind="question", email=ana.email, text="How?", language="en")
    receive.confirm_enquiry(asked, None)
    entry = read_titles(admin_client, ana)["E-mail address confirmed"]
    assert (entry.text, entry.who) == (ana.email, "the client")


def test_a_file_whose_partner_s_is_deleted_says_that_the_link_ended_and_names_nobody(admin_client, admin_user, ana):
    bo = Client.objects.create(email="bo@example.org", name="Bo Lee")
    household.link(ana, bo, joint_on=timezone.localdate(), by=admin_user)
    delete_file.delete_with_account(bo)
    [entry] = read(admin_client, ana)
    assert (entry.title, entry.who) == ("The link between the two files is ended.", "")
    assert entry.text == "The other file was deleted."
    assert list(RowChange.objects.values_list("was", "now")) == [({}, {changes.PARTNER_DELETED: "True"})]


def test_a_file_whose_adviser_has_no_account_any_more_says_who_it_was(admin_client, ana):
    rosa = User.objects.create_user("rosa", is_staff=True, first_name="Rosa", last_name="Martin")
    Client.objects.update(adviser=rosa)
    ana.refresh_from_db()
    todos.give_task(ana, "call", timezone.localdate())
    admin_client.post(f"/staff/auth/user/{rosa.pk}/delete/", {"post": "yes"})
    ana.refresh_from_db()
    assert (ana.adviser, User.objects.filter(username="rosa").exists()) == (None, False)
    assert [(entry.text, entry.who) for entry in read(admin_client, ana)] == [("Adviser: Rosa Martin → empty", "admin")]
    assert any("Rosa Martin → empty" in entry.text for entry in read(admin_client, ana, "work"))


@pytest.mark.parametrize("source", sorted(consent_sources.FIXED - consent_sources.FOLLOWING))
def test_every_way_to_stop_the_e_mails_has_its_line_in_the_reader_s_words(admin_client, ana, source):
    consent.withdraw(ana, language="en", source=source)
    [entry] = read(admin_client, ana, "consent")
    assert (entry.title, entry.text) == ("Stopped the e-mails", source)
    assert read(admin_client, ana, "consent", **FRENCH)[0].text != source


def test_the_copy_of_the_data_has_what_was_said_of_the_address(ana):
    working_address.note_refused(ana.pk, ana.email, REFUSED)
    [change] = export_former_values(ana)["details_changed"]
    assert (change["name"], change["was"], change["now"]) == ("undeliverable", "", REFUSED)


@pytest.mark.parametrize(("language", "said"), [("en", "File created"), ("fr", "Dossier créé")])
def test_a_file_that_comes_by_a_sign_in_says_so_once(admin_client, language, said):
    for _again in range(2):
        client = claim_draft.get_client_in_use("bea@example.org")
    entries = read(admin_client, client, HTTP_ACCEPT_LANGUAGE=language)
    assert [str(entry.title) for entry in entries] == [said]


def test_each_way_to_a_file_has_its_line_in_the_history_and_one_alone(admin_client):
    """By answers that are confirmed: what was done is said, and once that there is a file now."""
    made = save_result(GRADUATE)
    made.contact = {"email": "bea@example.org", "name": "Bea", "language": "en", "alerts": False}
    made.save()
    client = confirm_email.confirm_submission(made, None)
    assert client == claim_draft.get_client_in_use("bea@example.org")
    titles = [str(entry.title) for entry in read(admin_client, client, kind="")]
    assert titles.count("File created") == 1


@pytest.mark.parametrize("by", ["the client", "staff"])
def test_another_address_in_the_place_of_one_that_did_not_work_is_said(admin_client, ana, by):
    working_address.note_refused(ana.pk, "ana@example.org", REFUSED)
    ana.refresh_from_db()
    if by == "staff":
        save(admin_client, ana, email="new@example.org")
    else:
        assert change_email.move_file(ana, "new@example.org")
    title = "E-mails are sent again, to another address"
    entry = read_titles(admin_client, ana)[title]
    assert "new@example.org" in entry.text
    assert f"Of ana@example.org the mail server had said: {REFUSED}" in entry.text
    assert (entry.who == "the client") is (by == "the client")
    assert RowChange.objects.filter(client=ana).count() == 2
    assert change_email.move_file(Client.objects.get(pk=ana.pk), "newer@example.org")
    assert RowChange.objects.filter(client=ana).count() == 2, "nothing had been said of the new one"
