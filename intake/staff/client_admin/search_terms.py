"""What was typed into the search, in the forms in which it is looked for, and the conditions by which it is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Length, Lower
from django.db.models.lookups import GreaterThan

from intake.common.folding import build_pattern, fold, is_plain
from intake.common.ircc_numbers import find_application_number, find_uci
from intake.common.near_words import DOMAIN, count_wrong, list_pieces, split_address, split_words
from intake.common.telephone_numbers import FEWEST, TYPED
from intake.common.text_lookups import ByteLength, HoldsOneOf
from intake.models.clients import REFERENCE_LETTERS

LONGEST, MOST_WORDS = 100, 6
# With fewer digits, a number is in too many others.
FEWEST_DIGITS = 4
# A group of a reference; with fewer signs, it begins too many.
GROUP = 4
BETWEEN = re.compile(r"[\s,;\-]+")


@dataclass(frozen=True)
class SearchTerms:
    """What was typed, in the forms in which it is looked for; without words nothing is."""

    text: str
    words: tuple[str, ...]
    digits: str
    reference: str
    # IRCC's numbers, where the firm keeps them and the text is one: they are found whole or not at all.
    uci: str = ""
    application_number: str = ""

    @property
    def is_address(self) -> bool:
        """Whether it is an e-mail address, or part of one with its sign."""
        return DOMAIN in self.text and " " not in self.text

    @cached_property
    def near_words(self) -> list[str]:
        """The words of which something may be nearly so; none where all of it is short, or figures."""
        words = (split_address if self.is_address else split_words)(self.text)[:MOST_WORDS]
        # Of an address alone whose domain was typed, too many would be found.
        some = [word for word in words if not word.startswith(DOMAIN)]
        return words if some and any(map(count_wrong, words)) else []


def read_asked(typed: str) -> SearchTerms:
    """What is looked for; of a long text the beginning."""
    text = " ".join(typed.split())[:LONGEST]
    words = [word.strip('.()"“”«»') for word in BETWEEN.split(fold(text))]
    digits = re.sub(r"\D", "", text) if TYPED.fullmatch(text) else ""
    # Zeros with which a whole number is dialled are not in its one form.
    digits = digits.lstrip("0") if len(digits) >= FEWEST else digits
    signs = re.sub(r"[\s\-]", "", text.upper())
    reference = "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))
    is_reference = len(signs) >= GROUP and set(signs) <= set(REFERENCE_LETTERS)
    return SearchTerms(
        text,
        tuple(word for word in words if word)[:MOST_WORDS],
        digits if len(digits) >= FEWEST_DIGITS else "",
        reference if is_reference else "",
        *((find_uci(text), find_application_number(text)) if settings.CLIENT_NUMBERS else ()),
    )


def has_words(field: str, words: Iterable[str]) -> Q:
    """A condition on rows: each word stands in a field."""
    return has_of_each(field, [[word] for word in words])


def has_nearly(field: str, words: Iterable[str]) -> Q:
    """A condition on rows: of each word a piece stands in a field, without which nothing is nearly so."""
    return has_of_each(field, list_near_pieces(words))


def list_near_pieces(words: Iterable[str]) -> list[list[str]]:
    """The pieces of each word."""
    return [list(list_pieces(word, count_wrong(word))) for word in words]


def has_of_each(field: str, groups: Sequence[Sequence[str]]) -> Q:
    """A condition on rows: of each group one folded text stands in a field, however it is written there."""
    # The rarest first: at the first that a row has not, the database looks no further.
    groups = sorted(groups, key=lambda group: (not is_plain("".join(group)), -len(group[0])))
    if all(is_plain("".join(group)) for group in groups):
        # What is written in one way alone, as digits are, has nothing to fold.
        return reduce(and_, (Q(HoldsOneOf(F(field), group)) for group in groups))
    # Of a field in plain letters of A to Z the capitals are all that there is to fold; in another each form of a letter
    # is named, by an expression that both databases understand: they differ over accents (record 0154). It costs ten
    # times as much, so that only such fields are tried by it (record 0212).
    small = reduce(and_, (Q(HoldsOneOf(Lower(field), group)) for group in groups))
    spelt = reduce(and_, (Q(**{f"{field}__regex": "|".join(map(build_pattern, group))}) for group in groups))
    return small | (Q(GreaterThan(ByteLength(field), Length(field))) & spelt)
