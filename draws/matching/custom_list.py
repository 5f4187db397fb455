"""A draw in a category that the tables do not know yet: staff paste its list, and it is matched all the same.

The list asks for so many months of paid work in one of its occupations, in the
window that every category has had, by the rule for occupations of
`scoring.categories`. Who has it is worked out from the facts on the day of the
draw and kept in `Fit`; the score is that of the general standing, because a
category selects among those who qualify for a program. Looked at is only whose
facts name a listed occupation, which the database finds; worked out is only
what is missing or older than the client's standings. So the statement that
matches stays one over indexed rows.

A row of `Fit` belongs to what was asked (`asked`): another list, or the same on
another day, has rows of its own, so that a draw can be corrected.
"""

import logging
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from draws.models import Draw, Fit
from intake.common.batched import batched
from intake.models import Client, Standing
from intake.querysets import ClientQuerySet
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


def standings(draw: Draw) -> QuerySet[Standing]:
    """The general standings on the day of those who have the work that the draw's own list asks for."""
    fits = known(draw).filter(client=OuterRef("client_id"), fits=True)
    return Standing.objects.held("general", draw.held_on).filter(Exists(fits))


def asked(draw: Draw) -> str:
    """What a draw asks for and when, as a short name: another one for any other list or day."""
    what = (*sorted(draw.occupations), draw.months, draw.place, draw.continuous, draw.held_on)
    return sha256(" ".join(map(str, what)).encode()).hexdigest()[:16]


def known(draw: Draw) -> QuerySet[Fit]:
    """What has been worked out for what the draw asks."""
    return Fit.objects.filter(draw=draw.pk, asked=asked(draw))


def bring_up_to_date(draw: Draw) -> None:
    """Work out what a draw with its own list is matched by; for any other there is nothing to do."""
    if draw.occupations:
        work_out(draw)


def work_out(draw: Draw) -> int:
    """Bring `Fit` up to date for everybody with a score on the day; how many clients were worked out."""
    pks = list(unknown(draw).values_list("pk", flat=True))
    work_out_these(draw, pks)
    return len(pks)


def work_out_these(draw: Draw, pks: Sequence[int]) -> None:
    """The same for these clients, whatever is known of them."""
    table = list_of(draw)
    for part in batched(pks, BATCH):
        found = Client.objects.filter(pk__in=part).values_list("pk", "facts")
        Fit.objects.bulk_create(
            [fit(draw, table, client, facts) for client, facts in found],
            update_conflicts=True,
            unique_fields=["draw", "asked", "client"],
            update_fields=["fits", "worked_out"],
        )
    if len(pks) > BATCH:
        tell_the_planner()


def tell_the_planner() -> None:
    """Let PostgreSQL count the rows now: it would take the table for empty, and read it whole for each client."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(Fit._meta.db_table)}")


def unknown(draw: Draw) -> ClientQuerySet:
    """Clients who name a listed occupation and whose fit is not known, or was worked out before their standings were.

    Who names none and was never worked out does not fit, and needs no row.
    """
    fits = known(draw).filter(client=OuterRef("pk"))
    older = fits.filter(worked_out__lt=OuterRef("stood_at"))
    held = Standing.objects.held("general", draw.held_on).filter(client=OuterRef("pk"))
    names_one = Q(facts__jobs__regex=f'"({"|".join(draw.occupations)})"')
    return Client.objects.filter(Exists(held)).filter((~Exists(fits) & names_one) | Exists(older))


def fit(draw: Draw, table: Table, client: int, facts: dict) -> Fit:
    """Whether one client has the work. Facts that can't be read are told in the log, and do not fit."""
    moment = timezone.now()
    try:
        profile = decode(facts)
        met = occupations(Candidate(profile, draw.held_on, rulebook().on(draw.held_on)), table).eligible
    except ProfileError as error:
        log.error("client %s is not matched to draw %s: %s", client, draw.pk, error)
        met = False
    return Fit(draw_id=draw.pk, asked=asked(draw), client_id=client, fits=bool(met), worked_out=moment)


def list_of(draw: Draw) -> Table:
    """The draw's own list in the form of a category's table."""
    rules = rulebook().on(draw.held_on)
    months = draw.months or MONTHS_A_YEAR
    values: dict[str, Any] = {"months": months, "hours": hours(rules, months), "window_years": window(rules)}
    values |= {"continuous": draw.continuous, "where": draw.place or Draw.Place.ANYWHERE}
    source = Source(draw.name, "", draw.held_on, draw.held_on)
    cells = {code: {"title": by_code()[code].title_en} for code in draw.occupations}
    return Table(f"draw {draw.number}", source, ("title",), cells, values)


def hours(rules: Rules, months: int) -> int:
    """How many hours so many months of full-time work are: that part of a year's."""
    return rules["work/definitions"].points("year_hours") * months // MONTHS_A_YEAR


def window(rules: Rules) -> int:
    """How many years back the work counts: as in the known categories, which agree on it."""
    years = {table.value("window_years") for _, table in rules.named("categories") if "window_years" in table.values}
    if len(years) != 1:
        raise RuleError("The known categories do not agree on how far back work counts")
    return years.pop()


def forget(draw: Draw) -> None:
    """The list was changed: what was worked out for others is of no use."""
    Fit.objects.filter(draw=draw.pk).exclude(asked=asked(draw)).delete()
