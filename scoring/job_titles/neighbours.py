"""The unit groups that people confuse with one, from `data/confused.toml` and from the titles that groups share."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from scoring.job_titles.index import get_index
from scoring.job_titles.search import find_in
from scoring.job_titles.titles import DATA
from scoring.memory import make_once, remember
from scoring.occupations import occupation, title_in

MOST, LEAST = 4, 0.3


@remember
def find_neighbours(noc: str, language: str) -> tuple[str, ...]:
    """The codes of at most four: those of the table, and where it has none, those of the same field by their titles."""
    told = dict.fromkeys(
        other for confused in read_confused_sets() if noc in confused for other in confused if other != noc
    )
    # The first digit of a code is its broad category, which is the field of the work.
    found = told or dict.fromkeys(
        other for other in (*_sharing(noc, language), *_alike(noc, language)) if other[0] == noc[0]
    )
    return tuple(found)[:MOST]


@make_once
def read_confused_sets() -> tuple[tuple[str, ...], ...]:
    """The sets of the table."""
    return tuple(map(tuple, tomllib.loads((DATA / "confused.toml").read_text(encoding="utf-8"))["sets"]))


def _sharing(noc: str, language: str) -> Iterator[str]:
    """Groups with a title that is the same but for what follows the dash, the most shared first."""
    shared: Counter[str] = Counter()
    for groups in _groups_by_title(language).values():
        if noc in groups:
            shared.update(groups - {noc})
    yield from (other for other, _count in shared.most_common(MOST))


def _alike(noc: str, language: str) -> Iterator[str]:
    """Groups that the search finds for the group's own title."""
    for found in find_in(title_in(occupation(noc), language), language):
        if found.fit > LEAST and found.noc != noc:
            yield found.noc


@make_once
def _groups_by_title(language: str) -> Mapping[frozenset[int], set[str]]:
    """The groups of each title before the dash that more than one has."""
    titles = get_index(language)
    groups: defaultdict[frozenset[int], set[str]] = defaultdict(set)
    for title, entry in zip(titles.titles, titles.entries, strict=True):
        groups[frozenset(entry.main)].add(title.noc)
    return {words: codes for words, codes in groups.items() if len(codes) > 1}
