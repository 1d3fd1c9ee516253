"""Office Open XML workbooks (.xlsx, .xlsm): the cells of every sheet that is shown, with what their styles do to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from types import MappingProxyType

from gongkai.document import Document, Issue
from gongkai.errors import DamagedSource
from gongkai.readers.bounds import LETTERS, refuse_many
from gongkai.readers.text.limits import refuse_endless
from gongkai.readers.workbook.conditions import shown_on
from gongkai.readers.workbook.document import document_of
from gongkai.readers.workbook.drawings import drawings_of, pictures_of, stored
from gongkai.readers.workbook.formats import shown_number, shown_text_of
from gongkai.readers.workbook.held import HeldPictures
from gongkai.readers.workbook.package import Element, Package, attribute, child, local
from gongkai.readers.workbook.sheet import Sheet, SheetCell, SheetComment, SheetPicture, Span, is_nought
from gongkai.readers.workbook.stored import stored_otherwise
from gongkai.readers.workbook.styles import SMALLER, Style, Styles, shown_as
from gongkai.text.numerals import GETA
from gongkai.text.shown import shown_text

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MOST_MERGED = 1 << 16  # places under one merged cell; whole columns are merged by mistake
_LEAST = MappingProxyType({"ht": 1.0, "defaultRowHeight": 1.0, "width": 0.3, "defaultColWidth": 0.3})
"""Points and characters: of what is in so low a row, or so narrow a column, nothing is seen."""
_ERRORS = re.compile(r"#[A-Z0-9/!?]+")


def read(data: bytes) -> Iterator[Document]:
    """Yield the one reading of an .xlsx or .xlsm, ``xlsx:xml``. Raises DamagedSource, EncryptedSource, EmptySource."""
    yield document_of(read_sheets(Package(data)), "xlsx:xml")


def read_sheets(package: Package) -> Iterator[Sheet | Issue]:
    """Yield the sheets of a workbook in the order of their tabs, and an issue for each that is hidden.

    Raises DamagedSource, EncryptedSource.
    """
    book_name = next((r.target for r in package.relations().values() if r.kind == "officeDocument"), "xl/workbook.xml")
    book = package.tree(book_name)
    related = package.relations(book_name)
    strings = package.optional(next((r.target for r in related.values() if r.kind == "sharedStrings"), None))
    styles = Styles(package.optional(next((r.target for r in related.values() if r.kind == "styles"), None)))
    properties = child(book, "workbookPr")
    from_1904 = properties is not None and properties.get("date1904", "0") in ("1", "true")
    held = HeldPictures(package, related)
    reader = _Reader(package, styles, [] if strings is None else list(strings), held, from_1904=from_1904)
    sheets = child(book, "sheets")
    for entry in () if sheets is None else sheets:
        relation = related.get(attribute(entry, "id"))
        name = entry.get("name", "")
        if entry.get("state", "visible") != "visible":
            yield Issue(code="hidden_sheet", severity="info", message="a hidden sheet was not read", location=name)
        elif relation is not None and relation.kind == "worksheet":
            yield reader.sheet(name, relation.target)


class _Reader:
    """Reads sheets of one workbook."""

    def __init__(
        self, package: Package, styles: Styles, strings: list[Element], held: HeldPictures, *, from_1904: bool
    ) -> None:
        self._package = package
        self._held = held
        self._styles = styles
        self._strings = strings
        self._from_1904 = from_1904

    def sheet(self, name: str, part: str) -> Sheet:
        root = self._package.tree(part)
        related = self._package.relations(part)
        drawn = list(drawings_of(self._package, related))
        cells, rows, held = self._cells(root)
        cells = shown_on(root, cells, self._styles)
        ground = child(root, "sheetFormatPr")
        flat = _vanishes(ground, "defaultRowHeight")  # zeroHeight hides only rows that the file does not list
        return Sheet(
            name=name,
            cells=cells,
            merged=tuple(_merged(child(root, "mergeCells"))),
            hidden_rows=frozenset(row for row in {cell.row for cell in cells} | set(rows) if rows.get(row, flat)),
            hidden_columns=frozenset(_hidden_columns(child(root, "cols"), ground, {cell.column for cell in cells})),
            comments=tuple(
                comment
                for relation in related.values()
                if relation.kind == "comments"
                for comment in _comments(self._package.optional(relation.target))
            ),
            floating=tuple(_boxes([drawing.root for drawing in drawn])),
            pictures=(*pictures_of(drawn, self._package), *held),
        )

    def _cells(self, root: Element) -> tuple[tuple[SheetCell, ...], dict[int, bool], list[SheetPicture]]:
        """Return the cells that show something, of the rows that say so themselves whether they are hidden, and the pictures in cells.

        A picture beside other cells may be a figure: something is seen there, and cannot be read. One that has its row to itself is not.
        """
        found: list[SheetCell] = []
        pictures: list[SheetPicture] = []
        hidden: dict[int, bool] = {}
        data = child(root, "sheetData")
        row, letters = -1, 0
        for line in () if data is None else data:
            row = _whole(line.get("r"), row + 2) - 1
            if line.get("hidden") is not None or line.get("ht") is not None:
                hidden[row] = _vanishes(line, "ht")
            column = -1
            begin, held = len(found), len(pictures)
            for cell in line:
                place = _REFERENCE.fullmatch(cell.get("r", ""))
                column = _column(place[1]) if place else column + 1
                picture = self._held.shown_in(cell)
                if picture is not None:
                    pictures.append(SheetPicture(row, column, partial(stored, self._package, *picture)))
                shown = (
                    self._cell(cell, row, column) if picture is None else SheetCell(row=row, column=column, text=GETA)
                )
                if shown is not None:
                    found.append(shown)
                    letters += len(shown.text)
                    refuse_many(letters, LETTERS, "characters in the cells of a sheet")
            if len(found) - begin == len(pictures) - held:
                del found[begin:]
            refuse_endless(len(found))
        return tuple(found), hidden, pictures

    def _cell(self, cell: Element, row: int, column: int) -> SheetCell | None:
        style = self._styles.of(cell.get("s"))
        kind, held = cell.get("t", "n"), child(cell, "v")
        raw = (held.text or "") if held is not None else ""
        if kind in ("s", "inlineStr"):
            text = self._words(self._string(raw) if kind == "s" else child(cell, "is"), style)
            text = shown_text_of(text, style.code)
            return SheetCell(row=row, column=column, text=text, indent=style.indent) if text.strip() else None
        if not raw and child(cell, "f") is not None and kind != "str":
            raw, text = "", GETA  # a formula whose result the file does not hold
        elif kind == "b":
            text = "TRUE" if raw == "1" else "FALSE"
        elif kind in ("str", "e", "d"):
            text = shown_text_of(raw, style.code) if kind == "str" else raw
        else:
            text = shown_number(raw, style.code, from_1904=self._from_1904) if raw else ""
        text = shown_text(text, shown_as(style))
        if not text.strip():
            return None
        stored = stored_otherwise(raw, text, style.code) if kind == "n" else None
        return SheetCell(row=row, column=column, text=text, stored=stored)

    def _string(self, index: str) -> Element | None:
        number = _whole(index, -1)
        if not 0 <= number < len(self._strings):
            raise DamagedSource("a cell of the workbook points at a text that is not there; get a sound copy of it")
        return self._strings[number]

    def _words(self, item: Element | None, style: Style) -> str:
        """Return the text of a string, run by run; readings set beside characters (ruby) are none of it."""
        shown: list[str] = []
        runs: list[tuple[str, Style]] = []
        for part in () if item is None else item:
            if local(part) == "t":
                shown.append(shown_text(part.text or "", shown_as(style)))
            elif local(part) == "r":
                text = child(part, "t")
                runs.append(
                    ((text.text or "") if text is not None else "", self._styles.run(child(part, "rPr"), style))
                )
        return _unescaped("".join([*shown, *_of_sizes(runs)]))


def _of_sizes(runs: list[tuple[str, Style]]) -> Iterator[str]:
    """Yield runs as they are shown; digits much smaller than others beside them are not known."""
    plain = [run.size for text, run in runs if run.size and any(map(str.isdecimal, text)) and shown_as(run) == "plain"]
    for text, run in runs:
        small = run.size and run.size <= SMALLER * max(plain, default=0.0) and any(map(str.isdecimal, text))
        yield shown_text(text, "unknown" if small and shown_as(run) == "plain" else shown_as(run))


def _boxes(drawn: list[Element]) -> Iterator[str]:
    """Yield the lines of the text boxes that lie over a sheet."""
    for body in (body for over in drawn for body in over.iter("{*}txBody")):
        lines = ("".join(text.text or "" for text in line.iter("{*}t")).strip() for line in body.iter("{*}p"))
        yield from filter(None, lines)


def _unescaped(text: str) -> str:
    """Undo ``_x000D_``, as OOXML writes characters that XML has no place for."""
    text = text.replace("_x000D_", "") if "_x000D_" in text else text
    return text.replace("\r\n", "\n")


def _merged(parent: Element | None) -> Iterator[Span]:
    for item in () if parent is None else parent:
        ends = _REFERENCE.findall(item.get("ref", ""))
        if len(ends) == 2:
            (left, top), (right, bottom) = ((_column(c), int(r) - 1) for c, r in ends)
            height, width = bottom - top + 1, right - left + 1
            if height > 0 and width > 0 and height * width <= _MOST_MERGED:
                yield top, left, height, width


def _hidden_columns(parent: Element | None, ground: Element | None, held: set[int]) -> Iterator[int]:
    named: set[int] = set()
    for item in () if parent is None else parent:
        first, last = _whole(item.get("min"), 1), _whole(item.get("max"), 1)
        named.update(range(first - 1, min(last, 16384)))
        if _vanishes(item, "width"):
            yield from range(first - 1, min(last, 16384))
    if _vanishes(ground, "defaultColWidth"):
        yield from held - named


def _vanishes(item: Element | None, size: str) -> bool:
    """Whether a row or column is said to be hidden, or is too flat or thin for anything in it to be seen."""
    if item is None:
        return False
    return item.get("hidden") in ("1", "true") or is_nought(item.get(size, ""), _LEAST[size])


def _comments(root: Element | None) -> Iterator[SheetComment]:
    authors = [] if root is None else [(author.text or "").strip() for author in root.iter("{*}author")]
    for item in () if root is None else root.iter("{*}comment"):
        place = _REFERENCE.fullmatch(item.get("ref", ""))
        text = "".join(t.text or "" for t in item.iter("{*}t")).strip()
        who = _whole(item.get("authorId"), -1)
        if place and text:
            author = authors[who] if 0 <= who < len(authors) else ""
            text = text.removeprefix(f"{author}:").strip() if author else text
            yield SheetComment(int(place[2]) - 1, _column(place[1]), author or None, text)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else default
