"""The number of a row as a form names it: whatever else was sent asks the database nothing."""

DIGITS = 19  # the number of a row has fewer


def read_row_number(sent: str) -> int | None:
    """The number; None for what is not one."""
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < DIGITS else None
