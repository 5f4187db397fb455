"""The tables of the staff's lists and the filters beside them: as Django writes them, and asked for in as few looks."""

from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags import admin_list
from django.contrib.auth.models import User
from django.db import connection
from django.template import Context, Engine
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from intake.models import Assessment, Client, DatedItem, Intake, Tag, Todo
from intake.staff.lists import list_cells
from tests.draws.factories import AlertFactory

pytestmark = pytest.mark.django_db
LIST = "/staff/intake/client/"
EVERY = (
    "columns=person.reference.stage.score.looked_after_by.next_action.follow_up_on.email_address.telephone.language."
    "answers_for.tag_names.invited_on.days_left.retained_on.created.updated"
)


def make_files(number):
    """So many files in which every column says something, and one in which hardly any does."""
    rosa = User.objects.create_user(f"rosa{number}", is_staff=True, first_name="Rosa", last_name="O'Hara & Sons")
    today = timezone.localdate()
    tag = Tag.objects.create(name=f"tag {number}", key=f"tag {number}")
    for one in range(number):
        client = Client.objects.create(
            email=f"c{number}.{one}@example.org",
            name=f"<b>Ana</b> & {one}",
            telephone="+16135550100",
            stage="invited",
            invited_on=today - timedelta(days=one),
            retained_on=today,
            follow_up_on=today,
            next_action="call “back” > now",
            adviser=rosa,
            consultant=rosa,
        )
        client.tags.add(tag)
        Assessment.objects.create(client=client, facts={}, result={}, crs=1000 + one, on=today, edition=today)
    Client.objects.create(postal_address="12 Main Street", name=" ")


def get_list(browser, where):
    return browser.get(where).context["cl"]


def join(results):
    return ["".join(map(str, row)) for row in results]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("query", ["", EVERY, "o=-4.1", "q=ana&stage__exact=invited", "columns=person.score.stage"])
def test_rows_are_written_as_django_writes_them(admin_client, language, query):
    make_files(2)
    shown = get_list(admin_client, f"{LIST}?{query}")
    with override(language):
        ours, theirs = list_cells.list_rows(shown), admin_list.result_list(shown)
    assert join(ours["results"]) == join(theirs["results"])
    assert len(ours["results"]) >= 2
    assert {**ours, "results": None} == {**theirs, "results": None}


def test_rows_about_clients_are_written_as_django_writes_them(admin_client, admin_user):
    client = AlertFactory().client
    today = timezone.localdate()
    Todo.objects.create(client=client, text="Call <now>", due_on=today, assignee=admin_user)
    DatedItem.objects.create(client=client, kind="passport", name="IN", expires_on=today)
    Intake.objects.create(client=client, submitted_at=timezone.now())
    Assessment.objects.create(client=client, facts={}, result={}, crs=470, on=today, edition=today)
    for name in ("intake/todo", "intake/dateditem", "intake/intake", "intake/assessment", "draws/alert"):
        shown = get_list(admin_client, f"/staff/{name}/")
        found = join(list_cells.list_rows(shown)["results"])
        assert len(found) == 1, name
        assert found == join(admin_list.result_list(shown)["results"]), name


def test_a_list_with_forms_or_in_a_popup_is_left_to_django(admin_client):
    make_files(1)
    shown = get_list(admin_client, f"{LIST}?_popup=1")
    assert "data-popup-opener" in join(list_cells.list_rows(shown)["results"])[0]
    own = admin_client.get("/staff/draws/draw/").context["cl"]
    assert list_cells.list_rows(own) == admin_list.result_list(own)


def test_every_column_is_fetched_for_all_rows_at_once(admin_client):
    counts = []
    for number in (1, 3):
        make_files(number)
        admin_client.get(f"{LIST}?{EVERY}")
        with CaptureQueriesContext(connection) as asked:
            admin_client.get(f"{LIST}?{EVERY}")
        counts.append(len(asked))
    assert counts == [13, 13]


@pytest.mark.one_database
def test_what_no_column_shows_is_not_fetched(admin_client):
    make_files(1)
    [one] = get_list(admin_client, f"{LIST}?stage__exact=invited").result_list
    assert "facts" in one.get_deferred_fields()
    assert "name" not in one.get_deferred_fields()


@pytest.mark.one_database
@pytest.mark.parametrize("query", ["", "stage__exact=new&q=a%22b", "tag=1&language__exact=fr", "_facets=True"])
def test_filters_are_written_as_django_writes_them(admin_client, query):
    make_files(1)
    shown = get_list(admin_client, f"{LIST}?{query}")
    file = Path(admin.__file__).parent / "templates" / "admin" / "filter.html"
    theirs = Engine.get_default().from_string(file.read_text(encoding="utf-8"))
    ours = Engine.get_default().get_template("admin/filter.html")
    specs = [spec for spec in shown.filter_specs if spec.template == "admin/filter.html"]
    assert len(specs) > 10
    for language, spec in product(("en", "fr"), specs):
        with override(language):
            context = {"title": spec.title, "choices": list(spec.choices(shown)), "spec": spec}
            assert ours.render(Context(context)).split() == theirs.render(Context(context)).split()
