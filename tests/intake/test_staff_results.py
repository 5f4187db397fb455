"""Staff read a client's result as the client does: kept, as of today, as verified; by permission, each look noted."""

import io

import pypdf
import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client as Browser
from django.urls import reverse

from intake.models import Assessment, Client, DocumentSeen, FileView
from intake.verification.proofs import list_facts
from scoring.profile import decode
from tests.intake.answers import COUPLE, TODAY
from tests.intake.files import with_result
from tests.intake.pdfs import get_pdf

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.time_machine(f"{TODAY}T15:00:00-05:00", tick=False),
]


@pytest.fixture
def person():
    client, _made = with_result("amara@example.org")
    return client


@pytest.fixture
def made(person):
    return person.assessments.get()


def at(client, which, name="intake_client_result"):
    return reverse(f"admin:{name}", args=[client.pk, which])


def text(browser, where):
    return browser.get(where).content.decode()


def clerk(*permissions):
    """A browser of a member of staff who may do this and nothing else."""
    user = User.objects.create_user("clerk", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    browser = Browser()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_staff_read_every_point_with_its_reason_and_source(admin_client, person, made):
    page = text(admin_client, at(person, made.reference))
    assert f'<span class="total">{made.crs}</span>' in page
    for row in made.result["crs"]["factors"]:
        assert row["source"]["url"] in page
    assert page.count('class="part"') > 10
    assert "Canadian Experience Class" in page
    assert "What would raise this score" in page


def test_a_couple_reads_as_well(admin_client):
    client, made = with_result("two@example.org", **COUPLE)
    page = text(admin_client, at(client, made.reference))
    assert "Which of you should apply?" in page
    assert page.count("Where it is reported</a>") == 1, "staff can judge the source"


def test_the_page_leads_nowhere_that_staff_can_not_open(admin_client, person, made):
    page = text(admin_client, at(person, made.reference))
    assert "/intake/" in page
    assert "what-if" not in page
    assert "?change=1" not in page


def test_what_is_missing_leads_to_its_question_on_the_long_page(admin_client, person):
    facts = {name: said for name, said in person.facts.items() if not name.startswith("settlement_funds")}
    Client.objects.filter(pk=person.pk).update(facts=facts)
    long_page = reverse("admin:intake_client_answers", args=[person.pk])
    assert f'href="{long_page}#funds"' in text(admin_client, at(person, "today"))
    assert f'href="{long_page}' not in text(clerk("view_client", "view_assessment"), at(person, "today"))


def test_a_file_without_a_kept_result_is_explained_as_of_today(admin_client, person, made):
    Assessment.objects.all().delete()
    page = text(admin_client, at(person, "today"))
    assert f'<span class="total">{made.crs}</span>' in page
    assert Assessment.objects.count() == 0


def test_the_verified_score_is_explained_where_there_is_one(admin_client, admin_user, person):
    assert admin_client.get(at(person, "verified")).status_code == 404
    for part in list_facts(decode(person.facts)):
        if part.needed:
            DocumentSeen.objects.create(
                client=person, part=part.code, value=part.value, print=part.print, seen=True, author=admin_user
            )
    page = text(admin_client, at(person, "verified"))
    assert "every other fact is treated as not stated" in page
    assert '<span class="total">105</span>' in page
    assert at(person, "verified") in text(admin_client, reverse("admin:intake_client_change", args=[person.pk]))


def test_nobody_reads_another_persons_result_under_a_file(admin_client, person):
    _other, theirs = with_result("other@example.org")
    assert admin_client.get(at(person, theirs.reference)).status_code == 404
    assert admin_client.get(at(person, theirs.reference, "intake_client_result_pdf")).status_code == 404
    assert FileView.objects.count() == 0


@pytest.mark.parametrize("name", ["intake_client_result", "intake_client_result_pdf"])
@pytest.mark.parametrize("permission", ["view_client", "view_assessment"])
def test_who_may_not_see_both_file_and_results_sees_nothing(person, made, name, permission):
    assert clerk(permission).get(at(person, made.reference, name)).status_code == 403
    assert FileView.objects.count() == 0


def test_each_look_is_noted(admin_client, admin_user, person, made):
    text(admin_client, at(person, made.reference))
    noted = FileView.objects.get()
    assert (noted.client, noted.staff, noted.part) == (person, admin_user, "result")


def test_the_pdf_is_in_the_clients_language(admin_client, person, made):
    Client.objects.filter(pk=person.pk).update(language="fr")
    waits = admin_client.get(at(person, made.reference, "intake_client_result_pdf")).content.decode()
    assert f'<a href="{at(person, made.reference)}">Back to the result</a>' in waits
    answer = get_pdf(admin_client, at(person, made.reference, "intake_client_result_pdf"))
    assert answer["Content-Type"] == "application/pdf"
    made = pypdf.PdfReader(io.BytesIO(answer.content))
    assert made.trailer["/Root"]["/Lang"] == "fr"


def test_the_file_leads_to_each_result(admin_client, person, made):
    page = text(admin_client, reverse("admin:intake_client_change", args=[person.pk]))
    assert at(person, made.reference) in page
    assert at(person, "today") in page


def test_the_page_asks_as_often_for_one_result_as_for_three(admin_client, person, made, django_assert_num_queries):
    where = at(person, made.reference)
    text(admin_client, where)
    for number in range(3):
        with django_assert_num_queries(18):
            text(admin_client, where)
        made.pk, made.reference = None, f"AAAA-BBBB-{number:04d}"
        made.save(force_insert=True)
