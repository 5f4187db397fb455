"""Marks in a URL's query: the visit comes from the check, after mistakes, after lost cookies, or after an act."""

CHANGE, WRONG, LOST, DONE = "change", "wrong", "lost", "done"


def add_marks(url: str, *marks: str) -> str:
    """Return the URL with these marks; empty ones are left out."""
    query = "&".join(f"{mark}=1" for mark in marks if mark)
    return f"{url}?{query}" if query else url
