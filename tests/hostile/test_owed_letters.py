"""No confirmation, code or letter to staff is lost: to a dead broker, a 451, a killed worker or a bad certificate."""

import logging
import socketserver
import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from threading import Thread

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from draws import tasks
from draws.outbox import throttle, worker
from intake.account.confirmations import MESSAGES_AN_HOUR, owe_confirmation
from intake.account.messages import SignInCode
from intake.message_kinds.letters import owe
from intake.models import Assessment, Intake, Letter
from tests.conftest import database_url
from tests.draws.factories import AlertFactory
from tests.draws.mail_server import Server
from tests.draws.waiting import wait_until
from tests.intake.answers import SINGLE
from tests.intake.conftest import browser_of  # noqa: F401  a fixture
from tests.running.postgres import free_port
from tests.running.sink import Sink
from tests.running.worker import WorkerProcess

ADDRESS = "amara@example.org"
CONTACT = {"name": "Amara", "email": ADDRESS, "language": "en"}


def submit(browser_of):  # noqa: F811
    """Answers with an address, submitted by a browser; the assessment and the browser."""
    intake = Intake.objects.create(answers=SINGLE | {"contact": CONTACT})
    browser = browser_of(intake)
    assert browser.post("/en/intake/check/").status_code == 302
    return Assessment.objects.get(intake=intake), browser


@pytest.fixture
def server(settings):
    """The SMTP server that Django sends to."""
    sink = Server()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield sink
    controller.stop()


def retry():
    """Everything is due again, and what is urgent is sent."""
    Letter.objects.update(due_at=timezone.now())
    worker.send_urgent()


def count_tries():
    return list(Letter.objects.order_by("pk").values_list("state", "attempts"))


# --- A dead broker --------------------------------------------------------------


def test_a_confirmation_owed_while_the_broker_is_dead_leaves_when_it_is_back(
    browser_of,  # noqa: F811
    broker,
    transactional_db,
    mails,
    request,
):
    broker.kill()
    made, browser = submit(browser_of)
    assert "We are about to send a message to amara@example.org" in browser.get(result_of(made)).content.decode()
    broker.start()
    running = request.getfixturevalue("celery_worker_process")
    tasks.sweep_urgent.delay()
    wait_until(mails, running)
    assert [mail["To"] for mail in mails()] == [ADDRESS]
    wait_until(lambda: Letter.objects.get().state == "sent", running)
    assert "We have sent a message to amara@example.org" in browser.get(result_of(made)).content.decode()


def test_a_letter_that_somebody_waits_for_is_sent_at_once_and_not_behind_the_others(
    celery_worker_process, broker, mails
):
    owe(SignInCode.find_due(ADDRESS, "428113", language="en", place=""))
    assert broker.queued() == 0
    wait_until(lambda: len(mails()) == 1, celery_worker_process)
    assert mails()[0]["Subject"].startswith("428113")
    wait_until(lambda: Letter.objects.get().state == "sent", celery_worker_process)
    assert "428113" not in celery_worker_process.output()
    assert ADDRESS not in celery_worker_process.output()


def result_of(made):
    return f"/en/result/{made.reference}/"


# --- The mail server ------------------------------------------------------------


@pytest.mark.django_db
def test_a_451_costs_no_limit_and_the_same_message_is_sent_in_the_end(browser_of, server, caplog):  # noqa: F811
    server.data[ADDRESS] = "451 come back later"
    made, browser = submit(browser_of)
    with caplog.at_level(logging.INFO):
        for _ in range(4):
            retry()
    assert count_tries() == [("pending", 4)]
    assert "We are about to send" in browser.get(result_of(made)).content.decode()
    ours = [record.getMessage() for record in caplog.records if record.name != "mail.log"]
    assert len(ours) == 4
    assert ADDRESS not in "".join(ours)
    server.data.clear()
    retry()
    assert [to for _peer, to, _content in server.received] == [ADDRESS]
    for _ in range(MESSAGES_AN_HOUR - 1):
        assert owe_confirmation(made)
    assert not owe_confirmation(made)


@pytest.mark.django_db
def test_what_the_server_refused_for_good_uses_up_no_limit_and_the_page_says_so(browser_of, server):  # noqa: F811
    server.rcpt[ADDRESS] = "550 5.1.1 no such user"
    made, browser = submit(browser_of)
    retry()
    assert "was not accepted" in browser.get(result_of(made)).content.decode()
    for _ in range(MESSAGES_AN_HOUR):
        assert owe_confirmation(made)


@pytest.mark.django_db
def test_too_many_is_said(browser_of):  # noqa: F811
    made, browser = submit(browser_of)
    again = reverse("intake:resend", args=[made.reference])
    pages = [browser.post(again, follow=True).content.decode() for _ in range(MESSAGES_AN_HOUR)]
    assert ["We will send the message" in page for page in pages] == [True, True, False]
    assert "No further message for now" in pages[-1]


@pytest.mark.django_db
def test_a_code_is_kept_only_while_it_is_owed_and_a_newer_takes_its_place(server):
    server.data[ADDRESS] = "451 come back later"
    owe(SignInCode.find_due(ADDRESS, "111111", language="en", place=""))
    retry()
    owe(SignInCode.find_due(ADDRESS, "222222", language="en", place=""))
    assert list(Letter.objects.order_by("pk").values_list("state", "secret")) == [
        ("suppressed", ""),
        ("pending", "222222"),
    ]
    server.data.clear()
    retry()
    assert [b"222222" in content for _peer, _to, content in server.received] == [True]
    assert set(Letter.objects.values_list("secret", flat=True)) == {""}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"until": datetime(2020, 1, 1, tzinfo=UTC)}, {"state": "failed", "secret": ""}], ids=["late", "failed"]
)
def test_a_code_that_is_no_good_any_more_is_not_sent_even_when_it_is_tried_again(server, change):
    (letter,) = owe(SignInCode.find_due(ADDRESS, "428113", language="en", place=""))
    Letter.objects.filter(pk=letter.pk).update(**change)
    worker.try_again(Letter.objects.all())
    retry()
    assert server.received == []
    assert list(Letter.objects.values_list("state", "secret")) == [("suppressed", "")]


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["sent", "failed", "suppressed"])
def test_the_database_itself_keeps_no_secret_of_a_settled_letter(state):
    (letter,) = owe(SignInCode.find_due(ADDRESS, "428113", language="en", place=""))
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(state=state)


@pytest.mark.django_db
def test_a_pause_and_a_full_limit_hold_no_code_back(server, settings):
    settings.MESSAGES_A_DAY = 1
    throttle.pause()
    for number in range(3):
        owe(SignInCode.find_due(f"a{number}@example.org", "428113", language="en", place=""))
    retry()
    assert len(server.received) == 3


@pytest.mark.django_db
def test_ordinary_workers_send_what_somebody_has_waited_for_too_long():
    owe(SignInCode.find_due(ADDRESS, "428113", language="en", place=""))
    handed = []
    worker.dispatch_owed(lambda ids, ledger: handed.append(ledger))
    assert handed == []
    Letter.objects.update(due_at=timezone.now() - timedelta(minutes=3))
    worker.dispatch_owed(lambda ids, ledger: handed.append(ledger))
    assert handed == ["letter"]


# --- A certificate that can't be verified ------------------------------------------


class TlsServer(socketserver.ThreadingTCPServer):
    """A server that speaks TLS from the first byte on."""

    context: ssl.SSLContext

    def get_request(self):
        connection, address = super().get_request()
        return self.context.wrap_socket(connection, server_side=True), address


@pytest.fixture
def _badly_certified(settings, tmp_path):
    """A mail server with TLS whose certificate nobody has signed but itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(make_certificate(tmp_path))
    with TlsServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        server.context = context
        Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = True, False
        yield
        server.shutdown()


def make_certificate(folder):
    """A certificate of "localhost" signed by itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(datetime(2020, 1, 1)).not_valid_after(datetime(2090, 1, 1))  # noqa: DTZ001
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.django_db
@pytest.mark.usefixtures("_badly_certified")
def test_a_bad_certificate_fails_nothing_for_good():
    alert = AlertFactory()
    owe(SignInCode.find_due(ADDRESS, "428113", language="en", place=""))
    worker.send([alert.pk])
    worker.send_urgent()
    alert.refresh_from_db()
    assert (alert.state, alert.unanswered) == ("pending", 0)
    assert "SSLCertVerificationError" in alert.problem
    assert count_tries() == [("pending", 1)]


# --- A killed worker ------------------------------------------------------------


def test_through_kills_of_the_worker_every_code_leaves(transactional_db, broker, tmp_path):
    sink = Sink(tmp_path, delay=0.02)
    environment = {"DATABASE_URL": database_url(), "EMAIL_URL": sink.url, "URGENT_LEASE": "1"}
    running = WorkerProcess(tmp_path / "worker.log", environment)
    running.start()
    for number in range(30):
        owe(SignInCode.find_due(f"a{number}@example.org", "428113", language="en", place=""))
    for at_least in (5, 15):
        wait_until(lambda enough=at_least: Letter.objects.filter(state="sent").count() >= enough, running)
        running.kill()
        running.start()

    def everything_sent():
        tasks.sweep_urgent.delay()
        return not Letter.objects.exclude(state="sent").exists()

    try:
        wait_until(everything_sent, running)
    finally:
        running.kill()
        sink.end()
    numbers = {}
    for taken in sink.taken():
        numbers.setdefault(taken.address, set()).add(taken.message_id)
    assert len(numbers) == 30
    assert all(len(ids) == 1 for ids in numbers.values()), "what left twice is the same message"


@pytest.mark.django_db
def test_the_same_message_is_sent_at_every_try(server):
    owe(SignInCode.find_due(ADDRESS, "428113", language="en", place=""))
    retry()
    Letter.objects.update(state="pending", secret="428113")
    retry()
    ids = {message_from_bytes(content)["Message-ID"] for _peer, _to, content in server.received}
    assert (len(server.received), len(ids)) == (2, 1)


@pytest.mark.django_db
def test_staff_see_what_waits(admin_client):
    owe(SignInCode.find_due(ADDRESS, "428113", language="en", place=""))
    Letter.objects.update(created=timezone.now() - timedelta(minutes=3))
    first, listed = admin_client.get("/staff/").content.decode(), admin_client.get("/staff/intake/letter/")
    assert "somebody has been waiting" in first
    assert ADDRESS in listed.content.decode()
    page = admin_client.get(f"/staff/intake/letter/{Letter.objects.get().pk}/change/").content.decode()
    assert "428113" not in listed.content.decode() + page


@pytest.mark.django_db
def test_whoever_is_not_staff_sees_none_of_it():
    assert Browser().get("/staff/intake/letter/").status_code == 302
