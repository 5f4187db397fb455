"""Reports on leads and stages: where leads come from, how far they come, and how long each stage takes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncWeek
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from intake.common import sources
from intake.models import Client, Enquiry, StageMove
from intake.staff.reports.report_types import YEAR, Report, ReportRow, Scope, Sheet, begin_day

Stage = Client.Stage
WEEKS = 12
# A source is a word in an address, which anybody may write: only so many have a column of their own.
MOST_SOURCES = 5
DOORS: dict[str, Any] = {
    sources.QUESTIONNAIRE: _("Questionnaire"),
    sources.ENQUIRY: _("Enquiry"),
    sources.BOOKING: _("Booking"),
    sources.TELEPHONE: _("Telephone"),
    sources.IMPORT: _("List of clients"),
    sources.STAFF: _("Entered by staff"),
}
# From a lead to an agreement; a file that came to one of these came past those before it.
WAY = (Stage.BOOKED, Stage.CONSULTED, Stage.AGREEMENT_SENT, Stage.RETAINED)


def list_weeks(today: date) -> list[date]:
    """The Mondays of the last weeks, the newest last."""
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def read_leads(scope: Scope) -> Sheet:
    """New files and enquiries of each of the last weeks, the newest last, the enquiries by source."""
    weeks = list_weeks(scope.today)
    since = {"created__gte": begin_day(weeks[0])}
    files = Counter(dict(count_by_week(scope.find_clients().filter(**since))))
    asked = {(week, source): number for week, source, number in count_by_week(find_enquiries(scope, since), "source")}
    named = list_sources(asked.items())
    headings = [_("Week beginning"), _("New files"), _("Enquiries"), *named, _("Other sources"), _("No source named")]
    return Sheet(headings, [ReportRow(week, [files[week], *share_out(week, asked, named)]) for week in weeks])


def find_enquiries(scope: Scope, since: dict[str, Any]) -> QuerySet[Enquiry]:
    """Enquiries that somebody can answer; of an adviser, those in their files."""
    # `exclude` keeps enquiries of no file, which a filter on a file's own column would leave out.
    found = Enquiry.objects.visible_to(scope.user).answerable().exclude(client__sample=True)
    return found.filter(**since, **scope.of_files)


def count_by_week(rows: QuerySet[Any], *also: str) -> Iterator[Any]:
    """How many rows were created in each week, by its Monday."""
    weeks = rows.order_by().annotate(week=TruncWeek("created", output_field=DateField()))
    yield from weeks.values_list("week", *also).annotate(number=Count("pk"))


def read_files(scope: Scope) -> Sheet:
    """New files of each of the last weeks, the newest last, by the door or the link by which they came."""
    weeks = list_weeks(scope.today)
    rows = scope.find_clients().filter(created__gte=begin_day(weeks[0]))
    came = {(week, source): number for week, source, number in count_by_week(rows, "source")}
    doors = [*DOORS, *list_sources(one for one in came.items() if one[0][1] not in DOORS)]
    headings = [DOORS.get(source, source) for source in doors]
    columns = [_("Week beginning"), _("New files"), *headings, _("Other sources"), _("Source not known")]
    return Sheet(columns, [ReportRow(week, share_out(week, came, doors)) for week in weeks])


def list_sources(asked: Iterable[tuple[tuple[date, str], int]]) -> list[str]:
    """The sources that have a column, those with the most rows first."""
    totals: Counter[str] = Counter()
    for (_week, source), number in asked:
        totals[source] += number
    del totals[""]
    return sorted(totals, key=lambda source: (-totals[source], source))[:MOST_SOURCES]


def share_out(week: date, asked: dict[tuple[date, str], int], named: list[str]) -> list[int]:
    """How many rows of a week there are: all, of each source that has a column, of others, and without any."""
    mine = {source: number for (day, source), number in asked.items() if day == week}
    total, without = sum(mine.values()), mine.get("", 0)
    columns = [mine.get(source, 0) for source in named]
    return [total, *columns, total - without - sum(columns), without]


def read_way(scope: Scope) -> Sheet:
    """Of the files begun in a year, how many came to each stage on the way to an agreement or past it."""
    begun = scope.find_clients().filter(created__gte=scope.year_ago)
    found = begun.aggregate(begun=Count("pk"), **{stage: Count("pk", filter=has_reached(stage)) for stage in WAY})
    lines = [(gettext("Files begun"), found["begun"]), *((stage.label, found[stage]) for stage in WAY)]
    rows = [ReportRow(label, [number, find_percentage(number, found["begun"])]) for label, number in lines]
    return Sheet([_("Stage"), _("Files"), _("Of the files begun, in percent")], rows)


def has_reached(stage: Stage) -> Q:
    """A condition on clients: they came to this stage, or to a later one on the way."""
    # A move may skip a stage: a file that came to a later one came past it (record 0155).
    later = WAY[WAY.index(stage) :]
    moved = StageMove.objects.filter(client=OuterRef("pk"), stage__in=later)
    # The day of the agreement stays when the file goes back or is closed (record 0034).
    return Q(stage__in=later) | Q(retained_on__isnull=False) | Q(Exists(moved))


def find_percentage(part: int, whole: int) -> int | None:
    """How many of a hundred; None of nothing."""
    return round(100 * part / whole) if whole else None


def read_days(scope: Scope) -> Sheet:
    """For each stage, the median number of days spent in it by files that left it within the last year."""
    stays: defaultdict[str, list[int]] = defaultdict(list)
    for stage, began, at in find_moves(scope).values_list("was", "began", "at").iterator():
        stays[stage].append(max((at - began).days, 0))
    left = [(stage.label, stays[stage]) for stage in Stage if stage in stays]
    rows = [ReportRow(label, [round(median(days)), len(days)]) for label, days in left]
    return Sheet([_("Stage"), _("Days in it (median)"), _("Moves out of it")], rows)


def find_moves(scope: Scope) -> QuerySet[Any]:
    """The moves of a year, each with the moment at which the stage before it began."""
    before = StageMove.objects.filter(client=OuterRef("client"), at__lt=OuterRef("at")).order_by("-at").values("at")
    moves = StageMove.objects.filter(at__gte=scope.year_ago, client__in=scope.find_clients()).order_by()
    return moves.annotate(began=Coalesce(Subquery(before[:1]), "client__created"))


OWN = (
    Report(
        "files",
        _("New files by week and source"),
        format_lazy(
            ngettext_lazy(
                "New files of the last week by the door through which they came or, where somebody followed a link "
                "with a source, by its word. Of files from before this was kept, the source is not known.",
                "New files of the last {weeks} weeks by the door through which they came or, where somebody followed "
                "a link with a source, by its word. Of files from before this was kept, the source is not known.",
                WEEKS,
            ),
            weeks=WEEKS,
        ),
        read_files,
    ),
    Report(
        "leads",
        _("Leads by week and source"),
        format_lazy(
            ngettext_lazy(
                "New files, and enquiries that can be answered, of the last week. The source is the word in the link "
                "by which somebody came (“?source=”).",
                "New files, and enquiries that can be answered, of the last {weeks} weeks. The source is the word in "
                "the link by which somebody came (“?source=”).",
                WEEKS,
            ),
            weeks=WEEKS,
        ),
        read_leads,
    ),
    Report(
        "way",
        _("From lead to consultation to agreement"),
        format_lazy(
            _("Files begun in the last {window} days, and how many of them came to each stage, or past it."),
            window=YEAR.days,
        ),
        read_way,
    ),
    Report(
        "days",
        _("Days in each stage"),
        format_lazy(
            _(
                "Moves of the last {window} days: half of the stays in the stage were shorter than this, half were "
                "longer."
            ),
            window=YEAR.days,
        ),
        read_days,
    ),
)
