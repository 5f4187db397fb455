"""PDFs as the worker of the queue `pdf` makes them, without its process."""

from typing import Any

from intake import tasks
from intake.models import Paper


def make_waiting() -> int:
    """Make every PDF that waits; how many."""
    waiting = list(Paper.objects.filter(pdf=None, failed=False).values_list("pk", flat=True))
    for digest in waiting:
        tasks.make_pdf(digest)
    return len(waiting)


def get_pdf(browser: Any, where: str, **extra: Any) -> Any:
    """Ask, wait, and ask again; the answer with the PDF."""
    browser.get(where, **extra)
    make_waiting()
    return browser.get(where, **extra)
