"""PDFs as the worker of the queue `pdf` makes them, without its process."""

from typing import Any

from intake import tasks
from intake.models import Paper


def find_waiting() -> set[str]:
    """The PDFs that wait to be made."""
    return set(Paper.objects.filter(pdf=None, failed=False).values_list("pk", flat=True))


def make_waiting() -> int:
    """Make every PDF that waits; how many."""
    waiting = find_waiting()
    for digest in waiting:
        tasks.make_pdf(digest)
    return len(waiting)


def get_pdf(browser: Any, where: str, **extra: Any) -> Any:
    """Ask, wait, and ask again; the answer with the PDF. Another that was begun with the result goes on waiting."""
    begun = find_waiting()
    browser.get(where, **extra)
    for digest in find_waiting() - begun or begun:
        tasks.make_pdf(digest)
    return browser.get(where, **extra)
