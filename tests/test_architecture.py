"""The rooms of the house: who may import whom, and how large anything may grow."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from gongkai import _HOMES as HOMES
from gongkai.dataset.formats import declared as dataset_formats
from gongkai.readers import formats as source_formats
from imports import circles, imported, modules

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src" / "gongkai").rglob("*.py"))
LINES_OF_A_FILE = 320
LINES_OF_A_FUNCTION = 50
WORKER = "src/gongkai/bulk/worker.py"
TRIED_BY = {
    "agencies": ("agencies", "a name in a report, and who reports"),
    "asking": ("asking.server", "a call, and its answer"),
    "bulk": ("bulk.run", "sources, and the dataset that is made of them"),
    "checks": ("pipeline", "a report, and the checks in it"),
    "cli": ("cli", "a command line, and what it prints"),
    "dataset": ("dataset.writers", "a report, and the files of a dataset"),
    "drafting": ("drafting.draft", "a blank form, and the file that describes it"),
    "forms": ("forms.load", "a form's file, and what is said where it is wrong"),
    "grids": ("grids", "a document, and its tables as printed"),
    "issues": ("pipeline", "a report, and its issues"),
    "kinship": ("pipeline", "a report of another kind, and the keys of its sections"),
    "learning": ("learning.learn", "reports, and the form that is learned of them"),
    "outline": ("outline.outline", "a document, and its sections, title and year"),
    "pictures": ("pipeline", "a report that holds pictures, and its issues"),
    "printed": ("learning.learn", "a report on a form of open rows, and its cells"),
    "readers": ("readers", "a file, and its document"),
    "review": ("review.site", "a dataset, and the pages about it"),
    "show": ("show", "a report, and its drawing"),
    "trace": ("cli", "a file, and the stages that it leaves"),
}
"""Rooms whose modules may be tried together: by the module through which all of them are entered, and by what is given to it and what
comes out. In the other rooms every module has a test of its own.
"""


def nodes(path: Path) -> Iterator[ast.AST]:
    """Yield every node of a source file."""
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def name_of(path: Path) -> str:
    """Return a file's path from the repository's root."""
    return path.relative_to(ROOT).as_posix()


def test_the_rooms_import_only_what_they_may(capsys: pytest.CaptureFixture[str]):
    """The contracts of ``[tool.importlinter]`` in pyproject.toml hold."""
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_every_room_stands_under_a_contract():
    """A new package or module at the top of gongkai is given its place, or added here on purpose."""
    rooms = {path.relative_to(ROOT / "src").with_suffix("").parts[1] for path in SOURCES}
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.importlinter]")[2]
    assert {room for room in rooms if f'"gongkai.{room}"' not in contracts} <= {"__init__", "__main__"}


def test_no_modules_import_each_other():
    """A circle hides what stands on what. Only a report draws itself, and imports what draws it when it is asked to."""
    known = frozenset(modules())
    edges = {name: imported(path, known) - {name} for name, path in modules().items()}
    edges["gongkai.report"] -= {"gongkai.show"}
    assert circles(edges) == []


def test_a_type_name_is_one_thing_in_its_room():
    """Who reads a name in a room need not ask which one is meant; each reader is a room of its own."""
    homes: dict[tuple[str, str], list[str]] = {}
    for module, path in modules().items():
        parts = module.split(".")
        room = ".".join(parts[1:3] if parts[1:2] == ["readers"] else parts[1:2])
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                homes.setdefault((room, node.name), []).append(module)
    assert not {key: found for key, found in homes.items() if len(found) > 1}


def test_no_module_is_left_over():
    """Another module imports it, a declared format names it, or it is where gongkai is entered."""
    known = frozenset(modules())
    used = {name for module, path in modules().items() for name in imported(path, known) if name != module}
    declared = {one.module for one in (*source_formats.FORMATS, *dataset_formats.FORMATS)}
    entered = {"gongkai", "gongkai.__main__", "gongkai.readers.office", *(f"gongkai.{home}" for home in HOMES.values())}
    packages = {name.rpartition(".")[0] for name in known}
    left = known - used - declared - entered - packages
    assert {name for name in left if not name.startswith("gongkai.cli.")} == set()


def test_every_module_is_tried():
    """A test imports it, or the module through which its room is tried."""
    known = frozenset(modules())
    tried = {name for path in (ROOT / "tests").rglob("*.py") for name in imported(path, known)}
    packages = {name.rpartition(".")[0] for name in known} | {"gongkai.__main__"}
    alone = {name for name in known - tried - packages if name.split(".")[1] not in TRIED_BY}
    assert not alone, f"write a test that imports each of them, and says what it promises: {sorted(alone)}"
    assert {f"gongkai.{door}" for door, _ in TRIED_BY.values()} <= tried


def test_no_file_is_too_long():
    """A file of more than 320 lines does more than one thing."""
    counts = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert not {name: count for name, count in counts.items() if count > LINES_OF_A_FILE}


def test_no_function_is_too_long():
    """A function of more than 50 lines does more than one thing."""
    functions = (
        (f"{name_of(path)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert not {name: lines for name, lines in functions if lines > LINES_OF_A_FUNCTION}


def test_only_the_worker_catches_everything():
    """A defect costs its file in a long run, and is seen everywhere else."""
    broad = [
        name_of(path)
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler) and is_broad(node.type)
    ]
    assert broad == [WORKER]


def is_broad(caught: ast.expr | None) -> bool:
    """Whether an ``except`` catches every error there is."""
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    everything = ("Exception", "BaseException")
    return any(name is None or (isinstance(name, ast.Name) and name.id in everything) for name in names)


def is_number(value: ast.expr) -> bool:
    """Whether an expression is a number, or is made of numbers by one operation."""
    parts = [value.left, value.right] if isinstance(value, ast.BinOp) else [getattr(value, "operand", value)]
    return any(isinstance(part, ast.Constant) and type(part.value) in (int, float) for part in parts)


def unexplained(path: Path) -> Iterator[str]:
    """Yield the numbers at the top of a module beside which, above which or below which no word is said."""
    text = path.read_text(encoding="utf-8")
    lines, body = text.splitlines(), ast.parse(text).body
    for node, after in zip(body, [*body[1:], None], strict=True):
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None or not is_number(node.value):
            continue
        beside = any("#" in line for line in lines[node.lineno - 1 : node.end_lineno])
        below = (
            isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)
        )
        if not (beside or below or lines[node.lineno - 2].startswith("#")):
            yield f"{name_of(path)}:{node.lineno}: {lines[node.lineno - 1]}"


def test_every_number_says_what_it_is():
    """A threshold without a word is one that nobody dares to change: what is counted, or why it is so much."""
    assert not [where for path in SOURCES for where in unexplained(path)]
