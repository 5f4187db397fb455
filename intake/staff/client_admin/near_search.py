"""Files of which something is nearly as it was typed: a name, an e-mail or a postal address (record 0212)."""

from collections import defaultdict
from collections.abc import Iterator
from functools import reduce
from operator import and_

from django.db.models import F, Q
from django.utils.translation import gettext as _

from intake.common.near_words import DOMAIN, find_nearest, find_nearest_address
from intake.common.text_lookups import HoldsOneOf
from intake.models import Client
from intake.querysets import ClientQuerySet
from intake.staff.client_admin.found_files import MOST_SIMILAR, FoundFile, load_files
from intake.staff.client_admin.search_terms import SearchTerms, has_nearly, list_near_pieces

# Of this many files that have a piece of each word, the newest, the words are compared.
MOST_NEAR = 3000

# By what files were nearly found, in words, and how many letters are wrong in each, by its primary key.
Near = tuple[str, dict[int, float]]


def list_near(files: ClientQuerySet[Client], asked: SearchTerms, known: list[FoundFile]) -> list[FoundFile]:
    """Those that have for each word one that is nearly so, all in one field of theirs: the nearest first."""
    rest = files.exclude(pk__in=[one.client.pk for one in known]).order_by("-pk")
    wrong: dict[int, float] = {}
    matched: defaultdict[int, list[str]] = defaultdict(list)
    for label, near in find_near(rest, asked):
        for pk, letters in near.items():
            wrong[pk] = min(letters, wrong.get(pk, letters))
            matched[pk].append(label)
    nearest = sorted(wrong, key=wrong.__getitem__)[:MOST_SIMILAR]
    shown = load_files(nearest)
    return [FoundFile(shown[pk], matched[pk], is_near=True) for pk in nearest if pk in shown]


def find_near(files: ClientQuerySet[Client], asked: SearchTerms) -> Iterator[Near]:
    """Each field with the files that are nearly found by it."""
    words, is_one = asked.near_words, " " not in asked.text
    # No name has an @ in it, and no e-mail address a space.
    near = (Q() if asked.is_address else has_nearly("name", words)) | (has_in_mailbox(words) if is_one else Q())
    # Key, name and address and nothing else, which are in one index (record 0181).
    rows = list(files.filter(near).values_list("pk", "name", "email")[:MOST_NEAR])
    if asked.is_address:
        yield _("a similar e-mail"), find_nearest_address(words, {pk: email for pk, _name, email in rows})
        return
    yield _("a similar name"), find_nearest(words, {pk: name for pk, name, _email in rows})
    if is_one:
        mailboxes = {pk: email.partition(DOMAIN)[0] for pk, _name, email in rows}
        yield _("a similar e-mail"), find_nearest(words, mailboxes)
    posted = files.exclude(postal_address="").filter(has_nearly("postal_address", words))
    texts = dict(posted.values_list("pk", "postal_address")[:MOST_NEAR])
    yield _("a similar postal address"), find_nearest(words, texts)


def has_in_mailbox(words: list[str]) -> Q:
    """A condition on files: a piece of each word, but for those of a domain, stands in the e-mail before its @."""
    every = list_near_pieces(word for word in words if not word.startswith(DOMAIN))
    # Every address is in small letters of ASCII (record 0057).
    return reduce(and_, (Q(HoldsOneOf(F("email"), pieces, DOMAIN)) for pieces in every))
