"""What is kept no longer is deleted, and nothing else."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from intake.account.adapter import get_or_create_account
from intake.consents import consent
from intake.models import Assessment, Client, ConsentProof, Intake
from intake.tasks import apply_retention
from tests.intake.answers import SINGLE, TODAY
from tests.letters import send_letters

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def aged(row, days, **fields):
    """A row that was last changed this many days ago."""
    type(row).objects.filter(pk=row.pk).update(updated=timezone.now() - timedelta(days=days), **fields)
    return row


def client(email="a@example.org", days=0, **fields):
    return aged(Client.objects.create(email=email), days, **fields)


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_answers_in_nobodys_file_go_after_thirty_days_with_what_was_scored(days, left):
    draft = Intake.objects.create(answers=SINGLE, submitted_at=timezone.now())
    Assessment.objects.create(intake=draft, on=TODAY, facts={}, result={}, crs=1, edition=TODAY)
    aged(draft, days)
    apply_retention()
    assert (Intake.objects.count(), Assessment.objects.count()) == (left, left)


def test_answers_in_a_file_stay_however_old():
    aged(Intake.objects.create(answers=SINGLE, client=client()), 300)
    apply_retention()
    assert Intake.objects.count() == 1


def test_a_person_is_told_thirty_days_before_and_once():
    client(days=340)
    apply_retention()
    apply_retention()
    assert Client.objects.get().deletion_told_at is None, "the days count from when the message has left"
    (sent,) = send_letters()
    assert Client.objects.get().deletion_told_at
    apply_retention()
    assert send_letters() == []
    assert sent.to == ["a@example.org"]
    assert "/en/my-file/" in sent.body
    assert Client.objects.count() == 1


def test_a_person_who_was_told_and_did_not_come_is_deleted_with_the_proof_kept():
    person = client()
    consent.give(person, wording="words", language="en", source="test")
    get_or_create_account(person.email)
    aged(person, 400, deletion_told_at=timezone.now() - timedelta(days=31))
    apply_retention()
    assert Client.objects.count() == 0
    assert User.objects.count() == 0
    assert ConsentProof.objects.get().email == person.email


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="not told yet"),
        pytest.param({"deletion_told_at": timedelta(days=5)}, id="told five days ago"),
        pytest.param({"deletion_told_at": timedelta(days=31), "retained_on": TODAY}, id="under an agreement"),
        pytest.param({"deletion_told_at": timedelta(days=31), "stage": "agreement_sent"}, id="agreement sent"),
    ],
)
def test_nobody_is_deleted_untold_or_while_the_firm_works_for_them(fields):
    if "deletion_told_at" in fields:
        fields = fields | {"deletion_told_at": timezone.now() - fields["deletion_told_at"]}
    client(days=400, **fields)
    apply_retention()
    assert Client.objects.count() == 1


@pytest.mark.parametrize(("years", "stage", "left"), [(8, "closed", 0), (6, "closed", 1), (8, "retained", 1)])
def test_a_professional_record_goes_years_after_it_was_closed(years, stage, left):
    client(days=years * 366, stage=stage, retained_on=TODAY)
    apply_retention()
    assert Client.objects.count() == left


@pytest.mark.parametrize(("years", "left"), [(2, 1), (4, 0)])
def test_the_proof_of_consent_goes_after_three_years(years, left):
    old = timezone.now() - timedelta(days=years * 366)
    ConsentProof.objects.create(email="a@example.org", given=True, at=old, language="en", source="x", deleted_at=old)
    apply_retention()
    assert ConsentProof.objects.count() == left


def test_accounts_whose_code_was_never_entered_go_and_used_and_staff_ones_stay(admin_user):
    never, used = get_or_create_account("never@example.org"), get_or_create_account("used@example.org")
    User.objects.filter(pk=used.pk).update(last_login=timezone.now())
    User.objects.update(date_joined=timezone.now() - timedelta(days=2))
    apply_retention()
    assert set(User.objects.all()) == {used, admin_user}
    assert not User.objects.filter(pk=never.pk).exists()
