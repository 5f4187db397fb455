"""How the house is cut: rooms, arrows between them, floors, modules, cycles and functions, app by app.

Run: `.venv/bin/python -m bench.house`, with the folder of another checkout to count that. A room is a package directly
inside an app, or a module that stands there alone; an arrow is one room that imports another; the floors are the
longest chain of arrows. Small modules are under 20 lines; lonely ones are imported by one other; those in a ring lead
back to themselves. Functions are measured in lines. Migrations are left out.
"""

import ast
import sys
from collections.abc import Iterable
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median

import grimp

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


def list_modules(folder: Path) -> list[Path]:
    """The modules in the folder of an app, migrations and empty files left out."""
    paths = (path for path in folder.rglob("*.py") if "migrations" not in path.parts)
    return [path for path in paths if path.read_text().strip()]


def count_lonely(modules: Iterable[str], graph: grimp.ImportGraph) -> int:
    """How many modules one other imports, and no more."""
    return sum(len(graph.find_modules_that_directly_import(module)) == 1 for module in modules)


def count_ringed(modules: Iterable[str], graph: grimp.ImportGraph) -> int:
    """How many modules lead back to themselves."""
    return sum(
        any(graph.chain_exists(one, module) for one in graph.find_modules_directly_imported_by(module))
        for module in modules
    )


def measure_functions(paths: list[Path]) -> list[int]:
    """The length of every function and method, in lines, decorators left out."""
    trees = (ast.parse(path.read_text()) for path in paths)
    functions = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return [(node.end_lineno or node.lineno) - node.lineno + 1 for node in functions]


def count_app(folder: Path, graph: grimp.ImportGraph) -> dict[str, int]:
    """What there is of an app, by the heads of the table."""
    rooms, paths = find_rooms(folder.name, graph), list_modules(folder)
    modules = [one for one in graph.modules if one.startswith(f"{folder.name}.") and ".migrations" not in one]
    lengths = measure_functions(paths)
    return {
        "rooms": len(rooms),
        "arrows": sum(map(len, rooms.values())),
        "floors": count_floors(rooms),
        "modules": len(paths),
        "small": sum(len(path.read_text().splitlines()) < SMALL for path in paths),
        "lonely": count_lonely(modules, graph),
        "in rings": count_ringed(modules, graph),
        "functions": len(lengths),
        "median": round(median(lengths)),
        "longest": max(lengths),
    }


def run(root: Path) -> None:
    """Print the counts of the checkout in a folder."""
    sys.path.insert(0, str(root))
    graph = grimp.build_graph(*APPS, cache_dir=None)
    counts = {app: count_app(root / app, graph) for app in APPS}
    sys.stdout.write(f"{'':8}{''.join(f'{head:>10}' for head in counts[APPS[0]])}\n")
    for app, numbers in counts.items():
        sys.stdout.write(f"{app:8}{''.join(f'{number:>10}' for number in numbers.values())}\n")


if __name__ == "__main__":
    run(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).resolve().parent.parent)
