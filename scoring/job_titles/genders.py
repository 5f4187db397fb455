"""Feminine and masculine of a word, learned from the titles that give both."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from scoring.job_titles.words import split_words

# Words that are feminine in one title and masculine in another.
BOTH = frozenset({"chef", "aide"})
# How feminines end, and their masculines: for a word that no title has.
ENDINGS = (("iere", "ier"), ("trice", "teur"), ("euse", "eur"), ("ienne", "ien"), ("eure", "eur"))


def learn_genders(titles: Iterable[str]) -> Mapping[str, str]:
    """The masculine of every feminine that is beside it in some title; the most frequent one."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for title in titles:
        for woman, man in find_pairs(title):
            found[woman][man] += 1
    return {woman: men.most_common(1)[0][0] for woman, men in found.items() if woman not in BOTH}


def guess_masculine(word: str) -> str:
    """The masculine of a word by its ending; the word where it ends like no feminine."""
    for woman, man in ENDINGS:
        if word.endswith(woman):
            return word.removesuffix(woman) + man
    return word


def find_pairs(title: str) -> Iterator[tuple[str, str]]:
    """Feminine and masculine in a title: "opticien autorisé/opticienne autorisée" has two pairs."""
    halves = title.split("/")
    for left, right in pairwise(halves):
        yield from _paired(split_words(left), split_words(right))


def _paired(left: list[str], right: list[str]) -> Iterator[tuple[str, str]]:
    """The words after the stroke with those before it, from the one that its first is of."""
    start = next((place for place, word in enumerate(left) if right and _alike(word, right[0])), len(left))
    for man, woman in zip(left[start:], right, strict=False):
        if man != woman and _alike(man, woman):
            yield woman, man


def _alike(man: str, woman: str) -> bool:
    """Whether two words may be one in two genders: they begin alike."""
    # French genders differ in the last four letters, as a rule: "directeur" and "directrice".
    begin = max(3, len(man) - 4)
    return man[:begin] == woman[:begin]
