"""The address of a page of the intake."""

from django.urls import reverse

from intake.forms.visit_marks import CHANGE, add_marks
from intake.questionnaire.flow import Page

NAMES = ("page", "item", "part")


def address(page: Page | None, *, changing: bool = False, after: str = "") -> str:
    """Where a page is; no page is the check. `after`: what led there again, `WRONG` or `LOST`."""
    if page is None:
        return reverse("intake:check")
    return of_path(page.path, changing=changing, after=after)


def of_path(path: str, *, changing: bool = False, after: str = "") -> str:
    """Where the page of this path is: "jobs/2/conditions"."""
    parts = path.split("/")
    found = reverse(f"intake:{NAMES[len(parts) - 1]}", args=parts)
    return add_marks(found, CHANGE if changing else "", after)


def path_of(slug: str, number: int | None = None, part: str | None = None) -> str:
    """The path of an address's parts."""
    return "/".join(str(bit) for bit in (slug, number, part) if bit is not None)
