"""Giving and withdrawing consent to e-mails: the only place that changes `Client.alerts`.

Each act appends a `Consent` row; the newest by time says whether alerts may be sent now. So proof of an older
consent, entered later, never undoes a withdrawal.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from intake.common.restore_journal import JournalAct, note_promises
from intake.models import Client, Consent


def give(
    client: Client, *, wording: str, language: str, source: str, ip: str | None = None, at: datetime | None = None
) -> None:
    """Record that a saved client agreed to e-mails, and let the newest act decide.

    `wording`: the words agreed to; `source`: where; `ip`: from which network address; `at`: when, now if left out.
    Raises `ValueError` for a client without an e-mail address: nobody agrees to e-mails to nowhere.
    """
    if not client.email:
        raise ValueError("A client without an e-mail address agrees to no e-mails")
    append_consents([Consent(client=client, given=True, wording=wording, **make_act(language, source, ip, at))])
    # The newest act has decided, which need not be this one.
    client.refresh_from_db(fields=["alerts"])


def withdraw(client: Client, *, language: str, source: str, ip: str | None = None, at: datetime | None = None) -> None:
    """Record that a saved client wants no more e-mails; from now on nothing is claimed for them.

    The arguments are those of `give`. An older withdrawal, entered later, undoes no newer consent.
    """
    append_consents([Consent(client=client, given=False, **make_act(language, source, ip, at))])
    client.refresh_from_db(fields=["alerts"])


def make_act(language: str, source: str, ip: str | None, at: datetime | None) -> dict[str, Any]:
    """The fields that every `Consent` row has, by name."""
    return {"language": language, "source": source, "ip": ip, "at": at or timezone.now()}


def append_consents(consents: Iterable[Consent]) -> None:
    """Append acts of saved clients and let the newest act of each decide (`Client.alerts`); all or none."""
    rows = list(consents)
    ids = {row.client_id for row in rows}
    with transaction.atomic():
        # Two acts of one client are applied one after the other.
        locked = Client.objects.select_for_update().filter(pk__in=ids)
        references = dict(locked.values_list("pk", "reference"))
        Consent.objects.bulk_create(rows)
        # Of one moment, the act that was entered last.
        newest = dict(Consent.objects.filter(client__in=ids).order_by("at", "id").values_list("client", "given"))
        for given, what in ((True, JournalAct.AGREED), (False, JournalAct.DECLINED)):
            decided = [pk for pk, last in newest.items() if last is given]
            Client.objects.filter(pk__in=decided).update(alerts=given)
            note_promises(what, [references[pk] for pk in decided])


def exclude_known(consents: Iterable[Consent]) -> list[Consent]:
    """Leave out the acts that are on record already, by client, source and time."""
    rows = list(consents)
    known = set(
        Consent.objects.filter(client__in={row.client_id for row in rows}).values_list("client", "source", "at")
    )
    return [row for row in rows if (row.client_id, row.source, row.at) not in known]
