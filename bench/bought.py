"""What each piece of code that is there for speed buys: the same act with it and without, in one process.

Run: `.venv/bin/python -m bench.bought [KIND or WORD]`, for the pieces of a kind (scoring,
pages or desk) or with WORD in their names; about five minutes for all. Processor time is measured, which other work on
the machine hardly moves; the best of several rounds counts. Each piece must buy a
fifth of its act; exit status 1 where one does not, and then it goes
(docs/decisions/0056).
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from secrets import token_hex
from typing import Any
from unittest.mock import patch

import django

from bench.server import prepare_environment

prepare_environment("bench.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import caches  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client as Browser  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.bought_desk import DeskPieces  # noqa: E402
from bench.bought_scoring import ScoringPieces  # noqa: E402
from draws.models import Alert, Draw  # noqa: E402
from draws.outbox import composer  # noqa: E402
from draws.outbox.prepared_update import Parameter, PreparedUpdate  # noqa: E402
from intake.assessments.submission import submit  # noqa: E402
from intake.models import Client, Intake  # noqa: E402
from intake.questionnaire import flow, step  # noqa: E402
from intake.questionnaire.draft import COOKIE, build_flow  # noqa: E402
from intake.result import database_cache  # noqa: E402
from tests.intake.answers import COUPLE  # noqa: E402
from tests.intake.files import sign_draft  # noqa: E402

ROUNDS, TIMES, FEWEST, WANTED = 7, 20, 4, 0.2
SMALLER = 10  # the acts of the rules than where each memory is weighed alone
A_ROUND = 0.2  # seconds
# Caches in memory, and static files as they lie, so that no server and no manifest has a part in the times.
LOCMEM = "django.core.cache.backends.locmem.LocMemCache"
MEMORY = {name: {"BACKEND": LOCMEM, "LOCATION": name} for name in settings.CACHES}
AS_THEY_LIE = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {"default": {"BACKEND": AS_THEY_LIE}, "staticfiles": {"BACKEND": AS_THEY_LIE}}


def measure_cost(act: Callable[[], object]) -> float:
    """Milliseconds of processor time that the act takes, in the best round."""
    # Once beforehand: what the first call makes and keeps belongs to no round.
    act()
    began = time.process_time()
    act()
    # A page of staff takes a hundred times as long as a row: each round takes about as long.
    times = max(FEWEST, min(TIMES, int(A_ROUND / (time.process_time() - began))))
    return 1000 * min(time_round(act, times) for _round in range(ROUNDS)) / times


def time_round(act: Callable[[], object], times: int) -> float:
    """Seconds of processor time of the act, this many times."""
    began = time.process_time()
    for _time in range(times):
        act()
    return time.process_time() - began


@contextmanager
def without_cache(name: str) -> Iterator[None]:
    """A cache that forgets at once; the others keep what they have."""
    # On the class, because Django makes an object of it for every thread.
    kind, forgetful = type(caches[name]), caches[name]._cache
    get, get_or_set = kind.get, kind.get_or_set

    def miss(cache: Any, key: Any, default: Any = None, version: Any = None) -> Any:
        return default if cache._cache is forgetful else get(cache, key, default, version)

    def make_anew(cache: Any, key: Any, make: Any, *more: Any) -> Any:
        return make() if cache._cache is forgetful else get_or_set(cache, key, make, *more)

    with patch.object(kind, "get", miss), patch.object(kind, "get_or_set", make_anew):
        yield


def judge_anew(page: type[step.Step], posted: Any, known: Any, _on: Any) -> step.Judgement:
    """The judgement of a page, worked out each time."""
    return step.NOTHING if posted is None else step.judge_form(page(dict(posted), known=dict(known)))


class Pieces:
    """The acts and what they are measured without: name, act, a context in which the piece is not there."""

    def __init__(self) -> None:
        call_command("migrate", verbosity=0)
        self.intake = Intake.objects.create(answers=COUPLE)
        self.reference = submit(self.intake, build_flow(self.intake), timezone.localdate()).reference
        self.stranger, self.browser = Browser(), Browser()
        self.browser.cookies[COOKIE] = sign_draft(self.intake.token)
        draw = Draw.objects.create(number="900", name="CEC", stream="cec", held_on=timezone.localdate(), cutoff=500)
        client = Client.objects.create(email="somebody@example.org", name="Somebody", alerts=True)
        owed = {"crs": 510, "basis": Alert.Basis.ABOVE, "due_at": timezone.now(), "created": timezone.now()}
        self.alert = Alert.objects.create(draw=draw, client=client, **owed)
        self.claim = PreparedUpdate(Alert.objects.filter(pk=Parameter("pk")), attempts=Parameter("attempts"))
        self.batch = composer.Composer()

    def open_question(self) -> None:
        """A page of questions that nobody has typed into."""
        self.stranger.cookies.clear()
        self.stranger.get("/en/intake/marital-status/")

    def walk_answers(self) -> None:
        """A finished draft replayed through its questions."""
        # To ask which question comes next is what walks through them.
        _next = build_flow(Intake.objects.get(pk=self.intake.pk)).next

    def open_result(self) -> None:
        """A result that was looked at before."""
        self.browser.get(f"/en/result/{self.reference}/")

    def word_alert(self) -> None:
        """One letter of a batch, in MIME form."""
        self.batch.compose(self.alert).message().as_bytes(linesep="\r\n")

    def mark_alert(self) -> None:
        """One row of a ledger marked."""
        self.claim.run(pk=self.alert.pk, attempts=1)

    @contextmanager
    def forgetful_batch(self) -> Iterator[None]:
        """A batch that makes each letter from its templates."""
        with patch.object(composer.Composer, "compose", lambda _batch, row: compose_alone(row)):
            yield

    @contextmanager
    def plain_update(self) -> Iterator[None]:
        """The same UPDATE by the ORM, compiled at each run."""
        run = lambda _claim, pk, attempts: Alert.objects.filter(pk=pk).update(attempts=attempts)  # noqa: E731
        with patch.object(PreparedUpdate, "run", run):
            yield

    def all(self) -> Iterator[tuple[str, Callable[[], None], Any]]:
        """Every piece."""
        yield "page_cache: an untouched question", self.open_question, without_cache("template_fragments")
        yield "step.judge: the answers replayed", self.walk_answers, patch.object(flow, "judge", judge_anew)
        yield (
            "step.SharedFields: the answers replayed",
            self.walk_answers_anew,
            patch.object(step, "SharedFields", dict),
        )
        yield "database_cache: a result seen again", self.open_result, self.forgetful_results()
        yield "composer: one letter of a batch", self.word_alert, self.forgetful_batch()
        yield "prepared_update: a row marked", self.mark_alert, self.plain_update()

    @contextmanager
    def forgetful_results(self) -> Iterator[None]:
        """What is rendered of a result is never found again."""
        with patch.object(database_cache, "find_digest", lambda *_facts: token_hex(32)):
            yield

    def walk_answers_anew(self) -> None:
        """A finished draft replayed, each page judged."""
        with patch.object(flow, "judge", judge_anew):
            self.walk_answers()


# Taken before it is patched, or a batch of one would call itself.
COMPOSE = composer.Composer.compose


def compose_alone(row: Alert) -> Any:
    """The letter of a batch of one."""
    return COMPOSE(composer.Composer(), row)


def make_desk() -> DeskPieces:
    """The acts at the desk, on a database with its tables."""
    call_command("migrate", verbosity=0)
    return DeskPieces(without_cache)


# Each kind makes what its acts need, of which the desk's ten thousand files take longest.
KINDS: dict[str, Callable[[], Any]] = {"scoring": partial(ScoringPieces, SMALLER), "pages": Pieces, "desk": make_desk}


def list_pieces(word: str) -> Iterator[tuple[str, Callable[[], None], Any]]:
    """The pieces of a kind, or of all kinds those with a word in their names."""
    for kind in [word] if word in KINDS else KINDS:
        yield from (piece for piece in KINDS[kind]().all() if word == kind or word in piece[0])


def main() -> int:
    """Print what each piece buys; 1 where one buys too little."""
    out, poor = sys.stdout.write, 0
    out(f"{'piece and act':40}{'with, ms':>10}{'without':>10}{'buys':>7}\n")
    settled = {"CACHES": MEMORY, "STORAGES": STORAGES, "STAFF_SECOND_FACTOR": False, "RULES_CHECK_SECONDS": 0}
    with override_settings(ALLOWED_HOSTS=["*"], **settled):
        for name, act, absence in list_pieces(" ".join(sys.argv[1:])):
            there = measure_cost(act)
            with absence:
                gone = measure_cost(act)
            bought = 1 - there / gone
            poor += bought < WANTED
            out(f"{name:40}{there:>10.3f}{gone:>10.3f}{bought:>7.0%}\n")
    return int(poor > 0)


if __name__ == "__main__":
    sys.exit(main())
