"""Invitations: one plan for both sides as tasks, the documents of a situation, and how an invitation ends."""

from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from draws.reminders import staff_digest
from intake.clients import delete_file, invitations, stages
from intake.clients.invitation_steps import ADVISERS_WORDS, OWN_WORDS, STAFF_WORDS, list_steps
from intake.clients.invitations import Came, InvitationEnd
from intake.common.matched_rounds import MatchedRound
from intake.data_copy.data_export import export_file
from intake.expiry.expiries import decode_profile, find_ended_before, find_valid_only_until
from intake.expiry.police_certificates import list_stays
from intake.invitation.papers import find_situations, list_papers
from intake.invitation.plan import build_plan
from intake.models import Client, Invitation, Todo
from intake.permissions import CHANGE_CLIENT, MANAGE_ENGAGEMENT, VIEW_CLIENT
from intake.staff.file_history.history import list_history
from scoring.apps import rulebook
from scoring.dates import format_date
from scoring.profile import ABILITIES
from tests.draws.factories import PublishedDrawFactory
from tests.hostile.desk import member_with, sign_in
from tests.intake.answers import TODAY, day
from tests.intake.files import FILE, page, signed_in, with_result
from tests.scoring.making import job
from tests.scoring.people import ielts, tef

pytestmark = pytest.mark.django_db
CEC = MatchedRound("438", "cec", TODAY - timedelta(days=3), 480, "")
LAST = TODAY + timedelta(days=60)


@pytest.fixture
def ana():
    return with_result("ana@example.org")[0]


@pytest.fixture
def mine(ana):
    return signed_in(ana.email)


def retain(client):
    """An agreement in force."""
    Client.objects.filter(pk=client.pk).update(
        service_agreement="signed", service_agreement_on=TODAY, retained_on=TODAY, stage="retained"
    )
    client.refresh_from_db()
    return client


def where(client):
    return reverse("admin:intake_client_invitation", args=[client.pk])


def codes(todos):
    return list(todos.order_by("due_on").values_list("step", flat=True))


# --- Received -------------------------------------------------------------------------


def test_every_step_of_the_table_has_its_words_and_no_other_has():
    steps = {step.code: step.side for step in list_steps(TODAY)}
    assert steps.keys() == OWN_WORDS.keys() == STAFF_WORDS.keys()
    assert {code for code, side in steps.items() if side == "office"} == ADVISERS_WORDS.keys()
    assert all(TODAY < step.by <= LAST for step in list_steps(TODAY))


def test_an_invitation_brings_its_steps_as_tasks_with_their_days(ana):
    held = invitations.receive(ana, Came(TODAY))
    found = list(ana.todos.values_list("step", "due_on", "kind", "invitation"))
    assert found == [(step.code, step.by, "papers", held.pk) for step in list_steps(TODAY)]
    assert found[0][:2] == ("police", TODAY + timedelta(days=3))


def test_entered_twice_it_is_one_and_its_steps_are_there_once(ana):
    for _time in range(2):
        invitations.receive(Client.objects.get(pk=ana.pk), Came(TODAY, CEC))
    assert Invitation.objects.count() == 1
    assert ana.todos.count() == len(set(codes(ana.todos.all()))) == len(list(list_steps(TODAY, "cec")))
    assert ana.stage_moves.count() == 1


def test_a_corrected_day_moves_what_is_to_do_and_leaves_what_is_done(ana):
    invitations.receive(ana, Came(TODAY))
    ana.todos.filter(step="police").finish(by_client=True)
    invitations.receive(ana, Came(TODAY - timedelta(days=2)))
    days = dict(ana.todos.values_list("step", "due_on"))
    assert days["police"] == TODAY + timedelta(days=3)
    assert days["letters"] == TODAY + timedelta(days=3)
    assert Client.objects.get().invited_on == Invitation.objects.get().received_on == TODAY - timedelta(days=2)


def test_who_was_invited_under_the_cec_proves_no_funds_and_a_corrected_round_says_so(ana):
    held = invitations.receive(ana, Came(TODAY))
    assert "funds" in codes(ana.todos.open())
    invitations.receive(ana, Came(TODAY, CEC))
    assert "funds" not in codes(ana.todos.open())
    held.refresh_from_db()
    assert (held.round_number, held.round_stream, held.round_on, held.cutoff) == ("438", "cec", CEC.on, 480)
    invitations.receive(ana, Came(TODAY))
    assert "funds" in codes(ana.todos.open())


def test_the_office_does_its_steps_only_where_an_agreement_is_in_force(ana):
    invitations.receive(ana, Came(TODAY))
    assert set(ana.todos.values_list("side", flat=True)) == {"client"}
    other = retain(with_result("bo@example.org")[0])
    invitations.receive(other, Came(TODAY))
    assert codes(other.todos.filter(side="office")) == ["review", "submit"]


def test_tasks_are_in_the_language_of_the_office_and_the_plan_in_the_clients(ana):
    with override("fr"):
        held = invitations.receive(ana, Came(TODAY))
        plan = build_plan(ana, held, TODAY)
        assert "certificats de police" in str(plan.steps[0].own_words)
    assert ana.todos.get(step="police").text == "Police certificates asked for, of each country where one is needed"


def test_a_step_that_somebody_looks_after_is_theirs(ana):
    rosa = User.objects.create_user("rosa", is_staff=True)
    Client.objects.update(adviser=rosa)
    invitations.receive(ana, Came(TODAY))
    assert set(ana.todos.values_list("assignee", flat=True)) == {rosa.pk}


@pytest.mark.parametrize("stage", ["submitted", "closed"])
def test_a_file_that_is_past_the_invitation_gets_no_steps(ana, stage):
    Client.objects.update(stage=stage)
    invitations.receive(ana, Came(TODAY))
    assert Client.objects.get().stage == stage
    assert not Todo.objects.exists()


@pytest.mark.parametrize(
    "values",
    [{"outcome": "declined"}, {"outcome": "open", "outcome_on": TODAY}],
    ids=["an end without a day", "a day without an end"],
)
def test_the_database_refuses_an_end_without_its_day(ana, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(client=ana, received_on=TODAY, **values)


def test_the_database_refuses_a_second_open_invitation(ana):
    Invitation.objects.create(client=ana, received_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(client=ana, received_on=TODAY - timedelta(days=1))


# --- Ended ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "retained", "stage", "invited", "in_pool"),
    [
        pytest.param("declined", False, "in_pool", False, True, id="declined: the profile is in the pool again"),
        pytest.param("lapsed", False, "contacted", False, False, id="lapsed: the profile is gone"),
        pytest.param("lapsed", True, "retained", False, False, id="lapsed, with an agreement"),
        pytest.param("applied", False, "submitted", True, True, id="applied"),
    ],
)
def test_what_became_of_it_closes_the_open_steps(ana, outcome, retained, stage, invited, in_pool):
    if retained:
        retain(ana)
    Client.objects.update(profile_submitted_at=timezone.now())
    held = invitations.receive(ana, Came(TODAY))
    ana.todos.filter(step="police").finish(by_client=True)
    invitations.end(ana, held, InvitationEnd(outcome, TODAY))
    now = Client.objects.get()
    assert (now.stage, now.invited_on is not None, now.profile_submitted_at is not None) == (stage, invited, in_pool)
    assert (held.outcome, held.outcome_on) == (outcome, TODAY)
    assert not ana.todos.open().exists()
    assert codes(ana.todos.dropped()) == [step.code for step in list_steps(TODAY) if step.code != "police"]


@pytest.mark.parametrize("outcome", ["declined", "lapsed", "applied"])
def test_a_mistaken_end_taken_back_brings_the_open_steps_again(ana, outcome):
    held = invitations.receive(ana, Came(TODAY))
    ana.todos.filter(step="police").finish(by_client=True)
    invitations.end(ana, held, InvitationEnd(outcome, TODAY))
    invitations.end(ana, held, InvitationEnd("open", None))
    now = Client.objects.get()
    assert (now.stage, now.invited_on) == ("invited", TODAY)
    assert codes(ana.todos.open()) == [step.code for step in list_steps(TODAY) if step.code != "police"]


def test_after_one_that_was_declined_another_can_come(ana):
    first = invitations.receive(ana, Came(TODAY - timedelta(days=20)))
    invitations.end(ana, first, InvitationEnd("declined", TODAY - timedelta(days=9)))
    second = invitations.receive(ana, Came(TODAY))
    assert ana.invitations.count() == 2
    assert ana.invitations.newest() == second
    assert set(ana.todos.open().values_list("invitation", flat=True)) == {second.pk}


def test_staff_who_move_the_stage_say_the_same(ana):
    rosa, held = User.objects.create_user("rosa"), invitations.receive(ana, Came(TODAY))
    move(ana, "submitted", rosa)
    held.refresh_from_db()
    assert (held.outcome, held.outcome_on, held.closed_by) == ("applied", TODAY, rosa)
    assert not ana.todos.open().exists()
    move(ana, "invited", rosa)
    held.refresh_from_db()
    assert held.is_open
    assert ana.todos.open().count() == len(list(list_steps(TODAY)))
    move(ana, "closed", rosa)
    assert not ana.todos.open().exists()


def move(client, stage, by):
    was, client.stage = client.stage, stage
    client.save()
    stages.record_move(client, was, by)


# --- With the file --------------------------------------------------------------------


def test_the_copy_of_a_clients_data_has_invitations_and_steps_of_nobody_else(ana):
    other = with_result("bo@example.org")[0]
    for client, number in ((ana, "1"), (other, "2")):
        invitations.receive(client, Came(TODAY, CEC._replace(number=number)))
    other.todos.create(text="the firm's own", due_on=TODAY)
    copy = export_file(other)
    assert [row["round_number"] for row in copy["invitations"]] == ["2"]
    assert [row["step"] for row in copy["invitation_steps"]] == [step.code for step in list_steps(TODAY, "cec")]


def test_invitations_and_steps_are_deleted_with_the_file(ana):
    invitations.receive(ana, Came(TODAY))
    delete_file.delete_with_account(ana)
    assert not Invitation.objects.exists()
    assert not Todo.objects.exists()


def test_the_history_says_that_it_came_what_the_client_did_and_how_it_ended(ana, admin_user):
    held = invitations.receive(ana, Came(TODAY, CEC), admin_user)
    ana.todos.filter(step="police").finish(by_client=True)
    invitations.end(ana, held, InvitationEnd("declined", TODAY))
    entries, _more = list_history(ana, admin_user)
    said = {(str(entry.title), entry.who) for entry in entries}
    today = format_date(TODAY)
    assert said >= {
        (f"Invited to apply on {today}", "admin"),
        ("Task done", "the client"),
        (f"Invitation of {today}: Declined, on {today}", ""),
    }
    assert any(entry.text.startswith("Round 438 of") for entry in entries)


def test_what_files_had_of_invitations_before_is_carried_over(ana):
    """By the very step of the migration: a day that runs has its plan, an application that is in its day."""
    bo, eve = (with_result(f"{name}@example.org")[0] for name in ("bo", "eve"))
    Client.objects.filter(pk=ana.pk).update(stage="invited", invited_on=TODAY, retained_on=TODAY)
    Client.objects.filter(pk=bo.pk).update(stage="submitted", invited_on=TODAY - timedelta(days=50))
    bo.stage_moves.create(was="invited", stage="submitted")
    migration = import_module("intake.migrations.0038_invitations")
    migration.carry_over(apps, SimpleNamespace(connection=connection))
    assert ana.invitations.get().is_open
    assert list(ana.todos.values_list("step", "due_on", "side")) == [
        (step.code, step.by, step.side) for step in list_steps(TODAY)
    ]
    assert list(ana.todos.values_list("text", flat=True)) == [str(words) for words in STAFF_WORDS.values()]
    kept = bo.invitations.get()
    assert (kept.outcome, kept.outcome_on, kept.received_on) == ("applied", TODAY, TODAY - timedelta(days=50))
    assert not bo.todos.exists()
    assert not eve.invitations.exists()
    # A plan that is laid later on finds these very steps.
    invitations.receive(ana, Came(TODAY))
    assert ana.todos.count() == len(STAFF_WORDS)


def test_staff_are_told_of_a_step_on_its_day(ana):
    invitations.receive(ana, Came(TODAY))
    assert list(staff_digest.find_todos(TODAY + timedelta(days=2))) == []
    assert [row.client_id for row in staff_digest.find_todos(TODAY + timedelta(days=3))] == [ana.pk]


# --- In My file -----------------------------------------------------------------------


def received(on=TODAY, **more):
    return day("invited_on", on) | more


def test_the_client_ticks_their_steps_and_takes_a_tick_back(ana, mine):
    mine.post(f"{FILE}invitation/", received())
    step = ana.todos.get(step="police")
    mine.post(f"{FILE}invitation/steps/{step.pk}/")
    step.refresh_from_db()
    assert (step.done_at is not None, step.done_by_client, step.done_by) == (True, True, None)
    assert "1 step of 8 is done." in page(mine, "invitation/")
    mine.post(f"{FILE}invitation/steps/{step.pk}/", {"undo": "1"})
    step.refresh_from_db()
    assert (step.done_at, step.done_by_client) == (None, False)


def test_the_client_does_not_tick_the_offices_step_nor_anothers(ana, mine):
    retain(ana)
    other = with_result("bo@example.org")[0]
    for client in (ana, other):
        invitations.receive(client, Came(TODAY))
    others = [ana.todos.get(step="review"), other.todos.get(step="police"), ana.todos.create(text="x", due_on=TODAY)]
    for todo in others:
        assert mine.post(f"{FILE}invitation/steps/{todo.pk}/").status_code == 404
    assert not Todo.objects.exclude(done_at=None).exists()
    assert "your adviser" in page(mine, "invitation/")
    assert "Your adviser reads the whole application" in page(mine, "invitation/")


def test_the_client_sees_what_staff_did(ana, mine, admin_user):
    invitations.receive(ana, Came(TODAY))
    ana.todos.filter(step="medical").finish(admin_user)
    shown = page(mine, "invitation/")
    assert shown.count(">Done</span>") == 1
    step = ana.todos.get(step="medical")
    mine.post(f"{FILE}invitation/steps/{step.pk}/", {"undo": "1"})
    assert ana.todos.get(step="medical").done_by == admin_user


def test_the_rounds_to_choose_are_those_that_the_score_reached(ana, mine):
    ana.standings.create(stream="cec", crs=480, since=TODAY - timedelta(days=60), until=TODAY + timedelta(days=700))
    for number, values in {"901": {}, "902": {"cutoff": 481}, "903": {"stream": "french"}}.items():
        PublishedDrawFactory(number=number, held_on=TODAY - timedelta(days=2), **values)
    shown = page(mine, "invitation/")
    assert "Round 901 of" in shown
    assert "Canadian Experience Class, cut-off 470" in shown
    assert "Round 902" not in shown
    assert "Round 903" not in shown
    mine.post(f"{FILE}invitation/", received(round="901"))
    assert Invitation.objects.get().round_number == "901"
    assert "Round 901 of" in page(mine, "invitation/")


@pytest.mark.parametrize(
    ("posted", "problem"),
    [
        (received(date(2015, 1, 5)), "we know no rules"),
        (received(TODAY - timedelta(days=3), round="901"), "not before the round of"),
        ({}, "Enter the day on which IRCC invited you"),
    ],
)
def test_a_day_that_cannot_be_is_refused(ana, mine, posted, problem):
    ana.standings.create(stream="cec", crs=480, since=TODAY - timedelta(days=60), until=TODAY + timedelta(days=700))
    PublishedDrawFactory(number="901", held_on=TODAY - timedelta(days=2))
    answer = mine.post(f"{FILE}invitation/", posted, follow=True)
    assert problem in answer.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("posted", "problem"),
    [
        ({"outcome": "declined"}, "Enter the day"),
        ({"outcome": "declined"} | day("outcome_on", TODAY - timedelta(days=1)), "not before the invitation"),
        ({"outcome": "lapsed"} | day("outcome_on", TODAY), "until then an invitation does not lapse"),
        (day("outcome_on", TODAY), "Select what became of your invitation"),
    ],
)
def test_an_end_without_a_day_or_on_one_that_cannot_be_is_refused(ana, mine, posted, problem):
    invitations.receive(ana, Came(TODAY))
    answer = mine.post(f"{FILE}invitation/over/", posted, follow=True)
    assert problem in answer.content.decode()
    assert Invitation.objects.get().is_open


def test_an_end_is_said_and_can_be_corrected(ana, mine):
    invitations.receive(ana, Came(TODAY))
    mine.post(f"{FILE}invitation/over/", {"outcome": "declined"} | day("outcome_on", TODAY))
    shown = page(mine, "invitation/")
    assert "Declined" in shown
    assert "\u00a0: Refusée, le" in mine.get(f"{FILE}invitation/".replace("/en/", "/fr/")).content.decode()
    assert "Your profile is in IRCC's pool again." in shown
    assert "What to do by when" not in shown
    mine.post(f"{FILE}invitation/over/", {"outcome": "open"} | day("outcome_on", TODAY))
    assert Invitation.objects.get().is_open
    assert "What to do by when" in page(mine, "invitation/")


def test_without_an_invitation_there_is_nothing_to_end(mine):
    assert mine.get(f"{FILE}invitation/over/")["Location"] == f"{FILE}invitation/"


# --- The documents ---------------------------------------------------------------------


BORN = {"date_of_birth": "1996-01-10"}


@pytest.mark.parametrize(
    ("values", "stream", "expected"),
    [
        pytest.param({"marital_status": "never_married"}, "cec", {"married": "no", "funds": "no"}, id="single, CEC"),
        pytest.param({"marital_status": "never_married"}, "fsw", {"funds": "yes", "divorced": "no"}, id="FSW"),
        pytest.param({"marital_status": "never_married"}, "french", {"funds": "ask"}, id="a category"),
        pytest.param({"marital_status": "divorced"}, "", {"divorced": "yes", "widowed": "no"}, id="divorced"),
        pytest.param(
            {"marital_status": "married", "partner": {"accompanying": True, "canadian": False}, "family_size": 2},
            "",
            {"married": "yes", "divorced": "ask", "children": "no", "adopted": "no"},
            id="a couple",
        ),
        pytest.param(
            {"marital_status": "never_married", "family_size": 2},
            "",
            {"children": "yes", "adopted": "ask"},
            id="a child",
        ),
    ],
)
def test_the_facts_of_the_file_say_what_is_asked_for(ana, values, stream, expected):
    ana.facts = BORN | values
    found = find_situations(ana, stream)
    assert {name: found[name] for name in expected} == expected


def test_without_facts_everything_is_to_be_asked(ana):
    ana.facts = {}
    assert set(find_situations(ana, "").values()) == {"ask", "yes"}


def test_who_is_represented_brings_the_form_for_it(ana):
    assert find_situations(ana, "")["representative"] == "ask"
    assert find_situations(retain(ana), "")["representative"] == "yes"


@pytest.mark.parametrize(
    ("until", "early", "unknown"),
    [(None, False, True), (LAST - timedelta(days=1), True, False), (LAST, False, False)],
)
def test_the_passport_is_asked_about_or_said_to_end_too_early(ana, until, early, unknown):
    held = invitations.receive(ana, Came(TODAY))
    if until:
        ana.dated_items.create(kind="passport", name="IN", expires_on=until)
    papers = {paper.code: paper for paper in list_papers(ana, held, rulebook().on(TODAY), LAST)}
    found = papers["passport"]
    assert (found.valid_until, found.ends_early, found.unknown) == (until, early, unknown)
    assert "marriage" not in papers
    assert papers["translation"].only_if


def find_papers(client, **facts):
    client.facts = BORN | {"marital_status": "never_married"} | facts
    held = invitations.receive(client, Came(TODAY))
    return {paper.code: paper for paper in list_papers(client, held, rulebook().on(TODAY), LAST)}


def test_what_only_the_checklist_asks_for_stands_last_and_says_so(ana):
    papers = find_papers(ana)
    assert list(papers)[-3:] == ["release", "photos", "other_name"]
    assert {code for code, paper in papers.items() if paper.on_request} == {"release", "photos", "other_name"}
    assert not papers["photos"].only_if


def test_the_first_test_to_end_without_a_later_one_and_the_assessment_say_until_when_they_are_valid(ana):
    celpip = {"test": "celpip_general", "taken_on": "2026-05-20", **dict.fromkeys(ABILITIES, 8)}
    assessed = {"level": "bachelors", "country": "IN", "eca_issued_on": "2026-03-16", "eca_issuer": "wes"}
    papers = find_papers(
        ana,
        language_tests=[ielts("2025-03-15", 8, 7, 7, 7), tef("2026-07-10", 230, 190, 285, 250), celpip],
        credentials=[assessed],
    )
    assert papers["language"].valid_until == date(2028, 5, 19), "the IELTS ends earlier, and the CELPIP is in its place"
    assert papers["eca"].valid_until == date(2031, 3, 15)


def find_stays(client, **facts):
    client.facts = BORN | {"marital_status": "never_married"} | facts
    return list(list_stays(client, decode_profile(client), rulebook().on(TODAY), LAST))


@pytest.mark.parametrize(
    ("worked", "certain"),
    [
        pytest.param(("2020-01-01", "2020-06-30"), True, id="six months"),
        pytest.param(("2020-01-01", "2020-06-29"), False, id="a day less"),
        pytest.param(("2013-01-01", "2014-07-09"), True, id="six months since 18"),
        pytest.param(("2013-01-01", "2014-07-08"), False, id="a day less since 18"),
    ],
)
def test_a_job_abroad_asks_for_a_police_certificate_where_it_was_long_enough(ana, worked, certain):
    (stay,) = find_stays(ana, jobs=[job(*worked, country="IN"), job("2021-01-01")])
    assert (stay.country, stay.certain, stay.now) == ("India", certain, False)
    assert stay.not_before == date.fromisoformat(worked[1])


def test_of_the_country_of_a_present_job_it_is_not_older_than_six_months(ana):
    (stay,) = find_stays(ana, jobs=[job("2020-01-01", country="IN")])
    assert (stay.certain, stay.now, stay.not_before) == (True, True, date(2026, 7, 22))


def test_where_somebody_studied_it_is_to_be_asked(ana):
    (stay,) = find_stays(ana, credentials=[{"level": "bachelors", "country": "FR"}])
    assert (stay.country, stay.certain) == ("France", False)


@pytest.mark.parametrize(("issued", "too_old"), [(date(2026, 7, 21), True), (date(2026, 7, 22), False)])
def test_a_certificate_in_the_file_that_is_too_old_is_said(ana, issued, too_old):
    ana.dated_items.create(kind="police", name="IN", issued_on=issued, expires_on=date(2027, 7, 1))
    (stay,) = find_stays(ana, jobs=[job("2020-01-01", country="IN")])
    assert (stay.issued_on, stay.too_old) == (issued, too_old)


IN_INDIA = job("2018-01-01", "2020-01-31", country="IN")
HERE = job("2021-01-01", country="CA")


@pytest.mark.parametrize(
    ("jobs", "issued", "accepted"),
    [
        pytest.param([IN_INDIA, HERE], date(2020, 2, 1), True, id="issued after the last job there"),
        pytest.param([IN_INDIA, HERE], date(2020, 1, 31), None, id="on its last day, which may be in the stay"),
        pytest.param([IN_INDIA, HERE], date(2020, 1, 30), False, id="before the end of the stay"),
        pytest.param([IN_INDIA, HERE], None, None, id="nobody noted when it was issued"),
        pytest.param([IN_INDIA], date(2020, 2, 1), None, id="who works nowhere may live there"),
        pytest.param([job("2018-01-01", country="IN"), HERE], date(2026, 10, 1), False, id="the present country"),
        pytest.param([HERE], date(2020, 2, 1), None, id="a country of which no job tells"),
    ],
)
def test_a_certificate_that_ends_is_left_out_only_where_it_is_known_to_count_after_that(ana, jobs, issued, accepted):
    ana.facts = BORN | {"marital_status": "never_married", "jobs": jobs}
    ana.dated_items.create(kind="police", name="IN", issued_on=issued, expires_on=TODAY + timedelta(days=9))
    found = list(find_valid_only_until(ana, TODAY, LAST))
    assert [one.look for one in found] == ([] if accepted else [accepted is None])


def test_by_rules_that_say_nothing_of_it_a_certificate_that_ends_counts_no_more(ana):
    ana.facts = BORN | {"marital_status": "never_married", "jobs": [IN_INDIA, HERE]}
    ended = date(2025, 6, 1)
    ana.dated_items.create(kind="police", name="IN", issued_on=date(2020, 2, 1), expires_on=ended)
    (found,) = find_valid_only_until(ana, ended, ended + timedelta(days=60))
    assert (found.lapse.kind, found.look) == ("police", False)


def test_a_passport_that_ends_is_judged_by_its_day_alone(ana):
    ana.dated_items.create(kind="passport", name="IN", issued_on=date(2020, 2, 1), expires_on=TODAY)
    assert [one.look for one in find_valid_only_until(ana, TODAY, LAST)] == [False]


def show_both(ana, admin_client, mine):
    """The page of the invitation at the desk and in My file, in one line each."""
    staffs = " ".join(admin_client.get(where(ana)).content.decode().split())
    return staffs, " ".join(page(mine, "invitation/").split())


@pytest.mark.parametrize(
    ("issued", "in_red", "said"),
    [
        (date(2020, 2, 1), False, "It counts after Dec. 2, 2026 too, its last valid day"),
        (None, True, "it counts only if the person does not live there now"),
        (date(2019, 1, 1), True, "which is too early"),
    ],
)
def test_both_pages_say_of_a_certificate_that_ends_whether_it_counts(ana, admin_client, mine, issued, in_red, said):
    facts = ana.facts | {"jobs": [IN_INDIA, HERE]}
    Client.objects.filter(pk=ana.pk).update(facts=facts)
    invitations.receive(Client.objects.get(pk=ana.pk), Came(TODAY))
    ana.dated_items.create(kind="police", name="IN", issued_on=issued, expires_on=TODAY + timedelta(days=9))
    file = admin_client.get(reverse("admin:intake_client_change", args=[ana.pk])).content.decode()
    assert ("before the last day to apply: Police certificate (India)." in file) is in_red
    assert ("see under “Invitation”" in file) is (issued is None)
    for shown in show_both(ana, admin_client, mine):
        assert ("Police certificate (India): " in shown) is in_red, "what expires"
        assert said in shown
        assert ("IRCC may accept it all the same" in shown) is (issued is None)
        assert "the original, scanned in colour" in shown
        assert "only on a letter from IRCC" in shown
        assert "After its last valid day: it still counts if" in shown


def test_what_ended_before_the_invitation_is_said_to_have_ended(ana, admin_client, mine):
    before = TODAY - timedelta(days=20)
    test = {"test": "ielts_general", "taken_on": "2020-03-02", **dict.fromkeys(ABILITIES, 8)}
    newer = test | {"test": "celpip_general", "taken_on": "2023-03-02"}
    Client.objects.filter(pk=ana.pk).update(facts=ana.facts | {"language_tests": [test, newer]})
    ana.refresh_from_db()
    for kind in ("passport", "work_permit"):
        ana.dated_items.create(kind=kind, name="IN", expires_on=before)
    invitations.receive(ana, Came(TODAY))
    found = {(one.lapse.kind, one.lapse.name) for one in find_ended_before(ana, TODAY, LAST)}
    assert found == {("test", "celpip_general"), ("passport", "IN")}, "not a test with a newer one, and no permit"
    staffs, own = show_both(ana, admin_client, mine)
    day, test_day = format_date(before), format_date(date(2025, 3, 1))
    assert f"Passport (India): it ended on {day}." in staffs
    assert f": it ended on {test_day}." in staffs
    assert f"Ended on {day}." in staffs
    assert f"Passport (India) ended on {day}." in own
    assert f"ended on {test_day}. It does not count in this application." in own
    assert f"Ended on {day}, as we know." in own
    for shown in (staffs, own):
        assert f"Valid until {day}" not in shown
    with_warnings = admin_client.get(reverse("admin:intake_client_change", args=[ana.pk])).content.decode()
    assert f"It ended before the invitation: Passport (India). Its last valid day was {day}." in with_warnings


def test_the_partners_countries_are_named_as_theirs(ana):
    partner = {"accompanying": False, "canadian": False, "jobs": [job("2020-01-01", "2022-01-01", country="GB")]}
    (stay,) = find_stays(ana, marital_status="married", partner=partner)
    assert (stay.country, stay.whose, stay.certain) == ("United Kingdom", "partner", True)


# --- At the desk -------------------------------------------------------------------------


def test_staff_enter_an_invitation_and_see_the_plan_the_documents_and_what_expires(ana, admin_client, mine):
    ana.dated_items.create(kind="passport", name="IN", expires_on=TODAY + timedelta(days=9))
    answer = admin_client.post(where(ana), {"receive": "1", "received_on": str(TODAY), "round": ""}, follow=True)
    shown = answer.content.decode()
    assert "60 days are left" in shown
    assert "Police certificates asked for" in shown
    assert "Passport (India)" in shown
    assert "errornote" in shown
    assert "Documents of this application" in shown
    assert "In force since" in shown
    assert "Ask for a police certificate of each country, other than Canada" in page(mine, "invitation/")


def test_what_the_client_ticks_staff_see_and_what_staff_tick_the_client_sees(ana, admin_client, mine):
    mine.post(f"{FILE}invitation/", received())
    first, second = ana.todos.order_by("due_on")[:2]
    mine.post(f"{FILE}invitation/steps/{first.pk}/")
    admin_client.post(reverse("admin:intake_client_todo", args=[ana.pk, second.pk]), {"done": "1"})
    assert admin_client.get(where(ana)).content.decode().count("<strong>Done</strong>") == 2
    assert page(mine, "invitation/").count(">Done</span>") == 2


def test_the_page_of_a_step_keeps_its_words(ana, admin_client):
    invitations.receive(ana, Came(TODAY))
    step = ana.todos.first()
    at = reverse("admin:intake_client_todo", args=[ana.pk, step.pk])
    assert 'name="text"' not in admin_client.get(at).content.decode()
    admin_client.post(at, {"text": "changed", "kind": "papers", "due_on": str(LAST), "assignee": ""})
    step.refresh_from_db()
    assert (step.text.startswith("Police certificates"), step.due_on) == (True, LAST)


def test_the_file_has_the_invitation_folded(ana, admin_client):
    at = reverse("admin:intake_client_change", args=[ana.pk])
    assert "invitation-panel" not in admin_client.get(at).content.decode()
    invitations.receive(ana, Came(TODAY, CEC))
    ana.todos.filter(step="police").finish(by_client=True)
    shown = admin_client.get(at).content.decode()
    assert "Invitation of Nov. 23, 2026" in shown
    assert "60 days are left" in shown
    assert "1 of 7" in shown
    assert "Round 438 of" in shown


def test_staff_say_what_became_of_it_with_a_day(ana, admin_client, admin_user):
    held = invitations.receive(ana, Came(TODAY))
    refused = admin_client.post(where(ana), {"end": "1", "outcome": "declined", "outcome_on": ""})
    assert "Enter the day" in refused.content.decode()
    admin_client.post(where(ana), {"end": "1", "outcome": "declined", "outcome_on": str(TODAY)})
    held.refresh_from_db()
    assert (held.outcome, held.closed_by) == ("declined", admin_user)
    assert Client.objects.get().stage == "in_pool"


@pytest.mark.parametrize("values", [{"stage": "invited", "invited_on": TODAY}, {"retained_on": TODAY}], ids=" ".join)
def test_who_may_only_work_on_files_enters_no_invitation_in_an_engaged_one_and_ends_none(ana, values):
    Client.objects.update(**values)
    clerk = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT))
    assert 'name="receive"' not in clerk.get(where(ana)).content.decode()
    for posted in ({"receive": "1", "received_on": str(TODAY)}, {"end": "1", "outcome": "declined"}):
        assert clerk.post(where(ana), posted).status_code == 403
    assert not Invitation.objects.exists()


def test_who_may_only_work_on_files_enters_one_in_a_leads_file(ana):
    clerk = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT))
    clerk.post(where(ana), {"receive": "1", "received_on": str(TODAY), "round": ""})
    assert Client.objects.get().stage == "invited"


def test_who_may_only_read_sees_the_plan_and_no_form(ana):
    invitations.receive(ana, Came(TODAY))
    reader = sign_in(member_with(VIEW_CLIENT))
    shown = reader.get(where(ana)).content.decode()
    assert "Police certificates asked for" in shown
    assert 'name="done"' not in shown
    assert reader.post(where(ana), {"receive": "1", "received_on": str(TODAY)}).status_code == 403


def test_where_files_are_assigned_anothers_invitation_is_not_there(ana, settings):
    settings.FILES_ASSIGNED_ONLY = True
    invitations.receive(ana, Came(TODAY))
    clerk = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT, MANAGE_ENGAGEMENT))
    assert clerk.get(where(ana)).status_code == 404
    assert clerk.post(where(ana), {"end": "1", "outcome": "declined", "outcome_on": str(TODAY)}).status_code == 404


def test_the_list_of_tasks_says_whose_side_a_step_is(ana, admin_client):
    invitations.receive(ana, Came(TODAY))
    shown = admin_client.get(reverse("admin:intake_todo_changelist"), {"side__exact": "client"}).content.decode()
    assert "Police certificates asked for" in shown
    assert "The client" in shown


# --- Many files at once ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [1, 3])
def test_files_that_move_together_take_as_many_statements_as_one(many, admin_user, django_assert_num_queries):
    people = [Client.objects.create(email=f"{number}@example.org", stage="in_pool") for number in range(many)]
    for person in people:
        invitations.receive(person, Came(TODAY, CEC))

    def move(was, now, queries):
        for person in people:
            person.stage = now
        with django_assert_num_queries(queries):
            stages.record_moves([(person, was) for person in people], admin_user)
        return list(Invitation.objects.order_by().values_list("outcome", flat=True).distinct())

    # Moves, receivers and tasks of the stage (5), the newest invitations, their ends (2), and the steps.
    assert move("invited", "submitted", 8) == ["applied"]
    assert not Todo.objects.open().exists()
    assert move("submitted", "invited", 11) == ["open"]
    assert Todo.objects.open().filter(invitation__isnull=False).count() == many * len([*list_steps(TODAY, "cec")])
    told = [str(entry.title) for entry in list_history(people[-1], admin_user)[0]]
    assert len([title for title in told if title == "Task to do again"]) == len([*list_steps(TODAY, "cec")])
    assert f"Invitation of {format_date(TODAY)} open again" in told
