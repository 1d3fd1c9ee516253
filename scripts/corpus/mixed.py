"""Many reports in one folder, as they are collected: several formats, loose and in archives, some sent twice, some broken.

What is written follows from the number of reports alone, so what a run must find is known beforehand.
"""

from __future__ import annotations

import csv
import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from msgspec import Struct

from corpus.to_docx import to_docx
from corpus.to_html import to_html
from corpus.to_text import to_text
from corpus.truth import Truth, make_truth
from gongkai.forms.load import load_forms

_TRUTHS = 40
_LINE = "本报告第{:08}号。"
BATCH = 40
_FOLDER = 1000  # reports to a folder
_PACKED = (".zip", ".tar.gz", "-nested.zip")
_BROKEN = (b"", b"PK\x03\x04 the rest of this archive did not come")


class Printed(Struct, frozen=True):
    """A report as a file: ``mark`` are the bytes of it that another number stands in each time, which makes each content its own."""

    suffix: str
    content: bytes
    mark: bytes

    def numbered(self, number: int) -> bytes:
        """Return the content of the report of that number."""
        return self.content.replace(self.mark, _LINE.format(number).encode())


class Expected(Struct, frozen=True):
    """What a run over a folder must find; sources are reports, repetitions and failures together."""

    reports: int = 0
    repetitions: int = 0
    failures: int = 0
    archives: int = 0

    @property
    def sources(self) -> int:
        """How many sources there are."""
        return self.reports + self.repetitions + self.failures


def write_mixed(folder: Path, reports: int, batch: int = BATCH) -> Expected:
    """Write ``reports`` different reports below ``folder``; with each ``batch`` comes a repetition, and a broken file.

    Every other batch lies in an archive.
    """
    contents = _contents()
    total = Expected(reports)
    for index, start in enumerate(range(0, reports, batch)):
        numbers = range(start, min(start + batch, reports))
        files = [_file(contents, number) for number in numbers]
        files.append((f"again-{files[0][0]}", files[0][1]))
        broken = _BROKEN[index // 2 % 2]
        files.append((f"broken-{index:05}.docx", broken + (str(index).encode() if broken else b"")))
        place = folder / f"{start // _FOLDER:03}"
        place.mkdir(parents=True, exist_ok=True)
        packed = _write(place, index, files)
        total = Expected(reports, total.repetitions + 1, total.failures + 1, total.archives + packed)
    return total


def _file(contents: list[Printed], number: int) -> tuple[str, bytes]:
    printed = contents[number % len(contents)]
    return f"{number:06}{printed.suffix}", printed.numbered(number)


def _write(place: Path, index: int, files: list[tuple[str, bytes]]) -> int:
    """Write a batch as files, or every other one as an archive; return how many archives that made."""
    if index % 2 == 0:
        for name, content in files:
            (place / name).write_bytes(content)
        return 0
    suffix = _PACKED[index // 2 % len(_PACKED)]
    path = place / f"batch-{index:05}{suffix}"
    if suffix == ".tar.gz":
        path.write_bytes(_tar(files))
        return 1
    if suffix == ".zip":
        path.write_bytes(_zip(files))
        return 1
    third = len(files) // 3
    inner = [("inner.zip", _zip(files[:third])), ("inner.tar.gz", _tar(files[third : 2 * third]))]
    path.write_bytes(_zip([*inner, *files[2 * third :]]))
    return 3


def _zip(files: list[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


def _tar(files: list[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz", compresslevel=1) as archive:
        for name, content in files:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return made.getvalue()


def _contents() -> list[Printed]:
    form = next(form for form in load_forms() if form.id == "gio-2021")
    return [printed for seed in range(_TRUTHS) for printed in _printed(make_truth(seed, form), Random(seed))]


def _printed(truth: Truth, rng: Random) -> Iterator[Printed]:
    line = _LINE.format(0)
    mark = line.encode()
    rows = to_text(truth, "tab-rows", rng)
    yield Printed(".txt", f"{rows}\n{line}\n".encode(), mark)
    yield Printed(".html", to_html(truth).replace("</body>", f"<p>{line}</p></body>").encode(), mark)
    yield Printed(".docx", _with_comment(to_docx(truth), mark), mark)
    yield Printed(".md", f"{to_text(truth, 'markdown-row', rng)}\n\n{line}\n".encode(), mark)
    yield Printed(".csv", _csv(f"{rows}\n{line}"), mark)


def _csv(rows: str) -> bytes:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(row.split("\t") for row in rows.splitlines())
    return made.getvalue().encode()


def _with_comment(archive: bytes, comment: bytes) -> bytes:
    """Put a comment at the end of a zip archive: another content, the same members."""
    return archive[:-2] + len(comment).to_bytes(2, "little") + comment
