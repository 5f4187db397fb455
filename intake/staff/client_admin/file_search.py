"""Clients' files by what somebody remembers of them: a name, an address, a number, a word of a note (record 0154).

A reference is that of the file or of any result in it: results of before record 0189 have told others than their file.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import reduce
from operator import and_

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _

from intake.common.folding import build_pattern, fold
from intake.models import Assessment, Client, Note
from intake.models.clients import NUMBERS
from intake.permissions import VIEW_ASSESSMENT
from intake.querysets import ClientQuerySet
from intake.staff.client_admin.found_files import MOST, FoundFile, load_files
from intake.staff.client_admin.near_search import list_near
from intake.staff.client_admin.note_search import list_nearly_noted, list_noted
from intake.staff.client_admin.search_terms import SearchTerms, has_words, read_asked

# With fewer hits, what is nearly as it was typed is looked for too.
TOO_FEW = 5


def search_files(user: User | AnonymousUser, typed: str) -> tuple[list[FoundFile], bool]:
    """The files that this member of staff may know of, best first, and whether there are more than these.

    What is as it was typed comes first, notes included; then what is nearly so.
    """
    asked, files, notes = read_asked(typed), Client.objects.visible_to(user), Note.objects.visible_to(user)
    found = list_exact(files, asked) if asked.words else []
    few = len(found) < TOO_FEW and not any(is_whole(one.client, asked) for one in found)
    if asked.words and len(found) <= MOST:
        found += list_noted(notes, asked, found)
    if asked.near_words and few and len(found) < MOST:
        found += list_near(files, asked, found)
    if asked.near_words and few and len(found) < TOO_FEW and not asked.is_address:
        found += list_nearly_noted(notes, asked, found)
    return found[:MOST], len(found) > MOST


def is_whole(client: Client, asked: SearchTerms) -> bool:
    """Whether what was typed is all of an address, a reference or a number, which is one file's alone."""
    return asked.text.lower() == client.email or asked.reference == client.reference


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
    shown = load_files(keys)
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
    """The results in nobody's file of a draft with this reference, the newest first, for those who may read results."""
    reference = read_asked(typed).reference
    if not (reference and VIEW_ASSESSMENT.held_by(user)):
        return []
    results = Assessment.objects.visible_to(user).filter(client=None, intake__client=None)
    # A person who was told of a draft's first result says its reference, whatever they answered since (record 0189).
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
