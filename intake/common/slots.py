"""Places in intake's pages that apps above it fill: `intake` names the place, the other app registers what goes there.

So a page can show something of an app that `intake` must not import. An app
registers what fills a slot when it is ready; a slot that nobody fills is empty.
"""

from collections import defaultdict
from collections.abc import Callable

from django.utils.safestring import SafeString, mark_safe

Filler = Callable[..., str]

# On the result, for an assessment and the figure that its page counts from: `filler(assessment, leading) -> safe HTML`.
RESULT = "result"
# On the home page, and links to further reading there: `filler() -> safe HTML`.
HOME = "home"
GUIDE_LINKS = "guide_links"
# A link to the page that finds occupations: `filler() -> safe HTML`.
OCCUPATION_LINK = "occupation_link"
# At the head of a client's file in the staff's tool, a way on: `filler(client, user) -> safe HTML`.
FILE_WAYS = "file_ways"
# Registered and not imported: imports go one way, from `draws` to `intake` (record 0055).
SLOTS = frozenset({RESULT, HOME, GUIDE_LINKS, OCCUPATION_LINK, FILE_WAYS})

_fillers: dict[str, list[Filler]] = defaultdict(list)


def fill(slot: str, filler: Filler) -> None:
    """Let `filler` write into a slot, after those that came before. Raises `KeyError` for a slot that there is not."""
    if slot not in SLOTS:
        raise KeyError(slot)
    if filler not in _fillers[slot]:
        _fillers[slot].append(filler)


def render_slot(slot: str, *arguments: object) -> SafeString:
    """The content of a slot, as HTML that its fillers have escaped. Raises `KeyError` for an unknown slot."""
    if slot not in SLOTS:
        raise KeyError(slot)
    return mark_safe("".join(filler(*arguments) for filler in _fillers[slot]))  # noqa: S308 - templates escaped it
