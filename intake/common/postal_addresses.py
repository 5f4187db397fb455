"""The one form of a postal address: its lines, each without the spaces that nobody sees."""

LONGEST_ADDRESS = 500


def tidy_address(typed: str) -> str:
    """Its lines, without what is empty in them."""
    lines = (" ".join(line.split()) for line in typed.splitlines())
    return "\n".join(filter(None, lines))
