"""A correction while a real worker is sending: nobody is left believing what is wrong, nobody hears it twice."""

from collections import Counter

import pytest
from django.utils import timezone

from draws import correcting, publishing, tasks
from draws.corrections import CorrectionLetter
from draws.models import Alert, Draw
from tests.draws.factories import ClientFactory, DrawFactory
from tests.draws.test_worker import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
OWED = ["pending", "sending"]


def nothing_owed():
    return not any(ledger.objects.filter(state__in=OWED).exists() for ledger in (Alert, CorrectionLetter))


def let_time_pass():
    """What waits until a lease is over is due, and the sweep looks."""
    for ledger in (Alert, CorrectionLetter):
        ledger.objects.filter(state="pending").update(due_at=timezone.now(), lease_until=None)
    tasks.sweep.delay()


def test_a_correction_in_the_middle_of_a_run(celery_worker_process, broker, mails, mail_dir):
    wrong = {client.email for client in ClientFactory.create_batch(300, standing=475)}
    right = {client.email for client in ClientFactory.create_batch(300, standing=485)}
    new = {client.email for client in ClientFactory.create_batch(5, standing=486, standing__stream="trades")}
    draw = publishing.publish(DrawFactory(cutoff=470)).draw
    wait_until(lambda: len(list(mail_dir.iterdir())) >= 20, celery_worker_process)
    correcting.correct(Draw.objects.get(pk=draw.pk), {"cutoff": 480}, reason="a typo", by=None, seen=0)
    assert Alert.objects.filter(state="suppressed").exists(), "the correction came in the middle"
    wait_until(lambda: not Alert.objects.filter(state="sending").exists(), celery_worker_process)
    let_time_pass()
    wait_until(nothing_owed, celery_worker_process)
    celery_worker_process.stop()
    told = Counter(mail["To"] for mail in mails() if not mail["Subject"].startswith("Correction"))
    corrected = Counter(mail["To"] for mail in mails() if mail["Subject"].startswith("Correction"))
    assert told.keys() >= right
    assert set(told.values()) == {1}
    assert corrected == Counter(told.keys() & wrong)
    assert not new & (told.keys() | corrected.keys())
