"""How a client is reached: kept in one form, found however it is typed, taken from what they left on the site."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from intake.clients.contact import take_telephone
from intake.common.telephone_numbers import format_telephone, normalize_telephone
from intake.consultations.booking import put_in_file as book
from intake.data_copy.data_export import export_file
from intake.enquiries.receive import put_in_file
from intake.models import Client, Consultation, Enquiry
from tests.intake.advisers import make_booked, make_calendar
from tests.intake.saving import save, where

ANA = {
    "telephone": "(613) 555-0100",
    "other_telephone": "+91 98765 43210",
    "postal_address": "1 Main Street\nOttawa ON",
    "reach_by": "telephone",
    "reach_when": "after 5 p.m. in Manila",
}


@pytest.fixture
def ana():
    return Client.objects.create(email="ana@example.org", name="Ana Souza")


@pytest.mark.quick
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("613 555 0100", "+16135550100"),
        ("(613) 555-0100", "+16135550100"),
        ("1-613-555-0100", "+16135550100"),
        ("+1 613 555 0100", "+16135550100"),
        ("+63 917 555 0100", "+639175550100"),
        ("+44 20 7946 0018", "+442079460018"),
        ("+33 (0)1 70 36 80 00", "+33170368000"),
        ("011 33 1 70 36 80 00", "+33170368000"),
        ("  ", ""),
    ],
)
def test_a_number_has_one_form(typed, kept):
    assert normalize_telephone(typed) == kept
    assert normalize_telephone(format_telephone(kept)) == kept


@pytest.mark.quick
@pytest.mark.parametrize(
    "typed",
    [
        "0917 555 010",
        "555 0100",
        "call me",
        "+1 113 555 0100",
        "+1 613 155 0100",
        # No area code, a digit too few, a digit too many, a country that there is not.
        "+1 555 555 0100",
        "+33 1 70 36 80",
        "+44 20 7946 00188",
        "+999 123 456 789",
        "613 555 0100 ext. 5",
        "1-800-FLOWERS",
        "+1234567890123456",
        "+12",
        "٦١٣٥٥٥٠١٠٠",
    ],
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValidationError):
        normalize_telephone(typed)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+16135550100", "+1 613 555 0100"),
        ("+33170368000", "+33 1 70 36 80 00"),
        ("+919876543210", "+91 98765 43210"),
        ("+442079460018", "+44 20 7946 0018"),
        ("+15555550100", "+1 555 555 0100"),
        ("+999123456789", "+999123456789"),
        ("", ""),
    ],
)
def test_a_number_is_shown_as_its_country_groups_it(kept, shown):
    assert format_telephone(kept) == shown


@pytest.mark.django_db
@pytest.mark.parametrize("old", ["+15555550100", "+33170368", "+999123456789"])
def test_what_a_file_has_since_before_stays_and_another_such_number_is_refused(admin_client, ana, old):
    Client.objects.filter(pk=ana.pk).update(telephone=old)
    # As the form shows it.
    shown = admin_client.get(where(ana)).context["adminform"].form["telephone"].value()
    assert save(admin_client, ana, telephone=shown, next_action="call").status_code == 302
    ana.refresh_from_db()
    assert (ana.telephone, ana.next_action) == (old, "call")
    assert save(admin_client, ana, telephone=f"{old}1").status_code == 200


@pytest.mark.django_db
def test_staff_enter_how_a_client_is_reached_and_every_page_of_the_file_says_it(admin_client, ana):
    assert save(admin_client, ana, **ANA).status_code == 302
    ana.refresh_from_db()
    assert (ana.telephone, ana.other_telephone) == ("+16135550100", "+919876543210")
    for name in ("change", "documents", "history"):
        page = admin_client.get(reverse(f"admin:intake_client_{name}", args=[ana.pk])).content.decode()
        assert '<a href="tel:+16135550100">+1 613 555 0100</a>' in page
        assert "after 5 p.m. in Manila" in page
    save(admin_client, ana)
    ana.refresh_from_db()
    assert (ana.telephone, ana.postal_address) == ("+16135550100", ANA["postal_address"])


@pytest.mark.django_db
def test_a_wrong_number_is_refused_at_its_field(admin_client, ana):
    page = save(admin_client, ana, telephone="12345")
    assert page.context["adminform"].form.errors.keys() == {"telephone"}


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["6135550100", "+16135550100"])
def test_a_client_is_found_by_the_telephone(admin_client, ana, words):
    Client.objects.filter(pk=ana.pk).update(telephone="+16135550100")
    Client.objects.create(email="bo@example.org", telephone="+16135550199")
    rows = admin_client.get("/staff/intake/client/", {"q": words}).context["cl"].result_list
    assert [row.pk for row in rows] == [ana.pk]


@pytest.mark.django_db
def test_a_number_left_on_the_site_is_the_files_where_it_has_none(ana):
    enquiry = Enquiry.objects.create(kind="call", email=ana.email, telephone="613-555-0100", language="en")
    put_in_file(enquiry, ana, None)
    ana.refresh_from_db()
    assert ana.telephone == "+16135550100"
    booked = make_booked(make_calendar(), None)
    Consultation.objects.filter(pk=booked.pk).update(telephone="613-555-0199")
    book(Consultation.objects.get(pk=booked.pk), ana)
    ana.refresh_from_db()
    assert ana.telephone == "+16135550100"


@pytest.mark.django_db
def test_what_is_no_number_stays_where_it_was_typed(ana):
    take_telephone(ana, "ask for Bo")
    assert ana.telephone == ""


@pytest.mark.django_db
def test_it_is_in_the_copy_of_the_clients_data_and_its_change_in_the_history(admin_client, ana):
    save(admin_client, ana, **ANA)
    ana.refresh_from_db()
    copy = export_file(ana)["client"]
    assert {name: copy[name] for name in ANA} == ANA | {"telephone": "+16135550100", "other_telephone": "+919876543210"}
    page = admin_client.get(reverse("admin:intake_client_history", args=[ana.pk]), {"kind": "change"})
    (entry,) = page.context["entries"]
    assert "Telephone: empty → +16135550100" in entry.text
    assert "Best reached: empty → By telephone" in entry.text


@pytest.mark.django_db
def test_a_file_without_a_number_says_nothing_of_it(admin_client, ana):
    assert "tel:" not in admin_client.get(where(ana)).content.decode()
