"""By what two files may be of one person, as the database works it out and as its indexes hold it."""

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Concat, Left, Lower, StrIndex, Substr, Trim
from django.db.models.lookups import GreaterThan


def find_plus() -> StrIndex:
    """Where in the address a plus sign stands, from 1 on; 0 for nowhere."""
    return StrIndex("email", Value("+"))


def build_mailbox() -> Lower:
    """The address without what follows a plus sign: "ana+work@example.org" reaches "ana@example.org"; NULL for none."""
    # In SQL, because it is compared with every other file's address; both databases have these functions. With
    # StrIndex, not `contains`: the percent signs of a LIKE are doubled in the index, which no query would then match.
    name, domain = Left("email", find_plus() - 1), Substr("email", StrIndex("email", Value("@")))
    whole = Case(
        When(email="", then=None),
        When(GreaterThan(find_plus(), 0), then=Concat(name, domain, output_field=CharField())),
        default=F("email"),
        output_field=CharField(),
    )
    return Lower(whole)


def build_called() -> Lower:
    """The name, however it is capitalised."""
    return Lower(Trim("name"))


def build_person() -> Case:
    """Name and date of birth as one text, however the name is capitalised; NULL where one of them is not known."""
    # In capitals and spaces alone: a spelling that is nearly so is not guessed at (record 0037).
    text = Concat(build_called(), Value(" "), KT("facts__date_of_birth"), output_field=CharField())
    known = ~Q(name="") & Q(facts__has_key="date_of_birth")
    return Case(When(known, then=text), output_field=CharField())
