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
    results, errors, status = run_assess([profile, "", {**LEAST, "id": "b"}], tmp_path, "--on", "2026-09-15")
    assert ([r["id"] for r in results], errors, status) == (["a", "b"], [], 0)
    assert results[0]["crs"]["total"] == assess(make_profile(language_tests=[celpip(9)]), date(2026, 9, 15)).crs.total
    assert results[0]["next_change_on"] == "2027-01-10"


def test_a_bad_line_is_said_and_the_others_go_on(tmp_path):
    results, errors, status = run_assess(["{", {**LEAST, "x": 1}, LEAST], tmp_path, "--on", "2026-09-15")
    assert (len(results), [e["line"] for e in errors], status) == (1, [1, 2], 1)
    assert "x" in errors[1]["error"]


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
