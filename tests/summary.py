"""The end of `make test`: one list of what ran where; a part that ran nothing fails loudly."""

import json
import os
import sys

from tests.running.report import REPORTS


def passed() -> dict[str, int]:
    """How many tests passed in each part."""
    ran = {name: json.loads((REPORTS / f"{name}.json").read_text()) for name in ("sqlite", "postgresql")}
    return {
        "SQLite": ran["sqlite"]["passed"],
        "PostgreSQL": ran["postgresql"]["passed"],
        "broker": ran["sqlite"]["broker"] + ran["postgresql"]["broker"],
        "browser": ran["sqlite"]["browser"],
    }


def main() -> int:
    """Write the list; 1 where a part ran nothing."""
    parts = passed()
    sys.stdout.write("\nWhat ran where:\n")
    sys.stdout.writelines(f"  {name:<12}{number:>6} passed\n" for name, number in parts.items())
    empty = [name for name, number in parts.items() if not number]
    if empty and os.environ.get("ALLOW_MISSING") != "1":
        sys.stdout.write(f"NOTHING RAN: {', '.join(empty)}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
