"""What making a format came to."""

from __future__ import annotations

from msgspec import Struct


class Made(Struct, frozen=True):
    """The files of one format, from the dataset's folder, and what a person must know of them, such as rows left out."""

    paths: tuple[str, ...]
    notices: tuple[str, ...] = ()
