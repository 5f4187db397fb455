"""Where an estimate leads beside the result: links with a level, staff, a share, the pool, paper; where it does not."""

import io
from datetime import date, timedelta

import icalendar
import pypdf
import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from intake.clients import invitations, pool_profile
from intake.clients.invitations import Came, InvitationEnd
from intake.models import Assessment, DocumentSeen, Share
from intake.my_file.share_links import make_link
from intake.result.answers_of_result import get_own_answers, has_new_answers
from intake.result.headline_score import find_headline_of
from intake.result.page_context import build_context, get_parts, render_parts
from intake.verification.proofs import list_facts
from scoring.profile import decode
from tests.draws.factories import PublishedDrawFactory
from tests.intake.answers import JOB, SINGLE, month, without
from tests.intake.files import page, signed_in, with_result
from tests.intake.pdfs import get_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
UNTESTED = without(SINGLE, "tests/1", "tests/1/scores")
FIRST = "Submit your free profile to IRCC"


@pytest.fixture
def result_of(result_of):
    """A function that submits answers and gives a browser, the address of its result, and the result."""

    def made(answers):
        browser, where = result_of(answers)
        return browser, where, Assessment.objects.get(reference=where.strip("/").split("/")[-1])

    return made


@pytest.fixture
def untested():
    """A client whose one result has no test, with it."""
    client, made = with_result("amara@example.org")
    facts = {name: fact for name, fact in made.facts.items() if name != "language_tests"}
    Assessment.objects.filter(pk=made.pk).update(facts=facts)
    type(client).objects.filter(pk=client.pk).update(facts=facts)
    client.refresh_from_db()
    return client, client.assessments.get()


def read(response):
    return " ".join(response.content.decode().split())


def test_a_fact_of_an_offer_that_is_kept_since_is_no_changed_answer(result_of):
    offer = {"job_offer_noc": "21232", "qualifying": "yes", "canadian_armed_forces": "no", "basis": "lmia"}
    _browser, _where, made = result_of(SINGLE | {"job-offer": {"has_job_offer": "yes"}, "job-offer-details": offer})
    assert made.facts["job_offer"].pop("two_employers") is False
    assert not has_new_answers(made)
    made.facts["job_offer"]["two_employers"] = True
    assert has_new_answers(made)


def test_a_month_that_has_gone_on_since_is_no_changed_answer(result_of, time_machine):
    begun = JOB | month("start", 2026, 11)
    _browser, _where, made = result_of(SINGLE | {"jobs/1": begun})
    then = made.facts["jobs"][0]["start"]
    assert then == made.on.isoformat()
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert not has_new_answers(made)
    assert get_own_answers(made)["jobs/1"] == begun
    made.intake.answers["jobs/1"] = begun | month("start", 2026, 10)
    assert has_new_answers(made)


def test_a_page_that_is_refused_or_new_is_no_changed_answer(result_of):
    _browser, _where, made = result_of(SINGLE)
    made.intake.answers["funds"] = {"settlement_funds_cad": "none of your business"}
    assert not has_new_answers(made)
    del made.intake.answers["sibling"]
    assert not has_new_answers(made)
    made.intake.answers["marital-status"] = {"marital_status": "married"}
    assert has_new_answers(made)


def test_who_told_us_in_the_file_is_not_sent_into_the_pool():
    PublishedDrawFactory(held_on=date(2026, 11, 20), cutoff=100)
    client, made = with_result("amara@example.org")
    mine, where = signed_in(client.email), f"/en/result/{made.reference}/"
    before = read(mine.get(where))
    assert FIRST in before or "Create your profile with IRCC" in before
    held = invitations.receive(client, Came(date(2026, 11, 20)))
    after = read(mine.get(where))
    assert FIRST not in after
    assert "Create your profile with IRCC" not in after
    invitations.end(client, held, InvitationEnd("declined", date(2026, 11, 21)))
    pool_profile.record_submission(client, timezone.now())
    assert FIRST not in read(mine.get(where + "?level=7"))


def test_staff_count_from_what_there_is(admin_client, untested):
    client, made = untested
    for which in ("today", made.reference):
        shown = admin_client.get(reverse("admin:intake_client_result", args=[client.pk, which]))
        context = shown.context
        assert context["estimate"] is None
        assert context["counted"].estimate is None
        assert context["periods"][0]["crs"] == context["now"].crs.total
        assert str(context["beside"].because) in shown.content.decode()
        assert "as an estimate" not in shown.content.decode()


@pytest.mark.usefixtures("pango")
def test_nothing_is_supposed_beside_what_is_verified(admin_client, admin_user, untested):
    client, _made = untested
    for part in list_facts(decode(client.facts)):
        if part.needed:
            DocumentSeen.objects.create(
                client=client, part=part.code, value=part.value, print=part.print, seen=True, author=admin_user
            )
    shown = admin_client.get(reverse("admin:intake_client_result", args=[client.pk, "verified"]))
    assert "CLB 9" not in shown.content.decode().partition('class="score"')[2].partition("</div>")[0]
    answer = get_pdf(admin_client, reverse("admin:intake_client_result_pdf", args=[client.pk, "verified"]))
    first = " ".join(pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    assert "every other fact is treated as not stated" in first
    assert "as an estimate" not in first


def test_the_name_on_paper_is_the_one_of_today(result_of):
    client, made = with_result("amara@example.org")
    Assessment.objects.filter(pk=made.pk).update(contact={})
    assert "Amara Secret" in get_parts(Assessment.objects.get())["front"]
    type(client).objects.filter(pk=client.pk).update(name="Amara Lima")
    assert "Amara Lima" in get_parts(Assessment.objects.get())["front"]


def test_no_heading_stands_over_no_steps(result_of):
    _browser, _where, made = result_of(UNTESTED)
    front = render_parts(made)["front"]
    assert not build_context(made)["ways"]
    assert "Your next steps" not in front
    assert "<ol" not in front.partition("</section>")[0]


def test_a_shared_link_leads_with_the_figure_of_its_owner(untested):
    client, made = untested
    share = Share.objects.create(client=client, assessment=made, until=timezone.localdate() + timedelta(days=7))
    text = read(Browser().get(reverse("my_file:shared", args=[make_link(share)])))
    headline = find_headline_of(made, timezone.localdate())
    assert f'<span class="total">{headline.crs}</span> points out of 1,200, as an estimate' in text
    assert f"the rules give {headline.now.crs.total} on that day" in text


def test_the_calendar_file_says_that_it_counts_from_an_estimate(result_of):
    browser, where, made = result_of(UNTESTED)
    for level in (7, 9):
        headline = find_headline_of(made, timezone.localdate(), level)
        events = icalendar.Calendar.from_ical(browser.get(f"{where}calendar.ics?level={level}").content).events
        assert events
        for event in events:
            assert "as an estimate" in event["summary"]
            assert f"{headline.estimate.because}." in event["description"]
    tested, there, _made = result_of(SINGLE)
    assert b"estimate" not in tested.get(f"{there}calendar.ics").content


def test_the_level_goes_along(result_of):
    browser, where, made = result_of(UNTESTED)
    seven = find_headline_of(made, timezone.localdate(), 7).crs
    text = read(browser.get(where + "?level=7"))
    for link in (f"{where}pdf/?level=7", f"{where}what-if/?level=7", "&amp;source=result&amp;level=7"):
        assert link in text
    assert f"(score: about {seven}, as an estimate)" in read(browser.get(f"/en/ask/?result={made.reference}&level=7"))
    tried = read(browser.get(f"{where}what-if/?change=nomination_up&level=7"))
    assert f"{seven + 600} instead of {seven}" in tried.replace(",", "")
    assert "The test of English that is missing is taken at CLB 7." in tried
    assert "CLB 9." in read(browser.get(f"{where}what-if/?change=nomination_up&level=8"))
    assert "as an estimate with a test of English at CLB 9" in read(
        browser.get(reverse("intake:scenarios", args=[made.reference]))
    )


def test_a_test_that_has_ended_makes_an_estimate_on_every_page(time_machine):
    client, made = with_result("amara@example.org")
    time_machine.move_to(made.on + timedelta(days=800))
    headline = find_headline_of(made, timezone.localdate())
    assert headline.estimate
    context = build_context(made)
    assert context["estimate"].found.crs.total == context["counted"].crs == context["periods"][0]["crs"] == headline.crs
    assert f"{headline.crs} points as an estimate" in " ".join(page(signed_in(client.email), "").split())


def test_a_way_that_is_open_and_leads_nowhere_does_not_begin_with_a_test(result_of):
    PublishedDrawFactory(stream="general", held_on=date(2026, 11, 20), cutoff=1200)
    PublishedDrawFactory(stream="cec", held_on=date(2026, 11, 20), cutoff=1200)
    _browser, _where, made = result_of(UNTESTED)
    open_ways = [shown for shown in build_context(made)["ways"] if shown.way.is_open]
    assert open_ways
    assert all(shown.way.plan is None or shown.way.still_missing for shown in open_ways)
    assert {shown.step.code for shown in open_ways}.isdisjoint({"step_test"})


def test_what_is_open_as_supposed_and_no_longer_held_is_said_to_be_supposed(result_of):
    PublishedDrawFactory(stream="cec", held_on=date(2025, 1, 8), cutoff=300)
    for answers, said in ((UNTESTED, "Open to you as supposed, but"), (SINGLE, "Open to you, but")):
        browser, where, _made = result_of(answers)
        assert f"{said} no longer held: Canadian Experience Class" in read(browser.get(where))
