"""From the recogniser's frames to characters, each with how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

import numpy as np
from msgspec import Struct

from gongkai.readers.ocr.arrays import Floats

ALIKE = (
    *("0０OoＯ〇○", "1１lI", "2２", "3３", "4４", "5５", "6６", "7７", "8８", "9９"),
    *("-‐–—－一", "/／", ",，", ".．", "%％", "(（", ")）"),
)
"""Characters of one shape: the recogniser's doubt between them is none about what is printed."""


class Reading(Struct, frozen=True):
    """What was read in one crop; ``sure`` is the probability of each character, ``at`` where its middle lies (pixels of the crop).

    A character is as sure as the least certain of the frames around it: what was dropped or doubled makes its neighbours doubtful.
    """

    text: str = ""
    sure: tuple[float, ...] = ()
    at: tuple[float, ...] = ()

    @property
    def least(self) -> float:
        """How sure the least certain character is."""
        return min(self.sure, default=1.0)


def shapes(characters: Sequence[str]) -> dict[int, tuple[int, ...]]:
    """Return for each class that has look-alikes all classes of its shape, its own among them."""
    number = {char: i for i, char in enumerate(characters)}
    groups = [tuple(number[char] for char in group if char in number) for group in ALIKE]
    return {kind: group for group in groups for kind in group}


def decode(frames: Floats, characters: Sequence[str], alike: Mapping[int, tuple[int, ...]], width: float) -> Reading:
    """Decode frames x classes of one crop; class 0 is the blank, the last one a space.

    ``alike`` comes from ``shapes``; ``width`` is that of a frame in pixels of the crop.

    Equal classes that follow each other are one character, as connectionist temporal classification has it.
    """
    best = frames.argmax(axis=1)
    runs = [
        (kind, [i for i, _ in group]) for kind, group in groupby(enumerate(best.tolist()), key=lambda pair: pair[1])
    ]
    kept = [(kind, own) for kind, own in runs if kind and characters[kind]]
    if not kept:
        return Reading()
    certain = _certainty(frames, kept, alike, len(characters) - 1)
    spans = _nearest([own for _, own in kept], len(best))
    sure = [
        min(float(_shape(frames[own], kind, alike).max()), float(certain[start:end].min()))
        for (kind, own), (start, end) in zip(kept, spans, strict=True)
    ]
    at = [(sum(own) / len(own) + 0.5) * width for _, own in kept]
    return Reading("".join(characters[kind] for kind, _ in kept), tuple(sure), tuple(at))


def _shape(frames: Floats, kind: int, alike: Mapping[int, tuple[int, ...]]) -> Floats:
    """Return for each frame the probability of a class and its look-alikes."""
    total: Floats = frames[:, list(alike.get(kind, (kind,)))].sum(axis=1)
    return total


def _certainty(
    frames: Floats, kept: Sequence[tuple[int, list[int]]], alike: Mapping[int, tuple[int, ...]], space: int
) -> Floats:
    """Return for each frame how sure it is that nothing stands there but the characters read on either side, or a gap."""
    total = frames[:, 0] + frames[:, space]
    starts = [own[0] for _, own in kept]
    for i in range(len(frames)):
        after = int(np.searchsorted(starts, i, side="right"))
        beside = {kept[j][0] for j in (after - 1, after) if 0 <= j < len(kept)} - {space}
        classes = {other for kind in beside for other in alike.get(kind, (kind,))}
        total[i] += sum(frames[i, kind] for kind in classes)
    return total


def _nearest(runs: Sequence[Sequence[int]], count: int) -> list[tuple[int, int]]:
    """Part ``count`` frames among the characters, each frame to the nearest."""
    cuts = [(a[-1] + b[0] + 1) // 2 for a, b in pairwise(runs)]
    return list(zip([0, *cuts], [*cuts, count], strict=True))
