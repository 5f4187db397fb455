"""My file says one next step, by when, with one button: that of the plan or of the result, as staff read it too."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from draws.feed import importer, parser
from intake.clients import invitations
from intake.clients.invitations import Came
from intake.models import Client, Intake, Todo
from scoring.dates import format_date
from tests.intake.answers import SINGLE
from tests.intake.files import signed_in
from tests.intake.lives import save_result
from tests.intake.test_first_box import DEVELOPER, NOMINEE
from tests.scoring.people import GRADUATE, ielts

pytestmark = pytest.mark.django_db
# Nobody is to decide first which of two applies.
ALONE_NOMINEE = {key: said for key, said in NOMINEE.items() if key != "partner"} | {"marital_status": "never_married"}
EMAIL = "amara@example.org"


@pytest.fixture
def mine():
    return signed_in(EMAIL)


def put_in_file(facts):
    """A file with one result of these facts."""
    made, client = save_result(facts), Client.objects.create(email=EMAIL)
    # As a file that came with a list: what a life leaves out of the answers is not asked for first.
    made.client, made.intake = client, None
    made.save()
    return made


def read_step(browser, language="en"):
    """What the step says, and each of its buttons."""
    shown = browser.get(f"/{language}/my-file/").content.decode().replace("\xa0", " ")
    [box] = re.findall(r'<div class="note next-step">(.*?)</div>', shown, re.DOTALL)
    buttons = re.findall(r'class="btn[^>]*>', box)
    words = " ".join(re.sub(r"<[^>]*>", " ", re.sub(r"<head>.*</head>", "", box)).split())
    return words, buttons, box


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "See the result and your next steps"), ("fr", "Voir le résultat et vos prochaines étapes")],
)
def test_the_first_step_of_the_result_is_the_next_one_in_both_languages(mine, language, label):
    importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
    made = put_in_file(ALONE_NOMINEE)
    words, buttons, box = read_step(mine, language)
    assert len(buttons) == 1
    assert reverse("intake:result", args=[made.reference]).partition("/result/")[2] in box
    assert words.endswith(label)
    front = " ".join(mine.get(f"/{language}/result/{made.reference}/").content.decode().replace("\xa0", " ").split())
    said = words.removesuffix(label).strip()
    first = said.partition(". ")[0]
    assert len(first) > 20
    assert first in " ".join(re.sub(r"<[^>]*>", " ", front).split()), "the page of the result says the same"


def test_who_could_be_invited_is_told_to_submit_the_profile_and_who_did_of_nothing_to_do(mine):
    made = put_in_file(DEVELOPER)
    assert "Submit your free profile to IRCC" in read_step(mine)[0]
    Client.objects.filter(pk=made.client_id).update(profile_submitted_at=timezone.now())
    assert "Submit your free profile" not in read_step(mine)[0]


@pytest.mark.parametrize(("language", "day"), [("en", "Feb. 10, 2027"), ("fr", "10 février 2027")])
def test_what_cannot_wait_comes_first_with_its_day(mine, language, day):
    put_in_file(DEVELOPER | {"language_tests": [ielts("2025-02-10", 8.5, 7.5, 7, 7)]})
    assert day in read_step(mine, language)[0]


def test_after_an_invitation_it_is_the_next_task_of_the_clients_side_with_its_day(mine):
    made = put_in_file(GRADUATE)
    today = timezone.localdate()
    invitations.receive(made.client, Came(today))
    tasks = made.client.todos.filter(side=Todo.Side.CLIENT).order_by("due_on", "pk")
    first, *others = tasks
    words, [button], _box = read_step(mine)
    assert words.startswith(f"By {format_date(first.due_on)}:")
    assert "/my-file/invitation/" in button
    tasks.filter(pk=first.pk).finish(by_client=True)
    assert read_step(mine)[0].startswith(f"By {format_date(others[0].due_on)}:")
    tasks.finish(by_client=True)
    assert "Submit your application to IRCC, unless you have done so" in read_step(mine)[0]
    assert "D’ici le " in read_step(mine, "fr")[0] or "Au plus tard le " in read_step(mine, "fr")[0]


def test_without_a_result_it_is_to_answer_and_the_page_has_one_such_button(mine):
    client = Client.objects.create(email=EMAIL)
    for answers, said in (
        (None, "Answer the questions: then your score is calculated."),
        ({"marital-status": SINGLE["marital-status"]}, "Answer the questions that are still open"),
        (SINGLE, "Check your answers and submit them"),
    ):
        if answers is not None:
            Intake.objects.update_or_create(client=client, defaults={"answers": answers})
        words, buttons, _box = read_step(mine)
        assert (said in words, len(buttons)) == (True, 1)
        assert mine.get("/en/my-file/").content.decode().count(f'action="{reverse("my_file:go_on")}"') == 1


def test_a_task_of_the_adviser_is_no_step_of_the_client(mine):
    made = put_in_file(GRADUATE)
    invitations.receive(made.client, Came(timezone.localdate()))
    tasks = made.client.todos.filter(side=Todo.Side.CLIENT).order_by("due_on", "pk")
    first, second, *_others = tasks
    Todo.objects.filter(pk=first.pk).update(side=Todo.Side.OFFICE)
    assert first.due_on != second.due_on
    assert read_step(mine)[0].startswith(f"By {format_date(second.due_on)}:")
