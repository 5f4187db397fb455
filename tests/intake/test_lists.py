"""The list of clients: filters that go together, columns, order, and lists kept under a name."""

import re
from datetime import timedelta
from importlib import import_module
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake.models import Assessment, Client, ListHabit, SavedList, Todo

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]
LIST = "/staff/intake/client/"
TODAY = timezone.localdate()


def person(name, **values):
    return Client.objects.create(email=f"{name.lower()}@example.org", name=name, **values)


def stands(client, stream, crs, days=400):
    client.standings.create(stream=stream, crs=crs, since=TODAY - timedelta(days=9), until=TODAY + timedelta(days=days))


def scored(client, crs):
    Assessment.objects.create(client=client, facts={}, result={}, crs=crs, on=TODAY, edition=TODAY)


def listed(browser, query=""):
    return sorted(row.name for row in browser.get(f"{LIST}?{query}").context["cl"].result_list)


@pytest.fixture
def people():
    """Ana stands in two streams, Bo in one that changes soon; Cy has a result alone, Di nothing."""
    ana, bo, cy, di = (person(name) for name in ("Ana", "Bo", "Cy", "Di"))
    stands(ana, "cec", 480)
    stands(ana, "healthcare", 480)
    stands(bo, "cec", 455, days=20)
    for crs in (470, 430):
        scored(cy, crs)
    Client.objects.filter(pk=di.pk).update(facts={"language_tests": [], "credentials": [{"level": "masters"}]})
    Client.objects.filter(pk=ana.pk).update(facts={"language_tests": [{"test": "pte_core"}], "credentials": []})
    return ana, bo, cy, di


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("stream=cec", ["Ana", "Bo"]),
        ("category=healthcare", ["Ana"]),
        ("stream=cec&category=healthcare&score_from=470", ["Ana"]),
        ("score_from=430&score_to=456", ["Bo", "Cy"]),
        ("score_to=429", []),
        ("score_from=470", ["Ana"]),
        ("score_from=abc", ["Ana", "Bo", "Cy", "Di"]),
        ("changes=soon", ["Bo"]),
        ("lacks=profile", ["Bo", "Cy"]),
        ("lacks=test", ["Di"]),
        ("lacks=schooling", ["Ana"]),
    ],
)
def test_a_filter_shows_whom_it_names(admin_client, people, query, names):
    assert listed(admin_client, query) == names


def test_an_older_result_decides_nothing(admin_client, people):
    assert "Cy" not in listed(admin_client, "score_from=460"), "the newest is 430"


def test_members_of_staff_are_offered_by_name_oneself_first_and_applicants_are_not(admin_client, admin_user, people):
    rosa = User.objects.create_user("rm77", is_staff=True, first_name="Rosa", last_name="Martin")
    User.objects.create_user("applicant", first_name="Not", last_name="Staff")
    Client.objects.filter(name="Ana").update(adviser=rosa)
    Client.objects.filter(name="Bo").update(adviser=admin_user)
    page = admin_client.get(LIST).content.decode()
    assert "Rosa Martin" in page
    assert "rm77" not in page
    assert "Not Staff" not in page
    assert page.index(">Me</a>") < page.index(">Rosa Martin</a>")
    assert listed(admin_client, f"adviser__id__exact={rosa.pk}") == ["Ana"]
    assert listed(admin_client, "adviser__isnull=True") == ["Cy", "Di"]


def test_a_file_names_staff_by_name_and_has_no_signs_to_change_them(admin_client, people):
    User.objects.create_user("rm77", is_staff=True, first_name="Rosa", last_name="Martin")
    page = admin_client.get(f"{LIST}{people[0].pk}/change/").content.decode()
    assert ">Rosa Martin</option>" in page
    assert "rm77" not in page
    assert "change_id_adviser" not in page
    assert "delete_id_adviser" not in page


def test_columns_are_chosen_and_stay(admin_client, people):
    admin_client.post(f"{LIST}list/columns/", {"column": ["score", "email", "password"], "query": "stream=cec&o=-4"})
    cl = admin_client.get(LIST).context["cl"]
    assert cl.list_display == ["action_checkbox", "person", "score", "email_address"]
    admin_client.post(f"{LIST}list/columns/", {})
    assert len(admin_client.get(LIST).context["cl"].list_display) == 8, "none chosen: the usual ones"


def test_the_order_stays_until_another_is_chosen(admin_client, people):
    admin_client.get(f"{LIST}?o=-4")
    names = [row.name for row in admin_client.get(LIST).context["cl"].result_list]
    assert names[:3] == ["Ana", "Bo", "Cy"], "the highest score first, as last time"
    assert ListHabit.objects.get().order == "-score"
    admin_client.get(f"{LIST}?o=1")
    assert [row.name for row in admin_client.get(LIST).context["cl"].result_list] == ["Ana", "Bo", "Cy", "Di"]


def test_a_list_is_kept_under_a_name_with_its_filters_columns_and_order_and_no_persons_name(admin_client, people):
    asked = "stream=cec&o=-3&columns=person.score.email&q=ana&p=2"
    answer = admin_client.post(f"{LIST}list/keep/", {"name": "CEC", "query": asked})
    kept = SavedList.objects.get()
    assert "ana" not in kept.query.lower()
    assert urlsplit(answer["Location"]).query == kept.query
    cl = admin_client.get(f"{LIST}?{kept.query}").context["cl"]
    assert [row.name for row in cl.result_list] == ["Bo", "Ana"], "by address, the last first"
    assert cl.list_display == ["action_checkbox", "person", "score", "email_address"]
    assert "CEC" in admin_client.get(LIST).content.decode()
    admin_client.post(f"{LIST}list/keep/", {"name": "CEC", "query": ""})
    assert "stream" not in SavedList.objects.get().query, "the same name: the new filters"


def test_a_list_without_a_name_is_not_kept(admin_client, people):
    assert admin_client.post(f"{LIST}list/keep/", {"name": "", "query": ""}).status_code == 302
    assert not SavedList.objects.exists()


def reader(name):
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_client"))
    browser = Browser()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_a_kept_list_is_ones_own_unless_it_is_shared_and_only_its_owner_forgets_it(people):
    rosa, ben = reader("rosa"), reader("ben")
    rosa.post(f"{LIST}list/keep/", {"name": "Mine alone", "query": "stream=cec"})
    rosa.post(f"{LIST}list/keep/", {"name": "For us all", "query": "stream=cec", "shared": "on"})
    page = ben.get(LIST).content.decode()
    assert "For us all" in page
    assert "Mine alone" not in page
    shared = SavedList.objects.get(shared=True)
    assert ben.post(f"{LIST}list/{shared.pk}/forget/").status_code == 404
    assert rosa.post(f"{LIST}list/{shared.pk}/forget/").status_code == 302
    assert SavedList.objects.get().name == "Mine alone"


def test_who_may_not_read_a_list_keeps_none():
    user = User.objects.create_user("clerk", is_staff=True)
    browser = Browser()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for act in ("keep", "columns", "1/forget"):
        assert browser.post(f"{LIST}list/{act}/", {"name": "x"}).status_code == 403
    assert not ListHabit.objects.exists()


def test_permissions_of_the_name_that_saved_lists_had_are_gone():
    """By the very step of the migration, even where somebody had given them; the present ones stay."""
    kind, group = ContentType.objects.get_for_model(SavedList), Group.objects.create(name="former")
    old = [
        Permission.objects.create(content_type=kind, codename=f"{act}_keptlist", name=act)
        for act in ("add", "change", "delete", "view")
    ]
    group.permissions.set(old)
    elsewhere = Permission.objects.create(
        content_type=ContentType.objects.get_for_model(LogEntry), codename="view_keptlist", name="of another program"
    )
    import_module("intake.migrations.0048_addresses_to_find_and_no_old_permissions").forget_old_names(apps, None)
    assert list(Permission.objects.filter(codename__endswith="_keptlist")) == [elsewhere]
    assert Permission.objects.filter(codename__endswith="_savedlist").count() == 4
    assert not group.permissions.exists()


def test_a_kept_list_shows_an_assistant_their_own_files_alone(settings, people):
    settings.FILES_ASSIGNED_ONLY = True
    ben = reader("ben")
    Client.objects.filter(name="Bo").update(adviser=User.objects.get(username="ben"))
    for query in ("stream=cec", "score_from=400", "changes=soon"):
        assert listed(ben, query) == ["Bo"]


@pytest.mark.parametrize(
    ("query", "queries"),
    [("", 12), ("stream=cec&category=stem&score_from=400&score_to=500&changes=soon&lacks=test", 10)],
)
def test_the_list_asks_so_often_however_it_is_filtered(admin_client, people, django_assert_num_queries, query, queries):
    admin_client.get(f"{LIST}?{query}")
    with django_assert_num_queries(queries):
        admin_client.get(f"{LIST}?{query}")


def make_many(count):
    """A number of clients, each with another score."""
    made = [Client(email=f"c{number}@example.org", name=f"Client {number:03d}") for number in range(count)]
    for number, client in enumerate(Client.objects.bulk_create(made)):
        Assessment.objects.create(
            client=client,
            facts={},
            result={},
            crs=300 + number * 7 % 101,
            on=timezone.localdate(),
            edition=timezone.localdate(),
        )


@pytest.mark.parametrize("order", ["", "o=1", "o=-4", "o=4.-1", "q=client&o=1"])
def test_the_pages_of_a_long_list_are_its_parts_in_order(admin_client, order):
    make_many(120)
    pages = [admin_client.get(f"/staff/intake/client/?{order}&p={page}").context["cl"] for page in (1, 2, 3)]
    shown = [row for page in pages for row in page.result_list]
    assert [len(page.result_list) for page in pages] == [50, 50, 20]
    assert [row.pk for row in shown] == list(pages[0].queryset.values_list("pk", flat=True))
    assert {row.crs_now for row in shown} >= {300, 400}


def test_a_page_is_asked_for_by_its_keys(admin_client, django_assert_num_queries):
    make_many(60)
    for page in (1, 2):
        admin_client.get(f"/staff/intake/client/?p={page}")
        with django_assert_num_queries(13):
            admin_client.get(f"/staff/intake/client/?p={page}")


def test_a_narrowed_list_is_counted_with_its_page_and_asks_for_its_rows_without_what_narrows_it(admin_client):
    make_many(120)
    where = f"{LIST}?q=client&o=1&p="
    admin_client.get(f"{where}2")
    with CaptureQueriesContext(connection) as asked:
        page = admin_client.get(f"{where}2").context["cl"]
    of_files = [one["sql"] for one in asked if 'FROM "intake_client"' in one["sql"]]
    assert page.result_count == 120
    assert [row.name for row in page.result_list] == [f"Client {number:03d}" for number in range(50, 100)]
    assert len(of_files) == 2, "the keys of the page with the number of all, then the rows"
    assert ["OVER ()" in sql for sql in of_files] == [" LIKE " in sql for sql in of_files]


def test_a_field_that_completes_itself_offers_files_twenty_at_a_time(admin_client):
    make_many(23)
    asked = "/staff/autocomplete/?app_label=intake&model_name=note&field_name=client&term=client&page="
    first, second = (admin_client.get(f"{asked}{page}").json() for page in (1, 2))
    assert [len(part["results"]) for part in (first, second)] == [20, 3]
    assert [part["pagination"]["more"] for part in (first, second)] == [True, False]
    offered = {(one["id"], one["text"]) for part in (first, second) for one in part["results"]}
    assert offered == {(str(client.pk), client.reference) for client in Client.objects.all()}


def test_the_history_of_a_row_says_what_was_changed(admin_client, admin_user):
    todo = Todo.objects.create(client=person("Ana"), text="call", due_on=TODAY)
    LogEntry.objects.log_actions(admin_user.pk, [todo], CHANGE, "Put off by a week", single_object=True)
    assert "Put off by a week" in admin_client.get(f"/staff/intake/todo/{todo.pk}/history/").content.decode()


@pytest.mark.parametrize("page", ["4", "0", "-1", "999999999", "9" * 5000])
def test_a_page_that_a_narrowed_list_has_not_is_no_fault(admin_client, page):
    make_many(3)
    answer = admin_client.get(f"{LIST}?q=client&p={page}", follow=True)
    assert answer.status_code == 200
    assert answer.context["cl"].result_count == 3


def test_all_rows_of_a_narrowed_list_are_shown_at_once(admin_client):
    make_many(120)
    assert len(admin_client.get(f"{LIST}?q=client&all=").context["cl"].result_list) == 120


def test_who_is_eligible_in_no_general_round_stands_among_the_others_by_score(admin_client):
    for name, stream, crs in (("Ana", "general", 470), ("Bo", "cec", 480), ("Cy", "general", 460)):
        stands(person(name), stream, crs)
    scored(person("Di"), 475)
    scored(Client.objects.get(name="Cy"), 600)
    person("Ed")
    shown = admin_client.get(f"{LIST}?o=-4").context["cl"].result_list
    assert [(row.name, row.crs_now) for row in shown] == [
        ("Bo", 480),
        ("Di", 475),
        ("Ana", 470),
        ("Cy", 460),
        ("Ed", None),
    ]


def test_the_links_of_rows_lead_back_to_the_list_as_it_was_filtered(admin_client):
    ana = person("Ana")
    for query, kept in (
        ("", ""),
        ("?q=ana&stage__exact=new", "?_changelist_filters=q%3Dana%26stage__exact%3Dnew"),
        ("?o=1&p=1", "?_changelist_filters=o%3D1%26p%3D1"),
        ("", "?_changelist_filters=o%3D1"),
    ):
        page = admin_client.get(f"{LIST}{query}").content.decode()
        links = set(re.findall(rf'href="({LIST}{ana.pk}/change/[^"]*)"', page))
        assert links == {f"{LIST}{ana.pk}/change/{kept}"}


def test_the_box_that_chooses_a_row_is_djangos(admin_client):
    row = SavedList(pk=7, name="A\"<b>&'")
    ours = admin.site.get_model_admin(Client)
    assert ours.action_checkbox(row) == admin.ModelAdmin.action_checkbox(ours, row)
