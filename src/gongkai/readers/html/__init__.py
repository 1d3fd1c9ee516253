"""Web pages."""

from gongkai.readers.html.page import Sheets
from gongkai.readers.html.reader import read

__all__ = ["Sheets", "read"]
