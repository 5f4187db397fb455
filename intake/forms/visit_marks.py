"""What an address says of a visit: from the check; after mistakes; after cookies were lost; after an act is done."""

CHANGE, WRONG, LOST, DONE = "change", "wrong", "lost", "done"


def marked(url: str, *marks: str) -> str:
    """An address with these marks; an empty mark says nothing."""
    query = "&".join(f"{mark}=1" for mark in marks if mark)
    return f"{url}?{query}" if query else url
