"""No line of the log holds a person's address."""

import json
import logging

import pytest
from celery.app.trace import build_tracer
from django.utils import timezone

from config.celery import app
from config.monitoring.logs import EmailMaskingFormatter, JsonFormatter
from intake.common import request_ids
from intake.common.mail import build_message
from intake.common.signed_links import Purpose, sign_link


def written(message: str, *args: object, error: Exception | None = None) -> str:
    info = (type(error), error, None) if error else None
    return EmailMaskingFormatter("{message}", style="{").format(
        logging.LogRecord("a", logging.ERROR, __file__, 1, message, args, info)
    )


def test_an_address_in_a_message_is_masked():
    assert written("%s bounced", "amina.o'neil+ee@mail.example.org") == "[address] bounced"


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_link_that_opens_something_is_masked(purpose):
    signed = sign_link(purpose, "K7QD-2MXW-9RTB", "amina@example.org", timezone.now())
    line = written("Forbidden (CSRF cookie not set.): %s", f"/en/somewhere/{signed}/")
    assert line == "Forbidden (CSRF cookie not set.): /en/somewhere/[link]/"


def test_the_reference_of_a_result_is_masked_and_other_paths_are_not():
    assert written("Not Found: %s", "/en/result/K7QD-2MXW-9RTB/pdf/") == "Not Found: /en/result/[link]/pdf/"
    assert written("Not Found: %s", "/en/draws/streams/french/") == "Not Found: /en/draws/streams/french/"


def test_an_address_inside_a_traceback_is_masked():
    line = written("Not saved", error=ValueError("Key (email)=(amina@example.org) already exists."))
    assert line == "Not saved\nValueError: Key (email)=([address]) already exists."


def test_the_rest_of_the_line_stays():
    assert written("draw %s: %d told", "438", 12) == "draw 438: 12 told"


@pytest.mark.parametrize(
    "address",
    ['"a b"@example.org', '"a\\"b"@example.org', "amina%40example.org", "am%2Bina%40example.org", "a@[192.0.2.7]",
     "a%40%5B192.0.2.7%5D", "amina@exämple.org", "o'neil!x@example.org"],
)  # fmt: skip
def test_however_an_address_is_written_it_is_masked(address):
    assert written("for (%s) now", address) == "for ([address]) now"


def test_the_name_of_a_process_is_no_address():
    assert written("urgent@host is silent") == "urgent@host is silent"


def test_a_line_of_json_names_its_request_and_no_address():
    request_ids.set_id("0123456789abcdef")
    record = logging.LogRecord("a", logging.ERROR, __file__, 1, "%s failed\nagain", ('"a b"@example.org',), None)
    line = JsonFormatter().format(record)
    request_ids.set_id("")
    assert "\n" not in line
    said = json.loads(line)
    assert said["message"] == "[address] failed\nagain"
    assert (said["level"], said["request_id"]) == ("ERROR", "0123456789abcdef")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "taken"), [("0f9a-1b2c-3d4e", True), ("short", False), ("x" * 65, False), ("a b c d e f g h", False)]
)
def test_a_request_has_an_id_and_a_sane_one_of_the_proxy_is_kept(client, given, taken):
    answered = client.get("/healthz/web", headers={"X-Request-ID": given})["X-Request-ID"]
    assert request_ids.SANE.fullmatch(answered)
    assert (answered == given) is taken
    assert request_ids.get_id() == ""


@pytest.mark.django_db
def test_the_id_goes_into_tasks_and_their_mails(broker):
    request_ids.set_id("0123456789abcdef")
    app.send_task("draws.tasks.sweep")
    (waiting,) = broker.client.lrange("celery", 0, -1)
    mail = build_message("intake/email/sign_in_code", "a@example.org", "en", {"code": "428113", "minutes": 15})
    request_ids.set_id("")
    assert json.loads(waiting)["headers"]["request_id"] == "0123456789abcdef"
    assert mail.extra_headers["X-Request-ID"] == "0123456789abcdef"


def test_a_task_works_for_the_request_that_it_follows_from():
    seen = []

    @app.task(name="tests.says_its_request", lazy=False)
    def task():
        seen.append(request_ids.get_id())

    trace = build_tracer(task.name, task, app=app)
    trace("1", (), {}, {"request_id": "0123456789abcdef"})
    trace("2", (), {}, {})
    app.tasks.unregister(task.name)
    assert seen == ["0123456789abcdef", ""]
