"""What is there for the speed of workers: acts, and the same without it.

`bench.bought` runs them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from json import loads
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from bench.absences import forgetful
from bench.scoring import SAMPLES
from bench.weighing import Piece
from draws.models import Alert, Draw, FirmEdition, RuleChange
from draws.outbox import composer
from draws.outbox.prepared_update import Parameter, PreparedUpdate
from draws.rule_changes import client_effects, live_rulebook
from draws.rule_changes.client_effects import Rules, work_out_effect
from intake.clients.imports.fields import read_date
from intake.common import typed_dates
from intake.models import Client
from scoring.apps import rulebook

DAYS = ("15 May 1990", "3 septembre 2019", "August 1, 2021")
LETTERS = 3
# Taken before it is patched, or a batch of one would call itself.
COMPOSE = composer.Composer.compose


def compose_alone(_batch: composer.Composer, row: Alert) -> Any:
    """The letter of a batch of one."""
    return COMPOSE(composer.Composer(), row)


@contextmanager
def plain_update() -> Iterator[None]:
    """The same UPDATE by the ORM, compiled at each run."""
    run = lambda _claim, pk, attempts: Alert.objects.filter(pk=pk).update(attempts=attempts)  # noqa: E731
    with patch.object(PreparedUpdate, "run", run):
        yield


class WorkerPieces:
    """The acts of workers, and what they are measured without."""

    def __init__(self) -> None:
        draw = Draw.objects.create(number="900", name="CEC", stream="cec", held_on=timezone.localdate(), cutoff=500)
        client = Client.objects.create(email="somebody@example.org", name="Somebody", alerts=True, language="fr")
        owed = {"crs": 510, "basis": Alert.Basis.ABOVE, "due_at": timezone.now(), "created": timezone.now()}
        self.alert = Alert.objects.create(draw=draw, client=client, **owed)
        self.claim = PreparedUpdate(Alert.objects.filter(pk=Parameter("pk")), attempts=Parameter("attempts"))
        self.batch = composer.Composer()
        on = timezone.localdate()
        edition = max(day for day in rulebook().turns if day <= on)
        self.change = RuleChange(pk=1, edition=edition, on=on)
        self.firm_change = RuleChange(pk=2, edition=edition, on=on, firm_edition=FirmEdition.objects.create())
        lines = SAMPLES.read_text(encoding="utf-8").splitlines()[:LETTERS]
        self.profiles = [loads(line)["profile"] for line in lines]

    def word_alert(self) -> None:
        """One letter of a batch, in MIME form."""
        self.batch.compose(self.alert).message().as_bytes(linesep="\r\n")

    def mark_alert(self) -> None:
        """One row of a ledger marked."""
        self.claim.run(pk=self.alert.pk, attempts=1)

    def word_news(self) -> None:
        """What letters say of an edition that the site came with, worked out as each leaves."""
        self.word_effects(self.change, client_effects.load_rules_told)

    def word_firm_news(self) -> None:
        """The same of an edition that the firm entered."""
        self.word_effects(self.firm_change, client_effects.load_rules_told)

    def word_shipped_news(self) -> None:
        """The same of one that the site has come with since."""
        self.word_effects(self.firm_change, lambda change: client_effects.load_rules_shipped(change.firm_edition))

    def word_effects(self, change: RuleChange, load: Callable[[Any], Rules]) -> None:
        """What a change does to each of the sample clients; the rules are asked for with each."""
        for number, facts in enumerate(self.profiles):
            work_out_effect(change, load(change), number, facts)

    def read_days(self) -> None:
        """Days in words, as cells of a list of clients have them."""
        for day in DAYS:
            read_date(day)

    def all(self) -> Iterator[Piece]:
        """Every piece."""
        alone = partial(patch.object, composer.Composer, "compose", compose_alone)
        yield Piece("composer: one letter of a batch", self.word_alert, alone)
        yield Piece(
            "encode_subject: one letter of a batch", self.word_alert, partial(forgetful, composer.encode_subject)
        )
        yield Piece("encode_sender: one letter of a batch", self.word_alert, partial(forgetful, composer.encode_sender))
        yield Piece("prepared_update: a row marked", self.mark_alert, plain_update)
        before, lacking = client_effects.get_rulebook_before, client_effects.get_rulebook_lacking
        names = partial(forgetful, typed_dates._list_month_names)
        yield Piece("_list_month_names: days in words of a list", self.read_days, names)
        yield Piece("get_rulebook_before: letters", self.word_news, partial(forgetful, before))
        yield Piece("get_rulebook_lacking: letters", self.word_shipped_news, partial(forgetful, lacking))
        yield Piece(
            "_load_rules_around: letters", self.word_firm_news, partial(forgetful, live_rulebook._load_rules_around)
        )
