"""Dated documents in a client's file: who enters them, what is refused, and what the file warns of."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client as Browser
from django.urls import reverse

from intake.data_copy.data_export import export_file
from intake.expiry.time_to_apply import list_days_to_apply
from intake.models import Client, DatedItem
from tests.intake.answers import TODAY
from tests.intake.saving import save

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PASSPORT = {"kind": "passport", "whose": "own", "name": "india", "expires_on": "2027-03-01", "source": "seen"}
CELPIP = {"test": "celpip_general", "listening": 9, "reading": 9, "writing": 9, "speaking": 9}


@pytest.fixture
def ana():
    return Client.objects.create(email="ana@example.org", name="Ana")


def entered(*rows):
    """The part of the file's form for these documents."""
    fields = {f"dated_items-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}
    return fields | {"dated_items-TOTAL_FORMS": str(len(rows))}


def who_may(*permissions):
    """A browser of staff with these permissions."""
    user = User.objects.create_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    browser = Browser()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def opened(browser, client):
    return browser.get(reverse("admin:intake_client_change", args=[client.pk])).content.decode()


def left(days, **values):
    """A document whose last valid day is this many days ahead."""
    return DatedItem.objects.create(expires_on=TODAY + timedelta(days=days), **{"kind": "passport"} | values)


def test_staff_enter_a_document_and_the_country_is_kept_by_its_code(admin_client, ana):
    assert save(admin_client, ana, **entered(PASSPORT)).status_code == 302
    kept = ana.dated_items.get()
    assert (kept.kind, kept.whose, kept.name, kept.expires_on) == ("passport", "own", "IN", date(2027, 3, 1))
    assert 'value="India"' in opened(admin_client, ana)


def test_a_document_that_a_colleague_enters_while_the_file_is_open_stays(admin_client, ana):
    mine = left(100, client=ana, name="IN")
    row = {"dated_items-INITIAL_FORMS": "1", **entered(PASSPORT | {"id": str(mine.pk), "client": str(ana.pk)})}
    theirs = left(200, client=ana, name="FR")
    assert save(admin_client, ana, **row).status_code == 302
    assert set(ana.dated_items.all()) == {mine, theirs}


def test_staff_change_a_document_and_delete_it(admin_client, ana):
    kept = left(100, client=ana, name="IN")
    row = PASSPORT | {"id": str(kept.pk), "client": str(ana.pk)}
    initial = {"dated_items-INITIAL_FORMS": "1"}
    assert save(admin_client, ana, **entered(row) | initial).status_code == 302
    assert ana.dated_items.get().expires_on == date(2027, 3, 1)
    assert save(admin_client, ana, **entered(row | {"DELETE": "on"}) | initial).status_code == 302
    assert not ana.dated_items.exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": "Atlantis"}, "There is no country with this name."),
        ({"issued_on": "2027-04-01"}, "Enter a day that has come."),
        ({"issued_on": "2026-11-01", "expires_on": "2026-10-01"}, "Enter a day after the one on which it was issued."),
        ({"kind": "test"}, "Select a valid choice."),
        ({"source": "answers"}, "Select a valid choice."),
        ({"source": "No. K1234567"}, "Select a valid choice."),
    ],
)
def test_what_can_not_be_is_refused_and_there_is_no_place_for_a_number(admin_client, ana, change, why):
    answer = save(admin_client, ana, **entered(PASSPORT | change))
    assert why in answer.content.decode()
    assert not DatedItem.objects.exists()


def test_the_same_document_is_entered_once(admin_client, ana):
    assert save(admin_client, ana, **entered(PASSPORT)).status_code == 302
    answer = save(admin_client, ana, **entered(PASSPORT))
    assert "is in the file already" in answer.content.decode()
    assert ana.dated_items.count() == 1


@pytest.mark.parametrize(
    ("permissions", "seen", "kept"),
    [
        (["view_client", "change_client"], False, False),
        (["view_client", "change_client", "view_dateditem"], True, False),
        (["view_client", "change_client", "view_dateditem", "add_dateditem"], True, True),
    ],
)
def test_each_permission_opens_what_it_says(ana, permissions, seen, kept):
    left(100, client=ana, name="FR")
    browser = who_may(*permissions)
    assert ("dated_items-TOTAL_FORMS" in opened(browser, ana)) is seen
    assert ("Passport, 2" in opened(browser, ana)) is seen
    save(browser, ana, **entered(PASSPORT))
    assert ana.dated_items.filter(name="IN").exists() is kept


def test_the_list_of_all_documents_needs_its_permission_and_leads_to_the_file(ana):
    left(10, client=ana, name="FR")
    where = reverse("admin:intake_dateditem_changelist")
    assert who_may("view_client").get(where).status_code == 403
    User.objects.all().delete()
    html = who_may("view_dateditem").get(where).content.decode()
    assert "Passport (France)" in html
    assert reverse("admin:intake_client_change", args=[ana.pk]) in html


def test_the_client_finds_them_in_the_copy_of_their_data_and_nobody_elses(ana):
    left(10, client=ana, name="FR")
    left(10, client=Client.objects.create(email="bo@example.org"), name="IN")
    assert [(row["kind"], row["name"]) for row in export_file(ana)["dated_documents"]] == [("passport", "FR")]


# --- The file of somebody who was invited -------------------------------------------


def list_warnings(html):
    """What stands above the form."""
    return html.split('<ul class="messagelist">')[1].split("</ul>")[0]


def invited(ana, ago):
    Client.objects.filter(pk=ana.pk).update(stage="invited", invited_on=TODAY - timedelta(days=ago))
    return ana


@pytest.mark.parametrize(
    ("ago", "said", "grave"),
    [
        (0, "Invited: 60 days left to apply", False),
        (49, "Invited: 11 days left to apply", False),
        (50, "Invited: 10 days left to apply", True),
        (59, "Invited: 1 day left to apply", True),
        (60, "Invited: 0 days left to apply", True),
        (61, "The last day to apply after the invitation was", True),
    ],
)
def test_the_file_says_how_many_days_are_left(admin_client, ana, ago, said, grave):
    assert said not in opened(admin_client, ana)
    html = opened(admin_client, invited(ana, ago))
    assert said in html
    assert ('<li class="error">' in html) is grave


@pytest.mark.parametrize(
    ("ago", "since", "found"),
    [
        pytest.param(61, 60, {"over"}, id="before the edition: its sixty days are over"),
        pytest.param(61, 61, {"running"}, id="on its first day: ninety days run"),
        pytest.param(85, 90, {"running", "short"}, id="few of the ninety days"),
        pytest.param(91, 95, {"over"}, id="the ninety days are over"),
        pytest.param(55, 54, {"running", "short"}, id="few of the sixty days, while newer invitations give ninety"),
    ],
)
def test_the_time_to_apply_is_that_of_the_edition_of_the_invitations_day(ana, ago, since, found):
    invited(ana, ago)
    given = [(date(2018, 6, 26), 60), (TODAY - timedelta(days=since), 90)]
    clocks = {which for which in ("running", "short", "over") if Client.objects.clock(which, TODAY, given).exists()}
    assert clocks == found


def test_the_shipped_table_says_from_which_day_on_an_invitation_gives_sixty_days():
    assert list_days_to_apply() == [(date(2018, 6, 26), 60)]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "It ended after the invitation"),
        (0, "It ends before"),
        (29, "It ends before"),
        (30, ""),
        (-31, "It ended before the invitation"),
    ],
)
def test_a_document_that_does_not_last_the_sixty_days_is_in_red(admin_client, ana, days, said):
    left(days, client=ana, name="FR", whose="partner")
    html = opened(admin_client, invited(ana, 30))
    assert ("Passport (France), the partner&#x27;s" in list_warnings(html)) is bool(said)
    assert said in html
    assert ('<li class="error">' in html) is bool(said)


def test_a_document_with_a_newer_one_of_the_same_country_is_not_warned_of(admin_client, ana):
    left(10, client=ana, name="FR")
    left(900, client=ana, name="FR")
    assert "Passport (France)" not in list_warnings(opened(admin_client, invited(ana, 30)))
    left(900, client=ana, name="IN")
    ana.dated_items.filter(name="FR", expires_on__gt=TODAY + timedelta(days=20)).delete()
    assert "Passport (France)" in list_warnings(opened(admin_client, ana))


def test_a_test_that_lapses_inside_the_sixty_days_is_in_red(admin_client, ana):
    taken = TODAY.replace(year=TODAY.year - 2) + timedelta(days=10)
    facts = {"date_of_birth": "1990-05-05", "marital_status": "never_married"}
    Client.objects.filter(pk=ana.pk).update(facts=facts | {"language_tests": [CELPIP | {"taken_on": str(taken)}]})
    html = opened(admin_client, invited(ana, 30))
    assert "It ends before the last day to apply: Language test (CELPIP-General)" in html
