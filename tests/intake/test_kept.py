"""Parts of pages are worked out once; the cache is never needed."""

from intake.kept import kept


def test_what_is_kept_is_not_made_again():
    made = []

    def make():
        made.append(1)
        return "a page"

    assert [kept("a-key", make), kept("a-key", make)] == ["a page", "a page"]
    assert len(made) == 1


def test_without_the_cache_it_is_made_each_time(broker):
    broker.kill()
    assert [kept("a-key", lambda: "a page") for _ in range(2)] == ["a page", "a page"]
