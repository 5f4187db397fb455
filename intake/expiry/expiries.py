"""What in a client's file expires on which day, and its name: tests, assessments, the pool profile, dated documents.

Reminders, the staff's list and the warnings in the file all ask here, so that they agree. For files that the firm
works on, the expiries that follow from the answers are saved as rows beside the documents that staff enter, and
rewritten every day, so that one list shows both.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.expiry.police_certificates import EXPIRED, list_stays
from intake.models import ENTERED, Client, DatedItem
from intake.questionnaire.choices import get_country_name
from scoring.apps import rulebook
from scoring.assess import ProfileAssessment
from scoring.invitation import Lapse, lapses
from scoring.pool import find_last_day_in_pool
from scoring.profile import Partner, Profile, ProfileError, decode
from scoring.rulebook import FIRST_DAY, Rules
from scoring.words import TEST_NAMES

DAY = timedelta(days=1)
Stage = Client.Stage
POLICE = DatedItem.DocumentKind.POLICE
# What is handed in with an application; permits are not.
FOR_APPLICATION = (DatedItem.DocumentKind.PASSPORT, DatedItem.DocumentKind.MEDICAL, POLICE)
Key = tuple[int, str, str, str, date]
# How letters to clients name what lapses: by what it is, and whose.
NAMES = {
    ("test", "own"): _("Your language test %(test)s"),
    ("test", "partner"): _("Your spouse or partner's language test %(test)s"),
    ("eca", "own"): _("Your educational credential assessment (%(country)s)"),
    ("eca", "partner"): _("Your spouse or partner's educational credential assessment (%(country)s)"),
    ("profile", "own"): _("Your Express Entry profile"),
    ("passport", "own"): _("Your passport"),
    ("passport", "partner"): _("Your spouse or partner's passport"),
    ("medical", "own"): _("Your medical examination"),
    ("medical", "partner"): _("Your spouse or partner's medical examination"),
    ("police", "own"): _("Your police certificate"),
    ("police", "partner"): _("Your spouse or partner's police certificate"),
    ("work_permit", "own"): _("Your work permit"),
    ("work_permit", "partner"): _("Your spouse or partner's work permit"),
    ("study_permit", "own"): _("Your study permit"),
    ("study_permit", "partner"): _("Your spouse or partner's study permit"),
}


class Expiry(NamedTuple):
    """What expires (`scoring.invitation.Lapse`, or another kind of `DatedItem`), and whose: "own" or "partner".

    `look`: a police certificate that IRCC may accept all the same, of which the file does not say enough to know.
    """

    lapse: Lapse
    whose: str
    look: bool = False


def find_expiries(client: Client, on: date, ahead: int) -> Iterator[Expiry]:
    """Everything that expires within `ahead` days of `on` and that nothing later replaces."""
    yield from find_in_answers(client, on, ahead)
    yield from find_documents(client, on, on + timedelta(days=ahead))


def find_in_answers(client: Client, on: date, ahead: int) -> Iterator[Expiry]:
    """The expiries that follow from the answers; none once an application is in, because then IRCC has them."""
    if client.stage == Stage.SUBMITTED:
        return
    until, profile = on + timedelta(days=ahead), decode_profile(client)
    yield from (one for one in find_pool_profile(client, on) if on < one.lapse.ends <= until)
    yield from find_counting(profile, on, until) if profile else ()


def find_valid_only_until(client: Client, on: date, last: date) -> Iterator[Expiry]:
    """What is valid on `on` and no longer on `last`, replaced or not: an application needs each as it stands.

    Not police certificates that are accepted after their last valid day.
    """
    profile = decode_profile(client)
    yield from find_lapses(profile, on, last) if profile else ()
    yield from judge_certificates(find_documents(client, on, last), client, profile, last)


def find_ended_before(client: Client, on: date, last: date) -> Iterator[Expiry]:
    """What an application needs and was no longer valid on `on`: papers, and tests and assessments without a newer one.

    `last`: the last day to apply, by which police certificates are judged.
    """
    profile = decode_profile(client)
    if profile:
        ended = list_lapses(profile, FIRST_DAY, on, rulebook().on(on))
        yield from (one for one in ended if not is_replaced(profile, one))
    papers = (one for one in find_documents(client, date.min, on) if one.lapse.kind in FOR_APPLICATION)
    yield from judge_certificates(papers, client, profile, last)


def find_not_lasting(client: Client, on: date, last: date) -> Iterator[Expiry]:
    """What an application needs and is not valid all the way: not on `on` any more, or no longer on `last`."""
    yield from find_ended_before(client, on, last)
    yield from find_valid_only_until(client, on, last)


def judge_certificates(
    papers: Iterable[Expiry], client: Client, profile: Profile | None, last: date
) -> Iterator[Expiry]:
    """These papers but for police certificates that are accepted after their last valid day, by the rules of `last`."""
    found, rules = list(papers), rulebook().on(last)
    # Asked of those alone who have one: each page and letter about an invitation comes through here.
    has_rule = any(one.lapse.kind == POLICE for one in found) and rules.get(EXPIRED) is not None
    stays = list_stays(client, profile, rules, last) if has_rule else ()
    known = {(stay.whose, stay.code): stay.outlasts for stay in stays}
    for one in found:
        accepted = known.get((one.whose, one.lapse.name)) if has_rule and one.lapse.kind == POLICE else False
        if not accepted:
            yield one._replace(look=accepted is None)


def find_documents(client: Client, on: date, until: date) -> Iterator[Expiry]:
    """Passports, permits and what else staff entered; only the latest of each kind, person and country."""
    # Tests and assessments come from the answers alone, so that nothing is told twice (record 0042).
    entered = [item for item in client.dated_items.all() if item.kind in ENTERED]
    latest = {(item.kind, item.whose, item.name): item for item in sorted(entered, key=lambda one: one.expires_on)}
    for item in latest.values():
        # `expires_on` is the last valid day; a lapse begins on the day after, as it does for tests.
        if on <= item.expires_on < until:
            yield Expiry(Lapse(item.kind, item.name, item.expires_on + DAY), item.whose)


def find_counting(profile: Profile, on: date, until: date) -> Iterator[Expiry]:
    """The expiries of the client and of the partner who counts, but for tests and ECAs that a later one replaces.

    A replaced one is left out only where its end costs no points.
    """
    for ending in find_lapses(profile, on, until):
        before, after = score_around(profile, ending.lapse.ends)
        # A test with a newer one in its language is nobody's concern unless its end costs points (record 0024).
        if before != after or not is_replaced(profile, ending):
            yield ending


def find_lapses(profile: Profile, on: date, until: date) -> Iterator[Expiry]:
    """The expiries of the client and of the partner who counts, replaced or not."""
    return list_lapses(profile, on, until, rulebook().on(on))


def find_all_lapses(profile: Profile, on: date) -> Iterator[Expiry]:
    """The expiries of the client and of the partner who counts whenever they are, by the rules of a day."""
    return list_lapses(profile, date.min, date.max, rulebook().on(on))


def list_lapses(profile: Profile, on: date, until: date, rules: Rules) -> Iterator[Expiry]:
    """The expiries of both between two days."""
    yield from (Expiry(lapse, "own") for lapse in lapses(profile, on, until, rules))
    if profile.counted_partner:
        yield from (Expiry(lapse, "partner") for lapse in lapses(profile.counted_partner, on, until, rules))


def is_replaced(profile: Profile, ending: Expiry) -> bool:
    """Whether there is a later test in the same language, or a later assessment."""
    person: Profile | Partner | None = profile if ending.whose == "own" else profile.counted_partner
    if person is None:
        return False
    rules, ends = rulebook().on(ending.lapse.ends), ending.lapse.ends
    if ending.lapse.kind == "eca":
        return any(later.kind == "eca" for later in lapses(person, ends, date.max, rules))
    # By the language and not by the test: a later CELPIP takes the place of an IELTS.
    languages: dict[str, str] = {test.test: test.language for test in person.language_tests}
    later = [lapse.name for lapse in lapses(person, ends, date.max, rules) if lapse.kind == "test"]
    return any(languages[name] == languages[ending.lapse.name] for name in later)


def find_pool_profile(client: Client, on: date) -> Iterator[Expiry]:
    """The client's own profile in IRCC's pool; once they are invited, it no longer matters."""
    if client.profile_submitted_at and client.stage != Stage.INVITED:
        entered = timezone.localdate(client.profile_submitted_at)
        yield Expiry(Lapse("profile", "", find_last_day_in_pool(entered, rulebook().on(on))), "own")


def score_around(profile: Profile, ends: date) -> tuple[int, int]:
    """The CRS totals on the last day on which something counts, and on the day after."""
    book = rulebook()
    before, after = ProfileAssessment(profile, ends - DAY, book), ProfileAssessment(profile, ends, book)
    return before.crs.total, after.crs.total


def decode_profile(client: Client) -> Profile | None:
    """The client's facts; None where there are none, or the rules can't read them any more."""
    try:
        return decode(client.facts) if client.facts else None
    except ProfileError:
        return None


def collect_facts(ending: Expiry) -> dict[str, str]:
    """What lapses, as a row of the ledger keeps it."""
    lapse = ending.lapse
    return {"what": lapse.kind, "name": lapse.name, "whose": ending.whose, "ends": str(lapse.ends)}


def describe_item(kind: str, name: str, whose: str = DatedItem.Whose.OWN) -> str:
    """As "Passport (India)" or "Language test (IELTS Academic), the partner's"."""
    label, which = str(DatedItem.DocumentKind(kind).label), str(TEST_NAMES.get(name) or get_country_name(name))
    what = gettext("%(kind)s (%(which)s)") % {"kind": label, "which": which} if which else label
    return gettext("%(what)s, the partner's") % {"what": what} if whose == DatedItem.Whose.PARTNER else what


class LapseName:
    """The name of what lapses, put into words when the letter is made, in its language.

    `facts`: `what`, `whose` and `name`, as a row of the ledger keeps them.
    """

    def __init__(self, facts: Mapping[str, str]) -> None:
        self.facts = facts

    def __str__(self) -> str:
        name, country = self.facts["name"], get_country_name(self.facts["name"])
        sentence = str(NAMES[self.facts["what"], self.facts["whose"]])
        named = sentence % {"test": TEST_NAMES.get(name, name), "country": country}
        return f"{named} ({country})" if country and self.facts["what"] in ENTERED else named


def rewrite_rows(ids: Sequence[int], on: date) -> None:
    """Save for each of these clients what expires within the longest lead time of a reminder."""
    # A firm with thousands of leads is not written to about the test of each (record 0042).
    clients = Client.objects.at_work().filter(pk__in=ids)
    wanted = {get_key(item): item for client in clients for item in build_rows(client, on)}
    with transaction.atomic():
        unchanged = {
            get_key(item): item.pk
            for item in DatedItem.objects.filter(client__in=ids, source=DatedItem.DaySource.ANSWERS)
        }
        DatedItem.objects.filter(pk__in=[pk for key, pk in unchanged.items() if key not in wanted]).delete()
        fresh = [item for key, item in wanted.items() if key not in unchanged]
        # Two workers may rewrite one client at once; the unique constraint makes the second row a no-op.
        DatedItem.objects.bulk_create(fresh, ignore_conflicts=True)


def get_key(item: DatedItem) -> Key:
    """What identifies a row: there is one of each."""
    return item.client_id, item.kind, item.whose, item.name, item.expires_on


def build_rows(client: Client, on: date) -> Iterator[DatedItem]:
    """The rows for tests, assessments and the pool profile that expire soon and that nothing newer replaces."""
    # As far ahead as the first reminder: the list shows what clients hear of (record 0042).
    for lapse, whose, _look in find_in_answers(client, on, max(settings.REMIND_BEFORE_LAPSE)):
        made = DatedItem(
            client=client, kind=lapse.kind, name=lapse.name, whose=whose, source=DatedItem.DaySource.ANSWERS
        )
        # The last valid day, as staff enter it from a document.
        made.expires_on = lapse.ends - DAY
        yield made


def delete_rows() -> None:
    """Delete the rows of files that nobody works on any longer."""
    DatedItem.objects.filter(source=DatedItem.DaySource.ANSWERS).exclude(client__in=Client.objects.at_work()).delete()
