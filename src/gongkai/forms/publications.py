"""Publications that follow no form, named so that a report can say why it has none."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

import msgspec
import regex
from msgspec import Struct


class Other(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of publication; ``title`` and ``cites`` are patterns over text without white space.

    ``foreign``: its sections only look like those of our forms.
    """

    id: str
    name: str
    name_en: str
    title: tuple[str, ...]
    cites: tuple[str, ...]
    foreign: bool = True


@lru_cache(maxsize=1)
def load_others() -> tuple[Other, ...]:
    """Return the packaged kinds."""
    return msgspec.yaml.decode(
        files("gongkai.forms").joinpath("others", "kinds.yaml").read_bytes(), type=tuple[Other, ...]
    )


def other_publication(title: str | None, opening: Iterable[str]) -> Other | None:
    """Return the kind that a title, or a citation in the opening lines, tells; None where nothing does."""
    lines = ["".join(line.split()) for line in opening]
    heads = ["".join(title.split())] if title else lines[:3]
    for other in load_others():
        if any(regex.search(pattern, head) for pattern in other.title for head in heads):
            return other
    return next((o for o in load_others() if any(cited in line for cited in o.cites for line in lines)), None)
