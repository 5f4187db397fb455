"""What the page of a file tells of its people and its papers, from what the page has fetched already."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.clients.household import Couple
from intake.common.names import name_user
from intake.expiry import expiries
from intake.models import Client, DatedItem
from intake.staff.changelists.client_names import name_client
from intake.verification.fact_words import get_title
from scoring.profile import Partner, Profile

# This many days before its last one a paper ends soon, here, on the list of dated documents and on the first page.
SOON = 60
RELATIVES = ("sibling_in_canada", "relative_in_canada")


class RelatedPerson(NamedTuple):
    """Somebody of the file: who they are to it, what is known of them, and the way to their own file."""

    role: Any
    text: Any
    link: str = ""
    file: str = ""


class FilePaper(NamedTuple):
    """A test, an assessment or a document: what it is, its last valid day, and how long that is."""

    what: str
    until: date
    state: str
    late: bool


def list_people(client: Client, profile: Profile | None, couple: Couple) -> Iterator[RelatedPerson]:
    """Who looks after the file and answers for it, the partner, and relatives in Canada."""
    yield RelatedPerson(_("Adviser"), name_user(client.adviser) if client.adviser else _("Nobody yet"))
    yield RelatedPerson(
        capfirst(_("consultant of record")), name_user(client.consultant) if client.consultant else _("Nobody yet")
    )
    partner = profile.stated_partner if profile else None
    if partner or couple.other:
        link = reverse("admin:intake_client_change", args=[couple.other.pk]) if couple.other else ""
        words = describe_partner(partner) if partner else _("Not stated in the answers")
        yield RelatedPerson(_("Partner"), words, link, name_client(couple.other) if couple.other else "")
    yield from (RelatedPerson(get_title(name), _("Yes")) for name in RELATIVES if profile and getattr(profile, name))


def describe_partner(partner: Partner) -> str:
    """Whether the partner counts, and why not."""
    if partner.canadian:
        return _("Is a citizen or permanent resident of Canada, and does not count for the score")
    if partner.accompanying:
        return _("Comes to Canada too, and counts for the score")
    return _("Does not come to Canada, and does not count for the score")


def list_papers(client: Client, profile: Profile | None, entered: Iterable[DatedItem], on: date) -> list[FilePaper]:
    """Tests and assessments of the answers, the profile in the pool, and what staff entered; the first to end first."""
    found = [
        *(expiries.find_all_lapses(profile, on) if profile else ()),
        *expiries.find_pool_profile(client, on),
    ]
    papers = [
        build_paper(one.lapse.kind, one.lapse.name, one.whose, one.lapse.ends - expiries.DAY, on) for one in found
    ]
    papers += [build_paper(item.kind, item.name, item.whose, item.expires_on, on) for item in entered]
    return sorted(papers, key=lambda paper: paper.until)


def build_paper(kind: str, name: str, whose: str, until: date, on: date) -> FilePaper:
    """One of them, with its state on the day."""
    left = (until - on).days
    return FilePaper(expiries.describe_item(kind, name, whose), until, describe_state(left), left <= SOON)


def describe_state(left: int) -> str:
    """How long it is still valid, where it ends soon."""
    if left < 0:
        return _("No longer valid")
    return ngettext("%(left)d day left", "%(left)d days left", left) % {"left": left} if left <= SOON else _("Valid")
