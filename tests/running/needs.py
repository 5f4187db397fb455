"""Which servers a test needs, read from its marks, its fixtures and its place."""

import pytest

OF_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}
OF_BROKER = {"broker", "stopped_worker_process", "celery_worker_process"}


def touches_database(item: pytest.Item) -> bool:
    """Whether a test asks for the database, by mark or by fixture."""
    return bool(item.get_closest_marker("django_db") or OF_DATABASE & set(getattr(item, "fixturenames", ())))


def needs_server(item: pytest.Item) -> bool:
    """Whether a test may use the database, the broker, the cache or a browser: all but those of the rules alone.

    Pages without a database may use the cache, so a folder says it: `tests/scoring` and what is marked `quick`.
    """
    alone = "scoring" in item.path.parts or item.get_closest_marker("quick")
    return not alone or touches_database(item) or bool(OF_BROKER & set(getattr(item, "fixturenames", ())))
