"""What the staff's desk costs with 50,000 clients: first page, every list, a file, the search, the preview of a round.

Run: `.venv/bin/python -m bench.desk [--database sqlite] [--clients 50000] [--slow PART]`; about four minutes.

Each page is asked for as a superuser's browser asks, inside this process and without a network. Its time is that of the
processor, of this process and of PostgreSQL's together, so that another program beside it changes little. Beside the
median stand how often the page asked the database, and its ratio to a list without a row, which is what Django's frame
alone costs. Only ratios of one run mean anything: the wanted 80 ms are a ratio of that run too. After the page "by
score" every list of clients comes in that order, which is remembered and the slowest one. With `--slow PART` the
statements of the pages with PART in their names are printed, the slowest first.
"""

import argparse
import gc
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice, pairwise
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from bench.place import place, say
from bench.standing import facts

WANTED, TIMES = 0.080, 5
NANO = 1e-9
EMPTY = "an empty list"
GIVEN = ("Amara", "Bo", "Chidi", "Dara", "Elif", "Femi", "Gita", "Hana", "Ivan", "Jia", "Kofi", "Lena", "Mona", "Nils")
STREETS, TOWNS = ("Elgin", "Bank", "Somerset", "Wellington"), ("Ottawa", "Gatineau", "Kanata", "Nepean", "Orléans")
FAMILY = ("Okafor", "Singh", "Li", "Garcia", "Haddad", "Ivanova", "Jones", "Kim", "Lopez", "Mensah", "Nguyen", "Osei")
# In a hundred files, this many are in each stage, in the order of the stages.
SHARES = (4, 10, 2, 4, 2, 10, 30, 1, 10, 27)
OK = 200
STREAMS = ("general", "cec", "fsw", "french")
ROWS_AT_ONCE = 5000


def make_staff() -> list[Any]:
    """Four members of staff; the first is asked as."""
    from django.contrib.auth.models import User

    make = User.objects.create_superuser
    return [make(name, first_name=name.title(), last_name="Lee", email=f"{name}@firm.example") for name in GIVEN[:4]]


def make_telephone(number: int) -> str:
    """The number of one of the files, as a telephone in Ottawa has it."""
    return f"+1613{2_000_000 + number}"


def make_postal_address(number: int) -> str:
    """Where one of the files is written to."""
    return f"{number} {STREETS[number // 4 % 4]} Street, {TOWNS[number // 4 % 5]}"


def make_files(count: int, staff: list[Any]) -> list[Any]:
    """A number of files, in every stage, a quarter of nobody."""
    from django.utils import timezone

    from intake.models import Client

    stages = [stage for stage, share in zip(Client.Stage.values, SHARES, strict=True) for _ in range(share)]
    now, today = timezone.now(), timezone.localdate()
    rows = []
    for number, profile in enumerate(facts(count)):
        # 37 and 100 have no common divisor: every stage comes as often as it should, and neighbours differ.
        stage = stages[number * 37 % len(stages)]
        # One in a hundred is of the same person as the one before.
        same = rows[-1] if number % 100 == 99 else None  # noqa: PLR2004
        rows.append(
            Client(
                email=f"client{number}@example.com",
                name=same.name if same else f"{GIVEN[number % 14]} {FAMILY[number // 7 % 12]} {number}",
                telephone=make_telephone(number),
                postal_address=make_postal_address(number) if number % 4 == 0 else "",
                facts=same.facts if same else profile,
                stage=stage,
                adviser=(*staff[:3], None)[number % 4],
                alerts=number % 3 > 0,
                undeliverable="550 no such user" if number % 400 == 0 else "",
                retained_on=today - timedelta(days=400) if stage in ("retained", "submitted", "invited") else None,
                invited_on=today - timedelta(days=number % 90) if stage == "invited" else None,
                follow_up_on=today + timedelta(days=number % 100 - 1) if number % 10 == 0 else None,
                stood_until=today + timedelta(days=700),
                created=now - timedelta(minutes=20 * number),
            )
        )
    share_mailboxes(rows)
    # Made over two years, not all of them now.
    Client._meta.get_field("created").auto_now_add = False  # type: ignore[union-attr]
    Client.objects.bulk_create(rows, batch_size=1000)
    return rows


def share_mailboxes(rows: list[Any]) -> None:
    """Let one in a hundred reach another's mailbox."""
    for number in range(99, len(rows), 100):
        rows[number - 49].email = f"client{number - 50}+work@example.com"


def build_parts(files: list[Any], staff: list[Any]) -> Iterator[Any]:
    """What stands in the files: some of each, of some or of all."""
    from django.utils import timezone

    from intake.models import Assessment, Consent, DatedItem, Intake, Note, Standing, Todo

    now, today = timezone.now(), timezone.localdate()
    for number, one in enumerate(files):
        days = {"since": today - timedelta(days=60), "until": today + timedelta(days=700 - number % 680)}
        for stream in STREAMS[: 1 + number % 3]:
            yield Standing(client=one, stream=stream, crs=300 + number * 7 % 300, **days)
        yield Assessment(client=one, facts={}, result={}, crs=300 + number * 7 % 300, on=today, edition=today)
        yield Intake(client=one, submitted_at=now)
        if number % 20:
            yield Consent(client=one, given=True, language="en", source="import")
        if number % 2:
            yield Note(client=one, text=f"called {number}, wants to wait for the test", author=staff[0])
            due, done = today + timedelta(days=number % 400 - 2), None if number % 5 == 0 else now
            yield Todo(client=one, text="Follow up", due_on=due, assignee=one.adviser, done_at=done)
        if number % 4 == 0:
            yield DatedItem(client=one, kind="passport", name="IN", expires_on=today + timedelta(days=number % 1500))


def build_messages(files: list[Any]) -> Iterator[Any]:
    """Two published rounds with their alerts, and other messages, nearly all of them sent."""
    from django.utils import timezone

    from draws.models import Alert, Notice
    from intake.models import Letter

    now = timezone.now()
    rounds = [make_draw(f"{600 + number}", published_at=now, matched_at=now, status="published") for number in range(2)]
    for number, one in enumerate(files):
        state = {0: "failed", 1: "pending"}.get(number % 2000, "sent")
        kept = {"state": state, "due_at": now, "created": now, "sent_at": now if state == "sent" else None}
        if number % 3 == 0:
            yield Alert(draw=rounds[number % 2], client=one, crs=480, basis="above", **kept)
        if number % 2 == 0:
            yield Notice(client=one, kind="expiry", key=str(number), facts={}, **kept)
        if number % 5 == 0:
            # When the file was made: the site owes no ten thousand in one day.
            yield Letter(
                client=one, kind="confirmation", to=one.email, language="en", **kept | {"created": one.created}
            )


def make_draw(number: str, **others: Any) -> Any:
    """A round of the Canadian Experience Class."""
    from django.utils import timezone

    from draws.models import Draw

    facts = {"name": "Canadian Experience Class", "stream": "cec", "held_on": timezone.localdate(), "cutoff": 470}
    return Draw.objects.create(number=number, **facts, **others)


def save(rows: Iterator[Any]) -> None:
    """Save rows of several tables, many at once."""
    while part := list(islice(rows, ROWS_AT_ONCE)):
        for model in dict.fromkeys(map(type, part)):
            model.objects.bulk_create([row for row in part if type(row) is model], batch_size=1000)


def make_office(count: int) -> tuple[Any, dict[str, str]]:
    """Everything, the pages to ask for, and the person who asks."""
    from django.db import connection

    staff = make_staff()
    files = make_files(count, staff)
    save(build_parts(files, staff))
    save(build_messages(files))
    draft = make_draw("700")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A helper's time would be counted nowhere.
            cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return staff[0], dict(list_pages(files, draft))


def list_pages(files: list[Any], draft: Any) -> Iterator[tuple[str, str]]:
    """Name and address of each page; the empty list first."""
    from django.contrib import admin
    from django.urls import reverse

    clients, one = reverse("admin:intake_client_changelist"), files[len(files) // 2]
    yield EMPTY, reverse("admin:intake_breachrecord_changelist")
    yield "the first page", reverse("admin:index")
    yield "a file", reverse("admin:intake_client_change", args=[one.pk])
    yield "its history", reverse("admin:intake_client_history", args=[one.pk])
    yield "preview", reverse("admin:draws_draw_preview", args=[draft.pk])
    yield "preview, page 20 of the people", reverse("admin:draws_draw_preview", args=[draft.pk]) + "?group=told&page=20"
    asked = f"?stream=cec&cutoff=450&on={draft.held_on}"
    yield "who would be invited", reverse("admin:draws_draw_what_if_round") + asked
    for words, typed in list_typed(one).items():
        yield f"search: {words}", f"{reverse('admin:search')}?{urlencode({'q': typed})}"
    for words, query in list_narrowed(one).items():
        yield f"clients: {words}", f"{clients}?{query}"
    for model in sorted(admin.site._registry, key=lambda model: model._meta.label):
        yield f"list: {model._meta.label}", reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")


def list_typed(one: Any) -> dict[str, str]:
    """What is looked for, as it is remembered of this file or another."""
    mailbox, _at, domain = one.email.partition("@")
    return {
        "a name": one.name,
        "nearly a name": "Amarra Okafr",
        "a number": one.telephone,
        "nearly an e-mail": f"{mailbox.replace('client', 'cleint')}@{domain}",
        "nearly a mailbox": "cleint",
        "nearly a street": "Eglin Streat Otawa",
        "a note's words": "wait for the test",
        "nearly a note's words": "wants to wiat",
        "nothing like it": "Zebediah Quixote",
    }


def list_narrowed(one: Any) -> dict[str, str]:
    """The list of clients, as it is read."""
    return {
        "far down": f"p={one.pk // 100}",
        "by name": "o=1",
        "by score": "o=-4",
        "a search": f"q={one.name.split()[1]}",
        "of mine": f"adviser__id__exact={one.adviser_id or 1}",
        "of colleagues": "adviser__id__exact=others",
        "who hold French": "stream=french",
        "from 450 to 480": "score_from=450&score_to=480",
        "changes soon": "changes=soon",
        "doubles": "double=yes",
        "implied consent": "implied=ends",
        "time to apply": "clock=running",
        "without a check": "checked=no",
        "never asked": "consent=missing",
    }


def measure(browser: Any, url: str) -> tuple[float, list[tuple[float, str]]]:
    """The median of some times, and the statements of one more time with the seconds of each."""
    # Beforehand: what the first look makes and keeps belongs to no time.
    answer, asked = look(browser, url)
    if answer.status_code != OK:
        raise RuntimeError(f"{url}: {answer.status_code}")
    times = [read_clock()]
    for _ in range(TIMES):
        browser.get(url, secure=True)
        times.append(read_clock())
    return median(after - before for before, after in pairwise(times)), asked


def read_clock() -> float:
    """Seconds of processor time so far: of this process, and of the one of PostgreSQL that answers it."""
    from django.db import connection

    own = time.process_time()
    if connection.vendor != "postgresql":
        return own
    # The kernel counts to the nanosecond how long a process was on a processor.
    ran = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text(encoding="ascii")
    return own + int(ran.split()[0]) * NANO


def look(browser: Any, url: str) -> tuple[Any, list[tuple[float, str]]]:
    """The page, and its statements with the seconds of each."""
    from django.db import connection

    asked: list[tuple[float, str]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            asked.append((time.perf_counter() - began, sql))

    with connection.execute_wrapper(note):
        return browser.get(url, secure=True), asked


def show_slow(name: str, asked: list[tuple[float, str]]) -> None:
    """The statements of a page, the slowest first."""
    say(f"\n{name}")
    for took, sql in sorted(asked, reverse=True)[:4]:
        say(f"    {took * 1000:6.0f} ms  {sql[:1200]}")


def main() -> int:
    """Print a line for each page; 1 where one takes longer than is wanted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    parser.add_argument("--clients", type=int, default=50_000)
    parser.add_argument("--slow", default="")
    given = parser.parse_args()
    with place(given.database, broker=True, STAFF_SECOND_FACTOR="false"):
        from django.core.management import call_command
        from django.test import Client as Browser

        call_command("collectstatic", verbosity=0, interactive=False)
        user, pages = make_office(given.clients)
        # What was made here is of no web process, whose collector would not walk through it with each page.
        gc.collect()
        gc.freeze()
        browser = Browser(SERVER_NAME="localhost")
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        empty, _asked = measure(browser, pages[EMPTY])
        say(f"{given.database}, {given.clients} clients; wanted: {WANTED / empty:.1f} times {EMPTY}")
        say(f"{'':34}{'queries':>8}{'ms':>8}{'ratio':>8}")
        slow = 0
        for name, url in pages.items():
            took, asked = measure(browser, url)
            slow += took > WANTED
            mark = "  more than wanted" if took > WANTED else ""
            say(f"{name:34}{len(asked):>8}{took * 1000:>8.0f}{took / empty:>8.1f}{mark}")
            if given.slow and given.slow in name:
                show_slow(name, asked)
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
