"""A migration that has landed is never edited, because sites that ran it would not run it again."""

import hashlib

import pytest

from tests.running.environment import ROOT

pytestmark = pytest.mark.quick
# Lines of `sha256sum`. For a new migration: sha256sum APP/migrations/NAME.py >> tests/config/migrations.sha256
LANDED = ROOT / "tests" / "config" / "migrations.sha256"


def test_each_migration_is_as_it_landed():
    landed = {path: digest for digest, path in (line.split() for line in LANDED.read_text().splitlines())}
    found = sorted(path for app in ("config", "draws", "intake") for path in (ROOT / app).glob("migrations/0*.py"))
    assert len(found) > 50
    assert {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found} == landed
