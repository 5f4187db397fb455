"""For each part that is away and each kind of page: the status that the page answers, within a few seconds."""

import itertools
import os
import signal
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import OperationalError as DatabaseAway
from django.db import connection
from django.test import Client as Browser

from intake.models import Intake
from tests.intake.answers import SINGLE
from tests.intake.files import signed_in, with_result
from tests.running.postgres import free_port

pytestmark = [pytest.mark.broker, pytest.mark.django_db(transaction=True)]
# No page may take longer; a frozen broker costs one that calls a task two tries of two seconds.
SECONDS = 8
READS = {"guide": 200, "question": 200, "result": 200, "my file": 200, "staff": 200}
WRITES = {"answer": 302, "code": 200, "password": 302}
WELL = READS | WRITES | {"web": 200}
# Of a page that writes: it says that it is not possible just now.
REFUSED = 503


@contextmanager
def dead(broker: Any) -> Iterator[None]:
    """Valkey was killed."""
    broker.kill()
    yield


@contextmanager
def frozen(broker: Any) -> Iterator[None]:
    """Valkey takes connections and answers nothing."""
    cache.get("known")
    os.kill(broker.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(broker.process.pid, signal.SIGCONT)


@contextmanager
def mute_mail(broker: Any) -> Iterator[None]:
    """The mail server takes connections and never greets."""
    with socket.socket() as mute, pytest.MonkeyPatch.context() as changed:
        mute.bind(("127.0.0.1", free_port()))
        mute.listen()
        changed.setattr("django.conf.settings.EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        changed.setattr("django.conf.settings.EMAIL_HOST", "127.0.0.1")
        changed.setattr("django.conf.settings.EMAIL_PORT", mute.getsockname()[1])
        yield


@contextmanager
def locked(broker: Any) -> Iterator[None]:
    """Another process writes, and does not end."""
    writer = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    connection.cursor().execute("PRAGMA busy_timeout = 300")
    writer.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        writer.execute("ROLLBACK")
        writer.close()
        connection.close()


@contextmanager
def full(broker: Any) -> Iterator[None]:
    """The disk takes no further page of the database."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        for filler in range(100_000):
            try:
                cursor.execute("INSERT INTO django_session VALUES (%s, %s, '2000-01-01')", [f"f{filler}", "x" * 200])
            except DatabaseAway:
                break
    yield
    connection.close()


# Fault -> what differs from the site that is well, and what `/healthz` names.
TABLE: dict[Callable[[Any], Any], tuple[dict[str, int], set[str]]] = {
    dead: ({"code": 200, "password": 200}, {"cache", "broker"}),
    frozen: ({"code": 200, "password": 200}, {"cache", "broker"}),
    mute_mail: ({}, set()),
}
OF_SQLITE: dict[Callable[[Any], Any], tuple[dict[str, int], set[str]]] = {
    locked: (dict.fromkeys(["answer", "code", "password"], REFUSED), set()),
    # An answer in place of one as long needs no space.
    full: (dict.fromkeys(["code", "password"], REFUSED), set()),
}
SAID = {"code": "We could not send the message just now", "password": "Nobody can sign in just now"}


@pytest.fixture
def pages(browser_of: Any) -> dict[str, Callable[[], Any]]:
    """Kind of page -> what asks for it; errors come as pages."""
    client, made = with_result("amara@example.org")
    User.objects.create_superuser("boss", password="a long enough one")
    draft = Intake.objects.create(answers=dict(SINGLE))
    person, desk, mine = browser_of(draft), Browser(), signed_in(client.email)
    desk.force_login(User.objects.get(username="boss"), backend="django.contrib.auth.backends.ModelBackend")
    for browser in (person, desk, mine):
        browser.raise_request_exception = False
    counter = itertools.count()
    typed = {"username": "boss", "password": "a long enough one"}
    return {
        "guide": lambda: Browser(raise_request_exception=False).get("/en/"),
        "question": lambda: person.get("/en/intake/sibling/"),
        "answer": lambda: person.post("/en/intake/sibling/", {"sibling_in_canada": "no"}),
        "result": lambda: mine.get(f"/en/result/{made.reference}/"),
        "my file": lambda: mine.get("/en/my-file/"),
        "code": lambda: Browser(raise_request_exception=False).post(
            "/en/sign-in/", {"email": f"person{next(counter)}@example.org"}, follow=True
        ),
        "staff": lambda: desk.get("/staff/"),
        "password": lambda: Browser(raise_request_exception=False).post("/staff/login/", typed),
        "web": lambda: Browser(raise_request_exception=False).get("/healthz/web"),
    }


def ask_all(pages: dict[str, Callable[[], Any]]) -> dict[str, Any]:
    """The answer of each page, and none that took too long."""
    heard = {}
    for name, ask in pages.items():
        began = time.monotonic()
        heard[name] = ask()
        assert time.monotonic() - began < SECONDS, name
    return heard


def list_faults() -> dict[Callable[[Any], Any], tuple[dict[str, int], set[str]]]:
    """Those that this database can have."""
    return TABLE | (OF_SQLITE if connection.vendor == "sqlite" else {})


def test_a_site_that_is_well_answers_so(pages):
    assert {name: heard.status_code for name, heard in ask_all(pages).items()} == WELL


def test_each_page_answers_its_status_whatever_is_away(pages, broker):
    for fault, (changed, named) in list_faults().items():
        with fault(broker):
            heard = ask_all(pages)
            health = Browser().get("/healthz").json()
        assert {name: page.status_code for name, page in heard.items()} == WELL | changed, fault.__name__
        assert {part for part in ("database", "cache", "broker") if health[part] != "ok"} == named, fault.__name__
        for name, page in heard.items():
            if page.status_code == REFUSED:
                assert "This is not possible just now" in page.content.decode()
            elif name in SAID and name in changed:
                assert SAID[name] in page.content.decode()
        if broker.process.poll() is not None:
            broker.start()
        broker.empty()  # a lock that was asked for while all stood still is held for some seconds after it
