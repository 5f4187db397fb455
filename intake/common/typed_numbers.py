"""Numbers as people and spreadsheets write them: "6,5", "$15 000", "1,500", "28.500,00", "12000 CAD"."""

import re

SPACES = re.compile(r"\s+")
DOLLARS = re.compile(r"\$|(?<![a-z])(?:cad|ca?(?=\$))(?![a-z])", re.IGNORECASE)
# Beside a sign of grouping or of decimals a space means nothing.
LOOSE_SPACE = re.compile(r"\s+(?=[.,])|(?<=[.,\-])\s+")
GROUPED_BY_SPACES = re.compile(r"-?\d{1,3}(?:\s\d{3})+(?:[.,]\d*)?")
# A comma before three figures groups thousands; any other one is the decimal comma of French.
GROUPED_BY_COMMAS = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
GROUPED_BY_POINTS = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
# Figures after a comma that are as many as a group has, where there are none before it.
WRONG_GROUP = re.compile(r"-?\d*,\d{3}")


def remove_spaces(text: str) -> str:
    """Without spaces, which may group thousands, and without the sign of dollars."""
    return SPACES.sub("", DOLLARS.sub("", text))


def read_number(text: str) -> float:
    """The number. Raises `ValueError` where the text is no number, or has groups that are not of three figures."""
    plain = LOOSE_SPACE.sub("", DOLLARS.sub("", text).strip())
    if SPACES.search(plain) and not GROUPED_BY_SPACES.fullmatch(SPACES.sub(" ", plain)):
        raise ValueError(text)
    plain = SPACES.sub("", plain)
    if GROUPED_BY_COMMAS.fullmatch(plain):
        plain = plain.replace(",", "")
    return float(plain.replace(",", "."))


def read_money(text: str) -> float:
    """The amount. Raises `ValueError` where the text is no number, or has groups that are not of three figures.

    No amount has three decimals: where a number would, the point groups thousands.
    """
    plain = remove_spaces(text)
    # "28.500" is how much of the world writes 28,500; as a decimal it would be 28 dollars and a half.
    if GROUPED_BY_POINTS.fullmatch(plain):
        return read_number(plain.replace(".", "").replace(",", "."))
    if WRONG_GROUP.fullmatch(plain) and not GROUPED_BY_COMMAS.fullmatch(plain):
        raise ValueError(text)
    return read_number(text)
