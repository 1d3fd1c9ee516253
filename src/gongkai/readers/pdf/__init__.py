"""PDF files with a text layer."""

from gongkai.readers.pdf.reader import read

__all__ = ["read"]
