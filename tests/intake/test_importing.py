"""A firm's list comes in whole, as often as one likes; bad lines are told and passed over."""

import json
import re
from datetime import timedelta

import msgspec
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from intake.clients.import_lines import ClientLine
from intake.clients.imports.fields import CONTRACT, read_language
from intake.clients.samples import sample_clients
from intake.consents import consent
from intake.management.commands.make_sample_clients import FILE
from intake.models import Client, Consent, Standing

pytestmark = pytest.mark.django_db
FORM = {"consented_on": "2026-03-02", "source": "signed form of 2026-03-02"}


def line(email="a@example.org", **other):
    profile = {"date_of_birth": "1996-03-27", "marital_status": "never_married"} | other.pop("profile", {})
    return {"email": email, "profile": profile, **other}


def get_member():
    """Whom the history names."""
    return User.objects.get_or_create(username="rosa", is_staff=True)[0]


@pytest.fixture
def take(tmp_path, capsys):
    """Import these lines; returns what was printed, what was told as errors, and the exit status."""

    def taken(*lines, **options):
        file = tmp_path / "clients.jsonl"
        file.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines))
        status = 0
        try:
            call_command("import_clients", str(file), **{"by": get_member().username} | options)
        except SystemExit as ended:
            status = ended.code
        printed = capsys.readouterr()
        problems = [json.loads(row) for row in printed.err.splitlines() if row.startswith("{")]
        return printed.out.strip(), problems, status

    return taken


def test_clients_come_in_with_consent_and_standings(take):
    out, problems, status = take(line(name="Ana", language="fr", alerts=FORM), line("b@example.org"))
    assert (out, problems, status) == ("2 created, 0 updated, 0 unchanged, 0 rejected", [], 0)
    ana = Client.objects.get(email="a@example.org")
    assert (ana.name, ana.language, ana.alerts, ana.sample) == ("Ana", "fr", True, False)
    proof = ana.consents.get()
    assert proof.source == FORM["source"]
    assert timezone.localtime(proof.at).date().isoformat() == FORM["consented_on"]
    assert Client.objects.get(email="b@example.org").alerts is False
    assert ana.stood_at


def test_taking_in_twice_changes_nothing(take):
    take(line(alerts=FORM))
    out, *_ = take(line(alerts=FORM))
    assert out == "0 created, 0 updated, 1 unchanged, 0 rejected"
    assert (Client.objects.count(), Consent.objects.count()) == (1, 1)


def test_the_address_is_the_key_however_it_is_written(take):
    take(line(name="Ana"))
    out, *_ = take(line("A@Example.ORG", profile={"sibling_in_canada": True}))
    assert out == "0 created, 1 updated, 0 unchanged, 0 rejected"
    found = Client.objects.get()
    assert found.facts["sibling_in_canada"] is True
    assert found.name == "Ana"


def test_the_same_address_twice_in_a_file_ends_as_its_last_line(take):
    out, *_ = take(line(name="First"), line("A@example.org", name="Last"))
    assert out == "1 created, 1 updated, 0 unchanged, 0 rejected"
    assert Client.objects.get().name == "Last"


def test_changed_facts_change_the_standings(take):
    work = {"noc": "21232", "country": "CA", "start": "2024-01-01", "hours_per_week": 40}
    test = {
        "test": "ielts_general",
        "taken_on": "2026-02-01",
        "listening": 8,
        "reading": 7,
        "writing": 7,
        "speaking": 7,
    }
    take(line())
    assert Standing.objects.count() == 0
    take(line(profile={"jobs": [work], "language_tests": [test]}))
    assert Standing.objects.filter(stream="cec").exists()


def test_who_withdrew_later_is_not_subscribed_again(take):
    take(line(alerts=FORM))
    consent.withdraw(Client.objects.get(), language="en", source="link in alert")
    take(line(alerts=FORM))
    take(line(alerts=FORM | {"source": "another form"}))
    assert Client.objects.get().alerts is False


def test_who_agrees_anew_later_is_subscribed(take):
    take(line())
    person = Client.objects.get()
    consent.withdraw(person, language="en", source="phone", at=timezone.now() - timedelta(days=400))
    take(line(alerts=FORM))
    assert Client.objects.get().alerts is True


def test_no_alerts_in_the_file_withdraws_nothing(take):
    take(line(alerts=FORM))
    take(line(alerts=None))
    assert Client.objects.get().alerts is True


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("nonsense", "JSON"),
        ({"email": "a@example.org"}, "profile"),
        (line("not an address"), "not an e-mail address"),
        (line(phone="1"), "phone"),
        (line(language="de"), "language: “de” is not one that this site writes in: en, fr"),
        (line(language="EN"), "language: “EN”"),
        (line(language=None), "language: In JSON it is “null”, and should be “str”."),
        (line(alerts={"consented_on": "2026-03-02"}), "source"),
        (line(alerts=FORM | {"consented_on": "2030-01-01"}), "future"),
        (line(profile={"date_of_birth": "2030-01-01"}), "profile.date_of_birth"),
        (line(profile={"colour": "red"}), "colour"),
        (
            line(profile={"jobs": [{"noc": "99999", "country": "CA", "start": "2024-01-01", "hours_per_week": 40}]}),
            "99999",
        ),
    ],
)
def test_a_bad_line_is_told_and_the_others_go_in(take, bad, said):
    out, problems, status = take(line("one@example.org"), bad, "", line("two@example.org"))
    assert out == "2 created, 0 updated, 0 unchanged, 1 rejected"
    assert status == 1
    assert problems[0]["line"] == 2
    assert said in problems[0]["error"]


def test_a_language_that_the_firm_writes_in_is_known_by_code_and_in_a_table_by_name(take, settings):
    named = ["Arabic", "العربيّة", "ar", "French", "français", "xx"]
    assert [read_language(cell) for cell in named[:3]] == ["arabic", "العربيّة", "ar"]
    _out, problems, _status = take(line(language="ar"))
    assert "this site writes in: en, fr" in problems[0]["error"]
    settings.LETTER_LANGUAGES = ["en", "fr", "ar"]
    assert [read_language(cell) for cell in named] == ["ar", "ar", "ar", "fr", "fr", "xx"]
    assert take(line(language="ar"))[1] == []
    assert Client.objects.get().language == "ar"


@pytest.mark.quick
def test_the_contract_takes_every_line_that_it_took():
    language = json.loads((CONTRACT / "client.schema.json").read_text())["properties"]["language"]
    assert all(re.search(language["pattern"], code) for code in ("en", "fr", "ar"))
    assert language["default"] == msgspec.json.decode(b'{"email": "a@b.ca", "profile": {}}', type=ClientLine).language


def test_a_file_that_is_not_there_is_said():
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_clients", "/nowhere", sample=True)


def test_the_kept_samples_are_those_that_are_made():
    kept = [json.loads(row) for row in FILE.read_text().splitlines()]
    assert kept == json.loads(json.dumps(list(sample_clients())))


def test_the_samples_come_in_and_lie_around_recent_cutoffs(capsys):
    call_command("import_clients", str(FILE), sample=True)
    assert Client.objects.filter(sample=True, email__endswith="@example.org").count() == 200
    today = timezone.localdate()
    for stream, cutoff in {
        "cec": 518,
        "french": 382,
        "healthcare": 475,
        "pnp": 725,
        "trades": 476,
        "transport": 470,
    }.items():
        scores = Standing.objects.held(stream, today).values_list("crs", flat=True)
        assert {(score > cutoff) - (score < cutoff) for score in scores} == {-1, 0, 1}, stream


def test_the_history_of_each_file_says_who_brought_it_in_and_what_changed_in_it(take, admin_client):
    take(line(name="Ana"))
    take(line(name="Ana Souza", language="fr"))
    page = reverse("admin:intake_client_history", args=[Client.objects.get().pk])
    newest, first = admin_client.get(f"{page}?kind=change").context["entries"]
    assert (first.title, first.who, newest.title, newest.who) == ("Added", "rosa", "Changed", "rosa")
    assert set(newest.text.splitlines()) == {"Name: Ana → Ana Souza", "Language: English → French"}


@pytest.mark.parametrize("name", [None, "", "nobody", "client"])
def test_without_a_member_of_staff_nothing_comes_in_but_samples(tmp_path, name):
    User.objects.create_user("client")
    file = tmp_path / "clients.jsonl"
    file.write_text(json.dumps(line()))
    with pytest.raises(CommandError, match="--by"):
        call_command("import_clients", str(file), by=name)
    assert not Client.objects.exists()
    call_command("import_clients", str(file), sample=True)
    assert Client.objects.get().sample
