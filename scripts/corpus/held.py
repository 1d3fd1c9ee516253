"""Reads what a file holds, as ``gongkai extract`` does, in one process: its members in containers in containers."""

from __future__ import annotations

import io
from contextlib import closing
from pathlib import Path

from gongkai.bulk.containers import open_container
from gongkai.bulk.members import Expansion
from gongkai.bulk.source import Source
from gongkai.errors import SourceError
from gongkai.pipeline import extract_bytes


def read_all(data: bytes, name: str, most: int = 3) -> int:
    """Read the first members of a container, and return how many were reports; causes of all others must be words. Raises SourceError."""
    container = open_container(io.BytesIO(data), name, name)
    if container is None:
        extract_bytes(data, name)
        return 1
    reports = 0
    with closing(container):
        for one in list(Expansion(Source(name, Path(name))).sources(container))[:most]:
            try:
                if isinstance(one, Source) and one.problem is not None:
                    raise one.problem
                if isinstance(one, Source) and len(one.members) == 1:
                    extract_bytes(container.read(one.members[0], one.path), one.name)
                    reports += 1
            except SourceError as error:
                assert str(error), name
    return reports
