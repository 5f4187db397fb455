"""Writing to one client from a version of a template: what it says to them, whether it may go, owing it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draws.correspondence.own_facts import OwnFacts, find_lacking, find_own_facts
from draws.correspondence.template_places import fill_in, find_places, needs_name
from draws.models import TemplateVersion, WrittenMessage
from intake.common.mail import put_on_one_line
from intake.models import Client


class Words(NamedTuple):
    """The words of one message."""

    subject: str
    body: str


def tidy(subject: str, body: str) -> Words:
    """Words as they are kept: the subject on one line, the lines of the text without spaces at their ends."""
    return Words(put_on_one_line(subject), "\n".join(line.rstrip() for line in body.strip().splitlines()))


# Why a client gets nothing of a version; in the order in which it is asked.
REASONS: dict[str, Any] = {
    "no_address": _("No e-mail address"),
    "undeliverable": _("The e-mail address does not work"),
    "not_agreed": _("Did not agree to e-mails, and this is news"),
    "no_text": _("No text in their language"),
    "no_score": _("No score today, which the text says"),
    "no_appointment": _("No consultation is coming, which the text names"),
    "no_name": _("No name in the file, and the text needs one"),
}
# The places that some clients have nothing for, and the reason why they then get nothing.
NEEDED = {"score": "no_score", "appointment": "no_appointment", "name": "no_name"}


def find_needed(version: TemplateVersion, language: str) -> set[str]:
    """The places of a version, in a language, that some clients have nothing for, and that can't be left out."""
    texts = version.texts.get(language, {}).values()
    found = find_places(texts) & NEEDED.keys()
    return found if needs_name(texts) else found - {"name"}


def find_own(client: Client) -> OwnFacts:
    """What of this client stands in such places now."""
    return find_own_facts([client], timezone.now())[client.pk]


def find_obstacle(client: Client, version: TemplateVersion, own: OwnFacts) -> str:
    """The reason for which this client gets nothing of this version; "" where there is none."""
    # What `circulars.build_conditions` asks of many in the database, by the same keys.
    found = {
        "no_address": not client.email,
        "undeliverable": bool(client.undeliverable),
        "not_agreed": not version.is_service and not client.alerts,
        "no_text": client.language not in version.texts,
    }
    lacking = find_lacking(find_needed(version, client.language), client, own)
    found |= {reason: place in lacking for place, reason in NEEDED.items()}
    return next((reason for reason in REASONS if found[reason]), "")


def fill_for(client: Client, version: TemplateVersion, own: OwnFacts, language: str = "") -> Words:
    """What a version says to a client, in their language or this one. Raises `KeyError` where it has no text in it."""
    language = language or client.language
    text = version.texts[language]
    return tidy(*(fill_in(text[part], client, language, own) for part in Words._fields))


def build_row(client: Client, version: TemplateVersion, by: User, key: str, own: OwnFacts) -> WrittenMessage:
    """The unsaved row of a message in the template's own words, due now."""
    # Filled in now, so that the page and the history show it; and once more when it leaves (record 0208).
    now, words = timezone.now(), fill_for(client, version, own)
    return WrittenMessage(
        client=client,
        version=version,
        by=by,
        key=key,
        service=version.is_service,
        written_in=client.language,
        subject=words.subject,
        body=words.body,
        # By these it is seen whether words that are worded anew, or may have arrived, are still true when they leave.
        words=own.list_words(client.language),
        due_at=now,
        created=now,
    )


def word_anew(row: WrittenMessage, words: Words, filled: Mapping[str, str]) -> None:
    """Let a message say a licensed person's own words. `filled`: what stood in the places that they began with."""
    row.own_words, row.words = True, dict(filled)
    row.subject, row.body = words


def owe(row: WrittenMessage) -> bool:
    """Owe a message; False where one with its key is owed to the client already, as after a second click."""
    columns = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    values = {name: getattr(row, name) for name in columns}
    named = {"client_id": values.pop("client_id"), "key": values.pop("key")}
    # By client and key, which the database lets exist once: a second click finds the row of the first (record 0163).
    return WrittenMessage.objects.get_or_create(**named, defaults=values)[1]
