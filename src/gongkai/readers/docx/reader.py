"""Word files (.docx): one pass over the XML of the main part, without Word's own object model.

Printed is what Word prints with all tracked changes accepted. Comments, pictures and notes are set aside; page headers and
footers and bookmarks are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from msgspec import Struct

from gongkai.document import Block, Document, Grid, Issue, Remark
from gongkai.errors import DamagedSource, EmptySource
from gongkai.readers.docx.body import Body
from gongkai.readers.docx.chunks import Chunks
from gongkai.readers.docx.facts import gather
from gongkai.readers.docx.inline import read_inline
from gongkai.readers.docx.notes import KINDS, NoteMark, note_marks
from gongkai.readers.docx.numbering import Numbering
from gongkai.readers.docx.package import Package, trimmed
from gongkai.readers.docx.styles import Styles
from gongkai.readers.docx.table_styles import TableStyles
from gongkai.readers.docx.theme import Theme
from gongkai.readers.docx.xml import PARAGRAPH, Element, parse, w
from gongkai.readers.pictured import can_read
from gongkai.readers.text.limits import long_lines, refuse_endless

_TITLE = "{http://purl.org/dc/elements/1.1/}title"


class _Optional(Struct, frozen=True):
    """A part that the text can be read without; ``issue`` where it is there and broken."""

    root: Element | None = None
    issue: Issue | None = None


def read(data: bytes) -> Iterator[Document]:
    """Yield the one reading of a Word file.

    :raises EmptySource: the file holds no bytes or no text.
    :raises EncryptedSource: it needs a password.
    :raises DamagedSource: it is cut short, broken, or no Word file.
    """
    yield from _read(data, 0)


def _read(data: bytes, depth: int) -> Iterator[Document]:
    """Read a Word file that stands ``depth`` levels deep in others."""
    package = Package(data)
    stored = package.read(package.main)
    root = parse(stored, package.main)
    if root.tag != w("document"):
        raise DamagedSource(f"the part {package.main} is no Word text; save the file as .docx with Word or LibreOffice")
    refuse_endless(sum(1 for _ in root.iter(PARAGRAPH, w("br"))))
    parts = {kind: _optional(package.tree, package.beside_main(kind)) for kind in ("numbering", "comments")}
    styles, parts["styles"] = _styles(package)
    core = _optional(package.tree, package.core_properties())
    facts = gather(root, styles, stored, partial(_theme, package))
    notes, damaged = _notes(root, package, styles)
    body = Body(facts, Numbering(parts["numbering"].root, styles), notes, chunks := Chunks(package, depth, _read))
    for container in root.findall(w("body")):
        body.read(container)
    _refuse_empty(body)
    yield Document(
        blocks=tuple(body.blocks),
        reader="docx:xml",
        remarks=(*_remarks(parts["comments"].root, body), *body.remarks),
        footnotes=tuple(body.footnotes),
        pictures=tuple(body.pictures),
        title=_title(core.root),
        issues=(
            *(part.issue for part in parts.values() if part.issue),
            *damaged,
            *chunks.issues,
            *body.issues,
            *_issues(body),
            *long_lines(body.blocks),
        ),
    )


def _notes(root: Element, package: Package, styles: Styles) -> tuple[dict[Element, NoteMark], tuple[Issue, ...]]:
    """Return the marks of notes in the text, and an issue where a part that holds notes is broken."""
    try:
        stored = {kind: package.read(name) for kind in KINDS if (name := package.beside_main(f"{kind}s")) is not None}
        return note_marks(root, stored, styles), ()
    except DamagedSource as error:
        message = f"footnotes or endnotes were not read: {error}"
        return {}, (Issue(code="part_damaged", severity="warning", message=message),)


def _styles(package: Package) -> tuple[Styles, _Optional]:
    """Return the styles, and how their part fared; the files of one template have the same ones."""
    name = package.beside_main("styles")
    if name is None:
        return Styles(None), _Optional()
    try:
        return _styles_of(package.read(name), name), _Optional()
    except DamagedSource as error:
        return Styles(None), _damaged(error, name)


@lru_cache(maxsize=8)
def _styles_of(stored: bytes, name: str) -> Styles:
    return Styles(parse(trimmed(stored), name), TableStyles(stored))


def _theme(package: Package) -> Theme:
    """Return the colours of the file's theme; a part that is broken says nothing, as in Word."""
    return _theme_of(*(_stored(package, package.beside_main(kind)) for kind in ("theme", "settings")))


def _stored(package: Package, name: str | None) -> bytes | None:
    try:
        return None if name is None else package.read(name)
    except DamagedSource:
        return None


@lru_cache(maxsize=8)
def _theme_of(theme: bytes | None, settings: bytes | None) -> Theme:
    return Theme(*(None if stored is None else _parsed(stored) for stored in (theme, settings)))


def _parsed(stored: bytes) -> Element | None:
    try:
        return parse(stored, "theme")
    except DamagedSource:
        return None


def _optional(tree: Callable[[str], Element], name: str | None) -> _Optional:
    if name is None:
        return _Optional()
    try:
        return _Optional(tree(name))
    except DamagedSource as error:
        return _damaged(error, name)


def _damaged(error: DamagedSource, name: str) -> _Optional:
    return _Optional(issue=Issue(code="part_damaged", severity="warning", message=str(error), location=name))


def _refuse_empty(body: Body) -> None:
    """Refuse what holds nothing to read. A picture may hold a report, where pictures are read."""
    if any(_has_text(block) for block in body.blocks):
        return
    if body.pictures:
        if can_read() and any(picture.load and picture.load() for picture in body.pictures):
            return
        raise EmptySource(f"the Word file holds no text, only {len(body.pictures)} picture(s)")
    raise EmptySource("the Word file holds no text")


def _has_text(block: Block) -> bool:
    return any(cell.text for cell in block.cells) if isinstance(block, Grid) else True


def _title(core: Element | None) -> str | None:
    titles = () if core is None else core.iter(_TITLE)
    return next((title.text.strip() for title in titles if title.text and title.text.strip()), None)


def _remarks(comments: Element | None, body: Body) -> Iterator[Remark]:
    """Yield the comments in the order of the text; one that hangs on nothing is not shown by Word either."""
    by_id = {} if comments is None else {item.get(w("id"), ""): item for item in comments.iter(w("comment"))}
    for comment_id, block in body.comments.items():
        comment = by_id.get(comment_id)
        if comment is not None:
            text = "\n".join(read_inline(paragraph).text for paragraph in comment.iter(PARAGRAPH)).strip()
            author = (comment.get(w("author")) or "").strip() or None
            yield Remark(author=author, text=text, block=min(block, len(body.blocks) - 1))


def _issues(body: Body) -> Iterator[Issue]:
    if body.formulas:
        yield Issue(
            code="formula_ignored",
            severity="warning",
            message=f"{body.formulas} formula(s) of more than one line were left out of the text",
        )
