"""How often a batch of news of rules asks the database: for each message no more than others that look once more."""

from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from draws.corrections import apply
from draws.models import CorrectionLetter, Notice, RuleChange
from draws.outbox import worker
from draws.rule_changes import compare, releasing
from draws.rule_changes.messages import RuleNews
from scoring.numbers import group_thousands
from tests.draws.factories import AlertFactory, ClientFactory, PublishedDrawFactory
from tests.draws.test_comparing import OFFERED
from tests.draws.test_firm_rules import SIBLING, _fresh, entered  # noqa: F401  A process that has not looked yet.

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 5


def count_each(rows):
    """How many statements each further message takes; the first batch makes what a process makes once."""
    pks, ledger = list(rows.order_by("pk").values_list("pk", flat=True)), rows.model._meta.model_name
    worker.send(pks[:1], ledger)
    few, many = pks[1 : 1 + FEW], pks[1 + FEW : 1 + FEW + MANY]
    counts = []
    for batch in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            worker.send(batch, ledger)
        counts.append(len(captured))
    assert set(rows.values_list("state", flat=True)) == {"sent"}
    return (counts[1] - counts[0]) / (MANY - FEW)


def owe_news_of_shipped_rules():
    ClientFactory.create_batch(1 + FEW + MANY, facts=OFFERED)
    change = RuleChange.objects.create(edition=date(2025, 3, 25), on=date(2025, 4, 1))
    compare.compare(change, list(RuleNews.find_recipients().values_list("pk", flat=True)))
    compare.release(change, by=None)
    return Notice.objects.all()


def owe_news_of_the_firm_s_edition():
    ClientFactory.create_batch(1 + FEW + MANY, facts=SIBLING)
    edition = entered()
    releasing.release(edition, by=None)
    compare.release(RuleChange.objects.get(), by=None)
    return Notice.objects.all()


def owe_correction_letters():
    draw = PublishedDrawFactory(cutoff=470)
    AlertFactory.create_batch(1 + FEW + MANY, draw=draw, state="sent", crs=475, sent_at=timezone.now())
    apply.correct(draw, {"cutoff": 480}, reason="a typo", by=None, seen=0)
    return CorrectionLetter.objects.all()


@pytest.mark.parametrize(
    "owe",
    [owe_correction_letters, owe_news_of_shipped_rules, owe_news_of_the_firm_s_edition],
    ids=lambda owe: owe.__name__,
)
def test_a_further_message_is_claimed_looked_at_and_marked(owe):
    assert count_each(owe()) == 3


def test_letters_of_one_batch_say_each_their_own_scores():
    """Those whom a change does the same share a letter; others do not."""
    for _time in range(2):
        ClientFactory(facts=OFFERED)
        ClientFactory(facts=OFFERED | {"date_of_birth": "1980-05-05"})
    change = RuleChange.objects.create(edition=date(2025, 3, 25), on=date(2025, 4, 1))
    compare.compare(change, list(RuleNews.find_recipients().values_list("pk", flat=True)))
    compare.release(change, by=None)
    worker.dispatch_owed(worker.send)
    scores = {row.client.email: group_thousands(row.facts["after"]) for row in Notice.objects.select_related("client")}
    assert (len(set(scores.values())), Notice.objects.values("text").distinct().count()) == (2, 2)
    assert all(f"to {scores[letter.to[0]]}" in letter.subject for letter in mail.outbox)
