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
    from gongkai.bulk.many import extract_many as extract_many
    from gongkai.dataset.frames import Dataset as Dataset
    from gongkai.dataset.frames import open_dataset as open_dataset
    from gongkai.dataset.rows import Failure as Failure
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
    from gongkai.forms.load import load_form as load_form
    from gongkai.forms.load import load_forms as load_forms
    from gongkai.forms.model import Form as Form
    from gongkai.pipeline import extract as extract
    from gongkai.report import Report as Report

    __version__: str

__all__ = [
    "DamagedSource",
    "Dataset",
    "EmptySource",
    "EncryptedSource",
    "Failure",
    "Form",
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
    "extract_many",
    "load_form",
    "load_forms",
    "open_dataset",
]
_HOMES = {
    "Dataset": "dataset.frames",
    "Failure": "dataset.rows",
    "Form": "forms.model",
    "Report": "report",
    "extract": "pipeline",
    "extract_many": "bulk.many",
    "load_form": "forms.load",
    "load_forms": "forms.load",
    "open_dataset": "dataset.frames",
}


def __getattr__(name: str) -> object:
    """Import a public name's home when the name is first used (PEP 562)."""
    if name == "__version__":
        return import_module("importlib.metadata").version("gongkai")
    if name not in __all__:
        raise AttributeError(f"module 'gongkai' has no attribute {name!r}")
    value: object = getattr(import_module(f"gongkai.{_HOMES.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
