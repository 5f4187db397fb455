"""`manage.py assess`, `explain` and `rules`."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests.scoring.making import assess, celpip, make_profile

LEAST = {"date_of_birth": "1996-01-10", "marital_status": "never_married"}


def run_assess(lines, tmp_path, *options):
    file = tmp_path / "profiles.jsonl"
    file.write_text("\n".join(json.dumps(line) if isinstance(line, dict) else line for line in lines))
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("assess", *options, str(file), stdout=out, stderr=err)
    except SystemExit as ended:
        status = ended.code
    return (
        [json.loads(x) for x in out.getvalue().splitlines()],
        [json.loads(x) for x in err.getvalue().splitlines()],
        status,
    )


def test_assess_writes_one_result_a_line(tmp_path):
    profile = {**LEAST, "id": "a", "language_tests": [celpip(9)]}
    results, errors, status = run_assess([profile, {**LEAST, "id": "b"}], tmp_path, "--on", "2026-09-15")
    assert ([r["id"] for r in results], errors, status) == (["a", "b"], [], 0)
    assert results[0]["crs"]["total"] == assess(make_profile(language_tests=[celpip(9)]), date(2026, 9, 15)).crs.total
    assert results[0]["next_change_on"] == "2027-01-10"


def test_a_bad_line_is_said_and_the_others_go_on(tmp_path):
    results, errors, status = run_assess(["{", {**LEAST, "x": 1}, LEAST], tmp_path, "--on", "2026-09-15")
    assert (len(results), [e["line"] for e in errors], status) == (1, [1, 2], 1)
    assert "x" in errors[1]["error"]


ONCE = '"date_of_birth": "1996-01-10"'


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param(b"", "the line is empty", id="empty"),
        pytest.param(b"{", "truncated", id="cut off"),
        pytest.param(b"null", "Expected `object`", id="no object"),
        pytest.param(b'{"marital_status": "widowed"}', "date_of_birth", id="a field too few"),
        pytest.param(b'{%s, "shoe": 43, "marital_status": "widowed"}', "unknown field `shoe`", id="a field too many"),
        pytest.param(b'{%s, "marital_status": "widowed", "family_size": "2"}', "family_size: Expected", id="a type"),
        pytest.param(b'{%s, "marital_status": "widowed", "settlement_funds_cad": NaN}', "malformed", id="NaN"),
        pytest.param(
            b'{%s, "marital_status": "widowed", "settlement_funds_cad": Infinity}', "malformed", id="Infinity"
        ),
        pytest.param(b'{%s, "marital_status": "widowed", "settlement_funds_cad": 1e999}', "out of range", id="huge"),
        pytest.param(b'{"date_of_birth": "2027-01-01", "marital_status": "widowed"}', "after 2026-09-15", id="unborn"),
        pytest.param(b'{%s, "marital_status": "widowed", "marital_status": "married"}', "twice", id="a name twice"),
        pytest.param(b'{%s, "marital_status": "widowed", "id": "\xff"}', "utf-8", id="no UTF-8"),
        pytest.param(b'{%s, "marital_status": "widowed"} {}', "trailing", id="two objects"),
        pytest.param(b"[" * 100_000, "Expected `object`", id="nested without end"),
    ],
)
def test_each_bad_line_is_said_by_its_number_and_stops_no_other(tmp_path, line, said):
    file = tmp_path / "profiles.jsonl"
    good = json.dumps(LEAST).encode()
    file.write_bytes(b"\n".join([good, line.replace(b"%s", ONCE.encode()), good]))
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("assess", "--on", "2026-09-15", str(file), stdout=out, stderr=err)
    (error,) = map(json.loads, err.getvalue().splitlines())
    assert (ended.value.code, len(out.getvalue().splitlines()), error["line"]) == (1, 2, 2)
    assert said in error["error"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar_are_days_like_others(tmp_path, day):
    tests = [{**celpip(9), "taken_on": day}]
    credentials = [{"level": "masters", "country": "IN", "awarded_on": day, "eca_issued_on": day}]
    jobs = [{"noc": "21232", "country": "CA", "start": day, "end": day, "hours_per_week": 40}]
    facts = {**LEAST, "language_tests": tests, "credentials": credentials, "jobs": jobs}
    results, errors, status = run_assess([facts], tmp_path, "--on", "2026-09-15")
    assert (results[0]["crs"]["total"], errors, status) == (105, [], 0)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(CommandError, match=r"none\.jsonl"):
        call_command("assess", str(tmp_path / "none.jsonl"))


def test_a_day_without_rules_is_a_bad_line(tmp_path):
    _results, errors, status = run_assess([LEAST], tmp_path, "--on", "2014-12-31")
    assert "2014-12-31" in errors[0]["error"]
    assert status == 1


def test_explain_shows_each_row_with_its_source(tmp_path):
    file = tmp_path / "profile.json"
    file.write_text(json.dumps({**LEAST, "language_tests": [celpip(9)]}))
    out = io.StringIO()
    call_command("explain", str(file), "--on", "2026-09-15", stdout=out)
    text = out.getvalue()
    assert "CRS score on 2026-09-15: 229" in text
    assert "31 / 34   First official language: reading: CLB 9 in reading (CELPIP-General 9)" in text
    assert "CRS criteria, A. Core / human capital factors: Age (2015-01-01) https://www.canada.ca" in text
    assert "A nomination by a province or territory" in text


def test_explain_refuses_bad_facts(tmp_path):
    file = tmp_path / "profile.json"
    file.write_text(json.dumps({**LEAST, "family_size": 0}))
    with pytest.raises(CommandError, match="family_size"):
        call_command("explain", str(file))


def test_rules_lists_what_is_in_force_and_what_is_pending():
    out = io.StringIO()
    call_command("rules", "--on", "2026-11-23", stdout=out)
    assert "crs/age                                  since 2015-01-01" in out.getvalue()
    assert "Pending" in out.getvalue()


def test_rules_of_a_day_without_rules_is_an_error():
    with pytest.raises(CommandError, match="2014-12-31"):
        call_command("rules", "--on", "2014-12-31")
