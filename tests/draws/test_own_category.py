"""A category that the tables do not know: staff paste its list, and it is matched by the same rule."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from draws import own_category
from draws.forms import CorrectionForm
from draws.matching import match, told
from draws.models import Alert, Draw, Fit
from draws.preview import Preview, emails
from intake import importing
from intake.models import Client
from intake.standings import rewrite
from scoring.apps import rulebook
from tests.draws.factories import ClientFactory, DrawFactory
from tests.draws.test_admin import record
from tests.running.environment import ROOT

pytestmark = pytest.mark.django_db
SAMPLES = ROOT / "intake" / "data" / "sample_clients.jsonl"


@pytest.fixture
def people():
    """The sample clients, who all agreed to alerts."""
    lines = enumerate(Path(SAMPLES).read_bytes().splitlines(), start=1)
    list(importing.import_clients(lines, timezone.localdate(), sample=True))
    Client.objects.update(alerts=True)


def draw_of(name, **facts):
    """A draw with the list of a known category, and the draw of that category itself."""
    table = rulebook().on(timezone.localdate())[f"categories/{name}"]
    place = Draw.Place.CANADA if table.values["where"] == "canada" else Draw.Place.ANYWHERE
    own = {"occupations": sorted(table.cells), "months": table.value("months"), "place": place}
    same = {"cutoff": 350, "held_on": timezone.localdate()} | facts
    return DrawFactory(stream="", name="A category of tomorrow", **own, **same), DrawFactory(stream=name, **same)


@pytest.mark.parametrize("name", ["healthcare", "stem", "trades", "education"])
def test_the_list_of_a_known_category_matches_the_same_people(people, name):
    pasted, known = draw_of(name)
    own_category.work_out(pasted)
    expected = sorted(told(known).values_list("client__email", "crs"))
    assert sorted(told(pasted).values_list("client__email", "crs")) == expected
    assert len(expected) > 0


def test_publishing_tells_those_whom_the_preview_named(people):
    pasted, _ = draw_of("healthcare")
    preview = emails(Preview(pasted).told)
    Draw.objects.filter(pk=pasted.pk).update(status="published")
    assert match(pasted.pk)
    assert sorted(Alert.objects.values_list("client__email", flat=True)) == preview != []


def test_everybody_is_in_exactly_one_place(people):
    preview = Preview(draw_of("healthcare")[0])
    placed = emails(preview.told) + [email for group in preview.not_told.values() for email in emails(group)]
    assert sorted(placed) == sorted(Client.objects.values_list("email", flat=True))


def test_what_is_known_is_not_worked_out_again_but_new_facts_are(people):
    pasted, _ = draw_of("healthcare")
    assert own_category.work_out(pasted) == Fit.objects.count() > 0
    assert own_category.work_out(pasted) == 0
    fitting = Fit.objects.filter(fits=True).first().client
    jobless = fitting.facts | {"jobs": []}
    Client.objects.filter(pk=fitting.pk).update(facts=jobless)
    rewrite([fitting.pk], timezone.localdate())
    before = Fit.objects.get(client=fitting)
    own_category.work_out(pasted)
    after = Fit.objects.get(client=fitting)
    standing = fitting.standings.held("general", pasted.held_on).exists()
    assert (before.fits, after.fits) == (True, not standing)


def test_facts_that_can_not_be_read_stop_nobody_else(people, caplog):
    pasted, _ = draw_of("healthcare")
    broken = ClientFactory(standing=600, standing__stream="general", facts={"nonsense": 1})
    own_category.work_out(pasted)
    assert not Fit.objects.get(client=broken).fits
    assert Fit.objects.filter(fits=True).exists()
    assert broken.email not in caplog.text


@pytest.mark.parametrize(("months", "hours"), [(6, 780), (12, 1560), (24, 3120)])
def test_months_are_that_part_of_a_years_hours(months, hours):
    draw = DrawFactory.build(stream="", occupations=["31301"], months=months, place="anywhere")
    assert own_category.list_of(draw).value("hours") == hours


def paste(client, **changes):
    return record(client, **{"stream": "", "name": "New category", "occupations": "", **changes})


def test_staff_paste_the_list_with_whatever_stands_between(admin_client):
    words = "31301 Registered nurses; 32101\n  21231, 31301"
    paste(admin_client, occupations=words, months="12", place="canada")
    draw = Draw.objects.get()
    assert (draw.occupations, draw.months, draw.place) == (["31301", "32101", "21231"], 12, "canada")
    assert (draw.stream, draw.who, draw.selects) == ("", "New category", True)
    assert "31301\n32101\n21231" in admin_client.get(f"/staff/draws/draw/{draw.pk}/change/").content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"occupations": "99999", "months": "6", "place": "canada"}, "Not in NOC 2021: 99999."),
        ({"occupations": "nurses", "months": "6", "place": "canada"}, "There is no five-digit NOC code"),
        ({"occupations": "31301", "place": "canada"}, "A list of occupations needs this."),
        ({"occupations": "31301", "months": "6"}, "A list of occupations needs this."),
        ({"occupations": "31301", "months": "6", "place": "canada", "stream": "stem"}, "Leave the stream empty"),
        ({}, "Choose the stream"),
    ],
)
def test_a_list_that_can_not_be_matched_is_refused(admin_client, changes, said):
    assert said in paste(admin_client, **changes).content.decode()
    assert not Draw.objects.exists()


def test_another_list_is_worked_out_anew(admin_client, people):
    pasted, _ = draw_of("healthcare")
    own_category.work_out(pasted)
    facts = {
        "number": pasted.number,
        "occupations": "21231",
        "months": "12",
        "place": "canada",
        "name": "New",
        "cutoff": "350",
    }
    facts |= {"held_on": pasted.held_on.isoformat(), "size": "1", "tie_break": "", "stream": ""}
    admin_client.post(f"/staff/draws/draw/{pasted.pk}/change/", facts)
    pasted.refresh_from_db()
    assert pasted.occupations == ["21231"]
    assert not Fit.objects.exists()


def test_a_correction_keeps_list_and_day():
    pasted = DrawFactory(stream="", occupations=["31301"], months=6, place="anywhere")
    facts = {"name": pasted.name, "held_on": pasted.held_on, "cutoff": 480, "size": 1, "tie_break": "", "stream": ""}
    assert CorrectionForm(facts, instance=pasted).is_valid()
    moved = facts | {"held_on": date.today() - timedelta(days=9)}  # noqa: DTZ011  any other day
    assert not CorrectionForm(moved, instance=Draw.objects.get()).is_valid()
