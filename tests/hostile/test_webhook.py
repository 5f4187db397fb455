"""The provider's call is taken, refused, or answered with 400: whatever stands in it."""

import json

import pytest

from draws.outbox.bounces import LONGEST
from tests.draws.factories import AlertFactory
from tests.draws.test_bounces import KEY, call, provider  # noqa: F401

pytestmark = pytest.mark.django_db
PLACE = "/mail-events/mailgun/tracking/"
WRONG = [None, True, -1, 10**30, "", "\x00", "\ud800", "x" * 10_000, [], [[]], {}, {"x": 1}]
BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"\x00",
    b'{"signature": NaN}',
    b"[" * 100_000,
    b'{"signature":' * 3000 + b"1" + b"}" * 3000,
    b'{"signature": {}, "event-data": []}',
    b'{"signature": ' + b"9" * 5000 + b"}",
    b"x" * 3_000_000,
]


def test_a_call_that_is_none_is_answered_with_400(client, provider, count):  # noqa: F811
    client.raise_request_exception = False
    answers = [client.post(PLACE, body, content_type="application/json").status_code for body in BODIES]
    count(inputs=len(BODIES), inputs_failing=sum(status >= 500 for status in answers))
    assert set(answers) == {400}


@pytest.mark.parametrize(
    "field", ["event", "recipient", "reason", "severity", "id", "message", "tags", "delivery-status"]
)
def test_a_signed_call_with_anything_in_a_field_is_taken_or_answered_with_400(client, provider, field, count):  # noqa: F811
    client.raise_request_exception = False
    alert = AlertFactory(state="sent", client__email="kim@example.org")
    found = []
    for wrong in WRONG:
        event = {"recipient": alert.client.email, field: wrong}
        found.append(call(client, event.pop("recipient"), **event).status_code)
    count(inputs=len(found), inputs_failing=sum(status >= 500 for status in found))
    assert set(found) <= {200, 400}
    alert.refresh_from_db()
    assert len(alert.problem) <= LONGEST
    assert json.dumps(alert.problem)
    assert KEY not in alert.problem
