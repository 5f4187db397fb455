"""Clients' files by what somebody remembers of them: a name, an address, a number, a word of a note (record 0154).

A reference is that of the file or of any result in it: results of before record 0189 have told others than their file.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import and_, or_
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _
from rapidfuzz import process
from rapidfuzz.distance import OSA

from intake.common.folding import build_pattern, fold, is_plain
from intake.common.ircc_numbers import find_application_number, find_uci
from intake.common.telephone_numbers import FEWEST, TYPED
from intake.models import Assessment, Client, Note
from intake.models.clients import NUMBERS, REFERENCE_LETTERS
from intake.permissions import VIEW_ASSESSMENT
from intake.querysets import ClientQuerySet

# Show at most MOST files. With fewer than TOO_FEW hits, also try similar names, over at most MOST_NAMES files.
MOST, TOO_FEW, MOST_NAMES = 50, 5, 100_000
LONGEST, MOST_WORDS = 100, 6
# With fewer digits, a number is in too many others; a shorter word is near too many others.
FEWEST_DIGITS, SHORTEST, LONG = 4, 4, 8
# So much of a note stands around the word.
AROUND = 80
SHOWN = (
    "reference",
    "email",
    "name",
    "telephone",
    "other_telephone",
    "postal_address",
    "uci",
    "application_number",
    "stage",
    "adviser__username",
    "adviser__first_name",
    "adviser__last_name",
)
BETWEEN = re.compile(r"[\s,;\-]+")
SPACES = str.maketrans(",;-", "   ")


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
    def is_name(self) -> bool:
        """Whether it can be one, nearly: there is no digit and no sign of an address in it."""
        return not re.search(r"[\d@_/]", self.text)


class FoundFile(NamedTuple):
    """A file that was found, which of its fields matched, and, for a note, the words around the match."""

    client: Client
    matched: list[str]
    note: str = ""


def read_asked(typed: str) -> SearchTerms:
    """What is looked for; of a long text the beginning."""
    text = " ".join(typed.split())[:LONGEST]
    words = [word.strip('.()"“”«»') for word in BETWEEN.split(fold(text))]
    digits = re.sub(r"\D", "", text) if TYPED.fullmatch(text) else ""
    # Zeros with which a whole number is dialled are not in its one form.
    digits = digits.lstrip("0") if len(digits) >= FEWEST else digits
    signs = re.sub(r"[\s\-]", "", text.upper())
    reference = "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))
    is_reference = len(signs) >= SHORTEST and set(signs) <= set(REFERENCE_LETTERS)
    return SearchTerms(
        text,
        tuple(word for word in words if word)[:MOST_WORDS],
        digits if len(digits) >= FEWEST_DIGITS else "",
        reference if is_reference else "",
        *((find_uci(text), find_application_number(text)) if settings.CLIENT_NUMBERS else ()),
    )


def search_files(user: User | AnonymousUser, typed: str) -> tuple[list[FoundFile], bool]:
    """The files that this member of staff may know of, best first, and whether there are more than these."""
    asked, files = read_asked(typed), Client.objects.visible_to(user)
    found = list_exact(files, asked) if asked.words else []
    if asked.words and asked.is_name and len(found) < TOO_FEW:
        found += list_near(files, asked, found)
    if asked.words and len(found) <= MOST:
        found += list_noted(files, asked, found)
    return found[:MOST], len(found) > MOST


def load(files: QuerySet[Client]) -> QuerySet[Client]:
    """With what the page shows, and without the answers."""
    return files.select_related("adviser").only(*SHOWN)


def has_words(field: str, words: tuple[str, ...]) -> Q:
    """A condition on files: each word stands in a field."""
    return reduce(and_, (has_one_of(field, [word]) for word in words))


def has_one_of(field: str, words: Iterable[str]) -> Q:
    """A condition on files: one of these words stands in a field."""
    every = list(words)
    if all(map(is_plain, every)):
        # What is written in one way alone, as digits are, is compared at a quarter of the cost.
        return reduce(or_, (Q(**{f"{field}__contains": word}) for word in every))
    # An expression that both databases understand: they differ over capitals and accents (record 0154).
    return Q(**{f"{field}__regex": "|".join(map(build_pattern, every))})


def list_exact(files: ClientQuerySet[Client], asked: SearchTerms) -> list[FoundFile]:
    """Those of which something is as it was typed: the whole of it first, then beginnings, then parts of words."""
    whole = Q(name__regex=f"^{build_pattern(fold(asked.text))}$")
    # By primary keys: the other fields are in one index, and this one in none (record 0181).
    somewhere = has_words("name", asked.words) | Q(pk__in=find_addressed(asked.words).values("pk"))
    # No address has a space in it.
    if " " not in asked.text:
        whole |= Q(email=asked.text.lower())
        somewhere |= Q(email__contains=asked.text.lower())
    results = find_files_by_result(asked)
    somewhere |= Q(pk__in=results)
    if asked.reference:
        whole |= Q(reference=asked.reference) | Q(pk__in=[pk for pk in results if asked.reference in results[pk]])
        somewhere |= Q(reference__startswith=asked.reference) | Q(reference__contains=asked.text.upper())
    if asked.digits:
        somewhere |= Q(telephone__contains=asked.digits) | Q(other_telephone__contains=asked.digits)
    for name in NUMBERS:
        if number := getattr(asked, name):
            whole |= Q(**{name: number})
            somewhere |= Q(**{name: number})
    begun = reduce(and_, (Q(name__regex=f"(^|[ '’-]){build_pattern(word)}") for word in asked.words))
    rank = Case(When(whole, Value(0)), When(begun, Value(1)), default=Value(2))
    # What is so as a whole is somewhere too, and each expression is tried on every name.
    rows = files.filter(somewhere).order_by(rank, "-created", "-pk")
    # One more than is shown, by which the page knows that there are more; keys first, which an index has (record 0181).
    keys = list(rows.values_list("pk", flat=True)[: MOST + 1])
    shown = load(Client.objects.all()).in_bulk(keys)
    found = [FoundFile(shown[pk], list(describe(shown[pk], asked))) for pk in keys if pk in shown]
    for one in found:
        if set(results.get(one.client.pk, ())) - {one.client.reference}:
            one.matched.append(_("reference of a result"))
    return found


def find_files_by_result(asked: SearchTerms) -> dict[int, set[str]]:
    """The references of results that begin as was typed, by the primary key of the file that each is in."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    if asked.reference:
        begins = Assessment.objects.filter(reference__startswith=asked.reference).order_by()
        # One that waits for its confirmation, in a draft that is in a file, is found with that file.
        for reference, own, of_draft in begins.values_list("reference", "client", "intake__client"):
            if own or of_draft:
                found[own or of_draft].add(reference)
    return found


def find_unclaimed(user: User | AnonymousUser, typed: str) -> list[Assessment]:
    """The results in nobody's file of a draft with this reference, the newest first, for who may read results."""
    reference = read_asked(typed).reference
    if not (reference and VIEW_ASSESSMENT.held_by(user)):
        return []
    results = Assessment.objects.visible_to(user).filter(client=None, intake__client=None)
    # Who was told of the first result of a draft says its reference, whatever they answered since (record 0189).
    drafts = Assessment.objects.filter(reference__startswith=reference).order_by()
    return list(results.filter(intake__in=drafts.values("intake")).only("reference", "on", "crs")[:MOST])


def find_addressed(words: tuple[str, ...]) -> ClientQuerySet[Client]:
    """Files with a postal address in which each word stands."""
    return Client.objects.filter(~Q(postal_address=""), has_words("postal_address", words))


def describe(client: Client, asked: SearchTerms) -> Iterator[str]:
    """What of a file is as was typed, in words."""
    if has_all(client.name, asked):
        yield _("name")
    if asked.text.lower() in client.email:
        yield _("e-mail")
    if asked.digits and any(asked.digits in one for one in (client.telephone, client.other_telephone)):
        yield _("telephone")
    if asked.reference and (client.reference.startswith(asked.reference) or asked.text.upper() in client.reference):
        yield _("reference")
    yield from describe_numbers(client, asked)
    if has_all(client.postal_address, asked):
        yield _("postal address")


def describe_numbers(client: Client, asked: SearchTerms) -> Iterator[str]:
    """Which of IRCC's numbers was typed, in words."""
    if asked.uci and client.uci == asked.uci:
        yield _("UCI")
    if asked.application_number and client.application_number == asked.application_number:
        yield _("application number")


def has_all(text: str, asked: SearchTerms) -> bool:
    """Whether each word stands in a text."""
    folded = fold(text)
    return all(word in folded for word in asked.words)


def list_near(files: ClientQuerySet[Client], asked: SearchTerms, known: list[FoundFile]) -> list[FoundFile]:
    """Those whose name has for each word one that is nearly so, the nearest first."""
    near_names = reduce(and_, (has_one_of("name", list_pieces(word, count_wrong(word))) for word in asked.words))
    rows = files.filter(near_names).exclude(pk__in=[one.client.pk for one in known]).order_by("-pk")
    # Key and name and nothing else, of at most so many files (record 0154).
    names = split_names(dict(rows.values_list("pk", "name")[:MOST_NAMES]))
    every = list({word for name in names.values() for word in name})
    near = [measure_near(word, every) for word in asked.words]
    # Nearly all names have no word that is nearly the rarest, which is seen at once.
    rarest = min(near, key=len).keys()
    some = {pk: name for pk, name in names.items() if not rarest.isdisjoint(name)}
    far = {pk: sum(min(words.get(own, LONGEST) for own in name) for words in near) for pk, name in some.items()}
    nearest = sorted((pk for pk in far if far[pk] < LONGEST), key=lambda pk: far[pk])[:MOST]
    shown = load(Client.objects.filter(pk__in=nearest)).in_bulk() if nearest else {}
    return [FoundFile(shown[pk], [_("a similar name")]) for pk in nearest if pk in shown]


def split_names(names: dict[int, str]) -> dict[int, list[str]]:
    """The words of each name, folded; of all names at once, which takes a quarter of the time."""
    # No text of ours has a NUL; of no names at all, one empty text is left over.
    folded = fold("\0".join(names.values())).translate(SPACES).split("\0")
    return {pk: name.split() for pk, name in zip(names, folded, strict=False)}


def count_wrong(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many, or in each other's place."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < LONG else 2


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


def measure_near(word: str, every: list[str]) -> dict[str, float]:
    """Of all words of names those that are this one, hold it or are misspelt so, with how many letters are wrong."""
    wrong = count_wrong(word)
    found: dict[str, float] = {
        one: distance
        # OSA counts two letters that changed places as one mistake, which is how names are mistyped.
        for one, distance, _place in process.extract(
            word, every, scorer=OSA.distance, processor=None, score_cutoff=wrong, limit=None
        )
    }
    return found | {one: 0 for one in every if word in one}


def list_noted(files: ClientQuerySet[Client], asked: SearchTerms, known: list[FoundFile]) -> list[FoundFile]:
    """Those with a note or call in which each word stands, the newest first."""
    notes = Note.objects.filter(has_words("text", asked.words))
    newest = notes.filter(client=OuterRef("pk")).order_by("-at", "-pk")
    rows: Any = load(files.filter(pk__in=notes.values("client")).exclude(pk__in=[one.client.pk for one in known]))
    rows = rows.annotate(noted=Subquery(newest.values("text")[:1]), noted_at=Subquery(newest.values("at")[:1]))
    rows = rows.order_by("-noted_at", "-pk")[: MOST + 1]
    return [FoundFile(row, [_("note")], cut_out(row.noted, asked.words[0])) for row in rows]


def cut_out(text: str, word: str) -> str:
    """The words of a note around the first that was looked for, on one line."""
    line = " ".join(text.split())
    at = max(fold(line).find(word), 0)
    first, last = max(at - AROUND, 0), at + len(word) + AROUND
    return ("… " if first else "") + line[first:last].strip() + (" …" if last < len(line) else "")
