"""The ready-made MIME form says what Django's own would, for every name and address."""

from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import BadHeaderError

from draws.matching.messages import DrawAlert
from draws.models import Alert, Notice
from draws.outbox.composer import Composer, Pattern, derive_message_id
from tests.draws.factories import AlertFactory, ClientFactory, PublishedDrawFactory

pytestmark = pytest.mark.django_db
NAMES = ["", "Anna", "Zoë O'Hara", "<b>&amp;", "李小龍", "⟦crs⟧", "a  b", "=?utf-8?q?x?="]


class LongAlert(DrawAlert):
    """An alert with a line that mail may not have."""

    def get_words(self):
        return {}

    def get_context(self):
        return {**super().get_context(), "crs": "9" * 1000}


def parsed(mail):
    return message_from_bytes(mail.message().as_bytes(linesep="\r\n"), policy=policy.default)


def djangos(mail):
    """The same message without ready parts."""
    plain = EmailMultiAlternatives(mail.subject, mail.body, to=mail.to, headers=mail.extra_headers)
    plain.attach_alternative(mail.alternatives[0][0], "text/html")
    return plain


def said(mail):
    """Everything a mail program reads, beside the time and the border between the parts."""
    whole = parsed(mail)
    headers = {name: "".join(value.split()) for name, value in whole.items() if name not in ("Date", "Content-Type")}
    parts = [(part.get_content_type(), part.get_content()) for part in whole.iter_parts()]
    return headers, whole.get_content_type(), parts


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", NAMES)
def test_it_is_the_message_that_django_would_have_built(name, language):
    mail = Composer().compose(AlertFactory(client__name=name, client__language=language))
    assert mail.ready, "built by hand, not by Django"
    assert said(mail) == said(djangos(mail))


def test_no_line_is_longer_than_mail_allows():
    data = Composer().compose(AlertFactory(client__name="é" * 200)).message().as_bytes(linesep="\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 998


def test_a_text_with_longer_lines_is_left_to_django():
    draw = PublishedDrawFactory()
    type(draw).objects.update(name="long " * 40)
    draw.refresh_from_db()
    message = LongAlert(AlertFactory(draw=draw))
    mail = Pattern(message).compose(message)
    assert mail.ready is None
    assert "9" * 1000 in parsed(mail).get_body(("plain",)).get_content()


def test_a_subject_that_is_not_ascii_is_encoded():
    draw = PublishedDrawFactory(number="438", stream="french")
    mail = Composer().compose(AlertFactory(draw=draw))
    mail.subject = "Ronde nº 438 : vous étiez au-dessus du seuil, " * 3 + "enfin"
    assert parsed(mail)["Subject"] == mail.subject


@pytest.mark.parametrize("address", ["a\nb@example.org", "a@example.org\r\nbcc: b@example.org"])
def test_an_address_never_becomes_a_header(address):
    alert = AlertFactory()
    alert.client.email = address
    mail = Composer().compose(alert)
    with pytest.raises(BadHeaderError):
        mail.message()


def test_no_two_messages_share_an_id():
    client, draw = ClientFactory(), PublishedDrawFactory()
    rows = [Alert(draw=draw, client=client), Alert(draw=PublishedDrawFactory(), client=client)]
    rows += [Notice(client=client, kind=kind, key=key) for kind in ("rules", "expiry") for key in ("1", "2")]
    assert len({derive_message_id(row) for row in rows}) == len(rows)
