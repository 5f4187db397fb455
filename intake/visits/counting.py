"""Counting in the memory of a process, and handing the numbers to a worker now and then.

A page waits for nothing: it adds one to a number. What a process has not handed over when it is killed is lost, and
nothing is counted twice: the task that adds the numbers is not run again.
"""

import re
import time
from collections import Counter
from threading import Lock

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from intake.common.sources import find_source
from intake.common.task_calls import call_task
from intake.models import VisitCount

What = VisitCount.CountedVisit
# Day, what, name, source.
Key = tuple[str, str, str, str]
# By its name: the tasks know this room.
ADD = "intake.tasks.add_visits"
# More names than there are: words that somebody makes up as sources end here, and are counted as none.
MOST_KEYS = 5000
# Whoever says so of themselves, or names no browser. Programs that pretend to be one are counted.
# Cubot makes telephones, and is no program.
PROGRAMS = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|preview|monitor|headless|curl|wget|python|java/|go-http|okhttp|axios|node|scrapy|feed",
    re.IGNORECASE,
)


class Numbers:
    """The numbers that this process has not handed over."""

    def __init__(self) -> None:
        self.counted: Counter[Key] = Counter()
        self.lock = Lock()
        self.since = time.monotonic()

    def add(self, what: What, name: str, source: str) -> None:
        """Count one, and hand over what is there where it is time."""
        day = timezone.localdate().isoformat()
        with self.lock:
            known = (day, what.value, name, source) in self.counted or len(self.counted) < MOST_KEYS
            self.counted[(day, what.value, name, source if known else "")] += 1
            is_time = time.monotonic() - self.since >= settings.VISITS_SECONDS
        if is_time:
            self.hand_over()

    def hand_over(self) -> None:
        """Give all of it to a worker; without a broker it stays, and is given later."""
        with self.lock:
            # Taken out under the lock and sent outside of it: no page waits for the broker while it holds the numbers.
            given, self.counted, self.since = self.counted, Counter(), time.monotonic()
        if given and call_task(ADD, [[*key, number] for key, number in given.items()]).failed:
            with self.lock:
                self.counted.update(given)


numbers = Numbers()


def may_count(request: HttpRequest) -> bool:
    """Whether counting is on, the browser of a person asks, and they have not asked to be left out of it."""
    headers = request.headers
    # Whoever asks to be left out is (record 0160).
    left_out = headers.get("DNT") == "1" or headers.get("Sec-GPC") == "1"
    agent = headers.get("User-Agent", "")
    return bool(settings.VISITS_SECONDS) and not left_out and bool(agent) and not PROGRAMS.search(agent)


def count_page(request: HttpRequest, name: str) -> None:
    """Count a look at a page."""
    if may_count(request) and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        numbers.add(What.PAGE, name, find_source(request))


def count_step(request: HttpRequest, what: What, name: str = "", source: str = "") -> None:
    """Count that somebody who answers came so far; `source` is where they came from at the beginning."""
    if may_count(request):
        numbers.add(what, name, source)
