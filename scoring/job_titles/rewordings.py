"""The ways in which what somebody typed can be read: as typed, and in the words of the titles."""

from collections.abc import Iterator
from itertools import chain, pairwise, repeat
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from scoring.job_titles.everyday_words import Words, list_everyday_words, list_phrases, read_meanings
from scoring.job_titles.index import Index
from scoring.job_titles.words import STOP_WORDS

# How much a rewording counts that puts other words for what was typed, also after misspelt ones were corrected,
# that joins two words, or parts one.
MEANT, CORRECTED, JOINED, PARTED = 0.98, 0.92, 0.97, 0.95
# The first meanings of all that was typed are what people mean by it, although some title has the very word: "serveur"
# is the waiter before the helper at a printing press.
ALL_MEANT = (1.08, 1.03)
# How like an everyday phrase a misspelt one must be, and each word of it; and a word two parts of it together.
LIKE_PHRASE, LIKE_PART, LIKE_JOINED, LIKE_WORD = 0.8, 0.5, 0.8, 0.75
MOST, LONGEST_PHRASE, SHORTEST_PART = 8, 4, 3


class Rewording(NamedTuple):
    """Words to look for, and how much what they find counts (0 to 1)."""

    words: Words
    counts: float


def list_rewordings(words: Words, titles: Index) -> list[Rewording]:
    """What was typed, first unchanged; at most nine."""
    others = (
        *_misspelt(words, titles),
        *_meant(words, titles),
        *_corrected(words, titles),
        *_joined(words, titles),
        *_parted(words, titles),
    )
    return [Rewording(words, 1.0), *others[:MOST]]


def _meant(words: Words, titles: Index) -> Iterator[Rewording]:
    """With everyday phrases and initials in the words of the titles, the longest phrase first."""
    for size in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            end = start + size
            counts = chain(ALL_MEANT if size == len(words) else (), repeat(MEANT))
            for meant, count in zip(_meanings(words[start:end], titles), counts, strict=False):
                yield Rewording((*words[:start], *meant, *words[end:]), count)


def _meanings(phrase: Words, titles: Index) -> Iterator[Words]:
    """What the titles say instead of a phrase, even where it is in the plural or the feminine."""
    table = read_meanings(titles.language)
    yield from table.get(phrase) or table.get(tuple(map(titles.base, phrase)), ())
    if len(phrase) == 1 and phrase[0] in titles.initials:
        yield titles.initials[phrase[0]]


def _misspelt(words: Words, titles: Index) -> Iterator[Rewording]:
    """As the everyday phrase that it looks like."""
    text, known = " ".join(words), list_phrases(titles.language)
    if len(text) > SHORTEST_PART and text not in known:
        # By optimal string alignment, to which two letters that changed places are one slip.
        alike = process.extract(text, tuple(known), scorer=OSA.normalized_similarity, score_cutoff=LIKE_PHRASE, limit=2)
        for phrase, like, _place in alike:
            if _alike_word_by_word(words, known[phrase]):
                yield from (Rewording(meant, like) for meant in read_meanings(titles.language)[known[phrase]])


def _alike_word_by_word(words: Words, phrase: Words) -> bool:
    """Whether words, if as many, look alike one by one: "miner supervisor" is no slip in "site supervisor"."""
    if len(words) != len(phrase):
        return True
    return all(OSA.normalized_similarity(one, other) >= LIKE_PART for one, other in zip(words, phrase, strict=True))


def _corrected(words: Words, titles: Index) -> Iterator[Rewording]:
    """With everyday phrases, after each unknown word was taken for the known one that it looks like most."""
    corrected = tuple(_nearest(word, titles) for word in words)
    if corrected != words:
        yield from (Rewording(rewording.words, CORRECTED) for rewording in _meant(corrected, titles))


def _nearest(word: str, titles: Index) -> str:
    if len(word) <= SHORTEST_PART or titles.number(word) is not None:
        return word
    least, nearest = LIKE_WORD, word
    for words in (list_everyday_words(titles.language), titles.words):
        found = process.extractOne(word, words, scorer=OSA.normalized_similarity, score_cutoff=least)
        if found and (found[1] > least or nearest == word):
            nearest, least = found[0], found[1]
    return nearest


def _joined(words: Words, titles: Index) -> Iterator[Rewording]:
    """With two words written as one: "book keeper"."""
    for place, (one, two) in enumerate(pairwise(words)):
        joined = one + two
        if titles.number(joined) is not None or _like_one(joined, one, two, titles):
            yield Rewording((*words[:place], joined, *words[place + 2 :]), JOINED)


def _like_one(joined: str, one: str, two: str, titles: Index) -> bool:
    """Whether two words, one of them unknown, look like a known one together: "fire fihgter"."""
    stops = STOP_WORDS[titles.language]
    if one in stops or two in stops or (titles.number(one) is not None and titles.number(two) is not None):
        return False
    found = process.extractOne(joined, titles.words, scorer=OSA.normalized_similarity, score_cutoff=LIKE_JOINED)
    return found is not None


def _parted(words: Words, titles: Index) -> Iterator[Rewording]:
    """With an unknown word written as two: "highschool"."""
    for place, word in enumerate(words):
        if titles.number(word) is None:
            for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
                if titles.number(word[:cut]) is not None and titles.number(word[cut:]) is not None:
                    yield Rewording((*words[:place], word[:cut], word[cut:], *words[place + 1 :]), PARTED)
