"""What a version of a template says to somebody who is invented."""

from typing import NamedTuple

from django.contrib.auth.models import User

from draws.correspondence.messages import Written
from draws.correspondence.own_facts import make_invented_facts
from draws.correspondence.writing import build_row
from draws.models import TemplateVersion
from draws.outbox.composer import render_for_one
from intake.common.languages import list_letter_languages
from intake.models import Client


class MessageSample(NamedTuple):
    """One message, in one language by its name."""

    language: str
    subject: str
    body: str


def list_samples(version: TemplateVersion) -> list[MessageSample]:
    """The message to an invented client in every language in which there is a text."""
    return [
        MessageSample(str(name), str(mail.subject), str(mail.body))
        for language, name in list_letter_languages()
        if language in version.texts
        for mail in [render_for_one(build_sample(version, make_invented(language)))]
    ]


def build_sample(version: TemplateVersion, reader: Client) -> Written:
    """The message of an unsaved row."""
    return Written(build_row(reader, version, User(), "sample", make_invented_facts()))


def make_invented(language: str) -> Client:
    """A client who is nobody, unsaved."""
    return Client(reference="K7QD-2MXW-9RTB", name="Amina Diallo", email="amina@example.org", language=language)
