"""A live site begins with no firm: the invented one is put in by the first start of `make run`, and by nothing else."""

import ast
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings as site
from django.contrib.auth.models import User
from django.utils import timezone

from intake.consultations.free_hours import list_free
from intake.models import AdviserCalendar, FirmLook, FirmOffice, FirmPerson, FirmService, FirmTestimonial, FirmText
from intake.models.consultations import MeetingWay

MODELS = (FirmLook, FirmOffice, FirmPerson, FirmService, FirmTestimonial, FirmText)
ROOMS = ("scoring", "intake", "draws", "config")


@pytest.fixture
def start(monkeypatch, tmp_path):
    """The first start's data, without the rounds and the sample clients."""
    # Imported late: where nothing is said of DEBUG it switches it on, also for all that this process starts.
    monkeypatch.setenv("DEBUG", "false")
    first_start = import_module("config.run.first_start")
    monkeypatch.setattr(first_start, "call_command", lambda *_given: None)
    monkeypatch.setattr(first_start, "PASSWORD_FILE", tmp_path / "staff-password")
    return first_start.load_data


def count_rows():
    return sum(model.objects.count() for model in MODELS)


@pytest.mark.django_db
@pytest.mark.one_database
def test_tables_that_were_just_made_hold_nothing_of_any_firm():
    assert count_rows() == 0


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize("debug", [False, True])
def test_only_a_site_for_looking_around_gets_the_example_firm(start, settings, debug):
    settings.DEBUG = debug
    start()
    assert User.objects.filter(is_staff=True).exists()
    assert bool(count_rows()) is debug


@pytest.mark.django_db
@pytest.mark.one_database
def test_the_example_office_is_closed_on_holidays_and_can_be_met_by_video(start):
    start()
    calendar = AdviserCalendar.objects.get()
    assert MeetingWay.VIDEO in calendar.ways
    calendar.full_clean()
    free = {timezone.localdate(at) for at in list_free(calendar, datetime(2026, 12, 20, 12, tzinfo=UTC))}
    assert date(2026, 12, 24) in free
    assert not free & {date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}


@pytest.mark.quick
def test_nothing_else_puts_it_in():
    naming = [
        str(path.relative_to(site.BASE_DIR))
        for room in ROOMS
        for path in sorted(Path(site.BASE_DIR, room).rglob("*.py"))
        if "intake.firm.example" in list_imports(path)
    ]
    assert naming == ["config/run/first_start.py"]
    started = [name for name in ("Dockerfile", "compose.yaml", "Procfile", "config/entrypoint.sh") if starts(name)]
    assert started == [], "what a live site runs does not begin with the first start"


def list_imports(path):
    """The modules that a module names."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {node.module for node in nodes if isinstance(node, ast.ImportFrom)} | {
        alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
    }


def starts(name):
    """Whether a file of a live site runs the first start."""
    return "first_start" in Path(site.BASE_DIR, name).read_text(encoding="utf-8")
