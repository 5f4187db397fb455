"""URLs of the question pages."""

from urllib.parse import urlencode

from django.urls import reverse

from intake.forms.query_flags import CHANGE, add_flags
from intake.questionnaire.flow import Page

FROM = "from"  # the page to which the points so far lead back
NAMES = ("page", "item", "part")


def get_url(page: Page | None, *, changing: bool = False, after: str = "") -> str:
    """The URL of a page; of the check where there is none. `after`: why it is shown again, `WRONG` or `LOST`."""
    if page is None:
        return reverse("intake:check")
    return get_path_url(page.path, changing=changing, after=after)


def get_path_url(path: str, *, changing: bool = False, after: str = "") -> str:
    """The URL of the page at this path: "jobs/2/conditions"."""
    parts = path.split("/")
    found = reverse(f"intake:{NAMES[len(parts) - 1]}", args=parts)
    return add_flags(found, CHANGE if changing else "", after)


def get_so_far_url(page: Page, *, changing: bool = False) -> str:
    """The URL of the points so far, which lead back to this page."""
    query = urlencode({FROM: page.path} | ({CHANGE: "1"} if changing else {}))
    return f"{reverse('intake:points_so_far')}?{query}"


def join_path(slug: str, number: int | None = None, part: str | None = None) -> str:
    """The path of the parts of a URL."""
    return "/".join(str(bit) for bit in (slug, number, part) if bit is not None)
