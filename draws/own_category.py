"""A draw in a category that the tables do not know yet: staff paste its list, and it is matched all the same.

The list asks for so many months of paid work in one of its occupations, in the
window that every category has had, by the rule for occupations of
`scoring.categories`. Who has it is worked out from the facts on the day of the
draw and kept in `Fit`; the score is that of the general standing, because a
category selects among those who qualify for a program. Only what is missing or
older than the client's standings is worked out again, so that the statement
that matches stays one over indexed rows.
"""

import logging
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from draws.models import Draw, Fit
from intake.models import Client, Standing
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
    fits = Fit.objects.filter(draw=draw, client=OuterRef("client_id"), fits=True)
    return Standing.objects.held("general", draw.held_on).filter(Exists(fits))


def work_out(draw: Draw) -> int:
    """Bring `Fit` up to date for everybody with a score on the day; how many clients were looked at."""
    table, done = list_of(draw), 0
    while rows := [fit(draw, table, *found) for found in unknown(draw)]:
        Fit.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["draw", "client"], update_fields=["fits", "worked_out"]
        )
        done += len(rows)
    return done


def unknown(draw: Draw) -> Iterator[tuple[int, dict]]:
    """The next clients whose fit is not known, or was worked out before their standings were: id and facts."""
    known = Fit.objects.filter(draw=draw, client=OuterRef("pk"))
    older = known.filter(worked_out__lt=OuterRef("stood_at"))
    held = Standing.objects.held("general", draw.held_on).filter(client=OuterRef("pk"))
    clients = Client.objects.filter(Exists(held)).filter(~Exists(known) | Exists(older))
    return clients.order_by("pk").values_list("pk", "facts")[:BATCH].iterator()


def fit(draw: Draw, table: Table, client: int, facts: dict) -> Fit:
    """Whether one client has the work. Facts that can't be read are told in the log, and do not fit."""
    moment = timezone.now()
    try:
        profile = decode(facts)
        met = occupations(Candidate(profile, draw.held_on, rulebook().on(draw.held_on)), table).eligible
    except ProfileError as error:
        log.error("client %s is not matched to draw %s: %s", client, draw.pk, error)
        met = False
    return Fit(draw=draw, client_id=client, fits=bool(met), worked_out=moment)


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
    """The list was changed: nothing that was worked out holds."""
    Fit.objects.filter(draw=draw).delete()
