"""The command line answers whatever it is given with results or a sentence, never with a traceback."""

import io
import json
import sys
from contextlib import suppress
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from intake.clients.import_lines import LineError
from intake.clients.importing import FIRST_YEAR, import_clients, read_line
from intake.models import Client, Consent
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import MOST_BYTES, Profile, ProfileError, decode
from scoring.table import RuleError

ON = date(2026, 11, 28)
PROFILE = {"date_of_birth": "1990-01-01", "marital_status": "never_married"}
WRONG = [None, True, 0, -1, 10**30, 10**400, 1e308, "", "x", "\x00", "\ud800", "9" * 5000, [], [[]], {}, {"x": 1}]
DAYS = ["0001-01-01", "9999-12-31", "2026-02-30", "2026-13-01", "10000-01-01", "-0001-01-01", "2026-11-28T00:00"]
LINES = {
    "empty": b"",
    "spaces": b" \t ",
    "no JSON": b"{",
    "bad UTF-8": b'{"email": "\xff\xfe@example.org"}',
    "UTF-16": '{"email": "kim@example.org"}'.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf{}",
    "NUL": b"\x00",
    "a list": b"[]",
    "a number": b"1e400",
    "not a number": b'{"email": NaN}',
    "a huge integer": b'{"email": ' + b"9" * 5000 + b"}",
    "deep": b'{"profile":' * 3000 + b"1" + b"}" * 3000,
    "deep lists": b"[" * 100_000 + b"]" * 100_000,
    "half a pair": b'{"email": "a\\ud800@example.org"}',
    "long": b'{"name": "' + b"a" * 3_000_000 + b'"}',
    "twice": b'{"email": "a@example.org", "email": "b@example.org"}',
}


def variants(fields, base):
    """The base with each field replaced by each wrong value and each odd day."""
    for name in fields:
        for wrong in (*WRONG, *DAYS):
            yield json.dumps(base | {name: wrong}).encode()


# --- Profiles ------------------------------------------------------------------


def test_a_profile_is_read_or_refused_in_a_sentence(count):
    tried = [*LINES.values(), *variants(Profile.__struct_fields__, PROFILE)]
    said = [why for why in map(refuse, tried) if why]
    count(inputs=len(tried), inputs_failing=0)
    assert 0 < len(said) < len(tried)
    assert max(map(len, said)) < 1000


def refuse(line):
    """Why a profile can't be assessed; empty where it can."""
    try:
        assess(decode(line), ON, rulebook())
    except (ProfileError, RuleError) as error:
        return str(error)
    return ""


@pytest.mark.parametrize("command", ["explain", "assess", "rules"])
@pytest.mark.parametrize("on", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_a_day_without_rules_is_a_sentence(tmp_path, command, on, count):
    file = tmp_path / "profile.json"
    file.write_bytes(json.dumps(PROFILE).encode())
    count(inputs=1, inputs_failing=0)
    told = io.StringIO()
    with suppress(CommandError, SystemExit):
        call_command(command, *([] if command == "rules" else [str(file)]), on=date.fromisoformat(on), stdout=told)


def test_the_longest_line_is_a_limit_that_is_said():
    for line in (LINES["long"], b" " * (MOST_BYTES + 1)):
        with pytest.raises(ProfileError, match="longer than 1000000 bytes"):
            decode(line)
        with pytest.raises(LineError, match="longer than 1000000 bytes"):
            read_line(line, ON)


# --- Clients -------------------------------------------------------------------


def list_client_lines():
    """Every field of a line, and of its parts, with every wrong value."""
    base = {"email": "kim@example.org", "profile": PROFILE}
    held = {"consented_on": "2026-01-01", "source": "a form"}
    yield from LINES.values()
    yield from variants([*base, "name", "language", "alerts", "submitted_at", "no_such_field"], base)
    for consent in variants(held, held):
        yield json.dumps(base | {"alerts": json.loads(consent)}).encode()
    for profile in variants(Profile.__struct_fields__, PROFILE):
        yield json.dumps(base | {"profile": json.loads(profile)}).encode()


@pytest.mark.django_db
def test_a_line_of_an_import_is_taken_in_or_refused_in_a_sentence(count):
    """What is taken in can be kept: by PostgreSQL too, and within each column's length on SQLite too."""
    lines = list(enumerate(list_client_lines(), start=1))
    *_before, tally = import_clients(lines, ON)
    count(inputs=len(lines), inputs_failing=0)
    assert tally.rejected + tally.created + tally.updated + tally.unchanged == len(lines)
    assert tally.created == 1
    assert all(0 < len(why) < 1000 for _number, why in tally.problems)
    for row in (*Client.objects.all(), *Consent.objects.all()):
        row.clean_fields()
    assert all(one.at.year >= FIRST_YEAR for one in Consent.objects.all())


@pytest.mark.parametrize(
    ("command", "options"),
    [("import_clients", {"sample": True}), ("import_rounds", {}), ("explain", {}), ("assess", {})],
)
def test_a_folder_a_file_that_is_not_there_and_an_empty_one_are_a_sentence(db, tmp_path, command, options, count):
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "bytes").write_bytes(bytes(range(256)) * 20)
    for name in ("", "missing", "empty", "bytes"):
        count(inputs=1, inputs_failing=0)
        told = io.StringIO()
        with suppress(CommandError, SystemExit):
            call_command(command, str(tmp_path / name), stdout=told, stderr=told, **options)


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["", "\udcff", "9" * 400, "-1", "' OR 1=1", "\u202e"])
def test_a_number_of_no_round_is_a_sentence(number, count):
    count(inputs=1, inputs_failing=0)
    with pytest.raises(CommandError, match="There is no round"):
        call_command("publish", number)


def test_titles_that_are_no_utf_8_stop_nothing(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\nwelder\n\x00\n"), "utf-8"))
    call_command("find_occupation", "-", "--json", stdout=sys.stdout)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert json.loads(lines[1])[0]["noc"] == "72106"
