"""How the house is cut: rooms, arrows between them, floors, small modules, cycles and functions, app by app.

Run: `.venv/bin/python -m bench.house`. A room is a package directly inside an app, or a module that stands there
alone; an arrow is one room that imports another; the floors are the longest chain of arrows. Migrations are left out.
"""

import ast
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median

import grimp

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "draws", "intake", "scoring")
SMALL = 20  # lines


def find_rooms(app: str, graph: grimp.ImportGraph) -> dict[str, set[str]]:
    """Room -> the rooms of the same app that it imports."""
    rooms: dict[str, set[str]] = {}
    for module in graph.modules:
        if not module.startswith(f"{app}.") or ".migrations" in module:
            continue
        room = module.split(".")[1]
        imported = {
            one.split(".")[1]
            for one in graph.find_modules_directly_imported_by(module)
            if one.startswith(f"{app}.") and ".migrations" not in one
        }
        rooms.setdefault(room, set()).update(imported - {room})
    return rooms


def count_floors(rooms: dict[str, set[str]]) -> int:
    """The longest chain of rooms of which each imports the next. Raises `CycleError` for a ring."""
    list(TopologicalSorter(rooms).static_order())

    @cache
    def height(room: str) -> int:
        return 1 + max((height(other) for other in rooms.get(room, ())), default=0)

    return max(map(height, rooms))


def list_modules(app: str) -> list[Path]:
    """Its modules, migrations and empty files left out."""
    paths = (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
    return [path for path in paths if path.read_text().strip()]


def measure_functions(paths: list[Path]) -> list[int]:
    """The length of every function and method, in lines, decorators left out."""
    trees = (ast.parse(path.read_text()) for path in paths)
    functions = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return [(node.end_lineno or node.lineno) - node.lineno + 1 for node in functions]


def run() -> None:
    """Print the counts."""
    graph = grimp.build_graph(*APPS, cache_dir=None)
    sys.stdout.write(
        f"{'':10}{'rooms':>7}{'arrows':>8}{'floors':>8}{'modules':>9}{'small':>7}{'functions':>11}{'median':>8}{'longest':>9}\n"
    )
    for app in APPS:
        rooms, paths = find_rooms(app, graph), list_modules(app)
        lengths = measure_functions(paths)
        arrows, small = sum(map(len, rooms.values())), sum(len(p.read_text().splitlines()) < SMALL for p in paths)
        sys.stdout.write(
            f"{app:10}{len(rooms):>7}{arrows:>8}{count_floors(rooms):>8}{len(paths):>9}{small:>7}"
            f"{len(lengths):>11}{median(lengths):>8.0f}{max(lengths):>9}\n"
        )


if __name__ == "__main__":
    run()
