"""Which module of gongkai imports which, read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "gongkai"


def modules() -> dict[str, Path]:
    """Return the source file of every module, by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(path: Path, known: frozenset[str]) -> set[str]:
    """Return the modules that a file names in its imports, at the top or within functions, but for those of types alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {name for node in _nodes(tree) for name in _names(node, known)}


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all nodes below one, without what stands under ``if TYPE_CHECKING``."""
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING"):
            yield child
            yield from _nodes(child)


def _names(node: ast.AST, known: frozenset[str]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in known)
    elif isinstance(node, ast.ImportFrom) and node.module in known:
        inner = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name for name in inner if name in known)
        if not all(name in known for name in inner):
            yield node.module or ""


def circles(edges: dict[str, set[str]]) -> list[set[str]]:
    """Return the sets of modules that import each other, directly or by others."""
    reach = {name: _reached(name, edges) for name in edges}
    found: list[set[str]] = []
    for name in edges:
        ring = {other for other in reach[name] if name in reach.get(other, ())}
        if ring and not any(name in known for known in found):
            found.append(ring | {name})
    return found


def _reached(start: str, edges: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [*edges[start]]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += edges.get(name, ())
    return seen
