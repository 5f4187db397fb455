"""A client added by hand: who it may be already is shown first, nothing is sent, and no consent is on record."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from intake.clients.duplicates import find_like, strip_plus
from intake.models import Client, Consent, FileView, Intake, Letter, Note, Tag
from intake.permissions import ADD_CLIENT, CHANGE_CLIENT, VIEW_CLIENT
from intake.staff.client_admin import callers
from tests.hostile.desk import member_with, sign_in
from tests.intake.saving import where

pytestmark = pytest.mark.django_db
ADD, LIST = "/staff/intake/client/add/", "/staff/intake/client/"
NUMBER, TYPED = "+16135550100", "(613) 555-0100"
NEW = "ana@example.org"
BORN = {"date_of_birth": "1990-05-05"}


def add(browser, **said):
    return browser.post(ADD, {"name": "Ana Souza", "language": "fr", **said})


def text(answer):
    return answer.content.decode()


@pytest.fixture
def ana():
    return Client.objects.create(name="Ana Souza", telephone=NUMBER, facts=BORN)


def test_the_list_and_the_first_page_lead_to_it(admin_client):
    for page in (LIST, "/staff/"):
        assert f'href="{ADD}' in text(admin_client.get(page))
    assert "Add and another" not in text(admin_client.get(where(Client.objects.create(email=NEW))))


def test_everything_that_was_said_is_in_the_file_and_nothing_leaves(admin_client, admin_user):
    fair = Tag.objects.create(name="trade fair 2026")
    rosa = User.objects.create_user("rosa", first_name="Rosa", last_name="Diaz", is_staff=True)
    assert admin_client.get(ADD).context["form"]["adviser"].value() == admin_user.pk, "the person who met them"
    answer = add(
        admin_client,
        email=" Ana@Example.org",
        telephone=TYPED,
        date_of_birth="1990-05-05",
        adviser=rosa.pk,
        tags=[fair.pk],
        new_tag="booth 7",
        note="wants to come in spring",
    )
    ana = Client.objects.get()
    assert answer["Location"] == where(ana)
    assert "no consent to e-mails is on record" in text(admin_client.get(where(ana)))
    assert (ana.email, ana.name, ana.telephone, ana.language, ana.adviser) == (NEW, "Ana Souza", NUMBER, "fr", rosa)
    assert (ana.stage, ana.alerts, ana.facts) == ("new", False, {})
    assert [tag.name for tag in ana.tags.all()] == ["booth 7", "trade fair 2026"]
    assert (Note.objects.get().text, Note.objects.get().author) == ("wants to come in spring", admin_user)
    assert not Consent.objects.exists()
    assert not Letter.objects.exists()
    kept = Intake.objects.get()
    assert (kept.by_staff, kept.submitted_at) == (True, None)
    asked = text(admin_client.get(reverse("admin:intake_client_answers", args=[ana.pk])))
    assert 'value="1990"' in asked
    history = admin_client.get(f"{LIST}{ana.pk}/history/?kind=change").context["entries"]
    assert [entry.text for entry in history] == ["Added.\nTags: empty → booth 7, trade fair 2026"]


def test_one_goes_on_to_the_questions_at_once(admin_client):
    answer = add(admin_client, telephone=TYPED, answers="1")
    ana = Client.objects.get()
    assert answer["Location"] == reverse("admin:intake_client_answers", args=[ana.pk])
    assert (ana.email, ana.adviser) == ("", None)


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({}, "a telephone number or postal address"),
        ({"name": "", "email": NEW}, "This field is required"),
        ({"email": "nowhere"}, "Enter an email address"),
        ({"email": NEW, "date_of_birth": "0190-05-05"}, "from 1900 on"),
        ({"email": NEW, "date_of_birth": str(timezone.localdate() + timedelta(days=2))}, "not in the future"),
        ({"email": NEW, "new_tag": "one, two"}, "one tag at a time"),
    ],
)
def test_who_can_not_be_reached_or_is_not_named_has_no_file(admin_client, said, complaint):
    page = text(add(admin_client, **said))
    assert complaint.lower() in page.lower().replace("e-mail", "email") or complaint in page
    assert not Client.objects.exists()
    assert not Tag.objects.exists()


# --- A client who has a file already --------------------------------------------------------


@pytest.mark.parametrize("email", [NEW, "ANA@example.org"])
def test_an_address_that_a_file_has_leads_to_it_and_can_not_be_passed_over(admin_client, email):
    known = Client.objects.create(email=NEW, name="Somebody")
    page = text(add(admin_client, email=email, another="on", seen=known.pk))
    assert "has a file already" in page
    assert f'<a href="{where(known)}">Somebody</a>' in page
    assert Client.objects.get() == known
    assert FileView.objects.filter(client=known, part="search").count() == 1


def test_without_an_address_number_and_name_are_the_same_person(admin_client, ana):
    page = text(add(admin_client, name="ANA  SOUZA", telephone=TYPED, another="on", seen=ana.pk))
    assert "has a file already" in page
    assert where(ana) in page
    assert Client.objects.get() == ana


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"email": "ana+fair@example.org", "name": "Kim"}, id="a mailbox"),
        pytest.param({"email": "kim@example.org", "name": "Kim", "telephone": TYPED}, id="a number"),
        pytest.param({"email": "a@example.org", "name": "ana souza", "date_of_birth": "1990-05-05"}, id="name and day"),
        pytest.param({"email": "a@example.org", "name": "Ana Souza"}, id="a name alone"),
    ],
)
def test_a_likely_double_is_shown_and_passed_over_only_by_who_saw_it(admin_client, said):
    known = Client.objects.create(email=NEW, name="Ana Souza", other_telephone=NUMBER, facts=BORN)
    for sent in (said, said | {"another": "on"}, said | {"another": "on", "seen": known.pk + 1}):
        page = text(add(admin_client, **sent))
        assert "may be of the same person" in page
        assert f'<a href="{where(known)}">Ana Souza</a>' in page
        assert f'name="seen" value="{known.pk}"' in page
        assert 'type="checkbox" name="another"' in page
        assert Client.objects.count() == 1
    assert add(admin_client, **said, another="on", seen=known.pk).status_code == 302
    assert Client.objects.count() == 2


def test_namesakes_of_another_day_and_strangers_are_no_doubles(admin_client, ana):
    assert 'type="checkbox" name="another"' not in text(admin_client.get(ADD))
    assert add(admin_client, email=NEW, date_of_birth="1991-05-05").status_code == 302
    assert add(admin_client, email="bo@example.org", name="Bo").status_code == 302
    assert Client.objects.count() == 3


def test_a_namesake_of_whom_no_day_is_known_may_be_the_same(ana):
    nameless = Client.objects.create(email=NEW)
    for facts, born, same in [({}, "1991-05-05", True), (BORN, "1991-05-05", False), (BORN, None, True)]:
        Client.objects.filter(pk=ana.pk).update(facts=facts)
        day = timezone.datetime.fromisoformat(born).date() if born else None
        found = find_like(email="", telephone="", name=" ANA souza", born=day)
        assert set(found) == ({ana} if same else set())
    assert nameless not in find_like(email="", telephone="", name="", born=None)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("email", "mailbox"), [("Ana+x+y@Example.org", NEW), (NEW, NEW), ("+x@example.org", "@example.org")]
)
def test_a_mailbox_is_the_address_without_its_plus(email, mailbox):
    assert strip_plus(email) == mailbox


def test_a_number_that_another_file_has_is_the_new_ones_other_telephone(admin_client, ana):
    add(admin_client, name="Bo Souza", telephone=TYPED, another="on", seen=ana.pk)
    bo = Client.objects.exclude(pk=ana.pk).get()
    assert (bo.name, bo.telephone, bo.other_telephone) == ("Bo Souza", "", NUMBER)


@pytest.mark.parametrize("said", [{"email": NEW}, {"telephone": TYPED}])
def test_who_somebody_else_added_a_moment_ago_is_added_once(admin_client, monkeypatch, said):
    for name in ("begin_with_email", "begin_without_email"):
        begin = getattr(callers, name)
        known = {"name": "Ana Souza", **({"email": NEW} if "email" in said else {"telephone": NUMBER})}

        def begin_second(*args, begin=begin, known=known, **said):
            Client.objects.create(**known)
            return begin(*args, **said)

        monkeypatch.setattr(callers, name, begin_second)
    page = text(add(admin_client, **said, note="mine"))
    assert "a moment ago" in page
    assert Client.objects.count() == 1
    assert not Note.objects.exists()
    assert not LogEntry.objects.exists()


# --- Who may, and what is theirs ---------------------------------------------------


@pytest.mark.parametrize("held", [(VIEW_CLIENT, ADD_CLIENT), (VIEW_CLIENT, CHANGE_CLIENT)])
def test_who_may_not_both_begin_a_file_and_work_on_it_adds_nobody(held):
    clerk = sign_in(member_with(*held))
    assert clerk.get(ADD).status_code == 403
    assert add(clerk, email=NEW).status_code == 403
    assert f'href="{ADD}' not in text(clerk.get(LIST))
    assert not Client.objects.exists()


@pytest.fixture
def clerk(settings):
    settings.FILES_ASSIGNED_ONLY = True
    return member_with(VIEW_CLIENT, CHANGE_CLIENT, ADD_CLIENT)


def test_where_files_are_assigned_a_new_one_is_theirs_who_added_it(clerk, admin_user):
    page = text(sign_in(clerk).get(ADD))
    assert 'name="adviser"' not in page
    add(sign_in(clerk), email=NEW, adviser=admin_user.pk)
    assert Client.objects.get().adviser == clerk


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"email": NEW}, {"email": NEW}),
        ({"name": "Ana Souza", "telephone": NUMBER}, {"telephone": TYPED}),
        ({"name": "Kim", "telephone": NUMBER}, {"telephone": TYPED}),
    ],
)
def test_of_a_file_in_anothers_hands_nothing_is_told_but_that_it_is(clerk, admin_user, known, said):
    theirs = Client.objects.create(adviser=admin_user, **known)
    page = text(add(sign_in(clerk), **said))
    assert "assigned to somebody else" in page
    assert theirs.reference not in page
    assert where(theirs) not in page
    assert Client.objects.get() == theirs


def test_a_namesake_in_anothers_hands_is_not_told_of(clerk, admin_user):
    Client.objects.create(adviser=admin_user, name="Ana Souza", email="x@example.org")
    assert add(sign_in(clerk), email=NEW).status_code == 302
    assert Client.objects.get(email=NEW).adviser == clerk


def test_the_page_asks_as_often_for_many_doubles_as_for_one(admin_client, django_assert_num_queries):
    said = {"email": NEW}
    for number in range(3):
        Client.objects.create(email=f"{number}@example.org", name="Ana Souza")
        add(admin_client, **said)
        with django_assert_num_queries(10):
            add(admin_client, **said)
