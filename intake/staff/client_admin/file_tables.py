"""Read-only tables below the form of a client's file: standings, results, consents.

No parts of the form, as Django has them: forms for rows that nobody changes took a fifth of the page (record 0178).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.models import Assessment, Client, Consent, Standing
from intake.permissions import VIEW_ASSESSMENT, VIEW_CONSENTS, VIEW_STANDINGS
from intake.staff.changelists.grouped_numbers import display_for_field
from scoring.dates import format_date
from scoring.numbers import group_thousands
from scoring.streams import list_choices

# What the admin shows for nothing.
NOTHING = "-"
NOT_YET, NO_MORE = pgettext_lazy("of a stream", "not open yet"), pgettext_lazy("of a stream", "not open any more")
STANDING = ("stream", "crs", "since", "until")
# The name of a column, and its heading or what is in it.
Column = tuple[str, Any]


class ScoreChange(NamedTuple):
    """On a day a stream has another score: before, and from then on; words where it is not open."""

    day: date
    stream: str
    before: Any
    after: Any


class FileTable(NamedTuple):
    """Rows of one kind: a code for addresses within the page, a title, headings, and each row with its cells."""

    code: str
    title: Any
    headings: list[Column]
    rows: list[tuple[Any, list[Column]]]


def list_scores(client: Client, user: User | AnonymousUser) -> list[FileTable]:
    """The standings of today by stream, how they change ahead, and what was scored, newest first.

    Of these what this member of staff may see.
    """
    tables = []
    if VIEW_STANDINGS.held_by(user):
        today = timezone.localdate()
        # Rows reach 180 days back and two years ahead (record 0015).
        rows = list(client.standings.filter(until__gt=today).order_by("stream", "since"))
        held = [row for row in rows if row.since <= today]
        tables.append(build_table("standings", _("standings of today"), Standing, held, STANDING))
        tables.append(build_ahead(rows, today, client.stood_until))
    if VIEW_ASSESSMENT.held_by(user):
        results = client.assessments.defer("contact", "facts", "result")
        plain = build_table("assessments", _("results"), Assessment, results, ("on", "crs", "edition", "created"))
        tables.append(add_links(plain))
    return tables


def list_consents(client: Client, user: User | AnonymousUser) -> list[FileTable]:
    """Every act of consent, newest first, for those who may see it."""
    names = ("given", "at", "source", "language", "ip", "wording")
    if not VIEW_CONSENTS.held_by(user):
        return []
    return [build_table("consents", _("consents"), Consent, client.consents.all(), names)]


def build_ahead(rows: Sequence[Standing], today: date, horizon: date | None) -> FileTable:
    """The days after today on which a score changes, a stream opens or closes: earliest first, until the horizon.

    `rows` are in the order of their streams and days.
    """
    streams = dict(list_choices())
    changes = sorted(
        (
            change
            for stream, held in groupby(rows, attrgetter("stream"))
            for change in list_changes(streams.get(stream, stream), [*held])
        ),
        key=attrgetter("day"),
    )
    headings = [("day", _("from")), ("stream", _("stream")), ("before", _("score before")), ("after", _("CRS score"))]
    ahead = [
        ("", [("day", format_date(one.day)), ("stream", one.stream), ("before", one.before), ("after", one.after)])
        for one in changes
        # At the horizon every standing ends, because no further day is worked out: that is no news.
        if today < one.day and (horizon is None or one.day < horizon)
    ]
    return FileTable("ahead", _("score ahead"), headings, ahead)


def list_changes(stream: str, held: Sequence[Standing]) -> Iterator[ScoreChange]:
    """Of one stream's standings in order, the days on which one begins or ends; `stream` in words."""
    # None at both ends, so that the first one begins and the last one ends like any other.
    for before, after in pairwise([None, *held, None]):
        if before and after and before.until == after.since:
            yield ScoreChange(after.since, stream, group_thousands(before.crs), group_thousands(after.crs))
            continue
        if before:
            yield ScoreChange(before.until, stream, group_thousands(before.crs), NO_MORE)
        if after:
            yield ScoreChange(after.since, stream, NOT_YET, group_thousands(after.crs))


def build_table(code: str, title: Any, model: type[Model], rows: Iterable[Any], names: Sequence[str]) -> FileTable:
    """The rows with these fields of theirs, each shown as the admin shows it."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    headings = [(field.name, field.verbose_name) for field in fields]
    # Once a column: the names of the streams are those of the rules in use, and found anew whenever they are asked for.
    words = {field.name: dict(field.flatchoices) for field in fields if field.choices}
    cells = [(row, [(field.name, show(row, field, words.get(field.name))) for field in fields]) for row in rows]
    return FileTable(code, title, headings, cells)


def show(row: Model, field: Any, words: Mapping[Any, Any] | None) -> Any:
    """A value as the admin shows it; `words`: those of the choices of its field."""
    value = getattr(row, field.name)
    if words is not None:
        return words.get(value, NOTHING)
    return display_for_field(value, field, NOTHING)


def add_links(table: FileTable) -> FileTable:
    """The same table of results with the way to the page of each before its other columns."""
    rows = [(row, [("explained", link_result(row)), *cells]) for row, cells in table.rows]
    return table._replace(headings=[("explained", _("result")), *table.headings], rows=rows)


def link_result(result: Assessment) -> SafeString:
    """A link to its page."""
    where = reverse("admin:intake_client_result", args=[result.client_id, result.reference])
    return format_html('<a href="{}">{}</a>', where, result.reference)
