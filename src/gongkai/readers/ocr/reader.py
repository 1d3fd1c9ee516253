"""Pictures of pages: PNG, JPEG, TIFF, BMP, WEBP, GIF (``image:ocr``). Needs the extra ``gongkai[ocr]``."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from gongkai.document import Document, Issue
from gongkai.errors import DamagedSource, UnsupportedFormat
from gongkai.readers.pages.assembly import assemble

INSTALL = "pip install 'gongkai[ocr]'"
_NEEDED = ("rapidocr", "onnxruntime", "cv2")


def available() -> str | None:
    """Return the versions of what reads pictures, such as ``rapidocr 3.10.0, onnxruntime 1.32.0``; None where it is not installed."""
    if any(find_spec(name) is None for name in _NEEDED):
        return None
    try:
        return ", ".join(f"{name} {version(name)}" for name in ("rapidocr", "onnxruntime"))
    except PackageNotFoundError:
        return None


def read(data: bytes) -> Iterator[Document]:
    """Yield what stands on a picture; a picture of several frames is a report of as many pages.

    Raises UnsupportedFormat, which says what to install, without the extra; DamagedSource where the picture is broken.
    """
    if available() is None:
        raise UnsupportedFormat(f"it is a picture, and what reads pictures is not installed: {INSTALL}")
    from gongkai.readers.ocr.frames import frames_of  # noqa: PLC0415  (needs the extra)
    from gongkai.readers.ocr.pictures import pages_of  # noqa: PLC0415

    pages = list(pages_of(frames_of(data)))
    if not pages:
        raise DamagedSource("the picture file holds no picture")
    assembly = assemble(pages)
    yield Document(
        blocks=tuple(assembly.blocks),
        reader="image:ocr",
        pages=len(pages),
        issues=() if assembly.blocks else (_no_text(len(pages)),),
    )


def _no_text(pages: int) -> Issue:
    message = f"no text was found in the picture ({pages} pages): is it a page of a report, and sharp enough to read?"
    return Issue(code="no_text_found", severity="error", message=message)
