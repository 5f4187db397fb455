"""An invented edition of the rules, as files alone: one class in place of three, a high-wage factor, rows that end."""

from datetime import date
from pathlib import Path

from scoring.rulebook import Rulebook, load
from scoring.table_files import TableText

FOLDER = Path(__file__).parent / "invented_edition"


def list_files(day: date) -> list[TableText]:
    """The files, in force from a day."""
    paths = sorted(FOLDER.rglob("*.toml"))
    return [
        TableText(
            path.relative_to(FOLDER).with_suffix("").as_posix(),
            path.read_text(encoding="utf-8").replace("{day}", day.isoformat()),
            str(path),
        )
        for path in paths
    ]


def load_edition(day: date) -> Rulebook:
    """The shipped rules, and from the day on these."""
    return load(released=list_files(day))
