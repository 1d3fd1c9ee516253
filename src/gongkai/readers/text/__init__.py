"""Plain text: lines, cells with their marks left, markup."""

from gongkai.readers.text.reader import read

__all__ = ["read"]
