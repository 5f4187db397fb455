"""Files that may be of one person: the same mailbox, or the same name and date of birth."""

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Concat, Left, Lower, StrIndex, Substr, Trim

from intake.models import Client


def mailbox() -> Lower:
    """The address without what follows a plus sign: "ana+work@example.org" is read by who reads "ana@example.org"."""
    name, domain = Left("email", StrIndex("email", Value("+")) - 1), Substr("email", StrIndex("email", Value("@")))
    whole = Case(
        When(email__contains="+", then=Concat(name, domain, output_field=CharField())),
        default=F("email"),
        output_field=CharField(),
    )
    return Lower(whole)


def person() -> Concat:
    """Name and date of birth as one text, however the name is capitalised."""
    return Concat(Lower(Trim("name")), Value(" "), KT("facts__date_of_birth"), output_field=CharField())


def marked() -> QuerySet:
    """Every file with its mailbox and, where name and date of birth are known, its person."""
    known = When(~Q(name="") & Q(facts__has_key="date_of_birth"), then=person())
    return Client.objects.annotate(mailbox=mailbox(), person=Case(known))


def all_of_them() -> QuerySet:
    """Every file that may be of a person who has another, but for those closed as a duplicate."""
    found = marked().exclude(outcome=Client.Outcome.DUPLICATE)
    return found.filter(Q(mailbox__in=shared(found, "mailbox")) | Q(person__in=shared(found, "person")))


def shared(found: QuerySet[Client], key: str) -> QuerySet:
    """The keys that more than one file has."""
    keys = found.order_by().exclude(**{key: None}).values(key).alias(files=Count("pk")).filter(files__gt=1)
    return keys.values(key)


def of(client: Client) -> QuerySet:
    """The other files that may be of the same person."""
    own = marked().filter(pk=client.pk)
    same = Q(mailbox__in=own.values("mailbox")) | Q(person__in=own.values("person"))
    return marked().filter(same).exclude(pk=client.pk)
