"""The sessions of an applicant: those of their account, and those that wait for a code sent to their address."""

from collections.abc import Collection
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session


def delete_sessions(accounts: Collection[int], addresses: Collection[str]) -> None:
    """Delete every session of these accounts, and every one that holds one of these addresses.

    A session can't be searched in the database: each is opened, which a deletion can wait for.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in Session.objects.iterator():
        held = session.get_decoded()
        # As text: an address may stand under any key, of allauth's or of ours.
        text = str(held).lower()
        if str(held.get(SESSION_KEY)) in map(str, accounts) or any(address.lower() in text for address in addresses):
            store(session.session_key).delete()
