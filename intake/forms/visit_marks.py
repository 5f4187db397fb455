"""Marks in a URL's query: from the check, after mistakes, lost cookies, an act, or one too many."""

CHANGE, WRONG, LOST, DONE, TOO_MANY = "change", "wrong", "lost", "done", "too-many"


def add_marks(url: str, *marks: str) -> str:
    """Return the URL with these marks; empty ones are left out."""
    query = "&".join(f"{mark}=1" for mark in marks if mark)
    return f"{url}?{query}" if query else url
