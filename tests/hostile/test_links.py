"""A signed link is good for its purpose, its person and its time, and for nothing else."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from draws.outbox.unsubscribe_links import build_link
from intake.account import confirm_email
from intake.common.signed_links import Purpose, read_link, sign_link
from intake.consultations import links as booking_links
from intake.enquiries.links import make_link
from intake.followers import links as follower_links
from intake.models import Assessment, Client, Enquiry, Follower, Share
from intake.my_file import share_links
from tests.intake.advisers import make_booked, make_calendar
from tests.intake.files import with_result

pytestmark = pytest.mark.django_db


def links_of(client: Client, made: Assessment) -> dict[Purpose, str]:
    """A link of every kind, as it is sent: the signed part."""
    share = client.shares.create(assessment=made, until=timezone.localdate() + timedelta(days=7))
    return {
        Purpose.CONFIRM: confirm_email.make_link(made),
        Purpose.SHARE: share_links.make_link(share),
        Purpose.ENQUIRY: make_link(Enquiry.objects.create(client=client, email="kim@example.org", language="en")),
        Purpose.CONSULTATION: booking_links.make_link(make_booked(make_calendar(client.email), client)),
        Purpose.FOLLOW: follower_link(Purpose.FOLLOW, "asks@example.org"),
        Purpose.FOLLOWING: follower_link(Purpose.FOLLOWING, "follows@example.org", timezone.now()),
        Purpose.ALERTS: build_link(client).rstrip("/").rpartition("/")[2],
    }


def follower_link(purpose: Purpose, email: str, confirmed_at: datetime | None = None) -> str:
    """The signed part of a link of somebody who follows the rounds, or asked to."""
    fields = {"language": "en", "confirmed_at": confirmed_at}
    follower, _made = Follower.objects.get_or_create(email=email, defaults=fields)
    return follower_links.build_link(purpose, follower).rstrip("/").rpartition("/")[2]


PAGES = {
    Purpose.CONFIRM: "intake:confirm",
    Purpose.SHARE: "my_file:shared",
    Purpose.ENQUIRY: "intake:confirm_enquiry",
    Purpose.CONSULTATION: "intake:consultation",
    Purpose.FOLLOW: "intake:confirm_following",
    Purpose.FOLLOWING: "intake:following",
    Purpose.ALERTS: "draws:alerts",
}


@pytest.mark.parametrize("of", Purpose)
@pytest.mark.parametrize("at", Purpose)
def test_a_link_opens_the_page_of_its_kind_alone(of, at):
    client, made = with_result("kim@example.org")
    answer = Browser().get(reverse(PAGES[at], args=[links_of(client, made)[of]]))
    assert (answer.status_code == 200) == (of == at), answer.status_code
    assert answer.status_code < 500


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize(
    "spoil", [lambda s: s[:-1], lambda s: s[1:], lambda s: s.swapcase(), lambda s: "1" + s, lambda s: "1"]
)
def test_a_tampered_link_opens_nothing(purpose, spoil):
    client, made = with_result("kim@example.org")
    answer = Browser().get(reverse(PAGES[purpose], args=[spoil(links_of(client, made)[purpose])]))
    assert 400 <= answer.status_code < 500


def test_every_kind_of_link_has_a_page_that_is_tried():
    assert set(PAGES) == set(Purpose)


def test_a_link_ends_at_its_moment():
    ends = timezone.now() + timedelta(hours=1)
    signed = sign_link(Purpose.SHARE, "a", "b", ends)
    with time_machine.travel(ends - timedelta(seconds=2), tick=False):
        assert read_link(Purpose.SHARE, signed)
    with time_machine.travel(ends, tick=False):
        assert read_link(Purpose.SHARE, signed) is None


def test_a_row_that_takes_the_number_of_another_is_not_opened_by_its_links():
    """As after a restore: the rows are made anew under the same numbers, and are other people's."""
    client, made = with_result("kim@example.org")
    links, numbers = links_of(client, made), (made.pk, client.shares.get().pk)
    client.delete()
    Follower.objects.all().delete()
    other, theirs = with_result("lee@example.org")
    Assessment.objects.filter(pk=theirs.pk).update(id=numbers[0])
    other.shares.create(pk=numbers[1], assessment_id=numbers[0], until=timezone.localdate() + timedelta(days=7))
    for purpose, signed in links.items():
        assert Browser().get(reverse(PAGES[purpose], args=[signed])).status_code in (404, 410)
        Browser().post(reverse(PAGES[purpose], args=[signed]))
    assert not Client.objects.get(pk=other.pk).alerts


def test_a_link_to_a_row_that_became_another_person_s_is_over():
    client, made = with_result("kim@example.org")
    signed = links_of(client, made)[Purpose.SHARE]
    other, _theirs = with_result("lee@example.org")
    Share.objects.update(client=other)
    assert Browser().get(reverse(PAGES[Purpose.SHARE], args=[signed])).status_code == 410
