"""What the sheet of the PDF and the e-mails say of some twenty profiles, against the assessment of the day.

The sheet is read as it goes to the maker of PDFs, the e-mails as they leave.
"""

import re
import tomllib
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from html import unescape
from pathlib import Path

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import override
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings

from draws.matching import matcher
from draws.models import Alert, RuleChange
from draws.outbox.composer import Composer
from draws.reminders.messages import ExpiryReminder
from draws.rule_changes import client_effects
from draws.rule_changes.messages import RuleNews
from intake.assessments.find import score_facts
from intake.clients.standings import write_standings
from intake.expiry import expiries
from intake.models import Assessment
from intake.result import page_context
from intake.result.headline_score import find_headline
from scoring.days import years_after
from scoring.profile import decode
from scoring.timeline import timeline, two_years_from
from scoring.words import FACTOR_TITLES, GRID_TITLES, REQUIREMENT_TITLES, SECTION_NAMES
from tests.draws.factories import ClientFactory, PublishedDrawFactory
from tests.scoring.making import assess, book
from tests.scoring.strategies import profiles
from tests.scoring.test_sentences import check_requirements, check_rows

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TODAY = date(2026, 10, 5)
WEEK = timedelta(days=7)
CASES = Path(__file__).parent.parent / "scoring" / "cases" / "public_cases.toml"
CUTOFFS = {"general": 500, "cec": 213, "fsw": 439, "fst": 100, "pnp": 740, "trades": 300}
STATES = {True: "met", False: "not met", None: "not known"}


def make_random() -> list[dict]:
    """Eight random profiles, the same ones every time."""
    found = []

    @hypothesis_settings(
        max_examples=8,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(facts=profiles)
    def collect(facts):
        found.append(facts)

    collect()
    return found


def list_cases() -> list[dict]:
    """The golden cases of public questions in which a program is met, which random profiles seldom meet."""
    cases = tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]
    return [case["profile"] for case in cases if case.get("eligible") and case["on"] == TODAY]


@cache
def list_people() -> list[dict]:
    """Both; made when the first test asks, so that collecting tests costs nothing."""
    return make_random() + list_cases()


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 10, 5, 17, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def rounds():
    """A published round of yesterday for some streams."""
    return [
        PublishedDrawFactory(stream=stream, cutoff=cutoff, matched_at=None, held_on=TODAY - timedelta(days=1))
        for stream, cutoff in CUTOFFS.items()
    ]


def words(html: str) -> str:
    """The words of some HTML, in one line."""
    return " ".join(unescape(strip_tags(html.replace("<br>", " "))).split())


def render_sheet(facts: dict) -> tuple[str, dict]:
    """The HTML of the sheet, and the context of the page that it is made of."""
    row = Assessment(facts=facts, result=score_facts(facts, TODAY), crs=0, on=TODAY, edition=TODAY, reference="ABCD")
    parts = page_context.render_parts(row)
    return render_to_string("intake/paper/result.html", {"assessment": row, "language": "en", **parts}), parts


def cut(html: str, begin: str, end: str) -> str:
    """One chapter of the sheet."""
    return html.partition(f'id="{begin}"')[2].partition(f'id="{end}"')[0]


def rows(html: str, columns: int, heading: str) -> list[list[str]]:
    """The rows of its tables of this many columns, cell by cell, without the headings."""
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    split = [[words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in found]
    return [row for row in split if len(row) == columns and row[-1] != heading]


def check_points(html, found):
    """Every row with its sentence and its points, and sections that are their sums."""
    said = rows(html, 2, heading="Points")
    assert len(said) == len(found.crs.factors)
    for row in found.crs.factors:
        points = f"{row.points} of {row.maximum}" if row.maximum else str(row.points)
        start = words(f"{FACTOR_TITLES[row.code]} {row.because}")
        assert any(head.startswith(start) and cell == points for head, cell in said), start
    for code, title in SECTION_NAMES.items():
        assert re.search(rf"{title}: {getattr(found.crs, code)} points?\b", words(html)), title


def check_options(html, headline):
    """Each option gives what it says it gives, to the figure that leads."""
    for what, more, score in rows(html, 3, heading="Score"):
        assert headline.crs + int(more) == int(score.replace(",", "")), what


def check_outcomes(html, found):
    """Every requirement with its state and its sentence; a grid that adds up to what the sentence says."""
    said = [words(row) for row in re.findall(r"<li>\s*<strong>(.*?)</li>", html, re.DOTALL)]
    outcomes = [*found.programs.values(), *found.categories.values()]
    for row in (row for outcome in outcomes for row in outcome.requirements):
        start = words(f"{REQUIREMENT_TITLES[row.code]}: {STATES[row.met]} {row.because}")
        assert any(sentence.startswith(start) for sentence in said), start
    grid = dict(rows(html, 2, heading="Points"))
    assert grid == {str(GRID_TITLES[code]): str(points) for code, points in found.programs["fsw"].grid.items()}
    total = int(grid.pop("Total"))
    assert sum(map(int, grid.values())) == total
    assert f"{total} of 100 points; 67 needed" in words(html)


def check_calendar(html, headline):
    """Each change begins where the one before ended, and the table is the timeline of the figure that leads."""
    heads = " ".join(words(head) for head in re.findall(r"<h3>(.*?)</h3>", html, re.DOTALL))
    heads = re.sub(r"(?<=\d),(?=\d{3}\b)", "", heads)
    last = headline.crs
    for before, after in re.findall(r"(?:from (\d+) to|still) (\d+) points", heads):
        assert int(before or after) == last, heads
        last = int(after)
    found = headline.basis
    periods = timeline(found.profile, found.on, two_years_from(found.on), book())
    if headline.estimate:
        # What is only supposed of today does not end in two years.
        periods = [one for one in periods if one.since < years_after(found.on, 2)]
    ahead = [[date_format(one.since, "DATE_FORMAT"), str(one.crs)] for one in periods]
    said = [[day, crs.replace(",", "")] for day, crs, _streams in rows(html, 3, heading="Rounds")]
    assert said == ahead


def check_distances(html) -> int:
    """Points above or below a cut-off are the difference from the score that leads. How many were said."""
    leading = int(words(re.search(r'class="total">(.*?)<', html)[1]).replace(",", ""))
    head = words(html.split('class="folded"')[0])
    said = re.findall(r"(\d+) points? (above|below) (?:the last cut-off[^0-9]*)?(\d+)", head)
    for points, side, cutoff in said:
        assert leading - int(cutoff) == int(points) * (1 if side == "above" else -1), head
    for reached, short in re.findall(r"What comes nearest \((\d+), still (\d+) points? short", head):
        assert int(reached) + int(short) in CUTOFFS.values(), head
    return len(said)


def check_couple(html) -> int:
    """The sections of each order add up to its score. How many orders there are."""
    orders = rows(html, 2, heading="Score")
    for head, total in orders:
        sections = re.search(r"Core (\d+), partner (\d+), transferability (\d+), additional (\d+)\.", head)
        assert sum(map(int, sections.groups())) == int(total.removesuffix(" or more").replace(",", "")), head
    return len(orders)


@pytest.mark.usefixtures("rounds")
def test_the_sheet_says_what_was_worked_out():
    distances = orders = 0
    for facts in list_people():
        found = assess(decode(facts), TODAY)
        check_rows(found)
        check_requirements(found)
        html, parts = render_sheet(facts)
        headline = find_headline(found)
        assert (parts["leading"], parts["estimated"]) == (headline.crs, headline.estimate is not None)
        check_points(cut(html, "points", "ladder"), found)
        check_options(cut(html, "ladder", "programs"), headline)
        check_outcomes(cut(html, "programs", "where"), found)
        check_calendar(cut(html, "calendar", "couple"), headline)
        orders += check_couple(cut(html, "couple", "no such place"))
        distances += check_distances(html)
    assert distances > len(list_people())
    assert orders


@pytest.mark.usefixtures("rounds")
def test_the_french_sheet_has_the_same_numbers():
    people = list_people()[::6]
    assert people
    for facts in people:
        english, french = (read_numbers(facts, language) for language in ("en", "fr"))
        assert french == english


def read_numbers(facts: dict, language: str) -> list[str]:
    """Every number of the sheet in a language, sorted; without the charts, whose labels need more room in French."""
    with override(language):
        html = render_sheet(facts)[0].partition("<h1>")[2]
    text = unescape(re.sub(r"<svg.*?</svg>|<[^>]*>", " ", html, flags=re.DOTALL))
    grouped = re.sub(r"(?<=\d)[,\u00a0\u202f](?=\d{3}\b)", "", text)
    return sorted(one.replace(",", ".") for one in re.findall(r"\d+(?:[.,]\d+)*", grouped))


def compose(row) -> str:
    """The text of a message, in one line."""
    return " ".join(Composer().compose(row).body.split())


def make_client(facts: dict):
    """Somebody with these facts, who agreed to every kind of message."""
    client = ClientFactory(facts=facts, language="en")
    write_standings(client, TODAY)
    return client


def test_an_alert_goes_to_who_reached_the_cutoff_and_says_so(rounds):
    clients = {make_client(facts).pk: facts for facts in list_people()}
    told = set()
    for draw in rounds:
        assert matcher.match(draw.pk)
        for alert in Alert.objects.filter(draw=draw).select_related("draw", "client"):
            found, text = assess(decode(clients[alert.client_id]), draw.held_on), compose(alert)
            told.add((draw.stream, alert.client_id))
            assert f"Your score on that day was {found.crs.total}." in text
            assert f"CRS cut-off: {draw.cutoff} " in text
            assert f"Who was invited: {draw.who} " in text
            above = f"It is above the cut-off of {draw.cutoff}." in text
            assert above == (found.crs.total > draw.cutoff)
            assert above or f"It is equal to the cut-off of {draw.cutoff}" in text
    assert told == {
        (draw.stream, pk)
        for draw in rounds
        for pk, facts in clients.items()
        for found in [assess(decode(facts), draw.held_on)]
        if draw.stream in found.streams and found.crs.total >= draw.cutoff
    }
    assert {"cec", "fsw"} <= {stream for stream, _pk in told}


def test_a_reminder_says_what_a_lapse_does_to_the_score():
    compared = 0
    for facts in list_people():
        client, profile = ClientFactory(facts=facts), decode(facts)
        for ending in expiries.find_in_answers(client, TODAY, 700):
            (row,) = [row for row in find_reminders(client, ending) if row.facts["ends"] == str(ending.lapse.ends)][:1]
            row.save()
            ends = ending.lapse.ends
            with time_machine.travel(datetime.combine(ends - WEEK, time(16), UTC)):
                text = compose(row)
            before, after = (assess(profile, day).crs.total for day in (ends - timedelta(days=1), ends))
            day = date_format(ends, "DATE_FORMAT")
            changed = f"your score goes from {before} to {after} on {day}."
            assert (changed if before != after else f"your score stays {after} on {day}.") in text
            compared += before != after
    assert compared > 5


def find_reminders(client, ending):
    """The reminders of a week before."""
    return list(ExpiryReminder.find_due(client, ending.lapse.ends - WEEK))


# Of a limit it says what is above it: that is not counted.
STILL_ABOVE = r"(\d+) points? above it (?:is|are) not counted now(?:, (\d+) before)?"
ABOVE_NO_MORE = r"nothing is above it now; (\d+) points?"


def test_the_news_of_rules_adds_up():
    change, moved = RuleChange(edition=date(2025, 3, 25), on=date(2025, 3, 25)), 0
    rules = client_effects.load_rules_compared(change)
    for facts in (facts for facts in list_people() if facts["date_of_birth"] < "2025"):
        effect = client_effects.build_effect(change, rules, ClientFactory(facts=facts).pk, decode(facts))
        row = RuleNews.build_row(effect, due_at=datetime(2026, 10, 5, tzinfo=UTC))
        row.save()
        text = compose(row)
        said = re.search(
            r"your score on March 25, 2025 (?:is (\d+); by the rules before it would have been (\d+)|stays (\d+))", text
        )
        after, before = (said[3], said[3]) if said[3] else (said[1], said[2])
        assert int(after) == assess(decode(facts), change.on).crs.total
        steps = re.findall(r": (-?\d+) points? before, (-?\d+) now", text)
        steps += [(-int(was or 0), -int(now)) for now, was in re.findall(STILL_ABOVE, text)]
        steps += [(-int(was), 0) for was in re.findall(ABOVE_NO_MORE, text)]
        assert int(before) + sum(int(now) - int(was) for was, now in steps) == int(after)
        moved += before != after
    assert moved
