"""What ran where: every run leaves its counts in var/test-reports, `tests.summary` reads them."""

import json
import os
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from tests.running import figures
from tests.running.needs import OF_BROKER, needs_server, touches_database

REPORTS = Path(__file__).resolve().parent.parent.parent / "var" / "test-reports"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--quick`: only what needs no server. `--once`: on SQLite without what PostgreSQL runs as well."""
    parser.addoption("--quick", action="store_true", help="only the tests that need no database, broker or browser")
    parser.addoption("--once", action="store_true", help="leave to PostgreSQL what it runs, but for `each_database`")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what runs in a browser (tests/e2e) and what needs the broker."""
    if "e2e" in item.path.parts:
        item.add_marker("e2e")
    if OF_BROKER & set(getattr(item, "fixturenames", ())):
        item.add_marker("broker")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, what touches the database; nothing that is of the other database; what is quick with `--quick`."""
    if config.getoption("quick"):
        chosen = [item for item in items if not needs_server(item) and not item.get_closest_marker("thorough")]
    else:
        chosen = [item for item in items if runs_here(item, config.getoption("database"), config.getoption("once"))]
    kept = set(map(id, chosen))
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in kept])
    items[:] = chosen


def runs_here(item: pytest.Item, database: str, once: bool) -> bool:
    """Whether a test runs on this database; `once`: what runs on PostgreSQL does not run on SQLite too."""
    if find_only_database(item) not in (None, database):
        return False
    if database == "postgresql":
        return touches_database(item)
    alone = find_only_database(item) or not touches_database(item)
    return bool(not once or alone or item.get_closest_marker("each_database"))


def find_only_database(item: pytest.Item) -> str | None:
    """The one database that a test runs on, in a browser or by its mark; None where it runs on both."""
    mark = item.get_closest_marker("one_database")
    if mark:
        return mark.args[0] if mark.args else "sqlite"
    return "sqlite" if item.get_closest_marker("e2e") else None


def counts(reporter: pytest.TerminalReporter) -> Counter[str]:
    """How many passed and were skipped, and how many of those passed had a broker or a browser."""
    passed = reporter.stats.get("passed", [])
    return Counter(
        passed=len(passed),
        skipped=len(reporter.stats.get("skipped", [])),
        failed=len(reporter.stats.get("failed", [])) + len(reporter.stats.get("error", [])),
        broker=sum("broker" in report.keywords for report in passed),
        browser=sum("e2e" in report.keywords for report in passed),
    )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped test is a failure, unless the person said that something may be missing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if "PYTEST_XDIST_WORKER" in os.environ or reporter is None:
        return
    if reporter.stats.get("skipped") and os.environ.get("ALLOW_MISSING") != "1" and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say where this run took place, and keep its counts; one that only collects has none, and leaves the last ones."""
    if config.getoption("collectonly"):
        return
    ran = counts(terminalreporter)
    name = "quick" if config.getoption("quick") else config.getoption("database")
    found = figures.add_up(chain(*terminalreporter.stats.values()))
    if found:
        terminalreporter.write_line(figures.describe(found))
    terminalreporter.write_line(f"{name}: {ran['passed']} passed, {ran['broker']} of them with the broker")
    if ran["skipped"] and os.environ.get("ALLOW_MISSING") != "1":
        terminalreporter.write_line("A test was skipped, which counts as a failure; see -rs.", red=True)
    REPORTS.mkdir(parents=True, exist_ok=True)
    (REPORTS / f"{name}.json").write_text(json.dumps({**ran, figures.PROPERTY: found}))
