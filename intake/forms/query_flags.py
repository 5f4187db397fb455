"""Flags in a URL's query: from the check, after mistakes, lost cookies, a page too early, an act, or one too many."""

CHANGE, WRONG, LOST, EARLY, DONE, TOO_MANY = "change", "wrong", "lost", "early", "done", "too-many"


def add_flags(url: str, *flags: str) -> str:
    """Return the URL with these flags; empty ones are left out."""
    query = "&".join(f"{flag}=1" for flag in flags if flag)
    return f"{url}?{query}" if query else url
