"""Every number of a thousand and more in a list or on a page of the staff's tool has its thousands grouped."""

import re
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.templatetags.admin_list import items_for_result
from django.core.exceptions import FieldDoesNotExist
from django.db.models import AutoField, BigAutoField, DecimalField, FloatField, IntegerField
from django.utils.translation import override

from intake.models import Client
from intake.staff.changelists import list_pages
from intake.staff.changelists.grouped_numbers import display_for_value
from tests.draws.factories import AlertFactory, ClientFactory, DrawFactory
from tests.grouped import group, list_bare, read_words

NUMBER = 1034


def find_field(model, name):
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def list_columns():
    """Each column of each list that shows a number, also those that may be added."""
    for model in filter(admin.site.is_registered, apps.get_models()):
        shown = admin.site.get_model_admin(model)
        for name in [*shown.list_display, *getattr(shown, "more_columns", ())]:
            field = find_field(model, name) if isinstance(name, str) else None
            if isinstance(field, (IntegerField, FloatField, DecimalField)) and not field.flatchoices:
                yield pytest.param(model, shown, field, id=f"{model._meta.label}.{name}")


COLUMNS = list(list_columns())


def show(model, shown, name, value):
    """The cell of a list, as Django makes it."""
    looked_at = SimpleNamespace(
        list_display=[name], lookup_opts=model._meta, model_admin=shown, list_display_links=None
    )
    looked_at.is_popup, looked_at.formset = False, None
    [cell] = items_for_result(looked_at, model(**{name: value}), None)
    return read_words(cell)


@pytest.mark.parametrize(("language", "said"), [("en", "1,034"), ("fr", "1 034")])
@pytest.mark.parametrize(("model", "shown", "field"), COLUMNS)
def test_a_number_of_a_list_is_grouped(model, shown, field, language, said):
    with override(language):
        assert re.fullmatch(rf"{said}([.,]00)?", show(model, shown, field.name, NUMBER))


def test_numbers_are_found_and_no_list_shows_a_key():
    fields = [param.values[2] for param in COLUMNS]
    assert len(fields) > 20
    assert not [field for field in fields if isinstance(field, AutoField | BigAutoField) or field.primary_key]


@pytest.mark.parametrize("value", [True, None, "1034"])
def test_what_is_no_number_stays_as_it_is(value):
    assert display_for_value(value, "-") in ("True", "-", "1034")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_rounds_and_messages_say_grouped_numbers_in_lists_and_on_their_pages(admin_client, language):
    alert = AlertFactory(crs=NUMBER, draw=DrawFactory(cutoff=1012, size=4500, status="published"))
    french = {"HTTP_ACCEPT_LANGUAGE": language}
    for where, numbers in (
        ("/staff/draws/draw/", (1012, 4500)),
        ("/staff/draws/alert/", (NUMBER,)),
        (f"/staff/draws/alert/{alert.pk}/change/", (NUMBER,)),
    ):
        page = admin_client.get(where, **french).content.decode()
        for number in numbers:
            assert group(number, language) in read_words(page), (where, number)
            assert list_bare(page, number) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_number_of_rows_is_grouped_below_a_list_and_in_its_actions(admin_client, monkeypatch, language):
    """As of a list of so many clients; a page of it has fewer."""
    ClientFactory()
    monkeypatch.setattr(list_pages.ListOfRows, "get_results", count_as_many(list_pages.ListOfRows.get_results))
    page = admin_client.get("/staff/intake/client/", HTTP_ACCEPT_LANGUAGE=language).content.decode()
    assert list_bare(page, NUMBER) == []
    assert read_words(page).count(group(NUMBER, language)) >= 3
    assert Client.objects.count() == 1


def count_as_many(get_results):
    def counted(looked_at, request):
        get_results(looked_at, request)
        looked_at.result_count = NUMBER

    return counted
