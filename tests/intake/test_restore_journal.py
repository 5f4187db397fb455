"""What people asked since a backup was made is done again after its restore."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from draws.outbox import throttle
from intake.clients.delete_file import delete_with_account, record_request
from intake.common.restore_journal import JournalAct, append_lines, read_lines
from intake.consents import consent
from intake.models import Client, DeletionRequest, FirmTestimonial
from tests.draws.factories import ClientFactory
from tests.hostile.desk import sign_in
from tests.intake.test_testimonials import LIST, approve, enter, post, record

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def _file(tmp_path: Path, settings) -> None:
    settings.PROMISES_FILE = str(tmp_path / "promises")


@pytest.fixture
def clients() -> list[Client]:
    """Three clients who agreed to e-mails."""
    return ClientFactory.create_batch(3)


def run_after_restore(*lists: Path) -> str:
    """What the command said."""
    out = StringIO()
    call_command("after_restore", *map(str, lists), stdout=out)
    return out.getvalue()


def test_who_was_deleted_or_said_no_is_so_again(clients, django_capture_on_commit_callbacks):
    deleted, declined, asked = clients
    references = [one.reference for one in clients]
    with django_capture_on_commit_callbacks(execute=True):
        delete_with_account(deleted)
        consent.withdraw(declined, language="en", source="a test")
        record_request(asked, DeletionRequest.RequestWay.MY_FILE, language="en")
    # The backup is older than all of it.
    Client.objects.all().delete()
    for reference in references:
        ClientFactory(reference=reference)
    said = run_after_restore()
    assert "Deleted again: 1. Deletion asked for: 1.\nE-mails stopped again: 2.\n" in said
    assert throttle.is_paused()
    assert not Client.objects.filter(reference=references[0]).exists()
    assert not Client.objects.filter(alerts=True).exists()
    assert Client.objects.get(reference=references[2]).deletion_requests.open().count() == 1
    assert "Deleted again: 0. Deletion asked for: 0.\nE-mails stopped again: 0.\n" in run_after_restore()


def test_of_what_somebody_said_of_e_mails_the_newest_counts(clients, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        consent.withdraw(clients[0], language="en", source="a test")
        consent.give(clients[0], wording="yes", language="en", source="a test")
    run_after_restore()
    clients[0].refresh_from_db()
    assert clients[0].alerts


def test_the_list_names_nobody_and_waits_for_the_commit(clients, settings, django_capture_on_commit_callbacks):
    reference = clients[0].reference
    with django_capture_on_commit_callbacks(execute=True):
        delete_with_account(clients[0])
        assert not Path(settings.PROMISES_FILE).exists()
    text = Path(settings.PROMISES_FILE).read_text()
    assert [what for _at, what, _who in read_lines([text])] == [JournalAct.DELETED]
    assert reference not in text
    assert clients[0].email not in text


def test_a_testimonial_withdrawn_or_deleted_since_is_shown_no_more(django_capture_on_commit_callbacks):
    desk = sign_in(User.objects.create_superuser("boss"))
    withdrawn, deleted, approved_again, kept = rows = [enter() for _ in range(4)]
    for row in rows:
        record(row, days=3)
    with django_capture_on_commit_callbacks(execute=True):
        post_act(desk, withdrawn, "withdrawn")
        post_act(desk, approved_again, "withdrawn")
        post_act(desk, approved_again, "approved")
        desk.post(f"{LIST}{deleted.pk}/delete/", {"post": "yes"})
    today = timezone.localdate()
    assert set(FirmTestimonial.objects.shown(today)) == {approved_again, kept}
    # The backup is older than all of it.
    FirmTestimonial.objects.all().delete()
    for row in rows:
        record(enter(pk=row.pk), days=3)
    assert "Testimonials withdrawn again: 2." in run_after_restore()
    assert set(FirmTestimonial.objects.shown(today)) == {approved_again, kept}
    assert "Testimonials withdrawn again: 0." in run_after_restore()


def post_act(desk, row, act):
    post(desk, f"{row.pk}/change/", **approve(act=act))


def test_without_a_list_nothing_is_taken_for_done():
    with pytest.raises(CommandError, match="sending is paused"):
        run_after_restore()
    assert throttle.is_paused()


def test_several_machines_have_a_list_each(clients, settings, tmp_path):
    append_lines(JournalAct.DELETED, [clients[0].reference])
    settings.PROMISES_FILE = str(tmp_path / "other")
    append_lines(JournalAct.DELETED, [clients[1].reference])
    assert "Deleted again: 2." in run_after_restore(tmp_path / "promises", tmp_path / "other")
