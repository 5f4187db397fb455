"""What letters said stands in the history of the file that they are about, as long as the file, and nowhere else."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from draws.outbox import archive, worker
from draws.permissions import VIEW_OWED_LETTER
from intake.account.messages import Confirmation, NewDevice, SignInCode
from intake.clients import delete_file, retention
from intake.clients.messages import NewLead
from intake.consultations.links import make_link as sign
from intake.data_copy.data_export import export_file
from intake.enquiries.links import make_link
from intake.message_kinds.letters import put_in_file
from intake.models import Assessment, Client, Consultation, Enquiry, FileView, Letter
from intake.permissions import VIEW_CLIENT, VIEW_EVERY_CLIENT
from tests.hostile.desk import member_with, sign_in
from tests.intake.advisers import make_booked, make_calendar
from tests.intake.answers import TODAY
from tests.letters import owe_one

pytestmark = pytest.mark.django_db
ADDRESS = "ana@example.org"
WORDS = "If it was you, you need do nothing."


@pytest.fixture
def ana():
    return Client.objects.create(email=ADDRESS, name="Ana Souza")


def send(letter):
    """The row of a letter, once it was sent."""
    worker.send([letter.pk], "letter")
    letter.refresh_from_db()
    return letter


def tell_of_device(client, browser="Firefox"):
    """A letter to a client that was sent."""
    facts = {"browser": browser, "system": "Windows", "at": timezone.now().isoformat(), "staff": False}
    return send(owe_one(NewDevice, client.email, language="en", facts=facts, client=client))


def read(browser, client):
    return browser.get(reverse("admin:intake_client_history", args=[client.pk]) + "?kind=message").content.decode()


def age(row, days):
    Letter.objects.filter(pk=row.pk).update(created=timezone.now() - timedelta(days=days))


def test_the_history_says_what_a_letter_said(admin_client, ana):
    row = tell_of_device(ana)
    page = read(admin_client, ana)
    assert mail.outbox[0].subject in page
    assert WORDS in page
    assert "/my-file/data/devices/" in page, "a page that nobody opens without signing in"
    shown = admin_client.get(f"/staff/intake/letter/{row.pk}/change/").content.decode()
    assert WORDS in shown
    assert "agrees with these words" in shown
    assert FileView.objects.filter(client=ana, part=FileView.ViewedPart.MESSAGE).exists()


def test_words_changed_in_the_database_are_not_proven(ana):
    row = tell_of_device(ana)
    assert archive.read_sent(row).proven
    row.body = row.body.replace("nothing", "all")
    assert not archive.read_sent(row).proven


def test_a_letter_that_did_not_leave_said_nothing(ana):
    row = owe_one(SignInCode, ADDRESS, language="en", secret="428113")
    assert archive.read_sent(row) is None
    assert archive.read_sent(send(row)) is None


def test_only_who_may_read_letters_reads_their_words(ana):
    tell_of_device(ana)
    both = sign_in(member_with(VIEW_CLIENT, VIEW_EVERY_CLIENT, VIEW_OWED_LETTER, name="both"))
    bare = sign_in(member_with(VIEW_CLIENT, VIEW_EVERY_CLIENT, name="bare"))
    assert WORDS in read(both, ana)
    assert WORDS not in read(bare, ana)


def test_the_words_of_a_letter_stand_there_as_words(admin_client, ana):
    tell_of_device(ana)
    Letter.objects.update(body="<script>steal()</script>")
    assert "<script>steal" not in read(admin_client, ana)


def test_a_letter_to_the_office_is_in_the_history_without_words(admin_client, ana):
    row = send(owe_one(NewLead, "office@firm.example", language="en", client=ana))
    assert (row.state, row.body) == ("sent", "")
    assert "New lead" in read(admin_client, ana)


def test_a_letter_that_came_back_keeps_its_words(admin_client, ana):
    tell_of_device(ana)
    Letter.objects.update(state="failed", problem="550 no such user")
    page = read(admin_client, ana)
    assert "550 no such user" in page
    assert WORDS in page


def test_they_stay_as_long_as_the_file_and_others_a_month(ana):
    told, office = (
        tell_of_device(ana),
        send(owe_one(NewLead, "office@firm.example", language="en", client=ana)),
    )
    code = send(owe_one(SignInCode, ADDRESS, language="en", secret="428113", place="1" * 16))
    waits = owe_one(SignInCode, "other@example.org", language="en", secret="428114")
    for row in (told, office, code, waits):
        age(row, 31)
    Letter.objects.filter(pk=told.pk).update(place="2" * 16)
    retention.apply_retention(timezone.now())
    assert set(Letter.objects.values_list("pk", "place")) == {(told.pk, ""), (waits.pk, "")}
    delete_file.delete_client(ana)
    assert list(Letter.objects.values_list("pk", flat=True)) == [waits.pk]


def test_the_copy_for_the_client_has_them_and_nobody_elses(ana):
    other = Client.objects.create(email="other@example.org")
    tell_of_device(ana), tell_of_device(other, "Safari")
    (copied,) = export_file(ana)["letters"]
    assert copied["subject"] == mail.outbox[0].subject
    assert "Firefox" in copied["body"]
    assert "Safari" not in copied["body"]


# --- Letters to an address that had no file yet ----------------------------------------------------------------------


def submit():
    contact = {"name": "Ana", "email": ADDRESS, "language": "en", "alerts": False}
    return Assessment.objects.create(contact=contact, facts={}, result={}, crs=1, on=TODAY, edition=TODAY)


def ask():
    return Enquiry.objects.create(kind="question", email=ADDRESS, language="en", text="Is 450 enough?")


def test_the_letter_that_asked_to_confirm_is_in_the_file_that_came_of_it(admin_client, client):
    asked = ask()
    letters = [
        send(owe_one(Confirmation, ADDRESS.upper(), language="en", facts={"assessment": submit().pk, "intake": ""})),
        send(owe_one(SignInCode, ADDRESS, language="en", secret="428113")),
        send(
            owe_one(Confirmation, "other@example.org", language="en", facts={"assessment": submit().pk, "intake": ""})
        ),
    ]
    client.post(reverse("intake:confirm_enquiry", args=[make_link(asked)]))
    made = Client.objects.get()
    for row in letters:
        row.refresh_from_db()
    assert [row.client for row in letters] == [made, None, None]
    page = read(admin_client, made)
    assert "Somebody gave this address with answers" in page
    assert "[link]" in page
    assert "428113" not in page


def test_a_booking_that_is_confirmed_takes_its_letter_along(client):
    made = make_booked(make_calendar(), None)
    Consultation.objects.update(state="held", held_until=timezone.now() + timedelta(minutes=5), email=ADDRESS)
    made.refresh_from_db()
    row = Letter.objects.create(
        kind="confirm_booking",
        to=ADDRESS,
        language="en",
        facts={"consultation": made.reference},
        due_at=timezone.now(),
        created=timezone.now(),
    )
    send(row)
    client.post(reverse("intake:consultation", args=[sign(made)]), {"confirm": "1"})
    row.refresh_from_db()
    assert row.client == Client.objects.get()
    assert "[link]" in row.body


def test_what_goes_to_followers_and_codes_are_nobodys_letters(ana):
    for kind in ("confirm_following", "sign_in_code", "new_lead"):
        Letter.objects.create(kind=kind, to=ADDRESS, language="en", due_at=timezone.now(), created=timezone.now())
    put_in_file(ana)
    assert not Letter.objects.filter(client=ana).exists()
