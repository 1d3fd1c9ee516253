"""Keys for the output: Chinese labels in pinyin, numbers, or what a person has chosen for each label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import regex
from pypinyin import lazy_pinyin

from gongkai.printed.names import name_of, plain

Style = Literal["pinyin", "number"]
_REMARK = regex.compile(r"[（(].*$", regex.DOTALL)
_WORD = regex.compile(r"[a-z0-9]+")
_LONGEST = 6  # syllables; two labels that begin alike are told apart by a number


class Keys:
    """Makes each key once; ``chosen`` maps folded labels to keys that a person wants."""

    def __init__(self, style: Style, chosen: Mapping[str, str], prefix: str) -> None:
        self._style, self._prefix, self._taken = style, prefix, set[str]()
        self._chosen = {name_of(label): key for label, key in chosen.items()}

    def make(self, label: str) -> str:
        """Return a key for a label that no other one has."""
        base = self._chosen.get(name_of(label)) or (pinyin(label) if self._style == "pinyin" else "") or self._prefix
        key, number = base, 1
        if base == self._prefix:
            key = f"{base}{number}"
        while key in self._taken:
            number += 1
            key = f"{base}_{number}" if base != self._prefix else f"{base}{number}"
        self._taken.add(key)
        return key


def pinyin(label: str) -> str:
    """Write the words of a label in pinyin, what stands in brackets left out; a letter first."""
    bare = _REMARK.sub("", plain(label)) or label
    pieces = [piece for each in lazy_pinyin(bare) for piece in _WORD.findall(each.lower())]
    key = "".join(pieces[:_LONGEST])
    return key if key[:1].isalpha() else f"n{key}" if key else ""
