"""IRCC's numbers in a file: one form each, found whole, and nowhere at all where the firm does not keep them."""

import csv
import io
import logging
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from intake.clients import delete_file
from intake.common.ircc_numbers import normalize_application_number, normalize_uci
from intake.data_copy.data_export import build_readable_copy, export_file
from intake.models import Client
from intake.permissions import Role
from tests.hostile.desk import fresh, member_of, sign_in
from tests.intake.saving import save, where

LIST = "/staff/intake/client/"
UCI, APPLICATION = "11-2233-4455", "E000123456"


@pytest.mark.quick
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("12345678", "1234-5678"),
        ("1234-5678", "1234-5678"),
        ("0012 3456", "0012-3456"),
        (" 1122334455 ", UCI),
        ("11.2233.4455", UCI),
        ("11-22-33-44-55", UCI),
    ],
)
def test_a_uci_has_one_form_however_it_is_typed(typed, kept):
    assert normalize_uci(typed) == kept


@pytest.mark.quick
@pytest.mark.parametrize(
    "typed", ["1234567", "123456789", "12345678901", "1234-567A", "U12345678", "-", "١٢٣٤٥٦٧٨", "1234+5678"]
)
def test_what_is_no_uci_is_refused_with_how_one_looks(typed):
    with pytest.raises(ValidationError, match="eight or ten digits, like 1234-5678 or 11-2233-4455"):
        normalize_uci(typed)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("e000123456", APPLICATION), ("E 000-123-456", APPLICATION), ("w301234567", "W301234567"), ("7", "7")],
)
def test_an_application_number_has_one_form_however_it_is_typed(typed, kept):
    assert normalize_application_number(typed) == kept


@pytest.mark.quick
@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("E00012345", "the letter E and nine digits"),
        ("E0001234567", "the letter E and nine digits"),
        ("PENDING", "letters and digits"),
        ("E00012/456", "letters and digits"),
        ("É000123456", "letters and digits"),
        ("A" * 20 + "1", "at most 20"),
    ],
)
def test_what_is_no_application_number_is_refused_with_what_to_mend(typed, why):
    with pytest.raises(ValidationError, match=why):
        normalize_application_number(typed)


@pytest.fixture
def numbers(settings):
    settings.CLIENT_NUMBERS = True


@pytest.fixture
def ana(db):
    """A file with both numbers, however the firm keeps them now."""
    return Client.objects.create(email="ana@example.org", name="Ana", uci=UCI, application_number=APPLICATION)


def found(browser, typed):
    return [(one.client.name, one.matched) for one in browser.get("/staff/search/", {"q": typed}).context["found"]]


def listed(browser, columns="person.uci.application_number"):
    answer = browser.post(f"{LIST}list/export/", {"kind": "csv", "query": f"columns={columns}"})
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_they_are_entered_in_the_file_and_a_wrong_one_says_how_to_mend_it(admin_client, numbers, db):
    bo = Client.objects.create(email="bo@example.org", name="Bo")
    page = admin_client.get(where(bo)).content.decode()
    for name in ("uci", "application_number"):
        [box] = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
        assert 'autocomplete="off"' in box
        assert 'spellcheck="false"' in box
    page = save(admin_client, bo, uci="123", application_number="e00012345").content.decode()
    assert "like 1234-5678 or 11-2233-4455" in page
    assert "the letter E and nine digits" in page
    assert 'value="e00012345"' in page, "what was typed stays"
    assert save(admin_client, bo, uci="1122334455", application_number="e 000123456").status_code == 302
    assert (fresh(bo).uci, fresh(bo).application_number) == (UCI, APPLICATION)


def test_a_change_stands_in_the_history_with_the_old_and_the_new_number(admin_client, numbers, ana):
    save(admin_client, ana, uci="1234 5678", application_number="")
    [entry] = admin_client.get(f"{LIST}{ana.pk}/history/?kind=change").context["entries"]
    assert set(entry.text.splitlines()) == {f"UCI: {UCI} → 1234-5678", f"Application number: {APPLICATION} → empty"}


@pytest.mark.parametrize(
    ("typed", "by"),
    [
        (UCI, "UCI"),
        ("1122334455", "UCI"),
        ("11 2233 4455", "UCI"),
        (APPLICATION, "application number"),
        ("e000 123 456", "application number"),
    ],
)
def test_a_file_is_found_by_a_whole_number_however_it_is_typed(admin_client, numbers, ana, typed, by):
    Client.objects.create(email="bo@example.org", name="Bo", uci="11-2233-4456", application_number="E000123457")
    assert found(admin_client, typed) == [("Ana", [by])]


@pytest.mark.parametrize("typed", ["2233", "2233-4455", "112233445", "E00012345", "000123456"])
def test_a_part_of_a_number_finds_nobody(admin_client, numbers, ana, typed):
    assert found(admin_client, typed) == []


def test_an_assistant_finds_by_number_only_assigned_files(settings, numbers, ana):
    settings.FILES_ASSIGNED_ONLY = True
    clerk = member_of(Role.ASSISTANT, "clerk")
    assert found(sign_in(clerk), UCI) == []
    Client.objects.update(adviser=clerk)
    assert found(sign_in(clerk), UCI) == [("Ana", ["UCI"])]


def test_they_are_columns_of_a_list_and_taken_along(admin_client, numbers, ana):
    assert listed(admin_client) == [["name", "UCI", "application number"], ["Ana", UCI, APPLICATION]]


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize("query", [f"uci={UCI}", "uci__startswith=11", f"application_number__exact={APPLICATION}"])
def test_no_list_is_narrowed_by_a_number_in_its_address(admin_client, settings, ana, keeps, query):
    settings.CLIENT_NUMBERS = keeps
    assert admin_client.get(f"{LIST}?{query}").status_code == 400


def test_the_client_gets_them_with_the_copy_of_their_data(numbers, ana):
    own = export_file(ana)["client"]
    assert (own["uci"], own["application_number"]) == (UCI, APPLICATION)
    paper = render_to_string("intake/paper/my_file.html", build_readable_copy(ana))
    assert UCI in paper
    assert APPLICATION in paper


def test_where_the_firm_keeps_none_they_are_nowhere(admin_client, settings, ana):
    settings.CLIENT_NUMBERS = True
    save(admin_client, ana, uci="1234-5678")
    settings.CLIENT_NUMBERS = False
    pages = [where(ana), f"{LIST}{ana.pk}/history/", f"{LIST}?columns=person.uci", "/staff/search/?q=1234-5678"]
    for address in pages:
        page = admin_client.get(address).content.decode()
        assert "1234-5678" not in page.replace('value="1234-5678"', "" if "search" in address else page), address
        assert "UCI" not in page, address
        assert APPLICATION not in page, address
    assert found(admin_client, "1234-5678") == found(admin_client, APPLICATION) == []
    assert listed(admin_client)[0] == ["name"]


def test_where_the_firm_keeps_none_a_save_of_the_file_takes_none_and_loses_none(admin_client, ana):
    save(admin_client, ana, uci="1234-5678", next_action="Call")
    assert (fresh(ana).next_action, fresh(ana).uci, fresh(ana).application_number) == ("Call", UCI, APPLICATION)


def test_what_is_kept_is_in_the_copy_also_where_the_firm_has_stopped_asking(ana):
    assert export_file(ana)["client"]["uci"] == UCI
    assert "uci" not in export_file(Client.objects.create(email="bo@example.org"))["client"]


def test_they_go_with_the_file_and_out_of_what_the_admin_keeps(admin_client, numbers, ana):
    save(admin_client, ana, uci="1234-5678")
    assert LogEntry.objects.filter(change_message__contains="1234-5678").exists()
    delete_file.delete_with_account(ana)
    assert not LogEntry.objects.exists()
    assert not Client.objects.exists()


def test_none_of_them_is_logged(admin_client, numbers, ana, caplog):
    caplog.set_level(logging.DEBUG)
    save(admin_client, ana, uci="123", application_number="E00012345")
    save(admin_client, ana, uci="12345678")
    found(admin_client, "1234-5678")
    said = [record.getMessage() for record in caplog.records if record.name.partition(".")[0] != "django.db"]
    assert not [line for line in said if "12345678" in line or "1234-5678" in line or "E00012345" in line]


def test_the_privacy_page_says_it_where_the_firm_keeps_them(client, settings, db):
    for keeps in (True, False):
        settings.CLIENT_NUMBERS = keeps
        assert ("(UCI)" in client.get("/en/privacy/").content.decode()) is keeps
