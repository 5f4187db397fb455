"""Numbers as people and spreadsheets write them: "6,5", "$15 000", "1,500", "28.500,00"."""

import re

SPACES = re.compile(r"[\s$]")
# A comma before three figures groups thousands; any other one is the decimal comma of French.
GROUPING_COMMA = re.compile(r",(?=\d{3}(?:\D|$))")
GROUPED_BY_POINTS = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?")


def remove_spaces(text: str) -> str:
    """Without spaces, which may group thousands, and without the sign of dollars."""
    return SPACES.sub("", text)


def read_number(text: str) -> float:
    """The number. Raises `ValueError` where the text is none."""
    return float(GROUPING_COMMA.sub("", remove_spaces(text)).replace(",", "."))


def read_money(text: str) -> float:
    """The amount. Raises `ValueError` where the text is none.

    No amount has three decimals: where a number would, the point groups thousands.
    """
    plain = remove_spaces(text)
    # "28.500" is how much of the world writes 28,500; as a decimal it would be 28 dollars and a half.
    if GROUPED_BY_POINTS.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    return read_number(plain)
