"""Templates of messages, and messages of staff, straight into the database."""

from django.contrib.auth.models import User

from draws.correspondence import circulars, writing
from draws.correspondence.versions import save_version
from draws.correspondence.writing import Words
from draws.models import Circular, MessageTemplate, TemplateVersion, WrittenMessage
from intake.models import Client

TEXTS = {
    "en": {"subject": "File {reference}", "body": "Hello {name},\n\nYour passport, please: {link}\n\n{adviser}"},
    "fr": {"subject": "Dossier {reference}", "body": "Bonjour {name},\n\nVotre passeport : {link}\n\n{adviser}"},
}


def make_version(
    name: str = "Passport", about: str = "service", texts: dict | None = None, by: User | None = None
) -> TemplateVersion:
    """A version of a template, the first where there is none yet."""
    template, _made = MessageTemplate.objects.get_or_create(name=name)
    author = by or User.objects.get_or_create(username="author")[0]
    return save_version(template, about, texts or TEXTS, author)


def write(client: Client, version: TemplateVersion | None = None, key: str = "one", **words: str) -> WrittenMessage:
    """A message that is owed to a client, due now."""
    version = version or make_version()
    row = writing.build_row(client, version, version.by, key, writing.find_own(client))
    if words:
        said = Words(row.subject, row.body)._replace(**words)
        writing.word_anew(row, said, row.words)
    row.save()
    return row


def make_circular(*clients: Client) -> Circular:
    """A list of these clients, with a template."""
    version = make_version()
    circular = circulars.begin([client.pk for client in clients], version.by)
    circular.version = version
    circular.save()
    return circular
