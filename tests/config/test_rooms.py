"""No hidden arrows: what import-linter can't see, templates and strings, goes the same one way as the imports."""

import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest
from django.conf import settings

from intake.common import extension_points

pytestmark = pytest.mark.quick
ROOT = settings.BASE_DIR
# An app, and what it must not name.
ABOVE = {"scoring": ("intake", "draws", "config"), "intake": ("draws", "config"), "draws": ("config",)}
# Tags by which a template reaches for something: {% url "draws:list" %}, {% include "draws/x.html" %}
REACHING = re.compile(r"{%\s*(?:url|include|extends|load|static)\s[^%]*%}")


def templates_of(app: str) -> list[Path]:
    """The templates of an app's pages, its pages in the staff's tool included."""
    folders = (ROOT / "templates" / app, ROOT / "templates" / "admin" / app)
    return [path for folder in folders if folder.exists() for path in folder.rglob("*") if path.is_file()]


def tag_libraries(app: str) -> set[str]:
    """The names under which templates load an app's tags."""
    return {path.stem for path in (ROOT / app).glob("templatetags/*.py")} - {"__init__"}


def names_of(app: str) -> re.Pattern[str]:
    """How a template names something of an app."""
    libraries = "".join(rf"|\bload\b[^%]*\b{library}\b" for library in sorted(tag_libraries(app)))
    return re.compile(rf"""["']{app}[:/]|admin:{app}_{libraries}""")


@pytest.mark.parametrize(("app", "above"), [(app, above) for app, names in ABOVE.items() for above in names])
def test_templates_of_an_app_name_nothing_of_an_app_above_it(app, above):
    named = [
        f"{path.relative_to(ROOT)}: {tag}"
        for path in templates_of(app)
        for tag in REACHING.findall(path.read_text())
        if names_of(above).search(tag)
    ]
    assert named == []


def test_the_reading_of_templates_finds_an_upward_name():
    upward = ["{% url 'draws:list' %}", '{% include "draws/newest.html" %}', "{% load i18n rounds %}"]
    assert all(REACHING.fullmatch(tag) and names_of("draws").search(tag) for tag in upward)
    assert not names_of("draws").search("{% url 'intake:home' %}")


@pytest.mark.parametrize(("app", "above"), [(app, above) for app, names in ABOVE.items() for above in names])
def test_code_names_nothing_of_an_app_above_it_in_a_string(app, above):
    naming = re.compile(rf"""["']{above}[.:/][\w.:/]+["']""")
    files = [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    found = [f"{path.relative_to(ROOT)}: {name}" for path in files for name in naming.findall(path.read_text())]
    assert found == []


def find_cycle(*packages: str) -> list[str]:
    """Modules that import each other in a ring, imports inside functions and for types included; none: empty."""
    graph = grimp.build_graph(*packages, cache_dir=None)
    try:
        TopologicalSorter({one: graph.find_modules_directly_imported_by(one) for one in graph.modules}).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def test_no_module_leads_back_to_itself():
    assert find_cycle(*ABOVE, "config") == []


def test_a_ring_of_modules_is_found(tmp_path, monkeypatch):
    rooms = tmp_path / "ringed"
    rooms.mkdir()
    (rooms / "__init__.py").touch()
    (rooms / "one.py").write_text("from ringed import two\n")
    (rooms / "two.py").write_text("def later():\n    from ringed.one import x\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert set(find_cycle("ringed")) == {"ringed.one", "ringed.two"}


def test_an_extension_point_that_there_is_not_is_refused():
    with pytest.raises(KeyError):
        extension_points.fill("sidebar", str)
    with pytest.raises(KeyError):
        extension_points.render_point("sidebar")


@pytest.mark.parametrize("point", sorted(extension_points.POINTS))
def test_every_extension_point_is_filled(point):
    assert extension_points._fillers[point]
