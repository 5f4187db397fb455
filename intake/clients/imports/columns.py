"""Which field each column of a table fills, guessed by what stands over it."""

import re
from collections.abc import Iterable, Mapping

from intake.common.folding import fold


def simplify(heading: str) -> str:
    """The letters and digits of a heading, small and without accents."""
    return re.sub(r"[\W_]", "", fold(heading).lower())


def guess_by_heading(header: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """For each column the field that its heading names, each field once; "" where it names none.

    `names`: what may stand over a column, with the field that it means.
    """
    meant = {simplify(name): field for name, field in names.items()}
    found: list[str] = []
    for heading in header:
        field = meant.get(simplify(heading), "")
        found.append("" if field in found else field)
    return found
