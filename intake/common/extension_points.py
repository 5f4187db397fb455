"""Places in intake's pages that apps above it fill: `intake` names the place, the other app registers what goes there.

So a page can show something of an app that `intake` must not import. An app
registers what fills a point when it is ready; a point that nobody fills is empty.
"""

from collections import defaultdict
from collections.abc import Callable

from django.utils.safestring import SafeString, mark_safe

Filler = Callable[..., str]

# On the result, for an assessment, the figure that its page counts from and its ways:
# `filler(assessment, headline, ways) -> safe HTML`.
RESULT = "result"
# On the home page, and links to further reading there: `filler() -> safe HTML`.
HOME = "home"
GUIDE_LINKS = "guide_links"
# A link to the page that finds occupations: `filler() -> safe HTML`.
OCCUPATION_LINK = "occupation_link"
# At the head of a client's file in the staff's tool, a way on: `filler(client, user) -> safe HTML`.
FILE_LINKS = "file_links"
# Registered and not imported: imports go one way, from `draws` to `intake` (record 0055).
POINTS = frozenset({RESULT, HOME, GUIDE_LINKS, OCCUPATION_LINK, FILE_LINKS})

_fillers: dict[str, list[Filler]] = defaultdict(list)


def fill(point: str, filler: Filler) -> None:
    """Let `filler` write into a point, after those that came before. Raises `KeyError` for an unknown one."""
    if point not in POINTS:
        raise KeyError(point)
    if filler not in _fillers[point]:
        _fillers[point].append(filler)


def render_point(point: str, *arguments: object) -> SafeString:
    """The content of a point, as HTML that its fillers have escaped. Raises `KeyError` for an unknown one."""
    if point not in POINTS:
        raise KeyError(point)
    return mark_safe("".join(filler(*arguments) for filler in _fillers[point]))  # noqa: S308 - templates escaped it
