"""What of a client's file ends on which day: tests, assessments, the profile in the pool, and dated documents.

The reminders, the staff's list and the warnings in the file all ask here, so
that they speak of the same things. For the files that somebody of the firm works
on, what comes from the answers is kept as rows beside the documents that staff
enter, rewritten every day, so that one list shows all.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.models import ENTERED, Client, DatedItem
from intake.questionnaire.choices import country_name
from scoring.apps import rulebook
from scoring.assess import Assessment
from scoring.days import years_after
from scoring.invitation import Lapse, lapses
from scoring.profile import Partner, Profile, ProfileError, decode
from scoring.words import TEST_NAMES

DAY = timedelta(days=1)
Stage = Client.Stage
Key = tuple[int, str, str, str, date]


class Ending(NamedTuple):
    """What lapses (see `scoring.invitation.Lapse`; also the other kinds of `DatedItem`), and whose it is."""

    lapse: Lapse
    whose: str


def of(client: Client, on: date, ahead: int) -> Iterator[Ending]:
    """Everything that ends within so many days and that nothing later replaces."""
    yield from of_answers(client, on, ahead)
    yield from documents(client, on, on + timedelta(days=ahead))


def of_answers(client: Client, on: date, ahead: int) -> Iterator[Ending]:
    """What the client told us of, until an application is in: from then on IRCC has it."""
    if client.stage == Stage.SUBMITTED:
        return
    until, profile = on + timedelta(days=ahead), profile_of(client)
    yield from (one for one in pool_profile(client, on) if on < one.lapse.ends <= until)
    yield from counting(profile, on, until) if profile else ()


def before(client: Client, on: date, last: date) -> Iterator[Ending]:
    """What is valid on a day and no longer on a last one, replaced or not: an application needs each as it stands."""
    profile = profile_of(client)
    yield from people(profile, on, last) if profile else ()
    yield from documents(client, on, last)


def documents(client: Client, on: date, until: date) -> Iterator[Ending]:
    """Passports, permits and what else staff entered."""
    entered = [item for item in client.dated_items.all() if item.kind in ENTERED]
    latest = {(item.kind, item.whose, item.name): item for item in sorted(entered, key=lambda one: one.expires_on)}
    for item in latest.values():
        if on <= item.expires_on < until:
            yield Ending(Lapse(item.kind, item.name, item.expires_on + DAY), item.whose)


def counting(profile: Profile, on: date, until: date) -> Iterator[Ending]:
    """What lapses of the client and of the partner who counts.

    A test that a newer one stands in for, without a loss of points, is nobody's concern.
    """
    for ending in people(profile, on, until):
        before, after = scores(profile, ending.lapse.ends)
        if before != after or not replaced(profile, ending):
            yield ending


def people(profile: Profile, on: date, until: date) -> Iterator[Ending]:
    """What lapses of the client and of the partner who counts, replaced or not."""
    rules = rulebook().on(on)
    yield from (Ending(lapse, "own") for lapse in lapses(profile, on, until, rules))
    if profile.counted_partner:
        yield from (Ending(lapse, "partner") for lapse in lapses(profile.counted_partner, on, until, rules))


def replaced(profile: Profile, ending: Ending) -> bool:
    """Whether a later test in the same language, or a later assessment, is there."""
    person: Profile | Partner | None = profile if ending.whose == "own" else profile.counted_partner
    if person is None:
        return False
    rules, ends = rulebook().on(ending.lapse.ends), ending.lapse.ends
    if ending.lapse.kind == "eca":
        return any(later.kind == "eca" for later in lapses(person, ends, date.max, rules))
    languages: dict[str, str] = {test.test: test.language for test in person.language_tests}
    later = [lapse.name for lapse in lapses(person, ends, date.max, rules) if lapse.kind == "test"]
    return any(languages[name] == languages[ending.lapse.name] for name in later)


def pool_profile(client: Client, on: date) -> Iterator[Ending]:
    """The client's own profile in IRCC's pool; once invited, it is not what counts."""
    if client.profile_submitted_at and client.stage != Stage.INVITED:
        entered = timezone.localdate(client.profile_submitted_at)
        years = rulebook().on(on)["pool/validity"].points("profile")
        yield Ending(Lapse("profile", "", years_after(entered, years)), "own")


def scores(profile: Profile, ends: date) -> tuple[int, int]:
    """The score on the last day on which something counts, and on the day after."""
    book = rulebook()
    before, after = Assessment(profile, ends - DAY, book), Assessment(profile, ends, book)
    return before.crs.total, after.crs.total


def profile_of(client: Client) -> Profile | None:
    """The client's facts; None where there are none that the rules can take."""
    try:
        return decode(client.facts) if client.facts else None
    except ProfileError:
        return None


def describe_item(kind: str, name: str, whose: str = DatedItem.Whose.OWN) -> str:
    """As "Passport (India)" or "Language test (IELTS Academic), the partner's"."""
    label, which = str(DatedItem.Kind(kind).label), str(TEST_NAMES.get(name) or country_name(name))
    what = _("%(kind)s (%(which)s)") % {"kind": label, "which": which} if which else label
    return _("%(what)s, the partner's") % {"what": what} if whose == DatedItem.Whose.PARTNER else what


def rewrite_rows(ids: Sequence[int], on: date) -> None:
    """For each of these clients, keep what of the answers ends within the longest time of a reminder."""
    clients = Client.objects.at_work().filter(pk__in=ids)
    wanted = {key_of(item): item for client in clients for item in from_answers(client, on)}
    with transaction.atomic():
        kept = {
            key_of(item): item.pk for item in DatedItem.objects.filter(client__in=ids, source=DatedItem.Source.ANSWERS)
        }
        DatedItem.objects.filter(pk__in=[pk for key, pk in kept.items() if key not in wanted]).delete()
        fresh = [item for key, item in wanted.items() if key not in kept]
        DatedItem.objects.bulk_create(fresh, ignore_conflicts=True)


def key_of(item: DatedItem) -> Key:
    """What a row is: there is one of each."""
    return item.client_id, item.kind, item.whose, item.name, item.expires_on


def from_answers(client: Client, on: date) -> Iterator[DatedItem]:
    """Tests, assessments and the profile in the pool that end soon and that nothing newer replaces."""
    for lapse, whose in of_answers(client, on, max(settings.REMIND_BEFORE_LAPSE)):
        made = DatedItem(client=client, kind=lapse.kind, name=lapse.name, whose=whose, source=DatedItem.Source.ANSWERS)
        made.expires_on = lapse.ends - DAY
        yield made


def delete_rows() -> None:
    """Delete the rows of files that nobody works on any longer."""
    DatedItem.objects.filter(source=DatedItem.Source.ANSWERS).exclude(client__in=Client.objects.at_work()).delete()
