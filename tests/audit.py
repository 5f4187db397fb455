"""`make audit`: whether a pinned package has a known weakness, by a file of advisories that lies on this machine.

The file is `ADVISORIES` (default: var/advisories.zip), in the form of OSV (https://ossf.github.io/osv-schema/): the zip
of https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip, a folder of its JSON files, or one of them. Nothing
is asked of the network. Without the file nothing is audited, and that is said; the exit status is 1 where a weakness
is found.
"""

import json
import os
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).parents[1]
PINNED = ("requirements.txt", "requirements-run.txt", "requirements-dev.txt")
OLD = 14


class Found(NamedTuple):
    """A weakness of a pinned version."""

    package: str
    version: str
    advisory: str
    fixed: str


def read_pins(text: str) -> dict[str, Version]:
    """The version of each package that a file of requirements pins."""
    lines = [line.removesuffix("\\").strip() for line in text.splitlines() if line[:1].isalnum()]
    pins = [Requirement(line) for line in lines]
    return {canonicalize_name(pin.name): Version(next(iter(pin.specifier)).version) for pin in pins}


def read_advisories(path: Path) -> Iterator[dict[str, Any]]:
    """Every advisory of a zip, a folder or a file. Raises `OSError`, `ValueError` for what is none."""
    if path.is_dir():
        texts: Iterable[bytes] = (file.read_bytes() for file in path.rglob("*.json"))
    elif zipfile.is_zipfile(path):
        packed = zipfile.ZipFile(path)
        texts = (packed.read(name) for name in packed.namelist() if name.endswith(".json"))
    else:
        texts = [path.read_bytes()]
    for text in texts:
        advisory = json.loads(text)
        if "affected" in advisory and "withdrawn" not in advisory:
            yield advisory


def is_in_range(version: Version, events: list[dict[str, str]]) -> bool:
    """Whether a version lies between what introduced a weakness and what ended it (events in order of versions)."""
    hit = False
    for event in events:
        kind, text = next(iter(event.items()))
        bound = Version("0") if text == "0" else Version(text)
        if kind == "introduced" and version >= bound:
            hit = True
        elif (kind == "fixed" and version >= bound) or (kind == "last_affected" and version > bound):
            hit = False
    return hit


def is_affected(version: Version, affected: dict[str, Any]) -> bool:
    """Whether a version is named or lies in a range; a range that can't be read counts as one that it lies in."""
    if str(version) in affected.get("versions", []):
        return True
    try:
        ranges = [one["events"] for one in affected.get("ranges", []) if one["type"] == "ECOSYSTEM"]
        return any(is_in_range(version, events) for events in ranges)
    except InvalidVersion:
        return True


def find_weaknesses(pins: dict[str, Version], advisories: Iterable[dict[str, Any]]) -> Iterator[Found]:
    """What the advisories say of the pins."""
    for advisory in advisories:
        for affected in advisory["affected"]:
            name = canonicalize_name(affected["package"]["name"])
            version = pins.get(name)
            if version and affected["package"]["ecosystem"] == "PyPI" and is_affected(version, affected):
                yield Found(name, str(version), advisory["id"], find_fix(affected))


def find_fix(affected: dict[str, Any]) -> str:
    """The versions that fixed it."""
    events = [event for one in affected.get("ranges", []) if one["type"] == "ECOSYSTEM" for event in one["events"]]
    return ", ".join(event["fixed"] for event in events if "fixed" in event) or "none"


def main() -> int:
    """Say what was found, of how many pins, by advisories of which day."""
    path = Path(os.environ.get("ADVISORIES", "") or ROOT / "var" / "advisories.zip")
    pins = {name: pin for file in PINNED for name, pin in read_pins((ROOT / file).read_text()).items()}
    try:
        advisories = list(read_advisories(path))
    except (OSError, ValueError) as error:
        sys.stdout.write(f"NOT AUDITED: there are no advisories at {path} ({error}).\n")
        return 0
    newest = max((advisory["modified"] for advisory in advisories), default="")
    found = sorted(set(find_weaknesses(pins, advisories)))
    sys.stdout.writelines(f"{one.package} {one.version}: {one.advisory}, fixed in {one.fixed}\n" for one in found)
    sys.stdout.write(f"{len(pins)} pins, {len(advisories)} advisories, the newest of {newest[:10] or 'no day'}.\n")
    if not newest or (datetime.now(UTC) - datetime.fromisoformat(newest)).days > OLD:
        sys.stdout.write(f"NOT AUDITED as of today: the advisories are older than {OLD} days.\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
