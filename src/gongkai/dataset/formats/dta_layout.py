"""The parts of a dta 118 file, as ``help dta`` in Stata describes them: little-endian, UTF-8, every part between its tags."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from struct import pack
from typing import BinaryIO

from msgspec import Struct

BYTE, INT, LONG, DOUBLE, STRL = 65530, 65529, 65528, 65526, 32768
LONGEST_FIXED = 244  # bytes; Stata takes 2045, but every row is as long as the longest
LARGEST_BYTE, LARGEST_LONG = 100, 2_147_483_620
MOST_VARIABLES = 32_767  # what the format's two bytes can count
_LABEL = 80  # characters
_TIMESTAMP = b"01 Jan 2000 00:00"  # the same data give the same bytes
_PACKS = ((BYTE, "b"), (INT, "h"), (LONG, "i"), (DOUBLE, "d"), (STRL, "Q"))
_MISSING = ((BYTE, 101), (INT, 32_741), (LONG, 2_147_483_621), (DOUBLE, 2.0**1023))
_FORMATS = ((BYTE, "%8.0g"), (INT, "%8.0g"), (LONG, "%12.0g"), (DOUBLE, "%14.0g"), (STRL, "%9s"))
_TEXT = 130  # the type of a text that ends with a zero


class Variable(Struct, frozen=True):
    """A column; ``type`` is Stata's number for it, that of a short text its bytes. ``codes`` are numbered from ``first``."""

    name: str
    label: str
    type: int
    codes: tuple[str, ...] = ()
    first: int = 0
    date: bool = False

    @property
    def pack(self) -> str:
        """How a row keeps it."""
        return dict(_PACKS).get(self.type, f"{self.type}s")

    @property
    def missing(self) -> int | float:
        """What a row holds where nothing is known."""
        return dict(_MISSING).get(self.type, 0)

    @property
    def format(self) -> str:
        """How Stata shows it."""
        return "%tdCCYY-NN-DD" if self.date else dict(_FORMATS).get(self.type, f"%-{min(self.type, 40)}s")


class Places:
    """Where the parts of a file begin, for the map at its head."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._found = [0]
        self._map = 0

    def note(self) -> None:
        """Note that a part begins here."""
        self._found.append(self._stream.tell())

    def reserve(self) -> None:
        """Leave room for the map."""
        self.note()
        self._map = self._stream.tell() + len(b"<map>")
        self._stream.write(b"<map>" + bytes(14 * 8) + b"</map>")

    def fill(self) -> None:
        """Write the map: where every part begins, where the file ends."""
        self.note()
        self._stream.seek(self._map)
        self._stream.write(pack("<14Q", *self._found))


def write_head(stream: BinaryIO, places: Places, variables: tuple[Variable, ...], rows: int, title: str) -> None:
    """Write all that goes before the first row."""
    stream.write(b"<stata_dta>")
    label = _cut(title).encode()
    with _part(stream, b"header"):
        stream.write(b"<release>118</release><byteorder>LSF</byteorder>")
        stream.write(b"<K>" + pack("<H", len(variables)) + b"</K><N>" + pack("<Q", rows) + b"</N>")
        stream.write(b"<label>" + pack("<H", len(label)) + label + b"</label>")
        stream.write(b"<timestamp>" + pack("<B", len(_TIMESTAMP)) + _TIMESTAMP + b"</timestamp>")
    places.reserve()
    count = len(variables)
    parts: tuple[tuple[bytes, Iterable[bytes]], ...] = (
        (b"variable_types", (pack("<H", v.type) for v in variables)),
        (b"varnames", (_padded(v.name, 129) for v in variables)),
        (b"sortlist", (bytes(2 * (count + 1)),)),
        (b"formats", (_padded(v.format, 57) for v in variables)),
        (b"value_label_names", (_padded(v.name if v.codes else "", 129) for v in variables)),
        (b"variable_labels", (_padded(_cut(v.label), 321) for v in variables)),
        (b"characteristics", ()),
    )
    for name, content in parts:
        places.note()
        with _part(stream, name):
            stream.writelines(content)
    places.note()
    stream.write(b"<data>")


def write_text(texts: BinaryIO, value: str, number: int, line: int) -> int:
    """Write a long text; return what the row holds in its place: the variable's number and the row's."""
    data = value.encode() + b"\0"
    texts.write(b"GSO" + pack("<IQBI", number, line, _TEXT, len(data)) + data)
    return number | line << 16


def write_tail(stream: BinaryIO, places: Places, variables: tuple[Variable, ...], texts: BinaryIO) -> None:
    """Write all that comes after the last row: the long texts, the labels of the codes."""
    stream.write(b"</data>")
    places.note()
    texts.seek(0)
    with _part(stream, b"strls"):
        shutil.copyfileobj(texts, stream)
    places.note()
    with _part(stream, b"value_labels"):
        for variable in variables:
            if variable.codes:
                stream.write(_value_labels(variable))
    places.note()
    stream.write(b"</stata_dta>")
    places.fill()


def _value_labels(variable: Variable) -> bytes:
    texts = [code.encode() + b"\0" for code in variable.codes]
    count = len(texts)
    starts = [sum(map(len, texts[:i])) for i in range(count)]
    values = range(variable.first, variable.first + count)
    table = pack(f"<2i{count}i{count}i", count, sum(map(len, texts)), *starts, *values) + b"".join(texts)
    return b"<lbl>" + pack("<i", len(table)) + _padded(variable.name, 129) + bytes(3) + table + b"</lbl>"


@contextmanager
def _part(stream: BinaryIO, name: bytes) -> Iterator[None]:
    stream.write(b"<" + name + b">")
    yield
    stream.write(b"</" + name + b">")


def _padded(text: str, length: int) -> bytes:
    return text.encode().ljust(length, b"\0")


def _cut(label: str) -> str:
    """Shorten a label to the characters that Stata takes."""
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…"
