"""Files that may be of one person: the same mailbox, the same name and date of birth, or one number.

The number counts where one of the files has no e-mail address: couples share a telephone, and each has an address.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any, cast

from django.db.models import CharField, Count, Q, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Concat, Lower, Trim
from django.db.models.lookups import Exact, GreaterThan, In

from intake.models import Client
from intake.models.duplicate_keys import build_called, build_mailbox, build_person, find_plus
from intake.querysets import ClientQuerySet, make_rows

# What a file shares with others, None where it is not known, and the file's primary key.
Shared = tuple[str | None, int]


def annotate_clients() -> ClientQuerySet[Client]:
    """Every file with `mailbox`, `called` (its name) and, where name and date of birth are known, `person`."""
    keyed = Client.objects.annotate(mailbox=build_mailbox(), called=build_called(), person=build_person())
    return cast("ClientQuerySet[Client]", keyed)


def list_all_duplicates() -> set[int]:
    """The files that share a mailbox, a person or a number with another, except those closed as a duplicate, by key."""
    # By keys that are known, and not by the questions for them: beside "or" the database would ask them of every file,
    # and building one question of all of them took Django longer than answering each (record 0181).
    return {*find_alike(list_mailboxes()), *find_alike(list_people()), *find_alike(list_numbers())}


def find_open() -> ClientQuerySet[Client]:
    """Every file but those closed as a duplicate."""
    return Client.objects.exclude(outcome=Client.FileOutcome.DUPLICATE).order_by()


def list_mailboxes() -> Iterator[Shared]:
    """The mailbox of every file that may share it."""
    # No two files have one address, so that of two with one mailbox at least one has a plus sign.
    reached = find_open().filter(GreaterThan(find_plus(), 0)).values_list(build_mailbox())
    yield from find_open().filter(In(build_mailbox(), reached)).values_list(build_mailbox(), "pk")


def list_people() -> Iterator[Shared]:
    """Name and date of birth of every file that has a namesake."""
    # Names first, because the date stands in the answers, which are long.
    named = find_open().exclude(name="").values(called=build_called()).annotate(files=Count("*"))
    names = named.filter(files__gt=1).values_list("called", flat=True)
    shared = make_rows(names, named.db, texts=True)
    yield from find_open().filter(In(build_called(), shared)).values_list(build_person(), "pk")


def list_numbers() -> Iterator[Shared]:
    """The numbers of files without an e-mail address, with every file that has one of these."""
    alone = set(find_open().without_email().exclude(telephone="").values_list("telephone", flat=True))
    for pk, *numbers in find_open().filter(has_number_of(alone)).values_list("pk", "telephone", "other_telephone"):
        yield from ((number, pk) for number in alone.intersection(numbers))


def find_alike(files: Iterable[Shared]) -> Iterator[int]:
    """The primary keys of those of these files that share something with another of them."""
    sharing: dict[str, set[int]] = defaultdict(set)
    for shared, pk in files:
        if shared is not None:
            sharing[shared].add(pk)
    return chain.from_iterable(keys for keys in sharing.values() if len(keys) > 1)


def find_duplicates(client: Client) -> ClientQuerySet[Client]:
    """The other files that may be of the same person."""
    same = has_number_with(client)
    # Values of this file and not a query in their place, with which PostgreSQL would read every file and no index; and
    # conditions without columns to show: building these twice took Django longer than the answer (record 0185).
    if client.email:
        same |= Q(Exact(build_mailbox(), strip_plus(client.email)))
    if client.name and "date_of_birth" in client.facts:
        same |= Q(Exact(build_person(), write_person(client)))
    return Client.objects.exclude(pk=client.pk).filter(same)


def write_person(client: Client) -> Concat:
    """Name and date of birth of this file, as `build_person` has them."""
    # The small letters are the database's own, as those that it is compared with are.
    return Concat(Lower(Trim(Value(client.name))), Value(f" {client.facts['date_of_birth'] or ''}"))


def find_like(*, email: str, telephone: str, name: str, born: date | None) -> ClientQuerySet[Client]:
    """The files that may be of somebody of whom this is known; what is not known is empty.

    Wider than the doubles of a file, since it is asked before there is one: any number in common, and a name alone
    where nothing else speaks against it.
    """
    same = Q(pk__in=[])
    if email:
        same |= Q(mailbox=strip_plus(email))
    if telephone:
        same |= has_number_of([telephone])
    if name:
        # By the database's own small letters, as the name of the file is.
        same |= Q(called=Lower(Trim(Value(name)))) & (Q(born__in=["", born.isoformat()]) if born else Q())
    # As a text and not as a part of JSON, with which the databases compare differently; empty where it is not known.
    day = Concat(Value(""), KT("facts__date_of_birth"), output_field=CharField())
    return cast("ClientQuerySet[Client]", annotate_clients().annotate(born=day).filter(same))


def strip_plus(email: str) -> str:
    """The mailbox of an address, as `build_mailbox` has it."""
    local, at, domain = email.rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}".lower()


def has_number_with(client: Client) -> Q:
    """A file with a number of this client's, where one of the two has no e-mail address."""
    shared = has_number_of([number for number in (client.telephone, client.other_telephone) if number])
    # Two people share a telephone; between files that have addresses, the addresses tell them apart (record 0164).
    return shared & Q(email="") if client.email else shared


def has_number_of(numbers: Any) -> Q:
    """A file with one of these numbers."""
    return Q(telephone__in=numbers) | Q(other_telephone__in=numbers)
