"""Pictures of pages; needs the extra ``gongkai[ocr]``, but importing this does not."""

from gongkai.readers.ocr.reader import available, read

__all__ = ["available", "read"]
