"""Two requests at the same moment: no 5xx, and what is deleted does not come back."""

import time
from datetime import UTC
from threading import Barrier, Event, Thread

import pytest
from django.db import connections, transaction
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from intake.account import confirm_email
from intake.clients import delete_file
from intake.consultations.bookable_hours import FORM
from intake.consultations.free_hours import list_free
from intake.models import Assessment, Client, Consultation, FileView, Intake, Scenario, TakenTime
from intake.questionnaire import draft
from intake.staff.changelists import file_views
from tests.intake.advisers import make_calendar
from tests.intake.answers import SINGLE
from tests.intake.files import sign_draft, signed_in, with_result

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.each_database]
ROUNDS = 2
ADDRESS = "amara@example.org"
CONTACT = {"name": "Kim", "email": ADDRESS, "language": "en"}


@pytest.fixture(autouse=True)
def _servers(broker):
    """The cache of the sessions."""


def race(*acts):
    """Do all of these at the same moment, each with a connection of its own; the statuses, or what was raised."""
    gate, found = Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        gate.wait()
        try:
            found[number] = getattr(act(), "status_code", 200)
        except Exception as error:  # noqa: BLE001  compared below
            found[number] = repr(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def holding(token):
    """A browser with this draft's cookie; errors come as pages."""
    browser = Browser(raise_request_exception=False)
    browser.cookies[draft.COOKIE] = sign_draft(token)
    return browser


def are_fine(found):
    return all(isinstance(one, int) and one < 500 for one in found)


def test_clearing_submitting_and_answering_at_once(count):
    for _round in range(ROUNDS):
        token = Intake.objects.create(answers=SINGLE | {"contact": CONTACT}).token
        one, two, three = (holding(token) for _ in range(3))
        found = race(
            lambda browser=one: browser.post("/en/clear/"),
            lambda browser=two: browser.post("/en/intake/check/"),
            lambda browser=three: browser.post("/en/intake/family-size/", {"family_size": "3"}),
        )
        count(inputs=3, inputs_failing=0 if are_fine(found) else 1)
        assert are_fine(found), found
        left = Intake.objects.filter(token=token).first()
        assert left is None or left.submitted_at, "a draft that was cleared does not come back with a late answer"
        Intake.objects.all().delete()


def test_two_calls_from_one_number_at_once_begin_one_file_for_each_name(admin_user, count):
    call = "/staff/intake/client/telephone/"
    for names in (("Ana", "Ana"), ("Ana", "Bo")):
        browsers = [Browser(raise_request_exception=False) for _name in names]
        for browser in browsers:
            browser.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
        said = [{"name": name, "telephone": "613 555 0100", "another": "on"} for name in names]
        found = race(*(lambda b=b, s=s: b.post(call, s) for b, s in zip(browsers, said, strict=True)))
        count(inputs=2, inputs_failing=0 if are_fine(found) else 1)
        assert are_fine(found), found
        assert sorted(Client.objects.values_list("name", flat=True)) == sorted(set(names))
        assert Client.objects.by_number("+16135550100").count() == 1
        Client.objects.all().delete()


PAGES = {
    "looking at the file": lambda browser, _made: browser.get("/en/my-file/"),
    "answering": lambda browser, _made: browser.post(
        "/en/intake/contact/", {"name": "Kim", "email": ADDRESS, "language": "en"}
    ),
    "submitting": lambda browser, _made: browser.post("/en/intake/check/"),
    "choosing alerts": lambda browser, _made: browser.post("/en/my-file/alerts/", {"everything": "on", "alerts": "on"}),
    "sharing": lambda browser, _made: browser.post("/en/my-file/share/", {"label": "x", "days": "7"}),
    "correcting the name": lambda browser, _made: browser.post("/en/my-file/data/", {"name": "Kim", "language": "fr"}),
    "going on": lambda browser, _made: browser.post("/en/my-file/go-on/"),
    "keeping a scenario": lambda browser, made: browser.post(
        reverse("intake:what_if", args=[made.reference]), {"keep": "x"}
    ),
    "deleting it too": lambda browser, _made: browser.post("/en/my-file/data/delete/", {"sure": "on"}),
}


def test_what_comes_into_a_result_while_its_file_is_deleted_goes_with_it():
    client, made = with_result(ADDRESS)
    begun = Event()

    def keep():
        with transaction.atomic():
            Assessment.objects.select_for_update(of=("self",)).get(pk=made.pk)
            Scenario.objects.create(assessment=made, name="x", answers={})
            begun.set()
            # Long enough for the deletion to look at what there is.
            time.sleep(0.5)

    def delete():
        begun.wait()
        delete_file.delete_with_account(client)

    assert race(keep, delete) == [200, 200]
    assert not Assessment.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize("act", PAGES.values(), ids=PAGES)
def test_deletion_and_anything_else_at_once(act, count):
    for _round in range(ROUNDS):
        client, made = with_result(ADDRESS)
        browser = signed_in(ADDRESS)
        browser.raise_request_exception = False
        browser.cookies.update(holding(made.intake_id).cookies)
        browser.get("/en/my-file/")
        found = race(
            lambda client=client: delete_file.delete_with_account(client),
            lambda browser=browser, made=made: act(browser, made),
        )
        count(inputs=2, inputs_failing=0 if are_fine(found) else 1)
        assert are_fine(found), found
        assert not Client.objects.exists(), "a deleted file does not come back"
        assert not Assessment.objects.exists()
        assert not Intake.objects.exists(), "nor its answers"
        Intake.objects.all().delete()


def test_the_link_of_a_draft_that_is_deleted_at_once(count):
    for _round in range(ROUNDS):
        client, made = with_result(ADDRESS)
        Assessment.objects.update(client=None)
        Intake.objects.update(client=None)
        client.delete()
        signed, browser = confirm_email.make_link(made), Browser(raise_request_exception=False)
        found = race(
            lambda made=made: Intake.objects.filter(pk=made.intake_id).delete(),
            lambda browser=browser, signed=signed: browser.post(reverse("intake:confirm", args=[signed])),
        )
        count(inputs=1, inputs_failing=0 if are_fine(found[1:]) else 1)
        assert are_fine(found[1:]), found
        Client.objects.all().delete()
        Intake.objects.all().delete()


def test_two_people_who_want_one_hour_at_once(count):
    calendar = make_calendar(in_person=True)
    at = list_free(calendar, timezone.now())[0]
    for _round in range(ROUNDS):
        browsers = [Browser(raise_request_exception=False) for _ in range(3)]
        path = reverse("intake:book_hour", args=[calendar.pk, at.astimezone(UTC).strftime(FORM)])
        found = race(
            *(
                lambda browser=browser, number=number, path=path: browser.post(
                    path,
                    {"way": "in_person", "name": "Kim", "email": f"kim{number}@example.org"},
                    REMOTE_ADDR=f"192.0.{number}.1",
                )
                for number, browser in enumerate(browsers)
            )
        )
        count(inputs=3, inputs_failing=0 if are_fine(found) else 1)
        assert are_fine(found), found
        assert Consultation.objects.count() == 1, "the others were told that it is taken"
        assert TakenTime.objects.count() == 3, "half an hour and its pause"
        Consultation.objects.all().delete()


def test_a_file_that_goes_while_staff_look_at_it_is_no_fault(admin_user):
    """An import that is undone, or a deletion, at the very moment at which a list is written."""
    gone, stays = (Client.objects.create(email=f"{name}@example.org") for name in ("gone", "stays"))
    shown = [gone.pk, stays.pk]
    Client.objects.filter(pk=gone.pk).delete()
    file_views.record_listed(shown, admin_user, FileView.ViewedPart.LIST)
    file_views.record_view(gone, admin_user, FileView.ViewedPart.FILE)
    assert list(FileView.objects.values_list("client", "part")) == [(stays.pk, "list")]
