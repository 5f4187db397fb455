"""What a round with its own list of occupations costs: the first preview, and the next.

Run: `.venv/bin/python -m bench.own_list [--database postgresql] [--clients 20000 100000]`; about a minute.

The clients are the sample clients over and over, each with a general standing;
the list is that of a known category. Beside it stands the preview of the
same draw with a stream, which works nothing out.
"""

import argparse
from datetime import timedelta
from typing import Any

from bench.place import place, say, seconds
from bench.standing import make_clients

POOLS = (20_000, 100_000)
LIST = "healthcare"


def make_pool(count: int) -> None:
    """A number of clients in all, with standings in two streams."""
    from django.db import connection
    from django.utils import timezone

    from intake.models import Client, Standing

    known = Client.objects.count()
    ids, today = make_clients(count - known, known)[known:], timezone.localdate()
    days = {"since": today - timedelta(days=9), "until": today + timedelta(days=9)}
    rows = (Standing(client_id=pk, stream=of, crs=300 + pk % 300, **days) for pk in ids for of in ("general", "cec"))
    Standing.objects.bulk_create(rows, batch_size=5000)
    Client.objects.update(alerts=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def make_draw(number: str, **facts: Any) -> Any:
    """A draft of today."""
    from django.utils import timezone

    from draws.models import Draw

    return Draw.objects.create(number=number, name="A category of tomorrow", held_on=timezone.localdate(), **facts)


def list_known() -> list[str]:
    """The occupations of a known category."""
    from django.utils import timezone

    from scoring.apps import rulebook

    return sorted(rulebook().on(timezone.localdate())[f"categories/{LIST}"].cells)


def look(draw: Any) -> None:
    """The preview as its page shows it."""
    from django.contrib.auth.models import User

    from draws.matching.preview import Preview
    from draws.staff.preview_page import build_preview_groups, name_groups

    list(build_preview_groups(name_groups(Preview(draw, user=User(is_superuser=True))), {})["page"])


def measure(count: int) -> None:
    """One size."""
    from draws.models import Fit

    make_pool(count)
    pasted = make_draw(f"{count // 1000}", occupations=list_known(), months=6, place="anywhere", cutoff=450)
    stream = make_draw(f"{count // 1000}a", stream="cec", cutoff=450)
    first, again, known = (seconds(lambda draw=draw: look(draw)) for draw in (pasted, pasted, stream))
    fits = Fit.objects.filter(draw=pasted, fits=True).count()
    say(f"{count} clients, {fits} with the work")
    say(f"    first preview {first:.1f} s, next {again:.2f} s; of a round with a stream {known:.2f} s")


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--clients", type=int, nargs="+", default=list(POOLS))
    given = parser.parse_args()
    with place(given.database) as _here:
        say(given.database)
        # The smallest first, because each pool is the one before it with more clients.
        for count in sorted(given.clients):
            measure(count)


if __name__ == "__main__":
    main()
