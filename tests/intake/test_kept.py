"""Parts of pages are worked out once, and not by way of the broker."""

from intake.common.cache import kept, print_of
from scoring.apps import rulebook
from scoring.rulebook import Rulebook


def test_what_is_kept_is_not_made_again():
    made = []

    def make():
        made.append(1)
        return "a page"

    assert [kept("made-once", make), kept("made-once", make)] == ["a page", "a page"]
    assert len(made) == 1


def test_it_needs_no_broker(broker):
    broker.kill()
    assert kept("without-a-broker", lambda: "a page") == "a page"


def test_other_tables_give_another_print():
    book = rulebook()
    fewer = Rulebook({name: tables[:1] for name, tables in book.editions.items()})
    assert print_of(book) != print_of(fewer)
