"""The news of a change of rules, for each client whose score or streams it changes."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draws.matching.matcher import read_in_pool
from draws.models import LeftOut, Notice, RuleChange, RuleEffect
from draws.models.rule_changes import RuleEffectQuerySet
from draws.outbox.kinds import ClientMessage, NotDue
from draws.querysets import ClientLedgerQuerySet
from draws.rule_changes.client_effects import load_rules_told, work_out_effect
from intake.message_kinds.registry import register
from intake.models import Client
from intake.querysets import ClientQuerySet
from scoring.apps import rulebook
from scoring.reported_rules import pending
from scoring.rulebook import Rulebook
from scoring.streams import STREAMS
from scoring.table import Source
from scoring.words import FACTOR_TITLES, LIMITS, describe_limit

Stage = Client.Stage
# Whose score does not matter any more.
OVER = (Stage.INVITED, Stage.SUBMITTED, Stage.CLOSED)
KEY, CHANGE = "edition ", " change "
# A condition on changes: they are of shipped rules, or of an edition of the firm's that was not withdrawn.
STANDS = Q(firm_edition__withdrawn_at=None)
TOLD_OF_EFFECT = ("before", "after", "gained", "lost", "factors")


@register
class RuleNews(ClientMessage[Notice]):
    """What a change of rules did to a client's score, and by which rule."""

    name = "rules"
    label = _("Rules changed")
    template = "draws/email/rules"
    ledger = Notice
    preference = "rule_news"

    def renew(self) -> None:
        """The same comparison by the answers as they are now. Raises `NotDue`, and `RuleError` as `find_effect`."""
        # Once a batch: that it still stands is looked at with each claim (`is_switched_on`).
        change = self.look_up(("change", self.row.key), lambda: find_change(self.row.key))
        # News from before a change was in the key names none (record 0077).
        if change is None:
            return
        self.row.restate(collect_facts(self.find_effect(change)))

    def find_effect(self, change: RuleChange) -> RuleEffect:
        """What the change does to the client now, unsaved. Raises `NotDue` where that is nothing any more.

        Raises `RuleError` where the rules of this process do not have what changed.
        """
        # Looked up anew: the row of the ledger comes without the answers.
        stage, answers = Client.objects.values_list("stage", "facts").get(pk=self.row.client_id)
        if stage in OVER:
            raise NotDue(_("The client has been invited or has applied since, or the file is closed."))
        if not answers:
            raise NotDue(_("The answers have been taken out of the file since."))
        rules = self.look_up(("rules", change.pk), lambda: load_rules_told(change))
        effect = work_out_effect(change, rules, self.row.client_id, answers)
        if not effect.is_felt:
            raise NotDue(_("The answers have changed since: the change of rules makes no difference any more."))
        return effect

    def get_variant(self) -> tuple[Any, ...]:
        """Alike are those whom the change does the same: the same scores, rows and streams."""
        facts = json.dumps(self.row.facts, sort_keys=True)
        return (self.row.basis, self.read_in_pool(), facts, *self.list_present())

    def read_in_pool(self) -> str:
        """Whether the client's profile is in the pool today, as far as the file says."""
        return read_in_pool(self.row.client.profile_submitted_at, timezone.localdate())

    def get_context(self) -> Mapping[str, Any]:
        """Both scores, factor by factor, the streams that differ, and where the rules are published."""
        facts = self.row.facts
        edition, on = date.fromisoformat(facts["edition"]), date.fromisoformat(facts["on"])
        points = facts["factors"]
        return {
            "basis": self.row.basis,
            "in_pool": self.read_in_pool(),
            "edition": edition,
            "on": on,
            "before": facts["before"],
            "after": facts["after"],
            "factors": [(FACTOR_TITLES.get(code, code), was, now) for code, was, now in points if code not in LIMITS],
            "limits": [describe_limit(code, was, now) for code, was, now in points if code in LIMITS],
            "gained": [STREAMS.get(stream, stream) for stream in facts["gained"]],
            "lost": [STREAMS.get(stream, stream) for stream in facts["lost"]],
            "sources": find_sources(edition),
            "caveats": list(pending(rulebook().on(on))),
        }

    @classmethod
    def is_switched_on(cls) -> Q:
        """Clients want it, and neither it nor its edition was taken back: also after a worker has taken the row."""
        about = RuleChange.objects.annotate(key=build_key_expression()).filter(key=OuterRef("key"))
        # Of an edition that was withdrawn the numbers are wrong, though the release of its news still stands.
        told = about.exclude(released_at=None).filter(STANDS)
        return super().is_switched_on() & (Q(Exists(told)) | ~Q(Exists(about)))

    @classmethod
    def find_recipients(cls) -> ClientQuerySet[Client]:
        """Clients who agreed, with answers, and whose score still matters."""
        # Not what `agreed` lets through besides: the service is a ground for reminders alone (record 0024).
        return cls.narrow_to_concerned(super().find_recipients().filter(alerts=True))

    @classmethod
    def find_concerned(cls) -> ClientQuerySet[Client]:
        """Clients with answers whose score still matters, whether they are to be told or not."""
        return cls.narrow_to_concerned(Client.objects.all())

    @classmethod
    def narrow_to_concerned(cls, clients: ClientQuerySet[Client]) -> ClientQuerySet[Client]:
        """Those of these clients who have answers, and whose score still matters."""
        return clients.with_facts().exclude(stage__in=OVER)

    @classmethod
    def find_effects(cls, change: RuleChange) -> RuleEffectQuerySet:
        """The effects of which clients are told: they feel them, agreed, and staff did not leave them out."""
        left_out = LeftOut.objects.about(change=change).filter(client=OuterRef("client_id"))
        return change.effects.felt().filter(~Exists(left_out), client__in=cls.find_recipients())

    @classmethod
    def find_untold(cls, change: RuleChange) -> RuleEffectQuerySet:
        """Those of them whose clients were not told of the change before."""
        return cls.find_effects(change).exclude(client__in=find_notices(change).values("client"))

    @classmethod
    def find_due(cls, change: RuleChange, due_at: datetime) -> Iterator[Notice]:
        """A row for everybody whom a change touches and who was not told; unsaved."""
        for effect in cls.find_untold(change):
            yield cls.build_row(effect, due_at)

    @classmethod
    def build_row(cls, effect: RuleEffect, due_at: datetime) -> Notice:
        """The unsaved row of one client."""
        key, facts, now = build_key(effect.change), collect_facts(effect), timezone.now()
        return Notice(client_id=effect.client_id, kind=cls.name, key=key, facts=facts, due_at=due_at, created=now)


def build_key(change: RuleChange) -> str:
    """What tells the news of one change from those of others, of which several may begin on one day (record 0077)."""
    return f"{KEY}{change.edition}{CHANGE}{change.pk}"


def find_change(key: str) -> RuleChange | None:
    """The change that news with this key are about; None where it was deleted, or the key names none."""
    pk = key.partition(CHANGE)[2]
    return RuleChange.objects.select_related("firm_edition").filter(pk=pk).first() if pk.isdigit() else None


def build_key_expression() -> Concat:
    """The key of the news of a row of `RuleChange`, for the database."""
    # As `build_key` writes it: both databases turn a day into the ISO form.
    return Concat(Value(KEY), Cast("edition", CharField()), Value(CHANGE), Cast("pk", CharField()))


def find_notices(change: RuleChange) -> ClientLedgerQuerySet[Notice]:
    """The notices of a change; of shipped rules, with those of the firm's own editions of that day that stand."""
    # What the firm entered and told of is shipped later: nobody is to hear it a second time.
    entered = STANDS & Q(edition=change.edition, firm_edition__isnull=False)
    same = Q(pk=change.pk) | entered if change.firm_edition_id is None else Q(pk=change.pk)
    keys = RuleChange.objects.filter(same).values_list(build_key_expression())
    return Notice.objects.filter(kind=RuleNews.name, key__in=keys)


def collect_facts(effect: RuleEffect) -> dict[str, Any]:
    """What the letter says of one client, and of the change."""
    days = {"edition": str(effect.change.edition), "on": str(effect.change.on)}
    return days | {name: getattr(effect, name) for name in TOLD_OF_EFFECT}


def find_sources(edition: date, book: Rulebook | None = None) -> list[Source]:
    """Where the rules that begin with this edition are published, each once; of the rules in use if no others."""
    deciding = (book or rulebook()).deciding()
    tables = [table for table in deciding if table.source.effective == edition and not table.pending]
    return list({table.source.cite: table.source for table in tables}.values())
