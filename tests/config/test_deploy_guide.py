"""What docs/deploy.md says is there: files, units, settings; its blocks are whole shell."""

import re
import subprocess

import pytest

from tests.drill.guide import read_pieces
from tests.drill.site import Site
from tests.running.environment import ROOT, documented

pytestmark = pytest.mark.quick
PAGE = ROOT / "docs" / "deploy.md"
PIECES = list(read_pieces(PAGE))
SCRIPT = "\n".join(piece.block for piece in PIECES)
# Read by gunicorn and by OpenSSL, not by the settings.
OTHERS = {"WEB_CONCURRENCY", "SSL_CERT_FILE"}


def test_every_block_is_shell_that_can_be_read():
    subprocess.run(["bash", "-n"], input=SCRIPT, text=True, check=True)  # noqa: S607  the system's own


def test_every_setting_of_the_page_is_one():
    [file] = re.findall(r"^cat > /etc/express-entry\.env <<END\n(.*?)^END", SCRIPT, re.MULTILINE | re.DOTALL)
    names = {line.partition("=")[0] for line in file.splitlines()}
    rows = {
        name
        for row in re.findall(r"^\| (`.+?`) \|", PAGE.read_text(), re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert names >= OTHERS
    assert (names | rows) - OTHERS - documented() == set()


def test_every_unit_of_the_folder_is_started():
    units = {path.stem for path in (ROOT / "docs" / "deploy").glob("*.service")}
    assert units - set(re.findall(r"express-\w+", SCRIPT)) == set()


def test_every_note_for_the_drill_is_done():
    notes = [piece.note for piece in PIECES if piece.note]
    assert notes == ["alerts leave", "alerts have left", "a person asks for deletion", "the person is gone"]
    assert all(hasattr(Site, "note_" + note.replace(" ", "_")) for note in notes)


def test_the_commands_that_replace_keys_lose_none(tmp_path):
    [block] = [piece.block for piece in PIECES if "FACTOR=" in piece.block]
    file = tmp_path / "settings"
    file.write_text("SECRET_KEY=first\nSITE_URL=https://x.example\nFACTOR_KEYS=one\n")
    # What speaks to the machine or to the site is left out; the drill runs it too.
    ours = "\n".join(line for line in block.splitlines() if not line.startswith(("systemctl ", "express-manage ")))
    script = "set -eu\n" + ours.replace("/etc/express-entry.env", str(file))
    for _time in range(2):
        subprocess.run(["bash"], input=script, text=True, check=True)  # noqa: S607  the system's own
    kept = dict(line.split("=", 1) for line in file.read_text().splitlines())
    newest, *older = [kept["SECRET_KEY"], *kept["SECRET_KEY_FALLBACKS"].split(",")]
    assert (len(newest), len(older[0]), older[1:]) == (96, 96, ["first"])
    assert len(kept["FACTOR_KEYS"]) == 96, "the old one is out once all is encrypted anew"
    assert kept["SITE_URL"] == "https://x.example"
