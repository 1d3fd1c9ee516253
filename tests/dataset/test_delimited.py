"""Decisions are read as spreadsheets save them, where that is certain; whatever else stands there ends in one line."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.dataset.corrections import HEAD, NAME, read_corrections
from gongkai.dataset.delimited import decoded, table_of
from gongkai.dataset.settings import settings_of
from gongkai.errors import UsageError

LINES = (
    (
        "0123456789abcdef",
        "requests",
        "received",
        "total",
        "12",
        '加总得出，"原文"如此; 见, 第二页',
        "王某",
        "2025-03-01",
    ),
    ("0123456789abcdef", "requests", "received", "other", "", "两\n行", "", ""),
)


def saved(separator: str = ",", end: str = "\r\n", lines: tuple[tuple[str, ...], ...] = LINES) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([HEAD, *lines])
    return text.getvalue()


def read(folder: Path, data: bytes) -> list[tuple[str, ...]]:
    (folder / NAME).write_bytes(data)
    found = [one for each in read_corrections(folder).values() for one in each]
    return [tuple(one.decided if name == "value" else getattr(one, name) for name in HEAD) for one in found]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_decisions_are_read_however_a_spreadsheet_saves_them(tmp_path: Path, separator: str, end: str, encoding: str):
    """Each separator, end of a line and encoding, with these signs in a reason, too."""
    assert read(tmp_path, saved(separator, end).encode(encoding)) == list(LINES)


@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_the_line_in_which_excel_names_the_separator_is_no_head(tmp_path: Path, mark: str):
    """Lines are counted as they stand in the file all the same."""
    text = f"{mark}sep=;\r\n{saved(';')}"
    assert read(tmp_path, text.encode()) == list(LINES)
    with pytest.raises(UsageError, match=r"line 3 .* fields"):
        read(tmp_path, f"{mark}sep=;\r\n{';'.join(HEAD)}\r\na;b\r\n".encode())


@pytest.mark.parametrize("value", ["1,234", "12,5", "1.234"])
def test_a_number_that_semicolons_make_uncertain_is_refused(tmp_path: Path, value: str):
    """Where they part fields a comma may part decimals: 1,234 is one thing here and another there."""
    line = ("0123456789abcdef", "requests", "received", "total", value, "", "", "")
    with pytest.raises(UsageError, match=r"line 2: .* can be read in two ways"):
        read(tmp_path, saved(";", lines=(line,)).encode())


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"\xff\xfe\x00\x00r\x00\x00\x00", b"\x81", b"\0" * 99, saved("|").encode()]
)
def test_what_is_certain_in_no_way_ends_in_one_line(tmp_path: Path, data: bytes):
    """Half a character, UTF-32, zeros, fields that are parted by something else."""
    with pytest.raises(UsageError) as told:
        read(tmp_path, data)
    assert "\n" not in str(told.value)


def test_the_head_of_a_table_tells_its_separator(tmp_path: Path):
    """The one that parts most fields of it."""
    assert table_of(tmp_path, decoded(tmp_path, b"\xef\xbb\xbfa;b,c;d\r\n")).head == ["a", "b,c", "d"]


MUTATED = st.tuples(st.integers(0, 400), st.integers(0, 40), st.binary(max_size=12))


@settings(derandomize=True, max_examples=300, deadline=None)
@given(
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8-sig", "utf-16", "gb18030"]),
    st.lists(MUTATED, max_size=4),
)
def test_spoilt_decisions_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, separator: str, encoding: str, spoilt: list[tuple[int, int, bytes]]
):
    """Bytes are put in, taken away and changed: never anything but decisions or one error, and the file stays as it is."""
    data = saved(separator).encode(encoding)
    for at, length, put in spoilt:
        data = data[:at] + put + data[at + length :]
    folder = tmp_path_factory.mktemp("d")
    with suppress(UsageError):
        read(folder, data)
    assert (folder / NAME).read_bytes() == data


KEYS = st.sampled_from(["formats", "corrected", "others", "panel", "forms", "labels", "x"])
JSONISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.binary(max_size=60) | JSONISH.map(lambda value: json.dumps(value).encode()))
def test_spoilt_settings_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes):
    """Of whatever version: settings or one error, and the file stays as it is."""
    folder = tmp_path_factory.mktemp("d")
    (folder / ".gongkai").mkdir()
    (folder / ".gongkai/files.json").write_text('{"settings.json": []}')
    (folder / "settings.json").write_bytes(data)
    with suppress(UsageError):
        settings_of(folder)
    assert (folder / "settings.json").read_bytes() == data
