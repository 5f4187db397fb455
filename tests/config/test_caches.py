"""What a process remembers is found again by what it was made of, not by a number that may come to mean another row."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.quick
ROOMS = ("scoring", "intake", "draws", "config")
CACHES = {"cache", "lru_cache", "remember", "make_once"}
# What the arguments of a cache without a bound may be, and why they are few.
FEW = {"language": "those of the settings", "folder": "one, a setting", "one": "the unit groups of the NOC"}
# Outside of the rules: what is read of a file once a process, or is the import of a library, and is no code for speed.
READ_ONCE = {
    "config/languages.py _read_pages",
    "draws/feed/cutoff_extremes.py read_shipped_rounds",
    "draws/outbox/refusals.py read_refusals",
    "draws/rounds/corrected_days.py read_corrected_days",
    "draws/rounds/ircc_text.py read_tables",
    "draws/rounds/round_names.py read_pairs",
    "intake/clients/imports/fields.py find_fields",
    "intake/common/cards.py get_font",
    "intake/common/release.py find_release",
    "intake/consultations/times.py list_zones",
    "intake/consultations/times.py map_old_names",
    "intake/pdf/make_pdf.py load_weasyprint",
    "intake/questionnaire/choices.py read_countries",
    "intake/questionnaire/hints/noc_duties.py read_duties",
    "intake/questionnaire/hints/noc_duties.py read_statements",
}
# Code for speed that is no function which keeps its answers: a word of its name on the bench.
DOORS = {
    "config/form_renderer.py": "form_renderer",
    "draws/outbox/composer.py": "composer",
    "draws/outbox/prepared_update.py": "prepared_update",
    "intake/common/cache.py": "results",
    "intake/firm/look.py": "look",
    "intake/public/page_cache.py": "page_cache",
    "intake/questionnaire/page_cache.py": "page_cache",
    "intake/questionnaire/step.py": "SharedFields",
    "intake/result/database_cache.py": "database_cache",
    "intake/staff/changelists/list_pages.py": "KeyPaginator",
}
# "Buys 62 % of a question (`python -m bench.bought pages page_cache`)", perhaps over two lines.
BUYS = re.compile(r"[Bb]uys? (\d+) % of [^.`]+?\(`python -m bench\.bought (\w+) (\w+)`\)")
PIECE = re.compile(r'Piece\(\s*"([^"]+)"')
CACHE_TAG = re.compile(r"{% cache ")
FIFTH = 20
# Names of arguments that are the number of a row, and not what the row holds.
NUMBERS = {"pk", "id", "pks", "ids"}


def name(node: ast.expr) -> str:
    """The last part of a decorator's or an annotation's name."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def find_cached(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Functions whose results stay in the process."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and CACHES & {name(one) for one in node.decorator_list}:
            yield node


def find_numbers(function: ast.FunctionDef) -> list[str]:
    """The arguments that are numbers of rows."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [one.arg for one in arguments if one.arg in NUMBERS or one.arg.endswith(("_pk", "_id"))]


def read_modules() -> Iterator[tuple[str, ast.AST]]:
    """Every module of ours, by its path."""
    for room in ROOMS:
        for path in sorted(Path(settings.BASE_DIR, room).rglob("*.py")):
            yield str(path.relative_to(settings.BASE_DIR)), ast.parse(path.read_text(encoding="utf-8"))


def test_nothing_is_remembered_by_the_number_of_a_row():
    cached = [(path, one) for path, tree in read_modules() for one in find_cached(tree)]
    assert len(cached) > 50
    assert [(path, one.name, find_numbers(one)) for path, one in cached if find_numbers(one)] == []


@pytest.mark.parametrize(
    "written", ["@lru_cache(maxsize=4)\ndef load(pk, version): ...", "@functools.cache\ndef load(*, client_id): ..."]
)
def test_one_that_did_would_be_found(written):
    (function,) = find_cached(ast.parse(written))
    assert find_numbers(function)


def imports_cache(tree: ast.AST) -> bool:
    """Whether a module takes a cache of the standard library's own."""
    taken = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom) and one.module == "functools"]
    return any(name.name in {"cache", "lru_cache"} for one in taken for name in one.names)


def test_the_rules_remember_through_one_door():
    found = [path for path, tree in read_modules() if path.startswith("scoring/") and imports_cache(tree)]
    assert found == ["scoring/memory.py"]


def list_remembering() -> Iterator[tuple[str, str]]:
    """Each function outside of the rules that keeps its answers: where it is, and its docstring."""
    for path, tree in read_modules():
        for function in find_cached(tree) if not path.startswith("scoring/") else ():
            yield f"{path} {function.name}", ast.get_docstring(function) or ""


def list_pieces() -> set[tuple[str, str]]:
    """The kind of each piece that `bench.bought` weighs, and its name."""
    paths = Path(settings.BASE_DIR, "bench").glob("bought_*.py")
    found = [(path.stem.removeprefix("bought_"), PIECE.findall(path.read_text())) for path in paths]
    return {(kind, name) for kind, names in found for name in names}


def is_weighed(text: str) -> bool:
    """Whether a docstring or a comment says what its code buys, a fifth at least, by a piece that is on the bench."""
    said = BUYS.findall(" ".join(text.split()))
    return bool(said) and all(
        int(part) >= FIFTH and any(kind == of and word in name for of, name in list_pieces())
        for part, kind, word in said
    )


def test_what_keeps_its_answers_outside_the_rules_reads_a_file_or_says_what_it_buys():
    found = dict(list_remembering())
    assert set(found) >= READ_ONCE
    assert [where for where, text in found.items() if where not in READ_ONCE and not is_weighed(text)] == []


def test_every_other_code_for_speed_says_what_it_buys():
    texts = {path: Path(settings.BASE_DIR, path).read_text() for path in DOORS}
    assert [path for path, text in texts.items() if not is_weighed(text)] == []
    names = {path: {word for _part, _kind, word in BUYS.findall(" ".join(texts[path].split()))} for path in DOORS}
    assert [path for path, word in DOORS.items() if word not in names[path]] == []


def test_every_door_to_a_cache_is_named():
    """`caches` opens one, and what is kept there for a while and not counted is there for speed."""
    opened = {path for path, tree in read_modules() if imports_caches(tree)}
    assert opened <= set(DOORS)


def imports_caches(tree: ast.AST) -> bool:
    """Whether a module takes one of Django's caches by its name; the one without a name counts, and keeps no page."""
    taken = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom) and one.module == "django.core.cache"]
    return any(name.name == "caches" for one in taken for name in one.names)


def test_parts_of_templates_that_are_kept_say_what_they_buy():
    texts = [path.read_text() for path in Path(settings.BASE_DIR, "templates").rglob("*.html")]
    kept = [text for text in texts if CACHE_TAG.search(text)]
    assert kept
    assert [text[:200] for text in kept if not is_weighed(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "A page, kept.",
        "Buys 19 % of a result (`python -m bench.bought pages database_cache`).",
        "Buys 60 % of a result (`python -m bench.bought pages nothing_there`).",
        "Buys 60 % of a result (`python -m bench.bought desk database_cache`).",
    ],
)
def test_code_that_says_nothing_too_little_or_names_no_piece_would_be_found(text):
    assert not is_weighed(text)
    assert is_weighed("Buys 60 % of a result seen\n    again (`python -m bench.bought pages database_cache`).")


def is_unbounded(function: ast.FunctionDef) -> bool:
    """Whether nothing is ever forgotten: `@cache`, or `@lru_cache(None)`."""
    decorators = [one for one in function.decorator_list if name(one) in CACHES]
    return any(name(one) == "cache" or "None" in ast.unparse(one) for one in decorators)


def list_arguments(function: ast.FunctionDef) -> set[str]:
    """The names of its arguments."""
    return {one.arg for one in [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]}


def test_what_is_never_forgotten_depends_on_nothing_that_visitors_choose():
    unbounded = [(path, one) for path, tree in read_modules() for one in find_cached(tree) if is_unbounded(one)]
    assert len(unbounded) > 10
    chosen = {f"{path} {one.name}": list_arguments(one) - set(FEW) for path, one in unbounded}
    assert {where: names for where, names in chosen.items() if names} == {}


@pytest.mark.parametrize("written", ["@cache\ndef f(text): ...", "@lru_cache(maxsize=None)\ndef f(text): ..."])
def test_one_that_grew_without_end_would_be_found(written):
    (function,) = find_cached(ast.parse(written))
    assert is_unbounded(function)
    assert list_arguments(function) - set(FEW) == {"text"}
