"""A rank beside a trade: those who supervise, manage or help the workers whom the other words name."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rapidfuzz.distance import OSA

from scoring.job_titles.everyday_words import Words
from scoring.job_titles.index import Index
from scoring.job_titles.rewordings import LIKE_WORD
from scoring.job_titles.titles import DATA
from scoring.job_titles.words import keep_telling, split_words
from scoring.memory import make_once


class Rank(NamedTuple):
    """A rank: how it is called in each language, and the unit groups of it, with the beginnings of those below."""

    phrases: Mapping[str, tuple[Words, ...]]
    groups: Mapping[str, tuple[str, ...]]


class Ranked(NamedTuple):
    """A rank that somebody typed, and the words beside it."""

    rank: Rank
    trade: Words


@make_once
def read_ranks() -> tuple[Rank, ...]:
    """The ranks of the table. Raises `ValueError` for a phrase without a word."""
    table = tomllib.loads((DATA / "ranks.toml").read_text(encoding="utf-8"))
    return tuple(
        Rank(
            {language: read_phrases(phrases, language) for language, phrases in rank["words"].items()},
            {noc: tuple(starts) for noc, starts in rank["groups"].items()},
        )
        for rank in table.values()
    )


def read_phrases(phrases: list[str], language: str) -> tuple[Words, ...]:
    """The phrases as words, longest first, as one may be part of another. Raises `ValueError` as `read_ranks`."""
    told = [tuple(keep_telling(split_words(phrase), language)) for phrase in phrases]
    if not all(told):
        # It would be found in everything.
        raise ValueError(f"A phrase of a rank tells nothing: {phrases}")
    return tuple(sorted(told, key=len, reverse=True))


def find_ranked(words: Words, titles: Index) -> Iterator[Ranked]:
    """The ranks that are named beside a trade, each with the words of the trade."""
    telling = tuple(keep_telling(list(words), titles.language))
    for rank in read_ranks():
        trade = _without(telling, rank.phrases[titles.language], titles)
        if trade and trade != telling:
            yield Ranked(rank, trade)


def _without(words: Words, phrases: tuple[Words, ...], titles: Index) -> Words:
    """The words without the first of these phrases that is among them."""
    for phrase in phrases:
        for start in range(len(words) - len(phrase) + 1):
            if all(_is_word(typed, word, titles) for typed, word in zip(words[start:], phrase, strict=False)):
                return (*words[:start], *words[start + len(phrase) :])
    return words


def _is_word(typed: str, word: str, titles: Index) -> bool:
    """Whether what was typed is a word in one of its forms, or looks like it and is none that titles have."""
    if titles.base(typed) == titles.base(word):
        return True
    return titles.number(typed) is None and OSA.normalized_similarity(typed, word) >= LIKE_WORD


def find_groups(rank: Rank, noc: str) -> Iterator[str]:
    """The unit groups of a rank above, or beside, the workers of a unit group."""
    return (group for group, starts in rank.groups.items() if noc.startswith(starts))
