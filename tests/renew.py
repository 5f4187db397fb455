"""`make renew`: the newest versions that fit together, written into pyproject.toml; then `make lock` pins the rest.

A package is held where the project chose a line of versions on purpose (`HELD`, with the record that says why).
"""

import re
import subprocess
import sys
from pathlib import Path

from packaging.requirements import Requirement

from tests.audit import ROOT, read_pins

PROJECT = ROOT / "pyproject.toml"
HELD = {"django": "~=5.2.0"}  # docs/decisions/0001
PIN = re.compile(r'^(  ")([\w.-]+)(\[[\w,]+\])?==([^"]+)(",)$', re.MULTILINE)
COMPILE = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]


def loosen(text: str) -> list[str]:
    """Every direct requirement without its version, but for those that are held."""
    return [f"{name}{extra or ''}{HELD.get(name, '')}" for _, name, extra, _, _ in PIN.findall(text)]


def tighten(text: str, versions: dict[str, str]) -> str:
    """The text with these versions pinned in it."""
    return PIN.sub(lambda pin: f"{pin[1]}{pin[2]}{pin[3] or ''}=={versions.get(pin[2].lower(), pin[4])}{pin[5]}", text)


def main() -> int:
    """Ask uv, rewrite, and say what changed."""
    before = PROJECT.read_text()
    wanted = "\n".join(loosen(before))
    solved = subprocess.run([*COMPILE, "-"], input=wanted, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    versions = {name: str(version) for name, version in read_pins(solved).items()}
    after = tighten(before, versions)
    Path(PROJECT).write_text(after)
    changed = [new for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    sys.stdout.writelines(f"{Requirement(line.strip(' ,').strip(chr(34)))}\n" for line in changed)
    sys.stdout.write(f"{len(changed)} direct pins renewed.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
