"""Files that may be of one person: the same mailbox, the same name and date of birth, or one number.

The number counts where one of the files has no e-mail address: couples share a telephone, and each has an address.
"""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any, cast

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value, Window
from django.db.models.fields.json import KT
from django.db.models.functions import Concat, Lower, Trim
from django.db.models.lookups import GreaterThan

from intake.models import Client
from intake.models.duplicate_keys import build_called, build_mailbox, build_person, find_plus
from intake.querysets import ClientQuerySet


def annotate_clients() -> ClientQuerySet[Client]:
    """Every file with `mailbox`, `called` (its name) and, where name and date of birth are known, `person`."""
    keyed = Client.objects.annotate(mailbox=build_mailbox(), called=build_called(), person=build_person())
    return cast("ClientQuerySet[Client]", keyed)


def find_all_duplicates() -> ClientQuerySet[Client]:
    """Every file that shares a mailbox, a person or a number with another, except those closed as a duplicate."""
    found = annotate_clients().exclude(outcome=Client.Outcome.DUPLICATE)
    # By primary keys: beside "or" the database would work mailbox and person out of every file, and read no index.
    same = Q(pk__in=find_same_mailboxes(found)) | Q(pk__in=find_same_people(found))
    return found.filter(same | has_number_of(find_shared_numbers()))


def find_same_mailboxes(found: QuerySet[Any]) -> QuerySet[Client, dict[str, Any]]:
    """Those of these files that share a mailbox."""
    # No two files have one address, so that of two with one mailbox at least one has a plus sign.
    reached = found.filter(GreaterThan(find_plus(), 0)).values("mailbox")
    return find_alike(found.filter(mailbox__in=reached), "mailbox")


def find_same_people(found: QuerySet[Any]) -> QuerySet[Client, dict[str, Any]]:
    """Those of these files that share name and date of birth."""
    # Names first, because the date stands in the answers, which are long.
    return find_alike(found.filter(pk__in=find_alike(found.exclude(name=""), "called")), "person")


def find_alike(found: QuerySet[Any], key: str) -> QuerySet[Client, dict[str, Any]]:
    """The primary keys of those of these files that share `key` with another of them."""
    # Counting the key and not the rows, so that those without one share nothing.
    alike = found.order_by().annotate(alike=Window(Count(key), partition_by=[key])).filter(alike__gt=1)
    return list_keys(alike, "pk")


def find_duplicates(client: Client) -> ClientQuerySet[Client]:
    """The other files that may be of the same person."""
    # Asked for first, and then named: with a query in their place PostgreSQL would read every file and no index.
    keyed: QuerySet[Any] = annotate_clients().filter(pk=client.pk)
    own = keyed.values("mailbox", "person").first() or {}
    same = reduce(or_, [Q(**{key: value}) for key, value in own.items() if value is not None], has_number_with(client))
    return annotate_clients().exclude(pk=client.pk).filter(same)


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


def find_shared_numbers() -> QuerySet[Client, dict[str, Any]]:
    """The numbers of files without an e-mail address that another file has too."""
    files = Client.objects.exclude(outcome=Client.Outcome.DUPLICATE)
    others = files.exclude(pk=OuterRef("pk")).filter(
        Q(telephone=OuterRef("telephone")) | Q(other_telephone=OuterRef("telephone"))
    )
    alone = files.without_email().exclude(telephone="").order_by()
    return list_keys(alone.filter(Exists(others)), "telephone")


def list_keys(found: QuerySet[Client, Any], key: str) -> QuerySet[Client, dict[str, Any]]:
    """The values of `key` in these files."""
    keys: QuerySet[Client, dict[str, Any]] = found.values(key)
    return keys
