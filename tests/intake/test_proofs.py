"""Claimed or verified: facts marked as seen, the score that rests on them, and marks that lapse."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from hypothesis import HealthCheck, given, settings

from intake.clients import delete_file
from intake.models import Client, DocumentSeen, FileView
from intake.questionnaire.answers_to_profile import build_facts
from intake.verification import verified_score
from intake.verification.fact_words import TITLES, describe_fact
from intake.verification.proofs import LISTS, NEEDED, SINGLE, leave_out, list_facts
from intake.verification.verified_score import VerifiedScore
from scoring.apps import rulebook
from scoring.profile import decode
from tests.intake.answers import COUPLE, TODAY, flow
from tests.intake.answers import SINGLE as ALONE
from tests.intake.files import page, signed_in
from tests.scoring.strategies import profiles

pytestmark = pytest.mark.django_db
STATED = build_facts(flow(ALONE).cleaned)


@pytest.fixture
def ana():
    return Client.objects.create(email="ana@example.org", facts=STATED)


def where(client):
    return reverse("admin:intake_client_documents", args=[client.pk])


def of(client):
    client.refresh_from_db()
    return verified_score.get_verified_score(client, TODAY)


def mark(browser, client, *codes, document="Passport"):
    """Mark every fact of these kinds as seen."""
    chosen = [part for part in of(client).parts if part.code in codes]
    return browser.post(where(client), {f"{part.print[:16]}-document": document for part in chosen})


def codes(found):
    return [part.code for part in found]


def test_an_offer_seen_before_two_employers_were_asked_for_stays_seen_and_the_words_tell_them_apart():
    offer = {"noc": "72310", "qualifying": True, "basis": "lmia"}
    alone, together = (
        next(fact for fact in list_facts(decode(STATED | {"job_offer": offer | more})) if fact.code == "job_offer")
        for more in ({}, {"two_employers": True})
    )
    assert "two_employers" not in alone.value
    assert alone.print != together.print
    rules = rulebook().on(TODAY)
    said = [describe_fact(fact.code, fact.value, rules) for fact in (alone, together)]
    assert said[1] == f"{said[0]}; Two employers make this offer together"


def test_every_stated_fact_is_one_to_see(ana):
    assert sorted(codes(of(ana).parts)) == [
        "authorized_to_work_in_canada",
        "credentials",
        "date_of_birth",
        "jobs",
        "language_tests",
        "marital_status",
        "settlement_funds",
    ]


def test_without_birth_and_marital_status_the_verified_score_is_not_known(admin_client, ana):
    mark(admin_client, ana, "credentials", "jobs", "language_tests")
    found = of(ana)
    assert (found.crs, codes(found.missing)) == (None, ["date_of_birth", "marital_status"])
    assert found.claimed.crs.total > 0
    assert {stream.known for stream in found.streams} == {None}
    assert "As verified: not known." in admin_client.get(where(ana)).content.decode()


def test_what_was_not_seen_is_treated_as_not_stated(admin_client, ana):
    mark(admin_client, ana, "date_of_birth", "marital_status", "language_tests")
    found, expected = of(ana), STATED | {"credentials": [], "jobs": [], "settlement_funds_cad": None}
    bare = Client(facts=expected | {"authorized_to_work_in_canada": False})
    assert found.crs == VerifiedScore(decode(bare.facts), {}, TODAY).claimed.crs.total
    assert 0 < found.crs < found.claimed.crs.total


def test_with_everything_seen_both_scores_and_all_rounds_are_the_same(admin_client, ana):
    mark(admin_client, ana, *codes(of(ana).parts))
    found = of(ana)
    assert found.crs == found.claimed.crs.total
    assert found.streams
    assert {stream.known for stream in found.streams} == {True}


def test_the_points_that_rest_on_a_fact_are_those_lost_without_it(ana):
    found = of(ana)
    resting = {row.part.code: row.points for row in found.rows()}
    left = VerifiedScore(decode(STATED | {"language_tests": []}), {}, TODAY)
    assert resting["language_tests"] == found.claimed.crs.total - left.claimed.crs.total > 0
    assert resting["date_of_birth"] is None


def test_a_mark_lapses_when_the_client_states_something_else(admin_client, ana):
    mark(admin_client, ana, "date_of_birth", "language_tests", document="Test report")
    (test,) = STATED["language_tests"]
    Client.objects.update(facts=STATED | {"language_tests": [test | {"reading": 8}]})
    assert "language_tests" in codes(of(ana).unseen)
    html = admin_client.get(where(ana)).content.decode()
    assert "Seen before, and stated differently now" in html
    Client.objects.update(facts=STATED)
    assert "language_tests" not in codes(of(ana).unseen)


def test_a_mark_stays_with_its_job_when_another_comes_or_the_primary_one_changes(admin_client, ana):
    mark(admin_client, ana, "jobs")
    (job,) = STATED["jobs"]
    other = job | {"noc": "21231", "start": "2020-01-01", "end": "2021-01-01"}
    Client.objects.update(facts=STATED | {"jobs": [other, job | {"primary": not job["primary"]}]})
    assert [part.value["noc"] for part in of(ana).unseen if part.code == "jobs"] == ["21231"]


def test_a_mark_is_taken_back_by_another_and_both_stay_on_record(admin_client, admin_user, ana):
    mark(admin_client, ana, "date_of_birth")
    (seen,) = (part for part in of(ana).parts if part.code == "date_of_birth")
    admin_client.post(where(ana), {f"{seen.print[:16]}-back": "on"})
    assert "date_of_birth" in codes(of(ana).unseen)
    acts = DocumentSeen.objects.values_list("seen", "document", "author")
    assert list(acts) == [(False, "", admin_user.pk), (True, "Passport", admin_user.pk)]


def test_an_answer_changed_meanwhile_is_not_marked(admin_client, ana):
    old = {f"{part.print[:16]}-document": "Passport" for part in of(ana).parts if part.code == "date_of_birth"}
    Client.objects.update(facts=STATED | {"date_of_birth": "1990-01-01"})
    admin_client.post(where(ana), old)
    assert not DocumentSeen.objects.exists()


def test_a_document_that_is_too_long_to_keep_is_refused_and_nothing_marked(admin_client, ana):
    answer = mark(admin_client, ana, "date_of_birth", "marital_status", document="x" * 201)
    assert answer.status_code == 200
    assert not DocumentSeen.objects.exists()


def test_a_couple_has_no_verified_score_before_it_is_seen_how_the_partner_counts(admin_client):
    bo = Client.objects.create(email="bo@example.org", facts=build_facts(flow(COUPLE).cleaned))
    mark(admin_client, bo, "date_of_birth", "marital_status")
    assert codes(of(bo).missing) == ["partner"]
    mark(admin_client, bo, "partner")
    assert of(bo).crs is not None
    assert "partner.jobs" in codes(of(bo).unseen)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stated=profiles)
def test_what_is_left_out_never_gives_more_and_what_is_kept_is_the_same(stated):
    profile = decode(stated)
    found = list_facts(profile)
    on = max(TODAY, profile.date_of_birth)
    claimed = VerifiedScore(profile, {}, on).claimed.crs.total
    assert leave_out(profile, []) == profile
    bare = leave_out(profile, [part for part in found if not part.needed])
    assert VerifiedScore(bare, {}, on).claimed.crs.total <= claimed
    assert {part.code for part in list_facts(bare)} <= {*NEEDED}


def test_every_kind_of_fact_has_words():
    kinds = {*NEEDED, *SINGLE, *LISTS, *(f"partner.{name}" for name in LISTS), "settlement_funds"}
    assert kinds == set(TITLES)
    offer = {"noc": "21231", "qualifying": True}
    certificate = {"noc": "72401", "province": "ON"}
    also = {"job_offer": offer, "certificate_of_qualification": certificate, "foreign_military_years": 3}
    also |= {"study_in_canada": {"full_time_academic_years": 2, "program_of_two_years_or_more": True}}
    everything = build_facts(flow(COUPLE).cleaned) | {name: True for name in SINGLE if name.endswith("canada")} | also
    found = list_facts(decode(everything | {"provincial_nomination": True}))
    said = {part.code: describe_fact(part.code, part.value, rulebook().on(TODAY)) for part in found}
    assert said["foreign_military_years"] == "3"
    assert "72401" in said["certificate_of_qualification"]
    assert "8" in said["language_tests"]
    assert all(said.values())


def test_staff_see_both_scores_in_the_file(admin_client, ana):
    html = admin_client.get(reverse("admin:intake_client_change", args=[ana.pk])).content.decode()
    total = of(ana).claimed.crs.total
    assert f"As claimed: {total} points." in html
    assert "Documents seen: 0 of 7." in html


def test_a_file_without_answers_has_nothing_to_see(admin_client):
    empty = Client.objects.create(email="c@example.org")
    assert "no answers in this file" in admin_client.get(where(empty)).content.decode()
    assert admin_client.post(where(empty), {}).status_code == 302


def test_who_may_only_look_marks_nothing_and_each_look_is_noted(client, ana):
    clerk = User.objects.create_user("clerk", is_staff=True)
    client.force_login(clerk)
    assert client.get(where(ana)).status_code == 403
    clerk.user_permissions.set(Permission.objects.filter(codename="view_client"))
    assert 'name="' + of(ana).parts[0].print[:16] not in client.get(where(ana)).content.decode()
    assert mark(client, ana, "date_of_birth").status_code == 403
    assert (DocumentSeen.objects.count(), FileView.objects.count()) == (0, 1)


def test_the_client_reads_what_was_seen_and_takes_it_along(admin_client, ana):
    mine = signed_in(ana.email)
    assert "What we have seen proved" not in page(mine)
    mark(admin_client, ana, "date_of_birth")
    html = page(mine)
    assert "What we have seen proved" in html
    assert "March 27, 1996 (Passport, seen on" in html
    (kept,) = mine.get("/en/my-file/data/download/").json()["documents_seen"]
    assert (kept["part"], kept["value"], kept["seen"], kept["document"]) == (
        "date_of_birth",
        "1996-03-27",
        True,
        "Passport",
    )
    assert "What we have seen proved" not in page(signed_in("b@example.org"))


def test_marks_go_with_the_file(admin_client, ana):
    mark(admin_client, ana, "date_of_birth")
    delete_file.delete_with_account(ana)
    assert not DocumentSeen.objects.exists()


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_page_takes_as_many_queries_for_many_facts(admin_client, ana, django_assert_num_queries, jobs):
    (job,) = STATED["jobs"]
    more = [job | {"start": str(date(2010 + number, 1, 1)), "end": None} for number in range(jobs)]
    Client.objects.update(facts=STATED | {"jobs": more})
    mark(admin_client, ana, "jobs")
    admin_client.get(where(ana))
    with django_assert_num_queries(12):
        admin_client.get(where(ana))
