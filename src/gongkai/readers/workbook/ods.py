"""OpenDocument spreadsheets (.ods): each cell holds, beside its value, the text that it showed when it was saved."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from gongkai.document import Document, Issue
from gongkai.readers.packages import refuse_locked
from gongkai.readers.text.limits import refuse_endless
from gongkai.readers.workbook.document import document_of
from gongkai.readers.workbook.drawings import stored
from gongkai.readers.workbook.package import Element, Package, attribute, local
from gongkai.readers.workbook.sheet import Sheet, SheetCell, SheetComment, SheetPicture, Span, is_nought
from gongkai.readers.workbook.styles import PLAIN, Style, shown_as
from gongkai.text.shown import shown_text

_MOST_REPEATED = 1000  # a cell that shows something; blank ones are repeated to the sheet's end
_GROUPS = frozenset(
    (
        "table-row-group",
        "table-rows",
        "table-header-rows",
        "table-column-group",
        "table-columns",
        "table-header-columns",
    )
)


class _Looks(Struct, frozen=True):
    """What a style says: how text looks, and whether what it is of is shown."""

    style: Style = PLAIN
    shown: bool = True


class _Walk:
    """Reads one table."""

    def __init__(self, styles: dict[str, _Looks], package: Package) -> None:
        self._package = package
        self.styles = styles
        self.cells: list[SheetCell] = []
        self.merged: list[Span] = []
        self.comments: list[SheetComment] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.pictures: list[SheetPicture] = []
        self.row = self.column = 0

    def table(self, parent: Element) -> None:
        """Go through the rows and columns of a table, those in groups too."""
        for item in parent:
            name = local(item)
            if name in _GROUPS:
                self.table(item)
            elif name == "table-column":
                count = _count(item, "number-columns-repeated")
                if self._is_hidden(item):
                    self.hidden_columns |= set(range(self.column, min(self.column + count, 16384)))
                self.column += count
            elif name == "table-row":
                self._row(item)
            elif name == "shapes":
                self._pictures(item, 0, 0)

    def _is_hidden(self, item: Element) -> bool:
        looks = self.styles.get(attribute(item, "style-name"))
        return attribute(item, "visibility") in ("collapse", "filter") or (looks is not None and not looks.shown)

    def _row(self, line: Element) -> None:
        count = _count(line, "number-rows-repeated")
        held = [cell for cell in line if local(cell) in ("table-cell", "covered-table-cell")]
        shows = any(len(cell) for cell in held)
        for _ in range(min(count, _MOST_REPEATED) if shows else 1):
            if self._is_hidden(line):
                self.hidden_rows.add(self.row)
            column = 0
            for cell in held:
                column += self._cell(cell, column)
            self.row += 1
            refuse_endless(len(self.cells))
        self.row += 0 if shows else count - 1

    def _cell(self, cell: Element, column: int) -> int:
        """Read one cell; return how many columns it stands for."""
        count = _count(cell, "number-columns-repeated")
        width, height = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
        looks = self.styles.get(attribute(cell, "style-name"), _Looks())
        if local(cell) == "covered-table-cell" or not looks.shown:
            return count
        if width * height > 1 and width * height < 1 << 16:
            self.merged.append((self.row, column, height, width))
        lines = (self._text(p, looks.style) for p in cell if local(p) == "p")
        text = "\n".join(line for line in lines)
        for note in cell:
            if local(note) == "annotation":
                self._comment(note, column)
        self._pictures(cell, self.row, column)
        if text.strip():
            for i in range(min(count, _MOST_REPEATED)):
                self.cells.append(SheetCell(row=self.row, column=column + i, text=text.strip()))
        return count

    def _text(self, element: Element, style: Style) -> str:
        """Return the text of a paragraph or a span in it, as it is shown."""
        shown = [shown_text(element.text or "", shown_as(style))]
        for item in element:
            match local(item):
                case "span" | "a":
                    looks = self.styles.get(attribute(item, "style-name"))
                    shown.append(self._text(item, looks.style if looks else style))
                case "s":
                    shown.append(" " * min(_count(item, "c"), 100))
                case "line-break":
                    shown.append("\n")
                case "tab":
                    shown.append("\t")
            shown.append(shown_text(item.tail or "", shown_as(style)))
        return "".join(shown)

    def _pictures(self, parent: Element, row: int, column: int) -> None:
        for image in parent.iter("{*}image"):
            file = attribute(image, "href").removeprefix("./")
            self.pictures.append(SheetPicture(row, column, partial(stored, self._package, file)))

    def _comment(self, note: Element, column: int) -> None:
        who = next((one.text for one in note if local(one) == "creator"), None)
        text = "\n".join("".join(str(t) for t in p.itertext()) for p in note if local(p) == "p").strip()
        if text:
            self.comments.append(SheetComment(self.row, column, who, text))


def read(data: bytes) -> Iterator[Document]:
    """Yield the one reading of an .ods, ``ods:xml``. Raises DamagedSource, EncryptedSource, EmptySource."""
    yield document_of(read_sheets(Package(data)), "ods:xml")


def read_sheets(package: Package) -> Iterator[Sheet | Issue]:
    """Yield the tables that are shown, and an issue for each that is hidden. Raises DamagedSource, EncryptedSource."""
    refuse_locked(package)
    root = package.tree("content.xml")
    styles = _styles(root) | {k: v for k, v in _styles(package.optional("styles.xml")).items() if v != _Looks()}
    for table in root.iter("{*}table"):
        parent = table.getparent()
        if parent is None or local(parent) != "spreadsheet":
            continue
        name = attribute(table, "name")
        if not styles.get(attribute(table, "style-name"), _Looks()).shown:
            yield Issue(code="hidden_sheet", severity="info", message="a hidden sheet was not read", location=name)
            continue
        walk = _Walk(styles, package)
        walk.table(table)
        yield Sheet(
            name=name,
            cells=tuple(walk.cells),
            merged=tuple(walk.merged),
            hidden_rows=frozenset(walk.hidden_rows),
            hidden_columns=frozenset(walk.hidden_columns),
            comments=tuple(walk.comments),
            pictures=tuple(walk.pictures),
        )


def _styles(root: Element | None) -> dict[str, _Looks]:
    found: dict[str, _Looks] = {}
    for item in () if root is None else root.iter("{*}style"):
        about = [child for child in item if local(child).endswith("-properties")]
        said = {str(k).rpartition("}")[2]: str(v) for one in about for k, v in one.attrib.items()}
        place = said.get("text-position", "").split(" ")[0]
        ground = said.get("background-color", "transparent").lower()
        style = Style(
            struck=said.get("text-line-through-style", "none") != "none",
            raised=place.startswith(("super", "3", "2", "5")),
            lowered=place.startswith(("sub", "-")),
            white=said.get("color", "").lower() == "#ffffff",
            filled=ground not in ("transparent", "#ffffff"),
            color=_colour(said.get("color", "")) or "automatic",  # which is seen on any ground
            ground=_colour(ground),
        )
        hidden = any(local(o) == "table-properties" and attribute(o, "display") == "false" for o in about)
        fits = said.get("use-optimal-row-height") == "true"
        flat = not fits and any(is_nought(said.get(side, "")) for side in ("row-height", "column-width"))
        found[attribute(item, "name")] = _Looks(style, not hidden and not flat)
    return found


def _colour(said: str) -> str:
    """Return a colour as RRGGBB, "" where none is said."""
    return said[1:].upper() if said.startswith("#") else ""


def _count(element: Element, name: str) -> int:
    text = attribute(element, name)
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1
