"""The tests as they are dealt among testers: each once, modules whole, every tester with some of each kind."""

import pytest

from tests.running.dealing import deal

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
