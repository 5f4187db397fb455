"""Who matches a draw: one SQL statement over the standings into the ledger of alerts.

A client who was above the cut-off in the draw's stream on the day of the round matches; at the cut-off, the time
their profile was submitted decides. The preview (`draws.matching.preview`) is made of the same querysets as the
statement, so the two can't disagree.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.utils import timezone

from draws.followers.messages import RoundNews
from draws.followers.owing import owe_news
from draws.matching import custom_list, telephone_tasks
from draws.matching.match_webhooks import owe_matches
from draws.models import Alert, Draw, LeftOut
from draws.models.mailings import LeftOutQuerySet
from intake.models import ChosenStream, Client, Standing
from intake.models.followers import FollowerQuerySet
from intake.querysets import StandingQuerySet
from scoring.apps import rulebook
from scoring.days import years_before

# People who hold an invitation are no longer in the pool.
INVITED = (Client.Stage.INVITED, Client.Stage.SUBMITTED)
IS_INVITED = Q(client__stage__in=INVITED)


def find_eligible(draw: Draw) -> StandingQuerySet[Standing]:
    """Standings on the day among those the round selected from, at any score."""
    if draw.occupations:
        return custom_list.find_standings(draw)
    # IN and not =, beside which SQLite asks whether the value is that of a partial index, and plans anew (record 0033).
    return Standing.objects.on(draw.held_on).filter(stream__in=[draw.stream])


def get_cutoff(draw: Draw) -> int:
    """The cut-off of a draw. Raises `ValueError` where it has none, because then it can't be matched."""
    if draw.cutoff is None:
        raise ValueError(f"Draw {draw.number} has no cut-off")
    return draw.cutoff


def reaches(draw: Draw) -> Q:
    """A standing held on the day is at or above the cut-off, whatever the tie-break."""
    return Q(crs__gte=get_cutoff(draw))


def qualifies(draw: Draw) -> Q:
    """A condition on standings: above the cut-off, or at it and not known to be later than the tie-break."""
    return reaches(draw) & build_tie_break_filter(draw) if draw.tie_break else reaches(draw)


def find_qualifying(draw: Draw) -> StandingQuerySet[Standing]:
    """Standings that the round would have picked."""
    return find_eligible(draw).filter(qualifies(draw))


def build_tie_break_filter(draw: Draw) -> Q:
    """Above the cut-off, or submitted at or before the tie-break, or at a time that is not known."""
    # Nobody is missed for a time that we do not know: they are told, and that the tie decides (`build_basis`).
    # Nor in the very second of the tie-break, although IRCC, and our pages with it, say "before".
    submitted = Q(client__profile_submitted_at=None) | Q(client__profile_submitted_at__lte=draw.tie_break)
    return Q(crs__gt=draw.cutoff) | submitted


def find_told(draw: Draw) -> StandingQuerySet[Standing]:
    """Standings whose clients are alerted: staff did not leave them out of it."""
    return find_eligible(draw).filter(is_told(draw))


def find_followers_told(draw: Draw) -> FollowerQuerySet:
    """Followers whom nobody has told of a draft yet, and who have no file whose client is alerted."""
    # They get the alert, which says all of the news and more (record 0156).
    return RoundNews.find_recipients(draw).exclude(email__in=find_told(draw).values("client__email"))


def is_told(draw: Draw) -> Q:
    """Its client is alerted."""
    return is_agreed(draw) & ~is_left_out(draw)


def is_agreed(draw: Draw) -> Q:
    """It qualifies, its client holds no invitation, agreed to this kind of round, and can be reached."""
    reachable = Q(client__alerts=True, client__undeliverable="")
    return qualifies(draw) & ~IS_INVITED & reachable & Q(build_wanted_filter(draw))


def is_without_email(draw: Draw) -> Q:
    """It qualifies, and its client holds no invitation and has no e-mail address."""
    return qualifies(draw) & ~IS_INVITED & Q(client__email="")


def find_to_call(draw: Draw) -> StandingQuerySet[Standing]:
    """Those without an address whom staff tell by telephone: they were not left out of it."""
    return find_eligible(draw).filter(is_to_call(draw))


def is_to_call(draw: Draw) -> Q:
    """Staff tell its client by telephone."""
    return is_without_email(draw) & ~is_left_out(draw)


def is_left_out(draw: Draw) -> Q:
    """Staff left its client out of this draw."""
    # A round that nobody has recorded (the what-if page) has no row that a client could have been left out of.
    # A set and no look for each client: most draws leave nobody out.
    return Q(client__in=LeftOut.objects.about(draw=draw).values("client")) if draw.pk else Q(pk__in=[])


def find_left_out(draw: Draw) -> LeftOutQuerySet:
    """The rows by which staff left the client of the outer query out of this draw, for `Exists`."""
    return LeftOut.objects.about(draw=draw).filter(client=OuterRef("client_id"))


def build_wanted_filter(draw: Draw) -> Combinable:
    """A condition on standings: the client wants to hear of all rounds, or of this kind among others."""
    chosen = ChosenStream.objects.filter(client=OuterRef("client_id"), stream=draw.kind)
    return Q(client__chosen_only=False) | Exists(chosen)


def build_basis(draw: Draw) -> Case:
    """Why a standing qualifies, as the alert says it."""
    known, unknown = Value(Alert.Basis.TIE_MET), Value(Alert.Basis.TIE_UNKNOWN)
    at_cutoff = Case(When(client__profile_submitted_at=None, then=unknown), default=known)
    return Case(
        When(crs__gt=draw.cutoff, then=Value(Alert.Basis.ABOVE)),
        default=at_cutoff if draw.tie_break else Value(Alert.Basis.AT_CUTOFF),
        output_field=CharField(),
    )


def build_in_pool(draw: Draw) -> Case:
    """Whether the client's profile was in IRCC's pool on the day, as far as we know when it was submitted.

    Nobody is left out for it: a client who submitted later or too long ago may have a profile that we do not know of,
    and is told in other words.
    """
    oldest, after = find_pool_window(draw.held_on)
    return Case(
        When(client__profile_submitted_at=None, then=Value(Alert.InPool.UNKNOWN)),
        When(client__profile_submitted_at__gte=after, then=Value(Alert.InPool.LATER)),
        When(client__profile_submitted_at__lt=oldest, then=Value(Alert.InPool.LAPSED)),
        default=Value(Alert.InPool.YES),
        output_field=CharField(),
    )


def read_in_pool(submitted_at: datetime | None, on: date) -> Alert.InPool:
    """The same for one profile, without the database."""
    oldest, after = find_pool_window(on)
    if submitted_at is None:
        return Alert.InPool.UNKNOWN
    if submitted_at >= after:
        return Alert.InPool.LATER
    return Alert.InPool.LAPSED if submitted_at < oldest else Alert.InPool.YES


def is_at_tie_break(draw: Draw, crs: int) -> bool:
    """Whether it is the tie-break that decides about this score."""
    return draw.tie_break is not None and crs == draw.cutoff


def meets_tie_break(draw: Draw, submitted_at: datetime | None) -> bool:
    """Whether a profile at the cut-off counts as submitted in time, as `build_tie_break_filter` asks the database."""
    return draw.tie_break is None or submitted_at is None or submitted_at <= draw.tie_break


def find_pool_window(on: date) -> tuple[datetime, datetime]:
    """From when, and before when, a profile was submitted that is in the pool on a day."""
    years = rulebook().on(on)["pool/validity"].points("profile")
    return make_midnight(years_before(on, years)), make_midnight(on + timedelta(days=1))


def make_midnight(day: date) -> datetime:
    """The beginning of a day in Ottawa."""
    return timezone.make_aware(datetime.combine(day, time.min))


def match(draw_id: int) -> bool:
    """Fill the ledger of a published draw, once; True if this call did it."""
    # Not under the lock below: working out everybody's work takes long, and staff's pages wait for the same row.
    prepare(draw_id)
    with transaction.atomic():
        # Two workers with the same task: the second waits for the lock, then finds no unmatched draw.
        draw = Draw.objects.unmatched().select_for_update().filter(pk=draw_id).first()
        if draw is None:
            return False
        now = timezone.now()
        # `told_from` ends the pause in which staff can take the publication back; until then nothing may leave.
        due_at = max(now, draw.told_from or now)
        fill_ledger(draw, now, due_at=due_at)
        # After the alerts and in their transaction: nobody who is told by an alert is told as a follower too.
        owe_news(draw, now, due_at)
        owe_matches(draw, now, due_at)
        telephone_tasks.owe_calls(draw, find_to_call(draw), timezone.localdate(due_at))
        draw.matched_at = timezone.now()
        draw.save(update_fields=["matched_at"])
    return True


def prepare(draw_id: int) -> None:
    """Work out who fits a draw with its own list of occupations, before anything is locked."""
    for draw in Draw.objects.unmatched().filter(pk=draw_id).exclude(occupations=[]):
        custom_list.work_out(draw)


def fill_ledger(
    draw: Draw, now: datetime, standings: QuerySet[Standing] | None = None, due_at: datetime | None = None
) -> int:
    """Add an alert for every client who matches and has none for this draw; returns how many were added.

    `standings` replaces those of everybody who is told, after a correction. No alert leaves before `due_at`.

    Django has no INSERT ... SELECT, so the SELECT of its own compiler is put inside one; the text is the same on
    SQLite and PostgreSQL.
    """
    columns = build_alert_columns(draw, now, due_at or now)
    # Without an order: sorting the rows would only cost time, and nobody reads them in one.
    rows = (find_told(draw) if standings is None else standings).order_by().values_list(*columns.values())
    select, params = rows.query.get_compiler(connection=connection).as_sql()
    quote = connection.ops.quote_name
    into = f"{quote(Alert._meta.db_table)} ({', '.join(quote(name) for name in columns)})"
    with connection.cursor() as cursor:
        # A correction compares those who match now with those who matched before: looked up client by client, and with
        # tables that PostgreSQL has not counted yet, that takes as long as the product of both.
        if standings is None:
            avoid_full_scans(cursor)
        # The unique constraint on draw and client is what keeps anybody from being told twice.
        cursor.execute(f"INSERT INTO {into} {select} ON CONFLICT DO NOTHING", params)
        inserted: int = cursor.rowcount
    return inserted


def avoid_full_scans(cursor: CursorWrapper) -> None:
    """For the rest of the transaction, look up the client of each match and never scan the whole pool.

    PostgreSQL would read all clients to join some thousands, and the pool's size would count (docs/decisions/0033).
    """
    if connection.vendor == "postgresql":
        # LOCAL ends with the transaction, so that no other query of this connection is planned so.
        cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")


def build_alert_columns(draw: Draw, now: datetime, due_at: datetime) -> dict[str, Any]:
    """The ledger's columns, each with the expression over a standing that fills it."""
    moment, due = (Value(one, output_field=DateTimeField()) for one in (now, due_at))
    return {
        "draw_id": Value(draw.pk, output_field=IntegerField()),
        "client_id": F("client_id"),
        "crs": F("crs"),
        "basis": build_basis(draw),
        "in_pool": build_in_pool(draw),
        "state": Value(Alert.State.PENDING, output_field=CharField()),
        "attempts": Value(0, output_field=IntegerField()),
        "due_at": due,
        "problem": Value("", output_field=TextField()),
        "provider_id": Value("", output_field=TextField()),
        "created": moment,
    }
