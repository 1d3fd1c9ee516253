"""Web pages."""

from gongkai.readers.html.reader import read

__all__ = ["read"]
