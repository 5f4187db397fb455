"""The unit groups of a job title as people type it, best first.

Words are looked up in the index of all titles; each counts as much as it is
rare, and the one that names the job most. A word that may be misspelt stands
for those that look or sound like it (record 0070). A rank beside a trade also
finds the group of that rank (record 0207).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import chain
from typing import NamedTuple

from scoring.job_titles.everyday_words import Words
from scoring.job_titles.index import ASIDE, Index, get_index
from scoring.job_titles.ranks import find_groups, find_ranked
from scoring.job_titles.rewordings import list_rewordings
from scoring.job_titles.terms import TitleWord, read_terms
from scoring.job_titles.words import split_words
from scoring.occupations import Occupation, occupation, occupations, title_in

# A code, or the first figures of one: alone, or in brackets behind a title.
CODE = re.compile(r"(?:^\s*|\()(\d{1,5})(?:\s*$|\))")
OTHER = {"en": "fr", "fr": "en"}
# Below this the other language is asked too, whose titles count a little less.
POOR, OTHER_COUNTS = 0.6, 0.9
# What fits so much less than the best shares a word with it by chance, and is not shown.
SHOWN_FROM = 1 / 3
# However much is pasted, no more than this is looked at: anybody may ask, as fast as they type.
MOST_LETTERS, MOST_WORDS, MOST_TITLES = 200, 12, 500
# How much of the words found in the best title one must have to be looked at, and how good one is that says the same.
LEAST, AS_GOOD = 0.5, 0.8
# What a title keeps that has another word for the job itself; what more titles of a group add, each.
OTHER_HEAD, MORE, MOST_MORE = 0.75, 0.02, 5
# What a word after the dash counts; how much of the fit is that all was found, the rest being that there is no more.
AFTER_DASH, ASKED = 0.8, 0.6
# What the group of a rank keeps of the fit of the trade beside it, which no title has together; of how many groups.
RANKED, MOST_TRADES = 0.75, 3


class FoundUnitGroup(NamedTuple):
    """A unit group, the title of it that fits best, and how well (0 to about 1)."""

    noc: str
    matched: str
    fit: float


def search_occupations(
    text: str, language: str, most: int = 10, shown_from: float = SHOWN_FROM
) -> list[FoundUnitGroup]:
    """The first unit groups for a title in a language ("en" or "fr"), or for a code.

    Where little fits, the titles of the other language are searched too; what they find is told by the group's
    title in this one. `shown_from`: how much of the best one's fit another must have.
    """
    if digits := CODE.search(text):
        return [FoundUnitGroup(one.code, title_in(one, language), 1.0) for one in find_by_code_start(digits[1])][:most]
    found = find_in(text, language)
    if not found or found[0].fit < POOR:
        others = find_in(text, OTHER[language])
        found += [
            FoundUnitGroup(one.noc, title_in(occupation(one.noc), language), one.fit * OTHER_COUNTS) for one in others
        ]
    best = nlargest(most, keep_best_of_each(found), key=lambda one: one.fit)
    return [one for one in best if one.fit >= shown_from * best[0].fit]


def find_by_code_start(digits: str) -> list[Occupation]:
    """The unit groups whose code begins so."""
    return [one for one in occupations() if one.code.startswith(digits)]


def find_in(text: str, language: str) -> list[FoundUnitGroup]:
    """Every unit group of which a title in this language is like the text, best first."""
    titles, words = get_index(language), tuple(split_words(text[:MOST_LETTERS])[:MOST_WORDS])
    if not words:
        return []
    return sort_best(chain(find_by_words(words, titles), find_by_rank(words, titles)))


def find_by_words(words: Words, titles: Index) -> Iterator[FoundUnitGroup]:
    """The unit groups of which a title has these words, in any of the ways in which they can be read."""
    for rewording in list_rewordings(words, titles):
        for one in rank_groups(read_terms(rewording.words, titles), titles):
            yield one._replace(fit=one.fit * rewording.counts)


def find_by_rank(words: Words, titles: Index) -> Iterator[FoundUnitGroup]:
    """The unit groups of those who supervise, manage or help the workers beside that rank: "barista supervisor"."""
    for ranked in find_ranked(words, titles):
        for one in sort_best(find_by_words(ranked.trade, titles))[:MOST_TRADES]:
            for noc in find_groups(ranked.rank, one.noc):
                yield FoundUnitGroup(noc, title_in(occupation(noc), titles.language), one.fit * RANKED)


def sort_best(found: Iterable[FoundUnitGroup]) -> list[FoundUnitGroup]:
    """The best of each unit group, best first."""
    return sorted(keep_best_of_each(found), key=lambda one: -one.fit)


def keep_best_of_each(found: Iterable[FoundUnitGroup]) -> list[FoundUnitGroup]:
    """The best of each unit group."""
    best: dict[str, FoundUnitGroup] = {}
    for one in found:
        if one.noc not in best or best[one.noc].fit < one.fit:
            best[one.noc] = one
    return list(best.values())


def rank_groups(terms: Sequence[TitleWord], titles: Index) -> Iterator[FoundUnitGroup]:
    """The unit groups of the titles that have the most of these words."""
    groups: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
    for place in find_likely(terms, titles):
        # Negative, so that `max` takes the first of titles that fit equally.
        groups[titles.titles[place].noc].append((measure_fit(place, terms, titles), -place))
    for noc, fits in groups.items():
        best, place = max(fits)
        # More titles that fit as well say that the job is usual in this group.
        more = sum(one / best for one, _ in fits if one > AS_GOOD * best) - 1
        yield FoundUnitGroup(noc, titles.titles[-place].text, best * (1 + MORE * min(more, MOST_MORE)))


def find_likely(terms: Sequence[TitleWord], titles: Index) -> list[int]:
    """The titles that have the most of what was typed, wherever in them."""
    hits: defaultdict[int, float] = defaultdict(float)
    for term in terms:
        surest: dict[int, float] = {}
        # The surest last, so that it is what `update` leaves where a title has several of the words.
        for number, sure in sorted(term.sure.items(), key=lambda pair: pair[1]):
            surest.update(dict.fromkeys(titles.postings[number], sure))
        for place, sure in surest.items():
            hits[place] += sure * term.weight
    least = LEAST * max(hits.values(), default=0.0)
    return nlargest(MOST_TITLES, (place for place, hit in hits.items() if hit >= least), key=hits.__getitem__)


def measure_fit(place: int, terms: Sequence[TitleWord], titles: Index) -> float:
    """How well a title answers: how much of what was typed it has, how little else, and whether the job is the same."""
    entry = titles.entries[place]
    asked = weight = head = 0.0
    for term in terms:
        number, sure = find_surest(term, entry.main)
        other, aside = find_surest(term, entry.aside) if entry.aside else (0, 0.0)
        asked += term.weight * max(sure, aside * AFTER_DASH)
        weight += max(sure * titles.weights[number], aside * AFTER_DASH * ASIDE * titles.weights[other])
        if term.head and number == entry.head:
            head = sure
    all_of_it = asked / sum(term.weight for term in terms)
    no_more = min(1.0, weight / titles.lengths[place])
    return all_of_it * (ASKED + (1 - ASKED) * no_more) * (OTHER_HEAD + (1 - OTHER_HEAD) * head)


def find_surest(term: TitleWord, numbers: Sequence[int]) -> tuple[int, float]:
    """Which of these words a term most likely is, and how sure that is; no word, and 0, where it is none."""
    sure, number = max(((term.sure.get(number, 0.0), number) for number in numbers), default=(0.0, 0))
    return number, sure
