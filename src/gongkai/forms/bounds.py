"""What a form file may be at most, told before it is read: what reads YAML goes down by recursion, and a deep file ends the process."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from gongkai.errors import FormError

MOST_BYTES = 2 * 2**20
"""The longest packaged form has 30 kB."""
_DEEPEST = 64  # the packaged forms are nested thirteen deep
_MOST_NODES = 200_000  # with every alias written out; the longest packaged form has 1,400


def refuse_monsters(text: str, name: str) -> None:
    """Refuse what is too long, too deep, or grows without measure where its aliases are written out. Raises FormError.

    What is no YAML at all is left to the parser, which says where.
    """
    if len(text) > MOST_BYTES:
        raise FormError(f"{name}: is longer than {MOST_BYTES // 2**20} MB; no form is")
    try:
        for line, depth, nodes in _grown(text):
            if depth > _DEEPEST:
                raise FormError(
                    f"{name}:{line}: is nested more than {_DEEPEST} deep; check the brackets and dashes here"
                )
            if nodes > _MOST_NODES:
                raise FormError(
                    f"{name}:{line}: its aliases (*) make more than {_MOST_NODES} entries; write out what is meant"
                )
    except (yaml.YAMLError, ValueError):
        return


def _grown(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield line, depth and the number of entries of each value as it ends, and of each one that begins."""
    sizes: dict[str, int] = {}
    open_ones: list[tuple[int, str | None]] = [(0, None)]
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line, anchor = event.start_mark.line + 1 if event.start_mark else 1, getattr(event, "anchor", None)
        if isinstance(event, yaml.CollectionStartEvent):
            open_ones.append((1, anchor))
            yield line, len(open_ones) - 1, 0
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            size, anchor = open_ones.pop()
        elif isinstance(event, yaml.AliasEvent):
            size, anchor = sizes.get(str(anchor), 1), None
        elif isinstance(event, yaml.ScalarEvent):
            size = 1
        else:
            continue
        if anchor is not None:
            sizes[anchor] = size
        before, own = open_ones.pop()
        open_ones.append((before + size, own))
        yield line, len(open_ones) - 1, before + size
