"""Old Word, WPS, RTF and OpenDocument files: converted to docx by LibreOffice, then read as such."""

from gongkai.readers.office.read import read, read_converted

__all__ = ["read", "read_converted"]
