"""Parts of pages are worked out once, and not by way of the broker."""

from intake.common.cache import get_or_make


def test_what_is_kept_is_not_made_again():
    made = []

    def make():
        made.append(1)
        return "a page"

    assert [get_or_make("made-once", make), get_or_make("made-once", make)] == ["a page", "a page"]
    assert len(made) == 1


def test_it_needs_no_broker(broker):
    broker.kill()
    assert get_or_make("without-a-broker", lambda: "a page") == "a page"
