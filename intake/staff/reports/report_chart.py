"""A report as bars, one a line; the table beside it says the same."""

from collections.abc import Sequence

from intake.common.charts.bar_chart import BarChart, BarStyle, build_bar_chart
from intake.common.charts.labels import GAP, measure_text
from intake.staff.reports.sheets import Row

STYLE = BarStyle(width=760, left=0, line=22, bar=14, words=12)
LONGEST_LABEL = 260


def build_report_chart(rows: Sequence[Row]) -> BarChart | None:
    """The first cell of each line as a bar; None where all are nothing."""
    left = min(max((measure_text(row.text) for row in rows), default=0), LONGEST_LABEL) + GAP
    return build_bar_chart([(row.text, row.cells[0] or 0) for row in rows], STYLE._replace(left=left))
