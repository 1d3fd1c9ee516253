"""Finds the sentences for people in the source: what errors are raised with and issues are made of."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).parent.parent.parent / "src" / "gongkai"
HOLE = "◇"
"""Stands for a value that is known only when the sentence is said."""
_KINDS = frozenset(
    (
        *("EmptySource", "UnknownFormat", "DamagedSource", "EncryptedSource", "UnsupportedFormat", "MissingProgram"),
        *("SourceError", "NotAReport", "FormError", "UsageError", "MachineError", "Issue"),
    )
)
_LAST = frozenset(("Failure", "_failure"))
_MOST = 16  # readings of one sentence that has branches
_DEEPEST = 6  # names that stand for names; none does so deeper


class Sentence(Struct, frozen=True):
    """A sentence as it may be said, holes for its values, and where it stands."""

    where: str
    text: str


def sentences() -> Iterator[Sentence]:
    """Yield every sentence once for each of its branches."""
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known = dict(_assigned(tree.body)) | _imported(tree)
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        seen: set[int] = set()
        for function in reversed(functions):  # an inner function knows more of its names than the one around it
            scope = known | dict(_assigned(list(ast.walk(function))))
            calls = _calls(function, reasons="tables" in path.parts)
            for call in (each for each in calls if id(each) not in seen):
                seen.add(id(call))
                for text in _texts(call, scope):
                    yield Sentence(f"{path.relative_to(ROOT)}:{call.lineno}", text)
            if path.parent.name == "forms":
                yield from _problems(function, scope, str(path.relative_to(ROOT)), seen)


def _problems(
    function: ast.FunctionDef, scope: dict[str, list[ast.expr]], file: str, seen: set[int]
) -> Iterator[Sentence]:
    """Yield what is said of form files: the second of a pair of place and words that is given or returned."""
    for each in (
        each for each in ast.walk(function) if isinstance(each, ast.Yield | ast.Return) and id(each) not in seen
    ):
        seen.add(id(each))
        if isinstance(each.value, ast.Tuple) and len(each.value.elts) == 2:
            for text in readings(each.value.elts[1], scope):
                if " " in text.replace(HOLE, "").strip():
                    yield Sentence(f"{file}:{each.lineno}", text)


def _calls(node: ast.AST, *, reasons: bool) -> Iterator[ast.Call]:
    """Yield the calls that say something; ``reasons``: also those that say why a row's cells are open, which an issue repeats."""
    for each in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
        named = isinstance(each.func, ast.Name) and each.func.id in _KINDS | _LAST
        if named or (reasons and any(keyword.arg == "reason" for keyword in each.keywords)):
            yield each


def _texts(call: ast.Call, scope: dict[str, list[ast.expr]]) -> list[str]:
    """Return what a call says; where its last argument is the message (a failure's), that."""
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    last = isinstance(call.func, ast.Name) and call.func.id in _LAST
    said = named.get("message") or named.get("reason") or (call.args[-1 if last else 0] if call.args else None)
    texts = readings(said, scope) if said is not None else []
    return [text for text in texts if text.replace(HOLE, "").strip(" :;,().")]


def _assigned(nodes: list[ast.stmt] | list[ast.AST]) -> Iterator[tuple[str, list[ast.expr]]]:
    found: dict[str, list[ast.expr]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    yield from found.items()


@cache
def _constants(module: str) -> dict[str, list[ast.expr]]:
    path = ROOT.parent / (module.replace(".", "/") + ".py")
    return dict(_assigned(ast.parse(path.read_text(encoding="utf-8")).body)) if path.exists() else {}


def _imported(tree: ast.Module) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("gongkai"):
            there = _constants(node.module or "")
            found |= {a.asname or a.name: there[a.name] for a in node.names if a.name in there}
    return found


def readings(node: ast.expr, scope: dict[str, list[ast.expr]], depth: int = 0) -> list[str]:
    """Return what an expression may say."""
    parts: list[list[str]] = []
    match node:
        case _ if depth > _DEEPEST:
            pass
        case ast.Constant():
            return [str(node.value)]
        case ast.IfExp(body=one, orelse=other):
            return [*readings(one, scope, depth + 1), *readings(other, scope, depth + 1)][:_MOST]
        case ast.BinOp(op=ast.Add(), left=one, right=other):
            parts = [readings(one, scope, depth + 1), readings(other, scope, depth + 1)]
        case ast.JoinedStr(values=values):
            parts = [readings(value, scope, depth + 1) for value in values]
        case ast.FormattedValue(value=value, format_spec=None, conversion=-1):
            return readings(value, scope, depth + 1)
        case ast.Name(id=name) if name in scope:
            return [text for value in scope[name] for text in readings(value, scope, depth + 1)][:_MOST]
    return ["".join(each) for each in list(product(*parts))[:_MOST]] if parts else [HOLE]
