"""Everyday words and short forms for which the classification has others, from `data/everyday.toml`."""

import tomllib
from collections.abc import Mapping
from typing import Any

from scoring.job_titles.titles import DATA
from scoring.job_titles.words import split_words
from scoring.memory import make_once

Words = tuple[str, ...]


@make_once
def read_table(language: str) -> Mapping[str, Any]:
    """The table of a language as it is written."""
    table: Mapping[str, Any] = tomllib.loads((DATA / "everyday.toml").read_text(encoding="utf-8"))[language]
    return table


@make_once
def read_meanings(language: str) -> Mapping[Words, tuple[Words, ...]]:
    """What people type, word by word, and what the titles say instead."""
    return {
        tuple(split_words(typed)): tuple(tuple(split_words(meant)) for meant in meant_by)
        for typed, meant_by in read_table(language)["titles"].items()
    }


@make_once
def list_phrases(language: str) -> Mapping[str, Words]:
    """The keys of `read_meanings` as one text each."""
    return {" ".join(words): words for words in read_meanings(language)}


@make_once
def list_everyday_words(language: str) -> Words:
    """The words of those phrases."""
    return tuple(dict.fromkeys(word for words in read_meanings(language) for word in words))


@make_once
def read_same_words(language: str) -> Mapping[str, Words]:
    """A word, and those that mean the same in any title."""
    return {
        split_words(typed)[0]: tuple(split_words(meant)[0] for meant in meant_by)
        for typed, meant_by in read_table(language)["words"].items()
    }


def read_passed_over(language: str) -> frozenset[str]:
    """Words that say how somebody does a job, and not which."""
    return frozenset(split_words(" ".join(read_table(language)["passed_over"])))
