"""Staff find clients' files; what is on record can't be changed there."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from intake.account.adapter import get_or_create_account
from intake.clients.standings import write_standings
from intake.consents import consent
from intake.models import Assessment, Client, FileView, Intake, Standing
from intake.questionnaire.answers_to_profile import build_facts
from intake.staff.client_admin.file_tables import list_changes
from tests.intake.answers import SINGLE, TODAY, flow
from tests.intake.saving import INLINES

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    made = Client.objects.create(email="ana@example.org", name="Ana", facts=build_facts(flow(SINGLE).cleaned))
    write_standings(made, TODAY)
    consent.give(made, wording="words", language="en", source="signed form")
    return made


def test_the_list_takes_as_many_queries_for_three_as_for_one(admin_client, admin_user, django_assert_num_queries):
    def add(number):
        Client.objects.create(email=f"{number}@example.org", adviser=admin_user)

    add(1)
    admin_client.get("/staff/intake/client/")
    with django_assert_num_queries(12):
        admin_client.get("/staff/intake/client/")
    add(2)
    add(3)
    # That somebody sees these is written once a day.
    with django_assert_num_queries(13):
        admin_client.get("/staff/intake/client/")
    with django_assert_num_queries(12):
        admin_client.get("/staff/intake/client/")


@pytest.mark.parametrize("words", ["ana@", "Ana"])
def test_a_client_is_found_by_address_and_name(admin_client, person, words):
    Client.objects.create(email="other@example.org")
    page = admin_client.get("/staff/intake/client/", {"q": words}).content.decode()
    assert person.reference in page
    assert "other@example.org" not in page


def test_a_file_shows_standings_and_consents_and_is_changed(admin_client, person):
    where = reverse("admin:intake_client_change", args=[person.pk])
    page = admin_client.get(where).content.decode()
    assert "signed form" in page
    assert "Canadian Experience Class" in page
    forms = {}
    for prefix in INLINES:
        forms |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    data = {"name": "Ana", "email": person.email, "language": "en", "stage": "contacted", "adviser": "", "alerts": ""}
    assert admin_client.post(where, data | forms).status_code == 302
    person.refresh_from_db()
    assert person.stage == "contacted"
    assert person.alerts is True


@pytest.mark.parametrize(
    ("lacking", "hidden"),
    [
        ("view_standing", "standings-group"),
        ("view_assessment", "assessments-group"),
        ("view_consent", "consents-group"),
    ],
)
def test_a_part_of_a_file_is_shown_to_who_may_see_rows_of_it(client, person, lacking, hidden):
    codes = {"view_client", "view_standing", "view_assessment", "view_consent"}
    staff = User.objects.create_user("rosa", is_staff=True)
    client.force_login(staff)
    for held in (codes, codes - {lacking}):
        staff.user_permissions.set(Permission.objects.filter(codename__in=held, content_type__app_label="intake"))
        page = client.get(reverse("admin:intake_client_change", args=[person.pk])).content.decode()
        shown = {f"{name}-group" for name in ("standings", "assessments", "consents") if f'id="{name}-group"' in page}
        assert (hidden in shown) == (lacking in held)
        assert len(shown) == len(held) - 1


def test_a_file_shows_how_its_score_changes_ahead(admin_client, person):
    person.refresh_from_db()
    ahead = list(person.standings.filter(since__gt=TODAY, stream="general").order_by("since"))
    page = admin_client.get(reverse("admin:intake_client_change", args=[person.pk])).content.decode()
    table = page[page.index('id="ahead-group"') : page.index('id="assessments-group"')]
    days = re.findall(r'class="field-day"><p>(.+?)</p>', table)
    assert ahead
    assert {date_format(row.since) for row in ahead} <= set(days)
    first = person.standings.filter(until=ahead[0].since, stream="general").get()
    row = next(row for row in table.split("<tr")[1:] if date_format(ahead[0].since) in row and "General" in row)
    assert re.findall(r'class="field-(?:before|after)"><p>(.+?)</p>', row) == [str(first.crs), str(ahead[0].crs)]
    assert date_format(person.stood_until) not in days, "what lies behind the horizon is not known"


def test_a_stream_that_opens_or_closes_ahead_is_said():
    day = date(2027, 1, 1)
    held = [Standing(stream="cec", crs=450, since=day, until=day + timedelta(30))]
    assert [(str(one.before), str(one.after)) for one in list_changes("CEC", held)] == [
        ("not open yet", "450"),
        ("450", "not open any more"),
    ]


def test_the_list_shows_the_score_of_today_or_of_the_newest_result(admin_client, person):
    lapsed = Client.objects.create(email="b@example.org", name="Bo")
    for crs in (300, 301):
        Assessment.objects.create(client=lapsed, facts={}, result={}, contact={}, crs=crs, on=TODAY, edition=TODAY)
    Client.objects.create(email="c@example.org", name="Cy")
    found = dict(Client.objects.scored(TODAY).values_list("name", "crs_now"))
    assert found == {
        "Ana": person.standings.filter(since__lte=TODAY, until__gt=TODAY).first().crs,
        "Bo": 301,
        "Cy": None,
    }
    page = admin_client.get(reverse("admin:intake_client_changelist") + "?o=4").content.decode()
    assert f'<td class="field-score">{found["Ana"]}</td>' in page
    highest_first = admin_client.get(reverse("admin:intake_client_changelist") + "?o=-4").context["cl"].result_list
    assert [one.name for one in highest_first] == ["Ana", "Bo", "Cy"], "without a score: last"


def test_staff_read_what_is_known_in_words_and_as_it_is_kept(admin_client, person):
    page = admin_client.get(reverse("admin:intake_client_change", args=[person.pk])).content.decode()
    assert "<dt>Date of birth</dt><dd>March 27, 1996</dd>" in page
    assert "7 (CLB or NCLC 9)" in page
    assert "<dt>Was it paid?</dt><dd>Yes</dd>" in page
    assert "Employer, position and city" not in page, "what is never asked"
    assert "&quot;marital_status&quot;: &quot;never_married&quot;" in page
    empty = Client.objects.create(email="c@example.org")
    assert admin_client.get(reverse("admin:intake_client_change", args=[empty.pk])).status_code == 200


def test_assessments_are_read_only_and_drafts_are_not_shown(admin_client, browser_of):
    draft = Intake.objects.create(answers=SINGLE)
    assert str(draft.token) not in admin_client.get("/staff/intake/intake/").content.decode()
    browser_of(draft).post("/en/intake/check/")
    assert str(draft.token) in admin_client.get("/staff/intake/intake/").content.decode()
    made = Assessment.objects.get()
    where = reverse("admin:intake_assessment_change", args=[made.pk])
    assert admin_client.get(where).status_code == 200
    assert admin_client.post(where, {"crs": "1200"}).status_code == 403
    assert admin_client.get("/staff/intake/assessment/add/").status_code == 403


def test_staff_read_submitted_answers_as_the_applicant_checked_them(admin_client, person):
    intake = Intake.objects.create(client=person, answers=SINGLE, submitted_at=timezone.now())
    page = admin_client.get(reverse("admin:intake_intake_change", args=[intake.pk])).content.decode()
    assert "<dt>Was it paid?</dt><dd>Yes</dd>" in page
    assert "8 (CLB 9)" in page
    Intake.objects.filter(pk=intake.pk).update(answers={**SINGLE, "tests/1/scores": {"listening": "eight"}})
    page = admin_client.get(reverse("admin:intake_intake_change", args=[intake.pk])).content.decode()
    assert "&quot;listening&quot;: &quot;eight&quot;" in page, "what was begun again is shown as it is kept"


def test_each_look_at_a_file_is_noted_and_the_client_reads_by_whom(admin_client, admin_user, person):
    admin_user.first_name, admin_user.last_name = "Rosa", "Martin"
    admin_user.save()
    intake = Intake.objects.create(client=person, answers=SINGLE, submitted_at=timezone.now())
    other = Client.objects.create(email="other@example.org")
    admin_client.get(reverse("admin:intake_client_change", args=[person.pk]))
    admin_client.get(reverse("admin:intake_intake_change", args=[intake.pk]))
    noted = FileView.objects.order_by("pk").values_list("client", "staff", "who", "part")
    mine = (person.pk, admin_user.pk, "Rosa Martin")
    assert list(noted) == [(*mine, "file"), (*mine, "answers")]
    browser = Browser()
    for owner, shown in ((person, True), (other, False)):
        browser.force_login(get_or_create_account(owner.email), backend="django.contrib.auth.backends.ModelBackend")
        assert ("Rosa Martin" in browser.get("/en/my-file/data/").content.decode()) is shown


def test_a_file_that_may_not_be_opened_is_not_noted(client, person):
    User.objects.create_user("clerk", password="x", is_staff=True)
    client.login(username="clerk", password="x")
    assert client.get(reverse("admin:intake_client_change", args=[person.pk])).status_code == 403
    assert FileView.objects.count() == 0
