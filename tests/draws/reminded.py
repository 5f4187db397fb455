"""Clients of whom something ends, seen from one day."""

from datetime import UTC, date, datetime, timedelta

from intake.models import DatedItem
from scoring.apps import scoring_config
from scoring.rulebook import load
from scoring.table_files import TableText
from tests.draws.factories import ClientFactory

TODAY = date(2026, 12, 1)


NOON = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)


TEST = {"test": "ielts_general", "listening": 8, "reading": 7, "writing": 7, "speaking": 7}


BACHELOR = {"level": "bachelors", "country": "IN", "awarded_on": "2015-06-01"}


NINETY_DAYS = """
[[table]]
effective = 2026-06-01
cite = "Invented for a test"
url = "https://example.org/invented"
verified_on = 2026-05-01
columns = ["days"]
rows = [["application", 90]]
"""


def use_ninety_days(monkeypatch):
    """Let the rules in use have an edition under which an invitation of this summer or later gives 90 days."""
    rules = load(released=[TableText("invitation/deadlines", NINETY_DAYS, "deadlines.toml")])
    monkeypatch.setattr(scoring_config(), "provider", lambda: rules)


def ago(days):
    return TODAY - timedelta(days=days)


def invited(days, **values):
    """A client who was invited that many days ago."""
    return ClientFactory(stage="invited", invited_on=ago(days), **values)


def years_before(years, day):
    return day.replace(year=day.year - years)


def with_facts(**facts):
    """A client with these facts."""
    single = {"date_of_birth": "1990-05-05", "marital_status": "never_married"}
    return ClientFactory(facts=single | facts)


def test_taken(left):
    """A test that counts for that many days more."""
    return TEST | {"taken_on": str(years_before(2, TODAY + timedelta(days=left)))}


test_taken.__test__ = False


def passport(left, **values):
    """A passport that is valid for that many days more, and its client."""
    client = values.pop("client", None) or ClientFactory()
    DatedItem.objects.create(
        **{"client": client, "kind": "passport", "name": "IN", "expires_on": TODAY + timedelta(days=left - 1)} | values
    )
    return client
