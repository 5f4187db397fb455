"""However a file comes to be, its history says so, once."""

import ast
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from intake.account import confirm_email
from intake.consultations import booking
from intake.enquiries import receive
from intake.models import Client, Enquiry
from tests.intake.advisers import make_booked, make_calendar
from tests.intake.files import signed_in
from tests.intake.lives import save_result
from tests.intake.test_clients_from_a_file import bring_in, row
from tests.intake.test_history_of_doors import read
from tests.running.environment import ROOT
from tests.scoring.people import GRADUATE

pytestmark = pytest.mark.django_db
EMAIL = "bea@example.org"
BEGUN = {"Added", "File created"}
CALL, ADD = "/staff/intake/client/telephone/", "/staff/intake/client/add/"
# Each place that makes the row of a file; whoever calls it is one of the ways below.
MAKERS = {"intake/account/confirm_email.py: create_client", "intake/clients/importing.py: write_lines"}


def submit_and_confirm(_staff, _tmp_path):
    made = save_result(GRADUATE)
    made.contact = {"email": EMAIL, "name": "Bea", "language": "en", "alerts": False}
    made.save()
    confirm_email.confirm_submission(made, None)


def sign_in(_staff, _tmp_path):
    signed_in(EMAIL).get("/en/my-file/")


def ask(_staff, _tmp_path):
    receive.confirm_enquiry(Enquiry.objects.create(kind="question", email=EMAIL, text="When?", language="en"), None)


def book(_staff, _tmp_path):
    held = make_booked(make_calendar(), None)
    held.state, held.held_until = "held", held.starts_at
    held.save()
    assert booking.confirm(held)


def call(staff, _tmp_path):
    staff.post(CALL, {"email": EMAIL, "name": "Bea"})


def call_without_an_address(staff, _tmp_path):
    staff.post(CALL, {"name": "Bea", "telephone": "(613) 555-0100"})


def add(staff, _tmp_path):
    staff.post(ADD, {"name": "Bea", "language": "fr", "email": EMAIL})


def add_without_an_address(staff, _tmp_path):
    staff.post(ADD, {"name": "Bea", "language": "fr", "telephone": "(613) 555-0100"})


def bring_a_table(staff, _tmp_path):
    bring_in(staff, row(EMAIL))


def bring_a_list(_staff, tmp_path):
    lines = tmp_path / "clients.jsonl"
    profile = {"date_of_birth": "1996-03-27", "marital_status": "never_married"}
    lines.write_text(json.dumps({"email": EMAIL, "profile": profile}))
    call_command("import_clients", str(lines), by="admin")


@pytest.mark.parametrize(
    "way",
    [
        submit_and_confirm,
        sign_in,
        ask,
        book,
        call,
        call_without_an_address,
        add,
        add_without_an_address,
        bring_a_table,
        bring_a_list,
    ],
)
def test_each_way_to_a_file_has_one_line_that_it_began(admin_client, tmp_path, way):
    way(admin_client, tmp_path)
    client = Client.objects.get()
    titles = [str(entry.title) for entry in read(admin_client, client, kind="")]
    assert sum(title in BEGUN for title in titles) == 1
    # And it stays one, whatever comes after: the same person signs in.
    if client.email:
        signed_in(client.email).get("/en/my-file/")
        assert [str(entry.title) for entry in read(admin_client, client, kind="")] == titles
    assert admin_client.get(reverse("admin:intake_client_history", args=[client.pk])).status_code == 200


@pytest.mark.quick
def test_no_file_is_made_elsewhere():
    found = set()
    for path in [*ROOT.glob("intake/**/*.py"), *ROOT.glob("draws/**/*.py"), *ROOT.glob("config/**/*.py")]:
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef) and makes_a_file(function):
                found.add(f"{path.relative_to(ROOT)}: {function.name}")
    assert found == MAKERS


def makes_a_file(function):
    names = ("create", "bulk_create", "get_or_create", "update_or_create")
    calls = {f"Client.objects.{name}" for name in names}
    return any(isinstance(node, ast.Call) and ast.unparse(node.func) in calls for node in ast.walk(function))
