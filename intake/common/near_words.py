"""Words that are nearly those that were typed: a letter wrong, missing or too many, or two in each other's place.

A figure is as it was typed: another one is another house, year or number (record 0212).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intake.common.folding import fold

# A shorter word is near too many others; a long one may have two letters wrong.
SHORTEST, LONG = 4, 8
# More letters than any text has wrong.
FAR = 1000
# Letters with their apostrophes, or figures: what stands between the marks of names, addresses and sentences.
WORD = re.compile(r"""\d+|[^\d\s\0@.,;:!?/()\[\]"“”«»…_+\-]+""")
APOSTROPHE = "'"  # as it is folded
# Stands before each word of the second part of an e-mail address.
DOMAIN = "@"

Key = TypeVar("Key")


def split_words(text: str) -> list[str]:
    """The words of a text, folded; figures are words of their own."""
    return WORD.findall(fold(text))


def split_address(email: str) -> list[str]:
    """The words of an e-mail address; those of its domain begin with an @, so that no name is taken for one."""
    mailbox, _at, domain = email.partition(DOMAIN)
    return [*split_words(mailbox), *(f"{DOMAIN}{word}" for word in split_words(domain))]


def count_wrong(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many, or in each other's place."""
    if len(word) < SHORTEST or word.isdecimal():
        return 0
    return 1 if len(word) < LONG else 2


def list_pieces(word: str, wrong: int) -> Iterator[str]:
    """Parts of the word, of which every word with at most `wrong` mistakes contains at least one (record 0181)."""
    if not wrong:
        yield word
        return
    # A mistake spoils one of the parts, so that one is left whole; but two letters that changed places over the border
    # of two parts spoil both. Then the word with these two changed has one mistake less.
    ends = [len(word) * part // (wrong + 1) for part in range(wrong + 2)]
    yield from (word[first:last] for first, last in pairwise(ends))
    for end in ends[1:-1]:
        changed = word[: end - 1] + word[end] + word[end - 1] + word[end + 1 :]
        yield from list_pieces(changed, wrong - 1)


def measure_near(word: str, every: Sequence[str]) -> dict[str, float]:
    """Of these words those that are this one, hold it or are misspelt so, with how many letters are wrong."""
    found: dict[str, float] = {}
    # What stands after an apostrophe is typed by itself too: the "amours" of "d'amours".
    after = {one: one.rpartition(APOSTROPHE)[2] for one in every if APOSTROPHE in one}
    for texts in (dict(zip(every, every, strict=True)), after):
        # OSA counts two letters that changed places as one mistake, which is how names are mistyped.
        for _text, distance, one in process.extract(
            word, texts, scorer=OSA.distance, processor=None, score_cutoff=count_wrong(word), limit=None
        ):
            found[one] = min(distance, found.get(one, FAR))
    return found | {one: 0 for one in every if word in one}


def find_nearest(words: Sequence[str], texts: Mapping[Key, str]) -> dict[Key, float]:
    """Of these texts those that have for each word one that is nearly so, with how many letters are wrong."""
    # Folded all at once, which takes a quarter of the time; no text of ours has a NUL.
    folded = fold("\0".join(texts.values()))
    near = measure_each(words, WORD.findall(folded))
    # Of no texts at all, one empty text is left over.
    split = zip(texts, folded.split("\0"), strict=False) if all(near) else ()
    return add_up(near, {key: WORD.findall(text) for key, text in split})


def find_nearest_address(words: Sequence[str], emails: Mapping[Key, str]) -> dict[Key, float]:
    """The same of whole e-mail addresses, with their domains."""
    split = {key: split_address(email) for key, email in emails.items()}
    return add_up(measure_each(words, [own for address in split.values() for own in address]), split)


def measure_each(words: Sequence[str], every: Iterable[str]) -> list[dict[str, float]]:
    """For each word those that are nearly so, with how many letters are wrong."""
    different = list(set(every))
    return [measure_near(word, different) for word in words]


def add_up(near: Sequence[Mapping[str, float]], texts: Mapping[Key, Sequence[str]]) -> dict[Key, float]:
    """How many letters are wrong in each text that has a word near each of those that were typed."""
    # Nearly all texts have no word that is nearly the rarest, which is seen at once.
    rarest = min(near, key=len).keys()
    some = {key: text for key, text in texts.items() if not rarest.isdisjoint(text)}
    wrong = {
        key: sum(min((one[own] for own in text if own in one), default=FAR) for one in near)
        for key, text in some.items()
    }
    return {key: letters for key, letters in wrong.items() if letters < FAR}


def find_nearest_word(word: str, text: str) -> str:
    """The word of a text that is nearest to one; the word itself where none is near."""
    near = measure_near(word, split_words(text))
    return min(near, key=near.__getitem__, default=word)
