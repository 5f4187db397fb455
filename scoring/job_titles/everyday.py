"""Everyday words and short forms for which the classification has others, from `data/everyday.toml`."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from scoring.job_titles.titles import DATA
from scoring.job_titles.words import STOP_WORDS, split

Words = tuple[str, ...]


@lru_cache(maxsize=len(STOP_WORDS))
def read_table(language: str) -> Mapping[str, Any]:
    """The table of a language as it is written."""
    table: Mapping[str, Any] = tomllib.loads((DATA / "everyday.toml").read_text(encoding="utf-8"))[language]
    return table


@lru_cache(maxsize=len(STOP_WORDS))
def meanings(language: str) -> Mapping[Words, tuple[Words, ...]]:
    """What people type, word by word, and what the titles say instead."""
    return {
        tuple(split(typed)): tuple(tuple(split(meant)) for meant in meant_by)
        for typed, meant_by in read_table(language)["titles"].items()
    }


@lru_cache(maxsize=len(STOP_WORDS))
def phrases(language: str) -> Mapping[str, Words]:
    """The keys of `meanings` as one text each."""
    return {" ".join(words): words for words in meanings(language)}


@lru_cache(maxsize=len(STOP_WORDS))
def everyday_words(language: str) -> Words:
    """The words of those phrases."""
    return tuple(dict.fromkeys(word for words in meanings(language) for word in words))


@lru_cache(maxsize=len(STOP_WORDS))
def same_words(language: str) -> Mapping[str, Words]:
    """A word, and those that mean the same in any title."""
    return {
        split(typed)[0]: tuple(split(meant)[0] for meant in meant_by)
        for typed, meant_by in read_table(language)["words"].items()
    }


@lru_cache(maxsize=len(STOP_WORDS))
def passed_over(language: str) -> frozenset[str]:
    """Words that say how somebody does a job, and not which."""
    return frozenset(split(" ".join(read_table(language)["passed_over"])))
