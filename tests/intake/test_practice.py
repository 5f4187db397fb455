"""Stages and their moves, conflict checks, agreements and the consultant of record: what comes before "Retained"."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.db.models import ProtectedError
from django.urls import reverse

from intake.clients import invitations, stages
from intake.clients.invitations import Came
from intake.models import Client, ConflictCheck, Licence, StageMove
from tests.intake.answers import TODAY
from tests.intake.files import page, signed_in
from tests.intake.saving import save, where

pytestmark = pytest.mark.django_db
Stage = Client.Stage


@pytest.fixture
def consultant():
    """A member of staff with a licence who may advise."""
    found = User.objects.create_user("rosa", first_name="Rosa", last_name="Martin", is_staff=True)
    found.user_permissions.add(Permission.objects.get(codename="can_advise"))
    Licence.objects.create(user=found, number="R123456")
    return found


@pytest.fixture
def ready(admin_user, consultant):
    """A file with everything on record that comes before "Retained"."""
    made = Client.objects.create(
        email="ana@example.org",
        stage=Stage.AGREEMENT_SENT,
        consultant=consultant,
        consultation_agreement="signed",
        consultation_agreement_on=date(2026, 11, 2),
        service_agreement="signed",
        service_agreement_on=date(2026, 11, 9),
    )
    ConflictCheck.objects.create(client=made, result="clear", searched="Bo Lee", author=admin_user)
    return made


def problems(answer):
    return answer.context["adminform"].form.errors


def test_a_client_with_everything_on_record_is_retained_and_the_file_is_a_record(admin_client, admin_user, ready):
    assert save(admin_client, ready, stage="retained").status_code == 302
    ready.refresh_from_db()
    assert (ready.stage, ready.retained_on) == ("retained", date(2026, 11, 9))
    assert list(StageMove.objects.values_list("was", "stage", "by")) == [("agreement_sent", "retained", admin_user.pk)]


@pytest.mark.parametrize(
    ("lacks", "why"),
    [
        ({"consultation_agreement": "sent"}, "The consultation agreement is not signed."),
        ({"consultation_agreement": ""}, "The consultation agreement is not signed."),
        ({"service_agreement": "sent"}, "The service agreement is not signed."),
        ({"consultant": ""}, "No consultant of record is named."),
    ],
)
def test_nobody_is_retained_before_that_is_on_record(admin_client, ready, lacks, why):
    answer = save(admin_client, ready, stage="retained", **lacks)
    assert problems(answer) == {"stage": [why]}
    ready.refresh_from_db()
    assert (ready.stage, StageMove.objects.count()) == ("agreement_sent", 0)


@pytest.mark.parametrize(("result", "retained"), [("conflict", False), ("consented", True), (None, False)])
def test_the_newest_conflict_check_decides(admin_client, admin_user, ready, result, retained):
    if result:
        ConflictCheck.objects.create(client=ready, result=result, searched="Bo Lee", author=admin_user)
    else:
        ready.conflict_checks.all().delete()
    assert (save(admin_client, ready, stage="retained").status_code == 302) is retained


def test_where_no_consultation_was_held_none_is_asked_for(admin_client, ready):
    answer = save(admin_client, ready, stage="retained", consultation_agreement="not_needed")
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stage": "submitted"}, "stage"),
        ({"stage": "closed"}, "outcome"),
        ({"service_agreement_on": ""}, "service_agreement_on"),
        ({"service_agreement_on": "2999-01-01"}, "service_agreement_on"),
        ({"service_agreement": "not_needed"}, "service_agreement"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(admin_client, ready, changes, field):
    assert list(problems(save(admin_client, ready, **changes))) == [field]


def test_a_closed_file_says_how_it_ended_until_it_is_opened_again(admin_client, ready):
    save(admin_client, ready, stage="closed", outcome="lost")
    ready.refresh_from_db()
    assert (ready.stage, ready.outcome) == ("closed", "lost")
    save(admin_client, ready, stage="contacted")
    ready.refresh_from_db()
    assert (ready.stage, ready.outcome) == ("contacted", "")
    assert [(move.was, move.stage) for move in StageMove.objects.all()] == [
        ("closed", "contacted"),
        ("agreement_sent", "closed"),
    ]


def test_every_stage_leads_somewhere_and_none_to_itself():
    assert set(stages.MOVES) == set(Stage)
    assert all(code not in onward and set(onward) <= set(Stage) for code, onward in stages.MOVES.items())
    assert {code for onward in stages.MOVES.values() for code in onward} == set(Stage)


def test_only_the_agreement_leads_to_retained_or_an_old_or_own_file():
    before = {code for code, onward in stages.MOVES.items() if Stage.RETAINED in onward}
    assert before == {Stage.AGREEMENT_SENT, Stage.IN_POOL, Stage.CLOSED}


def test_a_move_that_the_client_makes_is_kept_as_theirs(ready):
    invitations.receive(ready, Came(TODAY))
    invitations.receive(ready, Came(TODAY))
    assert list(StageMove.objects.values_list("was", "stage", "by")) == [("agreement_sent", "invited", None)]


def test_a_conflict_check_is_added_by_its_author_and_never_changed(admin_client, admin_user):
    made = Client.objects.create(email="b@example.org", stage=Stage.BOOKED)
    assert "No conflict check is on record" in admin_client.get(where(made)).content.decode()
    added = {"TOTAL_FORMS": "1", "0-result": "conflict", "0-searched": "Cy", "0-client": str(made.pk)}
    save(admin_client, made, **{f"conflict_checks-{name}": value for name, value in added.items()})
    kept = ConflictCheck.objects.get()
    assert (kept.result, kept.searched, kept.author) == ("conflict", "Cy", admin_user)
    html = admin_client.get(where(made)).content.decode()
    assert "the firm may not act" in html
    assert 'name="conflict_checks-0-result"' not in html


def test_only_licensed_staff_who_may_advise_are_offered_as_consultant(admin_client, admin_user, ready, consultant):
    clerk = User.objects.create_user("clerk", first_name="Clara", is_staff=True)
    unlicensed = User.objects.create_user("una", is_staff=True)
    unlicensed.user_permissions.add(Permission.objects.get(codename="can_advise"))
    applicant = User.objects.create_user("applicant")
    Licence.objects.create(user=clerk, number="R999999")
    form = admin_client.get(where(ready)).context["adminform"].form
    assert set(form.fields["consultant"].queryset) == {consultant, admin_user}
    assert {clerk, unlicensed, consultant} <= set(form.fields["adviser"].queryset)
    assert applicant not in form.fields["adviser"].queryset


def test_the_client_reads_who_answers_for_the_file(ready, consultant):
    ready.consultant = None
    ready.save()
    mine = signed_in(ready.email)
    assert "R123456" not in page(mine)
    Client.objects.update(consultant=consultant)
    assert "Rosa Martin, licence R123456, answers for your file." in page(mine)
    copy = mine.get("/en/my-file/data/download/").json()
    assert copy["client"]["consultant"] == {"name": "Rosa Martin", "licence": "R123456"}
    assert copy["client"]["service_agreement_on"] == "2026-11-09"
    assert [check["result"] for check in copy["conflict_checks"]] == ["clear"]
    assert "searched" not in copy["conflict_checks"][0]


def test_whoever_answers_for_a_file_is_not_deleted(ready, consultant):
    with pytest.raises(ProtectedError):
        consultant.delete()


def test_a_licence_is_entered_on_the_account_of_a_member_of_staff(admin_client, consultant):
    html = admin_client.get(reverse("admin:auth_user_change", args=[consultant.pk])).content.decode()
    assert 'value="R123456"' in html
