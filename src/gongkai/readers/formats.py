"""Every format of a source, one declaration each: sniffing, readers, messages, ``doctor`` and the datasets' codes follow from it.

To add one, add its declaration at the end of FORMATS: the order is that of the codes in a dataset, which stay.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from gongkai.readers import bounds, samples, signs
from gongkai.readers.content import Sign, declares, either, has_root, holds, says


class Format(Struct, frozen=True, kw_only=True):
    """One format of a source.

    ``kind`` is its key, in a report's ``source.format`` too, unless ``reported`` names another there.
    ``known`` tells it by its content. ``weight`` orders such signs: 0 for a container's own entries, magic bytes and mark-up that
    nothing else has, 1 for tags that other files may hold, 2 for what is left. Where two formats of one weight fit, the file's ending
    decides, then the order of declaration.
    ``name`` stands in the lists of ``doctor`` and ``content`` in messages ("its content is …"); ``said`` is its word in the list of
    what gongkai reads, where ``kind`` is none.
    ``by`` says who reads it: ``gongkai``, LibreOffice, the extra for pictures, or nobody (``advice`` then says what to do).
    ``module`` has ``read(data) -> Iterator[Document]`` and is imported when the first file needs it; ``library`` is what it stands on.
    Where it is ``told`` what charset a server named, ``read`` takes it as ``told``.
    ``largest`` is the most bytes that one may have.
    ``sample`` makes the smallest file of the kind, which prints ``samples.TEXT``.
    """

    kind: str
    endings: tuple[str, ...]
    known: Sign
    weight: int = 0
    name: str
    content: str
    said: str = ""
    by: Literal["gongkai", "libreoffice", "ocr", "nobody"] = "gongkai"
    module: str | None = None
    library: str | None = None
    largest: int = bounds.FILE
    sample: Callable[[], bytes] | None = None
    told: bool = False
    reported: str | None = None
    advice: str | None = None


_WORD_ROOT = has_root("WordDocument")
_NOT_FOUND = "sites send one in place of a file that they do not find: fetch the file again"

FORMATS: tuple[Format, ...] = (
    Format(
        kind="docx", endings=(".docx", ".docm", ".dotx", ".dotm"), name="Word files (.docx, .docm)", content="a Word file",
        known=either(holds("word/document.xml"), declares(rb"wordprocessingml|ms-word")),
        module="gongkai.readers.docx", library="lxml", sample=samples.word,
    ),
    Format(
        kind="pdf", endings=(".pdf",), name="PDF with a text layer", content="a PDF", known=signs.is_pdf,
        module="gongkai.readers.pdf", library="pypdfium2", sample=samples.pdf,
    ),
    Format(
        kind="txt", endings=(".txt", ".md", ".text"), name="plain text", content="plain text",
        known=signs.is_plain_text, weight=2,
        told=True, module="gongkai.readers.text", library="charset-normalizer", sample=samples.text,
        largest=bounds.TEXT,
    ),
    Format(
        kind="html", endings=(".html", ".htm", ".xhtml", ".shtml"), name="web pages", content=f"a web page ({_NOT_FOUND})",
        known=signs.is_page, weight=1, module="gongkai.readers.html", library="selectolax", sample=samples.page, told=True,
        largest=bounds.PAGE,
    ),
    Format(
        kind="doc", endings=(".doc", ".dot", ".xml"), name="old Word", content="an old Word file", by="libreoffice",
        known=either(_WORD_ROOT, says(b"<w:wordDocument", b'progid="Word.Document"', b"<pkg:package")),
    ),
    Format(
        kind="wps", endings=(".wps", ".wpt"), name="WPS", content="a WPS file", by="libreoffice", known=_WORD_ROOT,
    ),
    Format(
        kind="rtf", endings=(".rtf",), name="RTF", content="an RTF file", by="libreoffice", known=signs.is_rtf,
        sample=samples.rtf,
    ),
    Format(
        kind="odt", endings=(".odt", ".ott", ".fodt"), name="OpenDocument", content="an OpenDocument text", by="libreoffice",
        known=either(declares(rb"opendocument\.text"), says(b"<office:document")),
    ),
    Format(
        kind="ofd", endings=(".ofd",), name="OFD", content="an OFD file", known=holds("ofd.xml"),
        module="gongkai.readers.ofd", library="lxml", sample=samples.ofd,
    ),
    Format(
        kind="image", endings=(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp"), said="pictures",
        name="pictures (.png, .jpg, .tif)", content="a picture", known=signs.is_picture, by="ocr", module="gongkai.readers.ocr",
    ),
    Format(
        kind="mhtml", endings=(".mhtml", ".mht"), name="saved web pages (.mht, .mhtml)", content="a saved web page",
        known=signs.is_saved_page, reported="html", module="gongkai.readers.mhtml", library="selectolax", sample=samples.mhtml,
        largest=bounds.PAGE,
    ),
    Format(
        kind="zip", endings=(".zip",), name="zip archives of these", content="a zip archive", known=signs.is_bare_zip, weight=2,
        by="nobody", advice="it is an archive: name it to `gongkai extract`, which looks inside",
    ),
    Format(
        kind="xlsx", endings=(".xlsx", ".xlsm", ".xltx", ".xltm"), name="workbooks (.xlsx, .xlsm)", content="a workbook",
        known=declares(rb"spreadsheetml|ms-excel\.(?:sheet|template)\.macro"),
        module="gongkai.readers.workbook.xlsx", library="lxml", sample=samples.workbook,
    ),
    Format(
        kind="xls", endings=(".xls", ".xlt", ".et", ".ett"), name="workbooks of old Excel and WPS (.xls, .et)", content="an old workbook",
        known=has_root("Workbook", "Book"), module="gongkai.readers.workbook.xls", library="xlrd",
    ),
    Format(
        kind="ods", endings=(".ods", ".ots"), name="OpenDocument spreadsheets", content="an OpenDocument spreadsheet",
        known=declares(rb"opendocument\.spreadsheet"),
        module="gongkai.readers.workbook.ods", library="lxml", sample=samples.spreadsheet,
    ),
    Format(
        kind="csv", endings=(".csv", ".tsv"), name="delimited tables (.csv, .tsv)", content="a delimited table",
        known=signs.is_delimited, weight=2, module="gongkai.readers.workbook.delimited", library="charset-normalizer",
        sample=samples.delimited, largest=bounds.TEXT,
    ),
    Format(
        kind="xlsb", endings=(".xlsb",), name="binary workbooks (.xlsb)", content="a binary workbook",
        known=declares(rb"ms-excel\.sheet\.binary"), reported="xlsx",
        module="gongkai.readers.workbook.xlsb", library="python-calamine",
    ),
)  # fmt: skip


def format_of(kind: str) -> Format:
    """Return the declaration of a kind that ``sniff`` named."""
    return next(declared for declared in FORMATS if declared.kind == kind)


def reported_kinds() -> tuple[str, ...]:
    """Return the formats that reports may name, in the order of declaration."""
    return tuple(one.kind for one in FORMATS if one.reported is None and one.by != "nobody")


def office_kinds() -> frozenset[str]:
    """Return the kinds that LibreOffice converts, many in one start; see ``readers.office``."""
    return frozenset(one.kind for one in FORMATS if one.by == "libreoffice")


def what_is_read() -> str:
    """Say for a message what gongkai reads."""
    read = [one for one in FORMATS if one.reported is None and one.by != "nobody"]
    words = [*(one.kind for one in read if not one.said), *(one.said for one in read if one.said)]
    return f"gongkai reads {', '.join(words)} and, by `gongkai extract`, archives of them"


def remark(kind: str, ending: str) -> str:
    """Return what to say of a file with that ending whose content is of ``kind``; nothing where the two agree."""
    promised = next((one.kind for one in FORMATS if ending in one.endings), kind)
    return "" if promised == kind else f". It is named {ending}, but its content is {format_of(kind).content}"
