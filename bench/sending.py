"""How fast a worker empties the ledger, compared with senders that have no ledger.

Run: `.venv/bin/python -m bench.sending [--database postgresql]`; about two minutes.

Two mail servers: a near one, which answers each command after 5 ms, and one
that answers at once. Beside the first a raw smtplib loop with ready-made
messages over one connection; beside the second Django's own `send_messages` of
the same messages in batches of a hundred. Ours are real Celery workers on a
real broker, one process each, claiming and marking every row. The rate is that
of the messages as the server saw them come, from the first to the last.
"""

import argparse
import smtplib
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.place import place, say
from tests.running.sink import Sink
from tests.running.worker import WorkerProcess

NEAR = 0.005
MANY, FEW = 4000, 600
LONGEST = 180


def clients_and_draw(count: int) -> Any:
    """A published round that this many clients match."""
    from django.utils import timezone

    from draws.models import Draw
    from intake.models import Client, Standing

    today = timezone.localdate()
    # One of three has no name and a letter in other words; another's name has to be encoded.
    names = ("Zoë Tremblay", "Amir Haddad", "")
    clients = Client.objects.bulk_create(
        Client(email=f"client{n}@example.com", name=names[n % 3], alerts=True) for n in range(count)
    )
    Standing.objects.bulk_create(
        Standing(client=client, stream="cec", crs=480 + n % 40, since=today, until=today + timedelta(days=9))
        for n, client in enumerate(clients)
    )
    facts = {"name": "Canadian Experience Class", "stream": "cec", "held_on": today, "cutoff": 470, "size": 1000}
    # Matched already, or a sweep would fill the ledger a second time.
    return Draw.objects.create(number="500", status="published", matched_at=timezone.now(), **facts)


def owe(draw: Any, count: int) -> None:
    """An empty ledger, and then this many alerts of the draw."""
    from django.utils import timezone

    from draws.matching.matcher import fill_ledger
    from draws.models import Alert

    Alert.objects.all().delete()
    fill_ledger(draw, timezone.now())
    # The statement takes all who match; what is more than was asked for goes again.
    Alert.objects.filter(pk__in=list(Alert.objects.order_by("pk").values_list("pk", flat=True)[count:])).delete()


def messages() -> Iterator[Any]:
    """The messages that the ledger owes, as anybody would make them with Django."""
    from django.core.mail import EmailMultiAlternatives

    from draws.models import Alert
    from draws.outbox.composer import Composer

    batch = Composer()
    for alert in Alert.objects.to_send():
        # Our words and headers, so that both sides send the same.
        ours = batch.compose(alert)
        mail = EmailMultiAlternatives(ours.subject, ours.body, to=ours.to, headers=ours.extra_headers)
        mail.attach_alternative(ours.alternatives[0][0], "text/html")
        yield mail


def send_raw(sink: Sink) -> None:
    """A loop over ready-made messages, one connection, nothing written down."""
    ready = [(mail.from_email, mail.to, mail.message().as_bytes(linesep="\r\n")) for mail in messages()]
    with smtplib.SMTP("127.0.0.1", sink.port) as server:
        for sender, to, data in ready:
            server.sendmail(sender, to, data)


def send_by_django(sink: Sink) -> None:
    """Django's send_messages in batches of a hundred, over one connection."""
    from django.core.mail import get_connection

    made = list(messages())
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with get_connection(backend, host="127.0.0.1", port=sink.port) as connection:
        for start in range(0, len(made), 100):
            connection.send_messages(made[start : start + 100])


def workers(folder: Path, count: int) -> Callable[[Sink], None]:
    """A number of workers, one process each, that find the ledger full."""

    def run(sink: Sink) -> None:
        from draws import tasks
        from draws.models import Alert
        from draws.outbox import worker

        crew = [WorkerProcess(folder / f"worker{n}.log", {"EMAIL_URL": sink.url}) for n in range(count)]
        for one in crew:
            one.start()
        deadline = time.monotonic() + LONGEST
        worker.dispatch_owed(tasks.call_senders)
        while Alert.objects.exclude(state="sent").exists() and time.monotonic() < deadline:
            time.sleep(0.2)
        for one in crew:
            one.kill()

    return run


def rate(folder: Path, act: Callable[[Sink], None], draw: Any, count: int, delay: float) -> float:
    """Messages a second, as the server saw them come."""
    owe(draw, count)
    sink = Sink(folder, delay)
    act(sink)
    sink.end()
    times = sorted(taken.at for taken in sink.taken())
    if len(times) != count:
        raise SystemExit(f"{len(times)} of {count} messages came")
    return (count - 1) / (times[-1] - times[0])


def main() -> None:
    """Print each rate and its ratio to the yardstick."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    database = parser.parse_args().database
    with place(database, broker=True) as here:
        draw = clients_and_draw(MANY)
        one, four = workers(here.folder, 1), workers(here.folder, 4)
        say(f"{database}: messages a second, and how many times the yardstick")
        near = rate(here.folder, send_raw, draw, FEW, NEAR)
        say(f"server answering after 5 ms: raw smtplib loop {near:.0f}")
        ours = rate(here.folder, one, draw, FEW, NEAR)
        say(f"    one worker, with the ledger {ours:.0f}: {ours / near:.2f} of the loop (wanted: 0.8)")
        all_four = rate(here.folder, four, draw, MANY // 2, NEAR)
        say(f"    four workers {all_four:.0f}: {all_four / ours:.2f} of one (wanted: 3)")
        at_once = rate(here.folder, send_by_django, draw, MANY, 0)
        say(f"server answering at once: Django's send_messages {at_once:.0f}")
        ours = rate(here.folder, one, draw, MANY, 0)
        say(f"    one worker, with the ledger {ours:.0f}: {ours / at_once:.2f} of Django's (wanted: 0.6)")


if __name__ == "__main__":
    main()
