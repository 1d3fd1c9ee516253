"""From sources to a dataset: one process, one source after the other; old Office files are converted ahead, in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from gongkai.bulk.office import converted_ahead
from gongkai.bulk.sources import Opener, Source
from gongkai.bulk.worker import process
from gongkai.dataset.folder import check_folder
from gongkai.dataset.rows import Failure
from gongkai.dataset.writers import Summary, write_dataset
from gongkai.forms.model import Form
from gongkai.report import Report


def run(
    sources: Sequence[Source],
    folder: Path,
    forms: tuple[Form, ...],
    progress: Callable[[], object] = lambda: None,
) -> Summary:
    """Read every source and write the dataset, calling ``progress`` after each. Raises UsageError."""
    check_folder(folder)
    failures: list[Failure] = []
    return write_dataset(_reports(sources, forms, failures, progress), failures, forms, folder)


def _reports(
    sources: Sequence[Source], forms: tuple[Form, ...], failures: list[Failure], progress: Callable[[], object]
) -> Iterator[Report]:
    """Yield the reports; what gives none is added to ``failures``."""
    with Opener() as opener:
        for source, prepared in converted_ahead(sources):
            outcome = process(source, opener, forms, prepared)
            if isinstance(outcome, Failure):
                failures.append(outcome)
            else:
                yield outcome
            progress()
