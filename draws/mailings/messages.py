"""The test message that a member of staff sends to themselves: word for word what clients would get."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from draws.followers.messages import RoundNews
from draws.mailings.mass_mails import MassMail, RetryMail, make_mass_mail, make_retry
from draws.mailings.samples import MailingSample, Message, find_failed, list_failed_samples, list_messages, make_reader
from draws.models import Circular, Draw, Mailing, RuleChange
from draws.outbox.kinds import StaffMessage
from draws.outbox.unsubscribe_links import build_link
from intake.message_kinds.registry import register
from intake.models import Letter


@register
class TestOfMassMail(StaffMessage):
    """The test of a mass mail: one of its variants, sent to the member of staff who asked for it.

    `facts`: `about`, `draw`, `change` or `circular`, `entered`, `user`, and `number`, that of the variant.
    """

    # Its name begins as those of pytest's classes do.
    __test__ = False
    name = "test_of_mass_mail"
    label = _("Test of a mailing")
    template = "draws/email/alert"
    # Somebody waits for it: it goes by the queue of codes and confirmations (record 0049).
    urgent = True

    @classmethod
    def find_due(cls, mail: MassMail, user: User) -> Iterator[Letter]:
        """One of every variant in every language, to a member of staff."""
        facts = write_facts(mail.mailing) | {"user": user.pk}
        for language in settings.LETTER_LANGUAGES:
            for number, _message in enumerate(list_messages(mail, make_reader(user, language))):
                yield cls.build_row(user.email, language=language, facts=facts | {"number": number})

    @cached_property
    def message(self) -> Message | None:
        """What a client or a follower would get; None where there is nothing to tell any more."""
        facts = self.row.facts
        user = User.objects.filter(pk=facts["user"]).first()
        if user is None:
            return None
        reader = make_reader(user, self.row.language)
        with translation.override(self.row.language):
            found = [message for _variant, message in list_messages(read_mass_mail(facts), reader)]
        # There may be fewer variants than when the test was asked for: the draw may have changed since.
        return found[facts["number"]] if facts["number"] < len(found) else None

    def is_due(self) -> bool:
        """While there is something to tell."""
        return self.message is not None

    def get_template(self) -> str:
        """That of the message."""
        return self.message.template if self.message else self.template

    def get_context(self) -> Mapping[str, Any]:
        """That of the message, with the reader's own words."""
        if self.message is None:
            return {}
        if isinstance(self.message, RoundNews):
            return self.message.get_context()
        words = {**self.message.get_words(), "unsubscribe": build_link(self.message.row.client)}
        return {**words, **self.message.get_context()}


@register
class TestOfRetry(StaffMessage):
    """The test of failed messages: one of them, as their page shows it, sent to the member of staff who asked for it.

    `facts`: `ledger`, `row`, `user`. Its words are made when it leaves, and stand in no row.
    """

    # Its name begins as those of pytest's classes do.
    __test__ = False
    name = "test_of_retry"
    label = _("Test of a failed message")
    template = "draws/email/failed_message"
    # Somebody waits for it: it goes by the queue of codes and confirmations (record 0049).
    urgent = True

    @classmethod
    def find_due(cls, mail: RetryMail, user: User) -> Iterator[Letter]:
        """One of each that differs, in its own language, of the files that this member of staff may see."""
        for row in find_failed(mail, user):
            if any(sample.subject for sample in list_failed_samples([row])):
                facts = {"ledger": mail.mailing.entered["ledger"], "row": row.pk, "user": user.pk}
                yield cls.build_row(user.email, language=row.language, facts=facts)

    @cached_property
    def sample(self) -> MailingSample | None:
        """The message as it would leave, without the ways in; None where it does not, or is not theirs to read."""
        facts = self.row.facts
        user = User.objects.filter(pk=facts["user"]).first()
        mail = make_retry(facts["ledger"], [facts["row"]])
        found = list_failed_samples(find_failed(mail, user)) if user else []
        return next((sample for sample in found if sample.subject), None)

    def is_due(self) -> bool:
        """While it has failed, and would leave if it were tried again."""
        return self.sample is not None

    def get_context(self) -> Mapping[str, Any]:
        """Its subject and text."""
        return {"subject": self.sample.subject, "body": self.sample.body} if self.sample else {}


def write_facts(mailing: Mailing) -> dict[str, Any]:
    """What a planned mass mail is about, for a row of a ledger."""
    return {
        "about": mailing.about,
        "draw": mailing.draw.pk if mailing.draw else None,
        "change": mailing.change.pk if mailing.change else None,
        "circular": mailing.circular.pk if mailing.circular else None,
        "entered": mailing.entered,
    }


def read_mass_mail(facts: Mapping[str, Any]) -> MassMail:
    """The planned mass mail that such facts are about."""
    draw, change = Draw.objects.filter(pk=facts["draw"]), RuleChange.objects.filter(pk=facts["change"])
    # Test messages that were owed before there were such lists do not name one.
    circular = Circular.objects.filter(pk=facts.get("circular") or 0)
    subject = {"draw": draw.first(), "change": change.first(), "circular": circular.first()}
    return make_mass_mail(Mailing(about=facts["about"], entered=facts["entered"], **subject))
