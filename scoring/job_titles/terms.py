"""One word that somebody typed: the words of titles that it may stand for."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from scoring.job_titles.everyday_words import Words, read_passed_over, read_same_words
from scoring.job_titles.index import Index, find_head, get_index
from scoring.job_titles.words import keep_telling, spell_by_sound
from scoring.memory import remember

# How sure a word is that means the same, one that the last word begins, and how alike a misspelt one must be:
# more where what was typed is a word itself.
SAME, BEGUN = 0.95, 0.75
LIKE, LIKE_KNOWN = 0.7, 0.8
SURE, SURE_KNOWN, SOUNDS = 0.95, 0.75, 0.97
SHORTEST, MOST = 4, 8
# How much a word counts that says how a job is done, and one that no title has.
PASSED_OVER, UNKNOWN, NEARLY = 0.15, 3.0, 0.06


class TitleWord(NamedTuple):
    """A word: the words of titles that it may be and how sure each is, how much it counts, whether it names the job."""

    sure: Mapping[int, float]
    weight: float
    head: bool


def read_terms(words: Words, titles: Index) -> list[TitleWord]:
    """The words that say something of the job."""
    telling = keep_telling(list(words), titles.language)
    over = read_passed_over(titles.language)
    head = find_head([word for word in words if word not in over] or words, titles.language)
    return [
        _read_term(word, word == head, place == len(telling), titles) for place, word in enumerate(telling, start=1)
    ]


def _read_term(word: str, head: bool, last: bool, titles: Index) -> TitleWord:
    sure = find_alike(word, titles.language)
    # The last word may still be in the middle of being typed.
    if last and len(word) >= SHORTEST - 1:
        sure = {**dict.fromkeys(titles.beginning(word), BEGUN), **sure}
    counts = PASSED_OVER if word in read_passed_over(titles.language) else 1.0
    return TitleWord(sure, counts * _weight(word, sure, titles), head)


def _weight(word: str, sure: Mapping[int, float], titles: Index) -> float:
    """How much a word counts: as much as it is rare; a misspelt one as the most usual of those that it looks like."""
    number = titles.number(word)
    if number is not None:
        return titles.weights[number]
    best = max(sure.values(), default=0.0)
    return min((titles.weights[n] for n, likely in sure.items() if likely > best - NEARLY), default=UNKNOWN)


@remember
def find_alike(word: str, language: str) -> Mapping[int, float]:
    """The numbers of the words that a word may stand for, and how sure each is."""
    titles = get_index(language)
    sure: dict[int, float] = {}
    for number, likely in (*_misspelt(word, titles), *_meant(word, titles)):
        sure[number] = max(sure.get(number, 0.0), likely)
    return MappingProxyType(sure)


def _meant(word: str, titles: Index) -> Iterator[tuple[int, float]]:
    """The word itself, and those that mean the same."""
    same = read_same_words(titles.language)
    others = same.get(word) or same.get(titles.base(word), ())
    for other, likely in ((word, 1.0), *((other, SAME) for other in others)):
        number = titles.number(other)
        if number is not None:
            yield number, likely


def _misspelt(word: str, titles: Index) -> Iterator[tuple[int, float]]:
    """The words that it looks or sounds like."""
    known = titles.number(word) is not None
    least, factor = (LIKE_KNOWN, SURE_KNOWN) if known else (LIKE, SURE)
    if len(word) >= SHORTEST:
        for place, like in _nearest(word, titles.words, least):
            yield titles.forms[titles.words[place]], like * factor
    heard = spell_by_sound(word)
    if len(heard) >= SHORTEST:
        for place, like in _nearest(heard, titles.sounds, least):
            yield titles.forms[titles.words[place]], like * factor * SOUNDS


def _nearest(word: str, words: Sequence[str], least: float) -> list[tuple[int, float]]:
    found = process.extract(word, words, scorer=OSA.normalized_similarity, score_cutoff=least, limit=MOST)
    return [(place, like) for _word, like, place in found]
