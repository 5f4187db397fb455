"""Nobody reads of a client unseen: pages, lists, searches, previews and PDFs are recorded for the client to read."""

import pytest

from intake.models import Client, FileView
from tests.hostile.desk import make_world, sign_in
from tests.intake.files import FILE, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LOOKS = [
    ("/staff/intake/client/", "list"),
    ("/staff/intake/client/?q=amara", "search"),
    ("/staff/search/?q=amara", "search"),
    ("/staff/intake/client/{client.pk}/change/", "file"),
    ("/staff/intake/client/{client.pk}/history/", "file"),
    ("/staff/intake/client/{client.pk}/consent/", "consent"),
    ("/staff/intake/client/{client.pk}/deletion/", "file"),
    ("/staff/intake/client/{client.pk}/partner/", "file"),
    ("/staff/intake/client/{client.pk}/answers/", "answers"),
    ("/staff/intake/client/{client.pk}/documents/", "answers"),
    ("/staff/intake/client/{client.pk}/result/today/", "result"),
    ("/staff/intake/client/{client.pk}/result/today/pdf/", "pdf"),
    ("/staff/intake/intake/", "list"),
    ("/staff/intake/intake/{intake.pk}/change/", "answers"),
    ("/staff/intake/assessment/?q=amara", "search"),
    ("/staff/intake/dateditem/", "list"),
    ("/staff/intake/owedevent/", "list"),
    ("/staff/intake/owedevent/{event.pk}/change/", "file"),
    ("/staff/draws/alert/", "list"),
    ("/staff/draws/alert/{alert.pk}/change/", "message"),
    ("/staff/draws/notice/", "list"),
    ("/staff/draws/correctionletter/", "list"),
    ("/staff/draws/writtenmessage/", "list"),
    ("/staff/draws/writtenmessage/{written.pk}/change/", "message"),
    ("/staff/draws/writtenmessage/to/{client.pk}/", "file"),
    ("/staff/draws/writtenmessage/to/{client.pk}/{version.pk}/", "file"),
    ("/staff/draws/staffreminder/", "list"),
    ("/staff/draws/circular/{circular.pk}/change/", "list"),
    ("/staff/draws/draw/{draft.pk}/preview/", "round"),
    ("/staff/draws/draw/what-if-round/?stream=cec&cutoff=400", "round"),
    ("/staff/draws/rulechange/{change.pk}/change/", "round"),
]


@pytest.fixture
def world(broker):
    return make_world()


@pytest.fixture
def rosa(django_user_model):
    return django_user_model.objects.create_superuser("rosa", first_name="Rosa", last_name="Martin")


@pytest.mark.parametrize(("path", "part"), LOOKS, ids=[path for path, _part in LOOKS])
def test_each_look_is_recorded(world, rosa, path, part):
    found = path.format(client=world.client, **world.rows)
    if "what-if-round" in found:
        found += f"&on={world.rows['published'].held_on}"
    page = sign_in(rosa).get(found)
    assert page.status_code == 200
    assert list(world.client.views.values_list("part", "staff", "who")) == [(part, rosa.pk, "Rosa Martin")]


def test_whom_a_list_does_not_show_is_not_recorded(world, rosa):
    other = Client.objects.create(email="other@example.org", name="Somebody Else")
    sign_in(rosa).get("/staff/intake/client/?q=amara")
    assert not other.views.exists()
    assert world.client.views.count() == 1


def test_a_list_is_recorded_once_a_day_for_each_member_of_staff(world, rosa, django_user_model):
    for name in ("rosa", "sam"):
        user, _made = django_user_model.objects.get_or_create(
            username=name, defaults={"is_staff": True, "is_superuser": True}
        )
        for _ in range(3):
            sign_in(user).get("/staff/intake/client/")
    assert FileView.objects.filter(client=world.client, part="list").count() == 2


def test_the_client_reads_who_looked_in_lists_too(world, rosa):
    sign_in(rosa).get("/staff/intake/client/?q=amara")
    page = signed_in(world.client.email).get(f"{FILE}data/").content.decode()
    assert "A search that found you" in page
    assert "Rosa Martin" in page
