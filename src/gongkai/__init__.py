"""Turns published 政府信息公开工作年度报告 into datasets that can be trusted.

>>> import gongkai
>>> report = gongkai.extract("report.docx")        # doctest: +SKIP
>>> report.to_frame("requests")                    # doctest: +SKIP
>>> dataset = gongkai.open_dataset("dataset")      # doctest: +SKIP
>>> dataset.cells                                  # doctest: +SKIP

The names are looked up when they are first used, so that ``import gongkai`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.dataset.frames import Dataset as Dataset
    from gongkai.dataset.frames import open_dataset as open_dataset
    from gongkai.errors import DamagedSource as DamagedSource
    from gongkai.errors import EmptySource as EmptySource
    from gongkai.errors import EncryptedSource as EncryptedSource
    from gongkai.errors import FormError as FormError
    from gongkai.errors import GongkaiError as GongkaiError
    from gongkai.errors import NotAReport as NotAReport
    from gongkai.errors import SourceError as SourceError
    from gongkai.errors import UnknownFormat as UnknownFormat
    from gongkai.errors import UnsupportedFormat as UnsupportedFormat
    from gongkai.errors import UsageError as UsageError
    from gongkai.pipeline import extract as extract
    from gongkai.report import Report as Report

    __version__: str

__all__ = [
    "DamagedSource",
    "Dataset",
    "EmptySource",
    "EncryptedSource",
    "FormError",
    "GongkaiError",
    "NotAReport",
    "Report",
    "SourceError",
    "UnknownFormat",
    "UnsupportedFormat",
    "UsageError",
    "__version__",
    "extract",
    "open_dataset",
]


def __getattr__(name: str) -> object:
    """Import a public name's home when the name is first used (PEP 562)."""
    if name == "__version__":
        return import_module("importlib.metadata").version("gongkai")
    if name not in __all__:
        raise AttributeError(f"module 'gongkai' has no attribute {name!r}")
    homes = {"Dataset": "dataset.frames", "open_dataset": "dataset.frames", "extract": "pipeline", "Report": "report"}
    value: object = getattr(import_module(f"gongkai.{homes.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
