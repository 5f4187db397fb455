"""Bad facts are refused with the field's name; good ones keep to the contract."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given

from scoring import profile
from scoring.profile import ProfileError, decode
from scoring.result import as_json
from tests.scoring.making import assess, job, make_profile
from tests.scoring.strategies import profiles

CONTRACT = Path(profile.__file__).parent / "contract"
LEAST = {"date_of_birth": "1990-01-01", "marital_status": "never_married"}
IELTS = {"test": "ielts_general", "taken_on": "2026-01-15", "reading": 7, "writing": 7, "listening": 7, "speaking": 7}


def schema(name: str) -> dict:
    return json.loads((CONTRACT / name).read_text())


@pytest.mark.parametrize(
    ("facts", "path", "said"),
    [
        ({"shoe_size": 43}, "", "shoe_size"),
        ({"jobs": [job("2020-01-01", noc="99999")]}, "jobs[0].noc", "no unit group 99999"),
        ({"jobs": [job("2020-01-01"), job("2020-05-01", "2020-04-30")]}, "jobs[1].end", "before the start"),
        ({"language_tests": [{**IELTS, "listening": 9.5}]}, "language_tests[0].listening", "0 to 9"),
        ({"language_tests": [{**IELTS, "reading": 6.25}]}, "language_tests[0].reading", "steps of 0.5"),
        ({"language_tests": [{**IELTS, "scale": "699"}]}, "language_tests[0].scale", "only TEF Canada"),
        (
            {"language_tests": [{**IELTS, "test": "tef_canada", "reading": 301}]},
            "language_tests[0].reading",
            "0 to 300",
        ),
        ({"date_of_birth": "1990-13-01"}, "date_of_birth", "Invalid"),
        ({"marital_status": "single"}, "marital_status", "Invalid enum value 'single'"),
        ({"family_size": 0}, "family_size", ">= 1"),
        ({"profile_submitted_at": "2026-01-01T00:00:00"}, "profile_submitted_at", "timezone"),
        ({"partner": {"accompanying": True}}, "partner", "canadian"),
    ],
)
def test_a_bad_fact_is_refused_with_its_field(facts, path, said):
    with pytest.raises(ProfileError) as error:
        decode({**LEAST, **facts})
    (problem,) = error.value.problems
    assert problem.path == path
    assert said in problem.message


def test_text_that_is_no_json_is_refused():
    with pytest.raises(ProfileError):
        decode(b"{date_of_birth: 1990}")


def test_a_birth_after_the_day_asked_about_is_refused():
    with pytest.raises(ProfileError, match="date_of_birth: 2027-01-01 is after 2026-09-15"):
        assess(make_profile(date_of_birth="2027-01-01"))


@pytest.mark.thorough
@given(facts=profiles)
def test_every_profile_of_the_contract_gives_a_result_of_the_contract(facts):
    import jsonschema  # noqa: PLC0415  It takes seconds, which every tester would wait for.

    jsonschema.validate(facts, schema("profile.schema.json"), format_checker=jsonschema.FormatChecker())
    jsonschema.validate(as_json(assess(decode(facts))), schema("result.schema.json"))


def test_the_id_is_echoed():
    assert as_json(assess(make_profile(id="K-17")))["id"] == "K-17"


def described() -> dict[str, dict]:
    """The objects that the contract describes, by the name that they have here."""
    contract = schema("profile.schema.json")
    inside = {name: kind["items"] for name, kind in contract["$defs"].items() if kind["type"] == "array"}
    facts = contract["properties"]
    return {
        "Profile": contract,
        "Partner": facts["partner"]["oneOf"][1],
        "Certificate": facts["certificate_of_qualification"]["oneOf"][1],
        "JobOffer": facts["job_offer"]["oneOf"][1],
        "Credential": inside["credentials"],
        "LanguageTest": inside["language_tests"],
        "Job": inside["jobs"],
    }


@pytest.mark.parametrize("name", list(described()))
def test_the_facts_that_are_taken_are_those_of_the_contract(name):
    fields = msgspec.structs.fields(getattr(profile, name))
    assert {field.name for field in fields} == set(described()[name]["properties"])
    assert {field.name for field in fields if field.required} == set(described()[name]["required"])


def list_unexplained(part: object, path: str = "") -> list[str]:
    """Each field of a form, at any depth, that neither says what it is nor refers to what does."""
    if isinstance(part, list):
        return [name for one in part for name in list_unexplained(one, path)]
    if not isinstance(part, dict):
        return []
    fields = part.get("properties", {})
    silent = [f"{path}/{name}" for name, field in fields.items() if not {"description", "$ref"} & set(field)]
    inner = [name for field in fields for name in list_unexplained(fields[field], f"{path}/{field}")]
    rest = [name for key, one in part.items() if key != "properties" for name in list_unexplained(one, path)]
    return silent + inner + rest


@pytest.mark.parametrize("form", ["profile", "result", "client"])
def test_every_field_of_a_public_form_is_explained(form):
    assert list_unexplained(schema(f"{form}.schema.json")) == []


def test_the_look_finds_a_field_that_is_not():
    assert list_unexplained({"$defs": {"a": {"properties": {"b": {"type": "string"}}}}}) == ["/b"]
