"""Sessions in the database, which let a page be read while nobody can write: only their end is not put off then."""

import logging

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import OperationalError as DatabaseAway

log = logging.getLogger(__name__)


class SessionStore(DatabaseStore):
    """Django's own, but for a database that is locked or full."""

    def save(self, must_create: bool = False) -> None:
        """Keep the session. Raises `UpdateError` where it was ended, `DatabaseAway` where a change can't be kept."""
        try:
            super().save(must_create)
        except UpdateError as problem:
            if not (self.session_key and self.exists(self.session_key)):
                raise
            # Every request puts the end off (`SESSION_SAVE_EVERY_REQUEST`), and a page can be read without that
            # (record 0069).
            if self.modified:
                raise DatabaseAway("the session's change can't be kept") from problem
            log.warning("The end of a session could not be put off: nobody can write to the database")
