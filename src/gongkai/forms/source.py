"""A form file's own text: where each of its keys stands."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

Steps = list[str | int]
"""The way to a value: keys of mappings, indices of lists."""
Problem = tuple[Steps, str]


class Source:
    """One parsed file; ``name`` stands in messages."""

    def __init__(self, name: str, node: yaml.Node | None) -> None:
        self.name = name
        self._node = node

    def say(self, steps: Steps, problem: str) -> str:
        """Put file and line before a problem."""
        return f"{self.name}:{self.line_of(steps)}: {problem}"

    def line_of(self, steps: Steps) -> int:
        """Follow ``steps`` down the tree as far as it goes; lines count from 1."""
        node, line = self._node, self._node.start_mark.line if self._node else 0
        for step in steps:
            if isinstance(node, yaml.MappingNode):
                node, line = next(((v, k.start_mark.line) for k, v in node.value if k.value == step), (None, line))
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line
            else:
                node = None
            if node is None:
                break
        return line + 1

    def doubles(self) -> Iterator[Problem]:
        """Yield the keys that stand twice in one mapping: YAML would keep the last in silence."""
        yield from _doubles(self._node, [], set())


def _doubles(node: yaml.Node | None, steps: Steps, seen: set[int]) -> Iterator[Problem]:
    if node is None or id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            if key.value in keys:
                problem = f"the key `{key.value}` stands twice here (again in line {key.start_mark.line + 1}); keep one"
                yield [*steps, key.value], problem
            keys.add(key.value)
            yield from _doubles(value, [*steps, key.value], seen)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _doubles(value, [*steps, index], seen)
