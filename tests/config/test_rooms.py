"""Rooms: which way imports, templates and strings go, and that each says what it imports.

No hidden arrows: what import-linter can't see goes the same one way as the imports. What a room's docstring says that
it may import is what it does import, no less and no more (record 0184).
"""

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

from intake.common import extension_points
from tests.config.test_docstrings import PRODUCT
from tests.running.environment import ROOT

pytestmark = pytest.mark.quick
# An app, and what it must not name.
ABOVE = {"scoring": ("intake", "draws", "config"), "intake": ("draws", "config"), "draws": ("config",)}
# Tags by which a template reaches for something: {% url "draws:list" %}, {% include "draws/x.html" %}
REACHING = re.compile(r"{%\s*(?:url|include|extends|load|static)\s[^%]*%}")
NOTHING = "May import nothing of ours."
# A paragraph of its own in a room's docstring.
SENTENCE = re.compile(r"^May import ((?:`[\w.]+`(?:,| and)? *)+)\.$")
# Modules beside the rooms that are floors of their own in import-linter's contracts; elsewhere they are "the app".
NAMED_ALONE = ("draws", "intake")
# No rooms: nobody imports them, and Django decides what is in them.
OUTSIDE = {"migrations", "management"}


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
    # A name with what it belongs to ("draws:list"), the admin's ("admin:draws_…"), or alone.
    naming = re.compile(rf"""["'](?:admin:)?{above}(?:[.:/_][\w.:/]+)?["']""")
    files = [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    found = [f"{path.relative_to(ROOT)}: {name}" for path in files for name in naming.findall(path.read_text())]
    assert found == []


def list_fragments() -> set[str]:
    """Modules under twenty lines that one other module imports: their place is in that one."""
    graph = grimp.build_graph(*ABOVE, "config", cache_dir=None)
    lonely = {one for one in graph.modules if len(graph.find_modules_that_directly_import(one)) == 1}
    paths = {one: ROOT / f"{one.replace('.', '/')}.py" for one in lonely if ".migrations." not in one}
    return {one for one, path in paths.items() if path.exists() and len(path.read_text().splitlines()) < 20}


def test_no_module_is_a_fragment_of_the_one_that_uses_it():
    assert list_fragments() == set()


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


def list_rooms() -> list[str]:
    """The packages of the four apps by their dotted names, the apps themselves included."""
    folders = (path.parent.relative_to(ROOT) for app in PRODUCT for path in (ROOT / app).rglob("__init__.py"))
    return sorted(".".join(folder.parts) for folder in folders if not OUTSIDE.intersection(folder.parts))


def read_docstring(room: str) -> str:
    """What a room says of itself."""
    return ast.get_docstring(ast.parse(ROOT.joinpath(*room.split("."), "__init__.py").read_text())) or ""


def read_allowed(docstring: str) -> set[str] | None:
    """The names that a docstring says may be imported; None where it says nothing, or not in this form."""
    paragraphs = [" ".join(part.split()) for part in docstring.split("\n\n")]
    if NOTHING in paragraphs:
        return set()
    sentences = [found for part in paragraphs if (found := SENTENCE.match(part))]
    return set(re.findall(r"`([\w.]+)`", sentences[0][1])) if len(sentences) == 1 else None


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    """What each room imports: rooms of its app by name, other apps as a whole; an app: what any of its rooms does."""
    rooms, graph = list_rooms(), grimp.build_graph(*PRODUCT, cache_dir=None)
    found: dict[str, set[str]] = {room: set() for room in rooms}
    for module in graph.modules:
        if OUTSIDE.intersection(module.split(".")):
            continue
        app, own = module.partition(".")[0], find_room(module, rooms)
        for other in graph.find_modules_directly_imported_by(module):
            top = other.partition(".")[0]
            if top != app:
                found[app].add(top)
            if own != app:
                found[own].add(name_import(own, other, rooms))
    return {room: names - {room} for room, names in found.items()}


def find_room(module: str, rooms: list[str]) -> str:
    """The room in which a module stands."""
    while module not in rooms:
        module = module.rpartition(".")[0]
    return module


def name_import(own: str, module: str, rooms: list[str]) -> str:
    """The name under which a room says that it imports a module."""
    app, room = module.partition(".")[0], find_room(module, rooms)
    if not own.startswith(f"{app}."):
        return app
    if room == app:
        return module if app in NAMED_ALONE else app
    # A room within a room is named by its neighbours alone; to the others it is a part of the room that it stands in.
    top = ".".join(room.split(".")[:2])
    return room if f"{own}.".startswith(f"{top}.") else top


@pytest.mark.parametrize("room", list_rooms())
def test_a_room_says_what_it_imports(room, imports):
    assert read_allowed(read_docstring(room)) == imports[room]


@pytest.mark.parametrize(
    ("docstring", "names"),
    [
        (
            "A room.\n\nMay import `draws.models`,\n`draws.outbox` and `intake`.",
            {"draws.models", "draws.outbox", "intake"},
        ),
        ("A room.\n\nMay import nothing of ours.", set()),
        ("A room.\n\nMay import `draws.models` and below.", None),
        ("A room that may import `draws.models`.", None),
    ],
)
def test_only_the_one_form_is_read(docstring, names):
    assert read_allowed(docstring) == names
