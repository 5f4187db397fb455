"""Choices that are few rows are read at once."""

import pytest
from django import forms
from django.contrib.auth.models import User
from django.db import connection

from intake.forms.few_rows import offer_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return [User.objects.create_user(name) for name in ("amara", "bo")]


def build_field(**kwargs):
    return forms.ModelChoiceField(queryset=User.objects.none(), required=False, **kwargs)


@pytest.mark.parametrize("empty", ["Nobody yet", None])
def test_a_field_offers_the_rows_as_django_does(staff, empty):
    ours, theirs = build_field(empty_label=empty), build_field(empty_label=empty)
    offer_rows(ours, User.objects.order_by("username"))
    theirs.queryset = User.objects.order_by("username")
    assert list(ours.choices) == list(theirs.choices) == list(ours.widget.choices)
    assert [label for _pk, label in ours.choices][-2:] == ["amara", "bo"]
    assert ours.clean(str(staff[1].pk)) == staff[1]


def test_the_rows_are_asked_for_anew_for_each_page(staff):
    field = build_field()
    offer_rows(field, User.objects.all())
    assert len(list(field.choices)) == 3
    User.objects.create_user("chidi")
    assert len(list(field.choices)) == 4


def count_cursors(choices):
    """How many cursors the server keeps open while choices are read."""
    read = iter(choices)
    next(read), next(read)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '_django_curs_%'")
        return cursor.fetchone()[0]


@pytest.mark.one_database("postgresql")
def test_no_cursor_is_opened_on_the_server(staff):
    ours, theirs = build_field(), build_field()
    offer_rows(ours, User.objects.all())
    theirs.queryset = User.objects.all()
    assert (count_cursors(ours.choices), count_cursors(theirs.choices)) == (0, 1)
