"""The tests as they are dealt among testers, each once, modules whole, and among the databases."""

import pytest

from tests.running.dealing import deal
from tests.running.report import runs_here

pytestmark = pytest.mark.quick
DESK, PAGES, BROWSER, LETTERS, RULES, TITLES = (
    [f"{name}{number}" for number in range(many)]
    for name, many in (("desk", 5), ("pages", 4), ("browser", 2), ("letters", 3), ("rules", 6), ("titles", 6))
)


def test_each_tester_begins_with_the_database_has_a_share_of_what_commits_and_ends_with_the_rules():
    dealt = deal([[DESK, PAGES], [BROWSER, LETTERS], [RULES, TITLES]], 2)
    assert dealt == [*DESK, *BROWSER, *RULES, *PAGES, *LETTERS, *TITLES]


def test_no_test_is_lost_where_there_are_more_testers_than_modules():
    assert deal([[DESK, PAGES]], 3) == [*DESK, *PAGES]


class Collected:
    """A test as pytest collected it, with what is asked of it here."""

    def __init__(self, *marks: pytest.MarkDecorator) -> None:
        self.marks = {mark.name: mark.mark for mark in marks}
        self.fixturenames: list[str] = []

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        """The mark of this name, if it has it."""
        return self.marks.get(name)


@pytest.mark.parametrize(
    ("marks", "where"),
    [
        pytest.param([], ["sqlite"], id="the rules"),
        pytest.param([pytest.mark.django_db], ["postgresql"], id="the database"),
        pytest.param(
            [pytest.mark.django_db, pytest.mark.each_database], ["sqlite", "postgresql"], id="locks and races"
        ),
        pytest.param([pytest.mark.django_db, pytest.mark.one_database], ["sqlite"], id="HTML"),
        pytest.param([pytest.mark.django_db, pytest.mark.one_database("postgresql")], ["postgresql"], id="refusals"),
        pytest.param([pytest.mark.django_db, pytest.mark.e2e], ["sqlite"], id="a browser"),
    ],
)
def test_each_test_runs_on_a_database_and_twice_only_where_that_makes_a_difference(marks, where):
    assert [
        database for database in ("sqlite", "postgresql") if runs_here(Collected(*marks), database, once=True)
    ] == where
    assert runs_here(Collected(*marks), "sqlite", once=False) is (where != ["postgresql"] or len(marks) == 1)
