"""What each piece of code that is there for speed buys: the same act with it and without, in one process.

Run: `.venv/bin/python -m bench.bought [KIND] [WORD]`, for the pieces of a kind (scoring, pages, workers or desk), those
with WORD in their names; about eight minutes for all. Processor time is measured, the best of several rounds, and
steps: functions called and lines run, which are the same on every machine. Each piece must buy a fifth of the steps of
its act, or of the time where a compiled library or the database does the work; exit status 1 where one does not, and
then it goes (docs/decisions/0056, 0215).
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import django

from bench.server import prepare_environment

prepare_environment("bench.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from bench.bought_desk import DeskPieces  # noqa: E402
from bench.bought_pages import PagePieces  # noqa: E402
from bench.bought_scoring import ScoringPieces  # noqa: E402
from bench.bought_workers import WorkerPieces  # noqa: E402
from bench.weighing import HEADINGS, Piece, weigh_piece  # noqa: E402

WANTED = 0.2
SMALLER = 10  # the acts of the rules than where each memory is weighed alone
# Caches in memory, and static files as they lie, so that no server and no manifest has a part in the times.
LOCMEM = "django.core.cache.backends.locmem.LocMemCache"
MEMORY = {name: {"BACKEND": LOCMEM, "LOCATION": name} for name in settings.CACHES}
AS_THEY_LIE = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {"default": {"BACKEND": AS_THEY_LIE}, "staticfiles": {"BACKEND": AS_THEY_LIE}}
# Each kind makes what its acts need, of which the desk's ten thousand files take longest.
KINDS: dict[str, Callable[[], Any]] = {
    "scoring": partial(ScoringPieces, SMALLER),
    "pages": PagePieces,
    "workers": WorkerPieces,
    "desk": DeskPieces,
}


def list_pieces(asked: Sequence[str]) -> Iterator[Piece]:
    """The pieces of the kinds that are named, or of all; of these, those with the other words in their names."""
    words = [word for word in asked if word not in KINDS]
    for kind in [word for word in asked if word in KINDS] or KINDS:
        yield from (piece for piece in KINDS[kind]().all() if all(word in piece.name for word in words))


def main() -> int:
    """Print what each piece buys; 1 where one buys too little."""
    out, poor = sys.stdout.write, 0
    out(f"{'piece and act':48}{HEADINGS}\n")
    settled = {"CACHES": MEMORY, "STORAGES": STORAGES, "STAFF_SECOND_FACTOR": False, "RULES_CHECK_SECONDS": 0}
    with override_settings(ALLOWED_HOSTS=["*"], **settled):
        call_command("migrate", verbosity=0)
        for piece in list_pieces(sys.argv[1:]):
            found = weigh_piece(piece)
            poor += found.bought < WANTED
            out(f"{piece.name:48}{found.write()}\n")
            sys.stdout.flush()
    return int(poor > 0)


if __name__ == "__main__":
    sys.exit(main())
