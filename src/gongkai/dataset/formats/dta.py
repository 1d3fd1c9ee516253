"""``stata/NAME.dta``: a file a table for Stata 14 and later, with variable labels in Chinese and labelled codes.

pandas and pyreadstat write a file from a whole table in memory; here each CSV file is read twice, once for the widths and once
for the rows, so that memory stays flat. The layout is that of dta 118 (see ``dta_layout``), byte for byte as pandas writes it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from struct import Struct as Packer
from typing import BinaryIO

from msgspec import Struct

from gongkai.dataset.described import Field, Resource
from gongkai.dataset.formats import dta_layout as layout
from gongkai.dataset.formats.dta_layout import Variable
from gongkai.dataset.formats.made import Made
from gongkai.dataset.formats.source import Source, Value
from gongkai.dataset.stata_names import stata_names

FOLDER = "stata"
_EPOCH = date(1960, 1, 1).toordinal()
_TRUTH = ("false", "true")
_ZERO, _INSTEAD = "\0", "\ufffd"  # the first ends a text
_SHARED = 1 << 16  # long texts that are remembered, so that the same text is kept once
_SHORT = 1 << 8  # characters of a long text that is remembered


class Widths(Struct):
    """What the rows of a column hold: bytes of its longest text, its largest whole number, its different codes, texts with a zero byte."""

    longest: int = 0
    largest: int = 0
    zeros: int = 0
    codes: set[str] = set()


def make(source: Source, target: Path) -> Made:
    """Write a file for every table. Raises UsageError where a CSV file is damaged."""
    (target / FOLDER).mkdir(exist_ok=True)
    fitting = [table for table in source.tables if len(table.schema.fields) <= layout.MOST_VARIABLES]
    paths = tuple(f"{FOLDER}/{table.name}.dta" for table in fitting)
    zeros = [(table.name, _write(source, table, target / path)) for table, path in zip(fitting, paths, strict=True)]
    left = [table.name for table in source.tables if table not in fitting]
    return Made(
        paths,
        (
            *(f"{name} has more columns than Stata takes: left out; see cells" for name in left),
            *(f"{name}: {count:,} texts have {_INSTEAD} in the place of a zero byte" for name, count in zeros if count),
        ),
    )


def _write(source: Source, table: Resource, path: Path) -> int:
    """Write a table; return how many of its texts hold what Stata's cannot."""
    rows, widths = _measured(source, table)
    names = stata_names(field.name for field in table.schema.fields)
    pairs = zip(table.schema.fields, widths, strict=True)
    variables = tuple(_variable(field, names[field.name], width) for field, width in pairs)
    with path.open("wb") as stream, tempfile.TemporaryFile(dir=path.parent) as texts:
        places = layout.Places(stream)
        layout.write_head(stream, places, variables, rows, table.title)
        _write_rows(stream, texts, source.rows(table), variables)
        layout.write_tail(stream, places, variables, texts)
    return sum(width.zeros for width in widths)


def _measured(source: Source, table: Resource) -> tuple[int, list[Widths]]:
    """Read a table once: its number of rows, and what its columns hold."""
    widths = [Widths() for _ in table.schema.fields]
    measures = [_measure(field, width) for field, width in zip(table.schema.fields, widths, strict=True)]
    count = 0
    for row in source.rows(table):
        count += 1
        for measure, value in zip(measures, row, strict=True):
            if value is not None:
                measure(value)
    return count, widths


def _measure(field: Field, width: Widths) -> Callable[[Value], None]:
    def text(value: Value) -> None:
        assert isinstance(value, str)
        clean = _clean(value)
        length = len(clean) if clean.isascii() else len(clean.encode())
        width.longest = max(width.longest, length)
        width.zeros += _ZERO in value

    def number(value: Value) -> None:
        assert isinstance(value, int)
        width.largest = max(width.largest, abs(value))

    if field.constraints.enum:
        return lambda value: width.codes.add(str(value))
    if field.type == "string":
        return text
    return number if field.type == "integer" else lambda _: None


def _variable(field: Field, name: str, width: Widths) -> Variable:
    """Choose how Stata keeps a column: coded text as labelled numbers, long text as strL."""
    label = field.title or field.description
    if field.constraints.enum:
        codes = (*field.constraints.enum, *sorted(width.codes - set(field.constraints.enum)))
        return Variable(
            name, label, layout.BYTE if len(codes) <= layout.LARGEST_BYTE else layout.INT, codes=codes, first=1
        )
    if field.type == "boolean":
        return Variable(name, label, layout.BYTE, codes=_TRUTH)
    if field.type == "date":
        return Variable(name, label, layout.LONG, date=True)
    if field.type == "string":
        fixed = width.longest <= layout.LONGEST_FIXED
        return Variable(name, label, max(1, width.longest) if fixed else layout.STRL)
    small = field.type == "integer" and width.largest <= layout.LARGEST_LONG
    return Variable(name, label, layout.LONG if small else layout.DOUBLE)


def _write_rows(
    stream: BinaryIO, texts: BinaryIO, rows: Iterable[list[Value]], variables: tuple[Variable, ...]
) -> None:
    """Write the rows, and the long texts to a file of their own."""
    packer = Packer("<" + "".join(variable.pack for variable in variables))
    kept: dict[str, int] = {}
    converters = [_converter(v, number, texts, kept) for number, v in enumerate(variables, 1)]
    for line, row in enumerate(rows, 1):
        values = (convert(value, line) for convert, value in zip(converters, row, strict=True))
        stream.write(packer.pack(*values))


def _converter(
    variable: Variable, number: int, texts: BinaryIO, kept: dict[str, int]
) -> Callable[[Value, int], bytes | int | float]:
    """Return what makes of a value, and of the number of its row, what a row of the file holds."""
    missing = variable.missing

    def long_text(value: Value, line: int) -> int:
        if value is None:
            return 0
        assert isinstance(value, str)
        place = kept.get(value)
        if place is None:
            place = layout.write_text(texts, _clean(value), number, line)
            if len(kept) < _SHARED and len(value) <= _SHORT:
                kept[value] = place
        return place

    if variable.type == layout.STRL:
        return long_text
    if variable.codes:
        codes = {code: value for value, code in enumerate(variable.codes, variable.first)}
        if variable.codes == _TRUTH:
            return lambda value, _: missing if value is None else int(bool(value))
        return lambda value, _: missing if value is None else codes[str(value)]
    if variable.date:
        return lambda value, _: value.toordinal() - _EPOCH if isinstance(value, date) else missing
    if variable.type <= layout.LONGEST_FIXED:
        return lambda value, _: _clean(value).encode() if isinstance(value, str) else b""
    return lambda value, _: value if isinstance(value, int | float) else missing


def _clean(text: str) -> str:
    """Put a sign in the place of each zero byte, which would end the text in Stata."""
    return text.replace(_ZERO, _INSTEAD)
