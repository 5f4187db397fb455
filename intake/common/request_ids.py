"""The id of the request behind whatever is done: it is in logs, in the tasks that follow, and in their mails."""

import re
from contextvars import ContextVar
from uuid import uuid4

HEADER = "X-Request-ID"
# A proxy's id is taken where it looks like one: nothing that breaks a line of a log or a header.
SANE = re.compile(r"[A-Za-z0-9-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def choose_id(given: str | None) -> str:
    """The id that a proxy gave, if it is sane, else a new one."""
    return given if given and SANE.fullmatch(given) else uuid4().hex


def set_id(chosen: str) -> None:
    """From now on we work for this request; empty: for none."""
    _current.set(chosen)


def get_id() -> str:
    """The request that we work for; empty where there is none."""
    return _current.get()
