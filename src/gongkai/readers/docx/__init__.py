"""Word files (Office Open XML), one filtered pass over the XML."""

from gongkai.readers.docx.reader import read

__all__ = ["read"]
