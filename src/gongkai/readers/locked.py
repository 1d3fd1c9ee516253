"""Documents that open only with a password: unlocked in memory, by whichever of the passwords that were given opens them.

PDF by pdfium; Office files, old and new, by msoffcrypto-tool (extra ``gongkai[passwords]``). Nothing of it is kept.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import closing, suppress
from importlib.util import find_spec
from types import ModuleType

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from gongkai.errors import EncryptedSource
from gongkai.readers.ole import MAGIC

INSTALL = "pip install 'gongkai[passwords]'"
_PDF = b"%PDF-"
_HEAD = 1024  # bytes in which a PDF begins
_NONE_OPENS = "none of the passwords that were given opens it"
_Unlock = Callable[[str], bytes | None]


def unlocked(data: bytes, passwords: tuple[str, ...]) -> bytes:
    """Return what a locked document holds, as a document without a lock; any other, or where no password is given, as it is.

    Raises EncryptedSource where none of the passwords opens it, or what would open it is not installed.
    """
    if not passwords:
        return data
    if _PDF in data[:_HEAD]:
        return _opened(lambda word: _pdf(data, word), passwords) if _is_locked_pdf(data) else data
    return _office(data, passwords) if data.startswith(MAGIC) else data


def _opened(unlock: _Unlock, passwords: tuple[str, ...]) -> bytes:
    for word in passwords:
        found = unlock(word)
        if found is not None:
            return found
    raise EncryptedSource(_NONE_OPENS)


def _is_locked_pdf(data: bytes) -> bool:
    try:
        pdfium.PdfDocument(data).close()
    except pdfium.PdfiumError as error:
        return bool(error.err_code == pdfium_c.FPDF_ERR_PASSWORD)
    return False


def _pdf(data: bytes, word: str) -> bytes | None:
    """Write a PDF anew without its lock; None where ``word`` is not its password."""
    out = io.BytesIO()
    try:
        with closing(pdfium.PdfDocument(data, password=word)) as pdf:
            pdf.save(out, flags=pdfium_c.FPDF_REMOVE_SECURITY)
    except pdfium.PdfiumError:
        return None
    return out.getvalue()


def _office(data: bytes, passwords: tuple[str, ...]) -> bytes:
    if find_spec("msoffcrypto") is None:
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0" in data:
            raise EncryptedSource(f"an Office file with a password, and what opens it is not installed: {INSTALL}")
        return data  # an old one, whose reader says whether it is locked
    import msoffcrypto  # noqa: PLC0415  (an extra, rarely needed)

    with suppress(msoffcrypto.exceptions.FileFormatError, OSError, ValueError):
        if msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted():
            return _opened(lambda word: _office_file(msoffcrypto, data, word), passwords)
    return data


def _office_file(msoffcrypto: ModuleType, data: bytes, word: str) -> bytes | None:
    """Write an Office file anew without its lock; None where ``word`` is not its password."""
    out = io.BytesIO()
    file = msoffcrypto.OfficeFile(io.BytesIO(data))
    try:
        file.load_key(password=word)
        file.decrypt(out)
    except (msoffcrypto.exceptions.InvalidKeyError, msoffcrypto.exceptions.DecryptionError):
        return None
    return out.getvalue()
