"""Until when a work permit is valid: asked of who may work in Canada, told by the result and the worksheet."""

from datetime import date

from django.template.loader import render_to_string

from intake.questionnaire.answers_to_profile import build_facts
from intake.result.decision import describe_urgent
from intake.result.worksheet import build_worksheet
from scoring.assess import assess
from scoring.profile import decode
from tests.intake.answers import SINGLE, day, flow
from tests.scoring.making import book

ON = date(2026, 11, 30)
UNTIL = day("work_permit_until", date(2027, 2, 1))
ALLOWED = SINGLE | {"authorized-to-work": {"authorized_to_work_in_canada": "yes"} | UNTIL}


def state(answers):
    return decode(build_facts(flow(answers).cleaned))


def test_the_day_is_asked_only_of_who_may_work_in_canada_and_may_be_left_empty():
    form = flow(ALLOWED | {"authorized-to-work": {"authorized_to_work_in_canada": "no"} | UNTIL})
    assert list(form.find("authorized-to-work").form.pick_asked()) == ["authorized_to_work_in_canada"]
    assert flow(ALLOWED | {"authorized-to-work": {"authorized_to_work_in_canada": "yes"}}).next is None
    half = {"authorized_to_work_in_canada": "yes", "work_permit_until_year": "2027"}
    assert "work_permit_until" in flow(ALLOWED | {"authorized-to-work": half}).find("authorized-to-work").form.errors


def test_what_cannot_wait_tells_the_day_and_names_no_loss():
    urgent = describe_urgent(assess(state(ALLOWED), ON, book()), ())
    page = render_to_string("intake/result/urgent.html", {"urgent": urgent})
    assert "<strong>Your work permit is valid until Feb. 1, 2027.</strong>" in page
    assert "IRPR s. 87.1(3)(b)" in page
    assert "You would lose" not in page


def test_the_worksheet_tells_the_day():
    lines = dict(build_worksheet(state(ALLOWED), book().on(ON)))["Application details"][0].lines
    assert ("Work permit valid until", "Feb. 1, 2027") in [(str(name), str(said)) for name, said in lines]
