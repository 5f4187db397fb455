"""The job titles of a language by their words: built once a process, when somebody first searches."""

import math
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from scoring.job_titles.genders import guess_masculine, learn_genders
from scoring.job_titles.titles import Title, read_titles
from scoring.job_titles.words import STOP_WORDS, keep_telling, make_singular, spell_by_sound, split_words
from scoring.memory import make_once

BRACKETS = re.compile(r"\s*\(([^)]*)\)")
# Brackets that begin so hold what the title does not mean: "(except supervisors)".
EXCEPT = ("except", "sauf", "hors ", "non-", "non ")
# How many letters initials have.
INITIALS = range(2, 7)
# What follows the dash says where the job is done: it counts less.
ASIDE = 0.3


class TitleEntry(NamedTuple):
    """The words of a title by their numbers: before the dash, after it, and the one that names the job."""

    main: tuple[int, ...]
    aside: tuple[int, ...]
    head: int


class Index:
    """The titles of one language, and the words that they are found by.

    A word has a number; `weights` says how rare it is, `postings` in which
    titles it stands. `words` has every form in order of the alphabet.
    """

    def __init__(self, titles: Sequence[Title], language: str) -> None:
        self.language, self.titles = language, titles
        self.masculine = learn_genders(title.text for title in titles) if language == "fr" else {}
        self.numbers: dict[str, int] = {}
        self.forms: dict[str, int] = {}
        self.initials: dict[str, tuple[str, ...]] = {}
        self.entries = [self._read_entry(title.text) for title in titles]
        self.postings = self._post()
        self.weights = [1 + math.log(len(titles) / max(1, len(posting))) for posting in self.postings]
        self.lengths = array("f", map(self._length, self.entries))
        self.words = sorted(self.forms)
        self.sounds = [spell_by_sound(word) for word in self.words]

    def number(self, word: str) -> int | None:
        """The number of a word in any of its forms; none where no title has it."""
        return self.numbers.get(self.base(word))

    def base(self, word: str) -> str:
        """A word as it is compared: masculine and singular, even where no title has its feminine."""
        one = self._fold(word)
        return one if one in self.numbers or self.language == "en" else guess_masculine(one)

    def _fold(self, word: str) -> str:
        one = make_singular(self.masculine.get(word, word), self.language)
        return self.masculine.get(one, one)

    def beginning(self, start: str) -> Iterator[int]:
        """The numbers of the words that begin so."""
        first = bisect_left(self.words, start)
        # No more than two hundred: a short beginning is that of a great many words.
        for word in takewhile(lambda word: word.startswith(start), self.words[first : first + 200]):
            yield self.forms[word]

    def _read_entry(self, text: str) -> TitleEntry:
        # "Alderman/woman": the second half is no word of its own.
        before, _, after = re.sub(r"(m[ae]n)/wom[ae]n", r"\1", text).partition(" - ")
        if "(" in text:
            after = " ".join((after, *self._brackets(before)))
            before, after = BRACKETS.sub("", before), BRACKETS.sub("", after)
        words = split_words(before)
        main = dict.fromkeys(map(self._learn, keep_telling(words, self.language)))
        stops = STOP_WORDS[self.language]
        aside = dict.fromkeys(self._learn(word) for word in split_words(after) if word not in stops)
        return TitleEntry(
            tuple(main), tuple(n for n in aside if n not in main), self._learn(find_head(words, self.language))
        )

    def _learn(self, word: str) -> int:
        number = self.forms.get(word)
        if number is None:
            number = self.forms[word] = self.numbers.setdefault(self._fold(word), len(self.numbers))
        return number

    def _brackets(self, text: str) -> Iterator[str]:
        """What is in brackets and is neither an exception nor the initials of the words before."""
        for found in BRACKETS.finditer(text):
            inside = found[1]
            if not inside.lower().startswith(EXCEPT) and not self._learn_initials(text[: found.start()], inside):
                yield inside

    def _learn_initials(self, before: str, inside: str) -> bool:
        """Whether the brackets hold the initials of the words before them; they are kept."""
        initials = "".join(split_words(inside))
        meant = tuple(keep_telling(split_words(before), self.language)[-len(initials) :])
        if len(initials) not in INITIALS or "".join(word[0] for word in meant) != initials:
            return False
        self.initials[initials] = meant
        return True

    def _post(self) -> "list[array[int]]":
        # Arrays of plain numbers: lists of them take several times the memory, in every web process (record 0070).
        postings: list[array[int]] = [array("I") for _ in self.numbers]
        for place, entry in enumerate(self.entries):
            for number in (*entry.main, *entry.aside):
                postings[number].append(place)
        return postings

    def _length(self, entry: TitleEntry) -> float:
        return sum(self.weights[n] for n in entry.main) + ASIDE * sum(self.weights[n] for n in entry.aside)


def find_head(words: Sequence[str], language: str) -> str:
    """The word that names the job: in English the last before "of" or "for", in French the first."""
    stops = STOP_WORDS[language]
    if language == "fr":
        return next((word for word in words if word not in stops), words[0])
    end = next((place for place, word in enumerate(words) if word in stops and place), len(words))
    return words[end - 1]


@make_once
def get_index(language: str) -> Index:
    """The index of a language ("en" or "fr")."""
    return Index(tuple(read_titles(language)), language)


def build_indexes() -> None:
    """Build the index of both languages now, before somebody searches."""
    for language in STOP_WORDS:
        get_index(language)
