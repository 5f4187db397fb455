"""Why a line or facts are refused: kept in no language, in words for whoever reads it, also what the decoder says."""

import json

import pytest
from django.utils.translation import override

from intake.clients.import_lines import LineError
from intake.clients.importing import read_line
from intake.common.faults import SENTENCES, Fault, describe_packed, pack, read_problem
from scoring.profile import Problem
from tests.intake.answers import TODAY

pytestmark = pytest.mark.quick
FACTS = {"date_of_birth": "1990-05-05", "marital_status": "never_married"}
JOB = {"noc": "21232", "country": "CA", "start": "2024-01-01", "hours_per_week": 40}
TEST = {"test": "ielts_general", "taken_on": "2026-01-01", "listening": 8, "reading": 8, "writing": 8, "speaking": 8}


def refuse(raw):
    """What is wrong with a line."""
    with pytest.raises(LineError) as refused:
        read_line(raw if isinstance(raw, bytes) else json.dumps(raw).encode(), TODAY)
    return refused.value.faults


def line(facts=None, **values):
    return {"email": "a@example.org", "profile": FACTS | (facts or {})} | values


REFUSED = [
    (b"nonsense", "The line is not JSON: "),
    (b'{"email"', "The line is not JSON: it ends too early."),
    (b'{"email": "\xff"}', "The line is not in UTF-8."),
    (b'{"profile": {"a": ' + b"[" * 150_000, "There are objects or lists within each other too deeply."),
    (b" " * 1_000_001, "The line is longer than 1000000 bytes."),
    ({"email": "a@example.org"}, "The field “profile” is missing."),
    (line(phone="1"), "There is no field “phone”."),
    (line(language=1), "language: In JSON it is “int”, and should be “str”."),
    (line(language="xx"), "language: “xx” is not one that this site writes in: "),
    (line(name="x" * 201), "name: It is longer than 200 letters: shorten it."),
    (line(name="evil.example/x"), "name: An address of e-mail or of a web page can't be a name"),
    (line(email="no address"), "email: “no address” is not an e-mail address."),
    (line(telephone="12"), "telephone: “12” is not a telephone number with its area or country code."),
    (line(email=""), "email: Without it a telephone number is needed"),
    (line(name="a\0b", text=1), "There is no field “text”."),
    (line(alerts={"consented_on": "2026-13-01", "source": "form"}), "alerts.consented_on: It is not a date"),
    (line(alerts={"consented_on": "2030-01-01", "source": "form"}), "2030-01-01 is in the future."),
    (line(alerts={"consented_on": "1800-01-01", "source": "form"}), "1800-01-01 is not a possible date."),
    (line(alerts={"consented_on": "2026-01-01", "source": ""}), "alerts.source: It is empty."),
    (line({"date_of_birth": "yesterday"}), "profile.date_of_birth: It is not a date like 2026-11-30."),
    (line({"date_of_birth": None}), "profile.date_of_birth: It is not a date like 2026-11-30."),
    (line({"date_of_birth": "2030-01-01"}), "profile.date_of_birth: 2030-01-01 is after "),
    (line({"marital_status": "Single"}), "“Single” is not one of the values that it can have."),
    (line({"family_size": 0}), "profile.family_size: It is less than 1."),
    (line({"family_size": 1.5}), "profile.family_size: In JSON it is “float”, and should be “int”."),
    (line({"profile_submitted_at": "2026-01-01T00:00:00"}), "profile.profile_submitted_at: It is not a moment"),
    (line({"jobs": [JOB | {"hours_per_week": 0}]}), "profile.jobs[0].hours_per_week: It is not more than 0"),
    (line({"jobs": [JOB | {"hours_per_week": 169}]}), "profile.jobs[0].hours_per_week: It is more than 168"),
    (line({"jobs": [JOB | {"noc": "1"}]}), "profile.jobs[0].noc: It does not have its form, as a pattern: "),
    (line({"jobs": [JOB | {"noc": "99999"}]}), "profile.jobs[0].noc: NOC 2021 has no unit group 99999"),
    (line({"jobs": [JOB | {"end": "2023-01-01"}]}), "2023-01-01 is before the start, 2024-01-01."),
    (
        line({"jobs": [JOB | {"unpaid_leave": [{"start": "2023-01-01", "end": "2023-02-01"}]}]}),
        "2023-01-01 to 2023-02-01 is not inside the job.",
    ),
    (line({"language_tests": [TEST | {"reading": 9.5}]}), "9.5 is not on the scale of this test, 0 to 9."),
    (line({"language_tests": [TEST | {"reading": 7.3}]}), "7.3 is not a score of this test, which goes in steps"),
    (line({"language_tests": [TEST | {"scale": "699"}]}), "Only TEF Canada has two score columns"),
    (
        line({"language_tests": [TEST | {"test": "tef_canada", "reading": 699}]}),
        "; on a report with two columns this is the one called “Équivalence ancien score”.",
    ),
]


@pytest.mark.parametrize(("raw", "said"), REFUSED, ids=[said[:40] for _raw, said in REFUSED])
def test_a_refusal_is_kept_in_no_language_and_said_in_the_readers(raw, said):
    kept = pack(refuse(raw))
    with override("en"):
        english = describe_packed(kept)
    with override("fr"):
        french = describe_packed(kept)
    assert said in english
    assert french != english
    field = english.partition(": ")[0]
    assert " " in field or field in french, "a field has the name that it has in the file"


@pytest.mark.parametrize("sentence", sorted(set(SENTENCES.values())))
def test_every_sentence_of_the_decoder_has_its_french(sentence):
    words = dict.fromkeys(("typed", "name", "least", "most", "form", "why", "day", "start", "end", "on"), "x")
    words |= dict.fromkeys(("score", "lowest", "highest", "step", "code"), "x")
    with override("en"):
        english = str(Fault("", sentence, words))
    with override("fr"):
        assert str(Fault("", sentence, words)) != english


def test_what_nobody_foresaw_is_said_as_the_decoder_says_it():
    fault = read_problem(Problem("jobs", "100% odd, and %(no)s sentence of ours"), "profile")
    assert str(fault) == "profile.jobs: 100% odd, and %(no)s sentence of ours"


@pytest.mark.parametrize("before", ["", "email: 'x' is not an e-mail address", "[a sentence of before]"])
def test_a_sentence_of_an_earlier_release_is_shown_as_it_stands(before):
    assert describe_packed(before) == before
