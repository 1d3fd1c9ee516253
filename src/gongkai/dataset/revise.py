"""A dataset that was written, read again row by row and completed in place: no pandas, one report at a time."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from gongkai.agencies import identify
from gongkai.dataset.columns import CHECKS, CORRECTED, REPORTS
from gongkai.dataset.corrections import HEAD, Correction
from gongkai.dataset.folder import BUILD, PACKAGE, described, put, read_package
from gongkai.dataset.rows import Row, cell_of, unguard
from gongkai.errors import FormError, UsageError, unwritable
from gongkai.forms.load import packaged_forms, with_own
from gongkai.forms.model import Form, compile_form
from gongkai.forms.schema import FormSpec
from gongkai.report import Filed, Report

_AGAIN = "run gongkai extract again"


def dataset_forms(folder: Path) -> tuple[Form, ...]:
    """Return the forms that a dataset was made with: the packaged ones and the user's own, which it keeps.

    Raises UsageError where ``folder`` is no dataset.
    """
    described(folder)
    own = own_forms(folder)
    return with_own(own) if own else packaged_forms()


def own_forms(folder: Path) -> tuple[Form, ...]:
    """Return the forms of the user's own that a dataset keeps; none where there is no dataset. Raises UsageError where they are damaged."""
    package = read_package(folder) or {}
    about = package.get("gongkai")
    own = about.get("forms", []) if isinstance(about, dict) else []
    try:
        forms = tuple(compile_form(spec) for spec in msgspec.convert(own, list[FormSpec]))
        with_own(forms)
    except (msgspec.ValidationError, FormError) as error:
        raise UsageError(f"{folder / PACKAGE}: its forms are damaged ({error}); {_AGAIN}") from error
    return forms


def list_reports(folder: Path) -> Iterator[Filed]:
    """Yield each report. Raises UsageError where the list is damaged."""
    names = [column.name for column in REPORTS.columns]
    path = folder / REPORTS.path
    for row in _rows(path, names):
        found = {name: unguard(text) for name, text in zip(names, row, strict=True)}
        try:
            year = int(found["year"]) if found["year"] else None
        except ValueError as error:
            raise UsageError(f"{path}: {found['year']!r} is no year; {_AGAIN}") from error
        agency, form, name, code = (found[key] or None for key in ("agency", "form", "agency_name", "division_code"))
        yield Filed(found["report_id"], found["path"], agency, year, form, name, code)


def report_path(folder: Path, report_id: str) -> Path:
    """Return where a dataset keeps a report whole."""
    return folder / "json" / f"{report_id}.json"


def load_report(folder: Path, report_id: str) -> Report:
    """Return one report whole. Raises UsageError where its file is missing or damaged."""
    path = report_path(folder, report_id)
    try:
        report = msgspec.json.decode(path.read_bytes(), type=Report)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}; {_AGAIN}") from error
    except msgspec.MsgspecError as error:
        raise UsageError(f"{path}: is damaged ({error}); {_AGAIN}") from error
    if report.identity.agency_name is None and report.agency:  # 1.0 did not keep it
        return msgspec.structs.replace(report, identity=identify(report))
    return report


def shown_corrections(folder: Path) -> dict[str, tuple[Correction, ...]]:
    """Return the decisions that a dataset's tables show, by report. Raises UsageError where the list of them is damaged."""
    names, path = [column.name for column in CORRECTED.columns], folder / CORRECTED.path
    found: dict[str, list[Correction]] = {}
    for line, row in enumerate(_rows(path, names), 2):
        fields = {name: unguard(text) for name, text in zip(names, row, strict=True)}
        if fields["outcome"] == "applied":
            one = _decision(path, line, {name: fields[name] for name in (*HEAD, "text")})
            found.setdefault(one.report_id, []).append(one)
    return {report_id: tuple(decided) for report_id, decided in found.items()}


def _decision(path: Path, line: int, fields: dict[str, str]) -> Correction:
    text = fields.pop("value")
    try:
        value = msgspec.json.decode(text, type=int | float) if text else None
    except msgspec.MsgspecError as error:
        raise UsageError(f"{path}: {text!r} is no number; {_AGAIN}") from error
    return Correction(**fields, value=value, line=line)


def replace_checks(folder: Path, kind: str, rows: Iterable[Row]) -> tuple[str, ...]:
    """Put ``rows`` in the place of the rows of ``kind`` in checks.csv; all others stay as they are, in their order, a row in memory.

    Returns its name where somebody had edited the file: it is kept aside as it was. Raises UsageError where the file is
    damaged or cannot be written.
    """
    names = [column.name for column in CHECKS.columns]
    path, at = folder / CHECKS.path, names.index("kind")
    fresh = folder / BUILD / f"{secrets.token_hex(4)}.tmp"
    try:
        fresh.parent.mkdir(exist_ok=True)
        with fresh.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\r\n")
            writer.writerow(names)
            writer.writerows(row for row in _rows(path, names) if row[at] != kind)
            writer.writerows(list(map(cell_of, row)) for row in rows)
        fresh.chmod(path.stat().st_mode)
        return put(folder, CHECKS.path, fresh)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        for leave in (fresh.unlink, fresh.parent.rmdir):
            with suppress(OSError):
                leave()


def _rows(path: Path, names: list[str]) -> Iterator[list[str]]:
    """Yield the rows of a CSV file below its head, which must be ``names``."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            if next(reader, None) != names:
                raise UsageError(f"{path}: has other columns than a dataset of this version; {_AGAIN}")
            for row in reader:
                if len(row) != len(names):
                    raise UsageError(f"{path}: line {reader.line_num} is damaged; {_AGAIN}")
                yield row
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read ({error}); {_AGAIN}") from error
