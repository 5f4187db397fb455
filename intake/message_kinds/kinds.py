"""What a kind of message is: one class, in the module `messages` of the room that owns it, and three templates.

`intake.message_kinds.registry.register` makes it known. CONTRIBUTING.md has the recipe.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from intake.common.languages import choose_letter_language
from intake.models import Letter, Owed

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Attachment(NamedTuple):
    """A file that goes with a message."""

    name: str
    content: bytes
    mimetype: str


class Message:
    """A kind of message, owed in the rows of `ledger`.

    `name` is in ledgers and logs, `label` is for staff. `template`:
    `<template>.subject.txt`, `.txt` and `.html` say it.
    """

    name: ClassVar[str]
    label: ClassVar["StrOrPromise"]
    template: ClassVar[str]
    # In the class and not in a column with choices: a new kind needs no migration (record 0048).
    ledger: ClassVar[type[Owed]]

    def get_context(self) -> Mapping[str, Any]:
        """What the templates need to see, by name. Raises `NotImplementedError` in a kind that does not say."""
        raise NotImplementedError

    @classmethod
    def is_switched_on(cls) -> Q:
        """A condition: the reader wants this kind; part of the statement that claims, so checked before each send."""
        return Q()


class LetterMessage(Message):
    """A kind of message that goes to one address: to somebody who asked for it, or to staff.

    `find_due`: the rows that are due, unsaved, asked of what they are about: to whom, by
    which key they are owed once, with which facts; `letters.owe` takes them.
    `switched_off_by`: the setting without which it is owed to nobody; "" where nobody
    switches it off, because somebody asked for it or has to know. Where the reader
    chooses, `is_switched_on` says so instead.
    `urgent`: somebody waits for it. `replaces`: a newer one to the same address
    takes the place of one that has not left. `asked_by_anybody`: a stranger can have
    it sent to any address, so it says nothing that they typed, and is limited
    (`intake.message_kinds.limits`). `keeps_words`: what it said stays with its row, for the
    history of a file, with a gap for each way in (record 0210); not of codes, nor of what goes to staff.
    """

    ledger: ClassVar[type[Owed]] = Letter
    # Without a type of its arguments, which are those of what it is about; a test asks every kind for both.
    find_due: ClassVar[Callable[..., Iterable[Owed]]]
    switched_off_by: ClassVar[str]
    urgent: ClassVar[bool] = False
    replaces: ClassVar[bool] = False
    asked_by_anybody: ClassVar[bool] = False
    keeps_words: ClassVar[bool] = True

    def __init__(self, row: Letter) -> None:
        self.row = row

    @classmethod
    def build_row(cls, to: str, *, language: str = "", facts: Mapping[str, Any] | None = None, **other: Any) -> Letter:
        """An unsaved row, due now, with the moment until which its kind is good.

        `facts`: what its words need, as JSON. `other`: a `key`, by which it is owed to an address once, the `client`
        whom it is about, a `secret`, the `place` from which it was asked for.
        """
        now, validity = timezone.now(), cls.get_validity()
        return Letter(
            kind=cls.name,
            to=to,
            language=choose_letter_language(language),
            facts=dict(facts or {}),
            urgent=cls.urgent,
            until=now + validity if validity else None,
            due_at=now,
            created=now,
            **other,
        )

    @classmethod
    def get_validity(cls) -> timedelta | None:
        """How long the letter is good for, from when it is owed; None: for ever."""
        return None

    def get_template(self) -> str:
        """The name of the templates that say this one, without its ending."""
        return self.template

    def get_attachments(self) -> Sequence[Attachment]:
        """The files that go with it."""
        return ()

    def get_headers(self) -> Mapping[str, str]:
        """Headers of its own, as those by which a mail program stops it."""
        return {}

    def is_due(self) -> bool:
        """Whether it is still to be sent; checked right before it is made."""
        return True

    def record_sent(self, at: datetime) -> None:
        """Keep, where it belongs, that the mail server took the letter; in one transaction with its own mark."""


class OfficeMessage(LetterMessage):
    """A kind of letter to the office: to those who are told of each lead, and to nobody where the firm names none."""

    switched_off_by = "LEADS_TO"
    keeps_words = False

    @classmethod
    def find_recipients(cls) -> list[str]:
        """The addresses in `LEADS_TO`."""
        return list(settings.LEADS_TO)
