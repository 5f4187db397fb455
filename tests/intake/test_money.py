"""Money in a file: entered by hand, added up, taken back and never changed."""

from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from intake.models import Client
from intake.permissions import VIEW_CLIENT, VIEW_MONEY
from tests.hostile.desk import member_with, sign_in

pytestmark = pytest.mark.django_db
ENTRY = {"kind": "agreed", "amount": "3000", "on": "2026-01-02", "words": "service agreement"}


@pytest.fixture
def ana():
    return Client.objects.create(email="ana@example.org", name="Ana Souza")


@pytest.fixture
def where(ana):
    return reverse("admin:intake_client_money", args=[ana.pk])


def enter(browser, where, **said):
    return browser.post(where, ENTRY | said, follow=True)


def sums(browser, where):
    found = browser.get(where).context["sums"]
    return [int(one) for one in (*found, found.to_invoice, found.to_pay, found.held)]


def test_the_sums_say_what_is_to_invoice_to_pay_and_held(admin_client, where):
    enter(admin_client, where)
    assert sums(admin_client, where) == [3000, 0, 0, 3000, 0, 0]
    enter(admin_client, where, kind="paid", amount="1500")
    assert sums(admin_client, where) == [3000, 0, 1500, 3000, 0, 1500]
    enter(admin_client, where, kind="invoiced", amount="2000.50")
    assert admin_client.get(where).context["sums"].to_pay == Decimal("500.50")
    enter(admin_client, where, kind="paid", amount="1000.50")
    enter(admin_client, where, kind="returned", amount="500")
    assert sums(admin_client, where) == [3000, 2000, 2000, 999, 0, 0]


def test_the_head_of_the_file_says_the_state_of_the_retainer(admin_client, ana, where):
    Client.objects.update(service_agreement="signed", service_agreement_on="2026-01-02")
    enter(admin_client, where)
    enter(admin_client, where, kind="paid", amount="500")
    enter(admin_client, where, kind="invoiced", amount="1000.50")
    head = admin_client.get(reverse("admin:intake_client_change", args=[ana.pk])).content.decode()
    assert "Agreed 3,000; paid, less what was given back, 500; to pay 500.50" in head
    assert "Signed (Jan. 2, 2026)" in head or "Signed (January 2, 2026)" in head
    reader = sign_in(member_with(VIEW_CLIENT)).get(reverse("admin:intake_client_change", args=[ana.pk]))
    assert "to pay" not in reader.content.decode()


def test_who_gives_money_back_reads_that_the_invoice_is_taken_back_too(admin_client, ana, where):
    for kind in ("invoiced", "paid", "returned"):
        enter(admin_client, where, kind=kind, amount="800")
    assert admin_client.get(where).context["sums"].to_pay == 800
    assert "take the invoice back too" in admin_client.get(where).content.decode()
    invoice = ana.money.get(kind="invoiced")
    admin_client.post(reverse("admin:intake_client_money_back", args=[ana.pk, invoice.pk]))
    assert sums(admin_client, where) == [0] * 6
    reader = sign_in(member_with(VIEW_CLIENT, VIEW_MONEY))
    assert "take the invoice back too" not in reader.get(where).content.decode()


def test_an_amount_is_taken_back_once_and_stays_in_sight(admin_client, admin_user, ana, where):
    enter(admin_client, where)
    entry = ana.money.get()
    back = reverse("admin:intake_client_money_back", args=[ana.pk, entry.pk])
    assert admin_client.get(back).status_code == 405
    admin_client.post(back)
    entry.refresh_from_db()
    first = entry.taken_back_at
    admin_client.post(back)
    entry.refresh_from_db()
    assert (entry.taken_back_at, entry.taken_back_by, entry.author) == (first, admin_user, admin_user)
    assert sums(admin_client, where) == [0] * 6
    assert "<del>3,000.00</del>" in admin_client.get(where).content.decode()
    history = admin_client.get(reverse("admin:intake_client_history", args=[ana.pk])).content.decode()
    assert "Taken back: Agreed: 3,000.00" in history
    assert "(taken back)" not in history


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"amount": "0"}, "Enter an amount of more than 0"),
        ({"amount": "-5"}, "Enter an amount of more than 0"),
        ({"amount": "12345678.90"}, "no more than"),
        ({"amount": "much"}, "Enter a number"),
        ({"on": "2999-01-01"}, "Enter a day that is not in the future"),
        ({"kind": "stolen"}, "Select a valid choice"),
    ],
)
def test_what_is_no_amount_is_said_and_stays_typed(admin_client, ana, where, said, why):
    page = enter(admin_client, where, **said).content.decode()
    assert why in page
    assert "service agreement" in page
    assert not ana.money.exists()


def test_the_database_takes_no_amount_of_nothing(ana):
    with pytest.raises(IntegrityError):
        ana.money.create(kind="paid", amount=0, on="2026-01-02")


def test_the_page_outlives_the_account_of_who_took_an_amount_back(admin_client, ana, where):
    enter(admin_client, where)
    ana.money.update(taken_back_at=timezone.now(), author=None)
    assert "Taken back on" in admin_client.get(where).content.decode()


def test_an_entry_of_another_file_is_not_taken_back_by_way_of_this_one(admin_client, ana, where):
    other = Client.objects.create(email="bo@example.org")
    entry = other.money.create(kind="paid", amount=5, on="2026-01-02")
    admin_client.post(reverse("admin:intake_client_money_back", args=[ana.pk, entry.pk]))
    entry.refresh_from_db()
    assert entry.taken_back_at is None


def test_who_reads_files_without_money_sees_neither_the_page_nor_the_way_to_it(ana, where):
    browser = sign_in(member_with(VIEW_CLIENT))
    assert browser.get(where).status_code == 403
    assert where not in browser.get(reverse("admin:intake_client_change", args=[ana.pk])).content.decode()


def test_the_page_takes_as_many_queries_for_many_entries(
    admin_client, admin_user, ana, where, django_assert_num_queries
):
    ana.money.create(kind="paid", amount=5, on="2026-01-02", author=admin_user)
    admin_client.get(where)
    with django_assert_num_queries(11):
        admin_client.get(where)
    for day in range(1, 9):
        ana.money.create(kind="paid", amount=day, on=f"2026-01-0{day}", author=admin_user)
    with django_assert_num_queries(11):
        admin_client.get(where)
