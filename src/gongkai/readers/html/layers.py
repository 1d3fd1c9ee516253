"""The layers of style sheets (``@layer``): what stands in a later one wins, what stands in none wins over all; important, the other way."""

from __future__ import annotations

_NO_FURTHER = 1 << 30  # sorts rules of no further layer behind all layers


class Layer:
    """A layer, or all that stands in none; ``key`` sorts the rules that stand directly in it."""

    def __init__(self, ranks: tuple[int, ...] = ()) -> None:
        self._ranks = ranks
        self._held: dict[str, Layer] = {}
        self.key = (*ranks, _NO_FURTHER)

    def inner(self, name: str) -> Layer:
        """Return the layer of that name inside of this one, ``a.b`` for one in another; each unnamed one is a new one."""
        layer = self
        for part in name.split("."):
            known = part.strip() or f"?{len(layer._held)}"
            layer = layer._held.setdefault(known, Layer((*layer._ranks, len(layer._held))))
        return layer


def turned(key: tuple[int, ...]) -> tuple[int, ...]:
    """Return what sorts important declarations of layers."""
    return tuple(-rank for rank in key)
