"""A draw in a category that the tables do not know yet: staff paste its list, and it is matched all the same.

The list asks for this many months of paid work in one of its occupations, in the window that every category has had, by
the rule for occupations of `scoring.categories`. Who has the work is computed from the facts on the day of the draw and
stored in `Fit`; the score is that of the general standing, because a category selects among those who qualify for a
program. Only clients whose facts name a listed occupation are looked at, and only what is missing or older than their
standings is worked out. So the statement that matches stays one over indexed rows.

A row of `Fit` belongs to one list on one day (`asked`): another list, or the same on another day, has rows of its
own, so that a draw can be corrected.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from draws.models import Draw, Fit
from intake.common.batched import batched
from intake.models import Client, Standing
from intake.querysets import ClientQuerySet, StandingQuerySet
from scoring.apps import rulebook
from scoring.candidate import Candidate
from scoring.categories import occupations
from scoring.occupations import by_code
from scoring.profile import ProfileError, decode
from scoring.rulebook import Rules
from scoring.table import RuleError, Source, Table

log = logging.getLogger(__name__)
BATCH = 500
MONTHS_A_YEAR = 12


def find_standings(draw: Draw) -> StandingQuerySet[Standing]:
    """The general standings on the day of those who have the work that the draw's own list asks for."""
    fits = find_known(draw).filter(client=OuterRef("client_id"), fits=True)
    return Standing.objects.held("general", draw.held_on).filter(Exists(fits))


def fingerprint_list(draw: Draw) -> str:
    """A short digest of what a draw's own list asks for and when: different for any other list or day."""
    # The same codes pasted in another order ask the same.
    what = (*sorted(draw.occupations), draw.months, draw.place, draw.continuous, draw.held_on)
    return sha256(" ".join(map(str, what)).encode()).hexdigest()[:16]


def find_known(draw: Draw) -> QuerySet[Fit]:
    """What has been worked out for the draw's list."""
    return Fit.objects.filter(draw=draw.pk, asked=fingerprint_list(draw))


def bring_up_to_date(draw: Draw) -> None:
    """Work out who fits a draw with its own list; nothing to do for any other."""
    if draw.occupations:
        work_out(draw)


def work_out(draw: Draw) -> int:
    """Bring `Fit` up to date for everybody with a score on the day; returns how many clients were worked out."""
    pks = list(find_unknown(draw).values_list("pk", flat=True))
    work_out_these(draw, pks)
    return len(pks)


def work_out_these(draw: Draw, pks: Sequence[int]) -> None:
    """Work these clients out, whatever is known of them."""
    table = build_table(draw)
    for part in batched(pks, BATCH):
        # Before the facts are read: a standing that is written meanwhile is then the newer, and is looked at again.
        moment = timezone.now()
        found = Client.objects.filter(pk__in=part).values_list("pk", "facts")
        Fit.objects.bulk_create(
            [judge_client(draw, table, client, facts, moment) for client, facts in found],
            # Two workers may be given the same clients; the second writes the same again.
            update_conflicts=True,
            unique_fields=["draw", "asked", "client"],
            update_fields=["fits", "worked_out"],
        )
    if len(pks) > BATCH:
        analyze_table()


def analyze_table() -> None:
    """Let PostgreSQL count the rows: taking the table for empty, it would read it whole for each client."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(Fit._meta.db_table)}")


def find_unknown(draw: Draw) -> ClientQuerySet[Client]:
    """Clients who name a listed occupation and whose fit is not known, or is older than their standings.

    A client who names none and was never worked out does not fit, and needs no row.
    """
    # A standing that was written later comes from other facts, or other rules: the work is judged again.
    fits = find_known(draw).filter(client=OuterRef("pk"))
    older = fits.filter(worked_out__lt=OuterRef("stood_at"))
    held = Standing.objects.held("general", draw.held_on).filter(client=OuterRef("pk"))
    # The code in its quotes, in the JSON's text: a search that both databases have, which needs no column of its own.
    names_one = Q(facts__jobs__regex=f'"({"|".join(draw.occupations)})"')
    return Client.objects.filter(Exists(held)).filter((~Exists(fits) & names_one) | Exists(older))


def judge_client(draw: Draw, table: Table, client: int, facts: dict[str, Any], moment: datetime) -> Fit:
    """Whether one client has the work by their facts of that moment; facts that can't be read do not fit."""
    try:
        profile = decode(facts)
        met = occupations(Candidate(profile, draw.held_on, rulebook().on(draw.held_on)), table).eligible
    except ProfileError as error:
        # One file that can't be read must not keep the round from everybody else.
        log.error("client %s is not matched to draw %s: %s", client, draw.pk, error)
        met = False
    return Fit(draw_id=draw.pk, asked=fingerprint_list(draw), client_id=client, fits=bool(met), worked_out=moment)


def build_table(draw: Draw) -> Table:
    """The draw's own list in the form of a category's table."""
    rules = rulebook().on(draw.held_on)
    months = draw.months or MONTHS_A_YEAR
    values: dict[str, Any] = {"months": months, "hours": count_hours(rules, months), "window_years": find_window(rules)}
    values |= {"continuous": draw.continuous, "where": draw.place or Draw.WorkPlace.ANYWHERE}
    source = Source(draw.name, "", draw.held_on, draw.held_on)
    cells = {code: {"title": by_code()[code].title_en} for code in draw.occupations}
    return Table(f"draw {draw.number}", source, ("title",), cells, values)


def count_hours(rules: Rules, months: int) -> int:
    """The hours of this many months of full-time work: that share of a year's."""
    # Six months are half of a year's hours: our reading (docs/before-launch.md).
    return rules["work/definitions"].points("year_hours") * months // MONTHS_A_YEAR


def find_window(rules: Rules) -> int:
    """How many years back the work counts, on which the known categories agree. Raises `RuleError` if not."""
    years = {table.value("window_years") for _, table in rules.named("categories") if "window_years" in table.values}
    if len(years) != 1:
        raise RuleError("The known categories do not agree on how far back work counts")
    return years.pop()


def delete_outdated(draw: Draw) -> None:
    """Delete what was worked out for earlier versions of the list."""
    Fit.objects.filter(draw=draw.pk).exclude(asked=fingerprint_list(draw)).delete()
