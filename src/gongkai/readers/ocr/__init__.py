"""Pictures of pages; needs the extra ``gongkai[ocr]``, but importing this does not."""

import os

from gongkai.readers.ocr.reader import available, read

# Before onnxruntime is loaded, which else writes a device's number to the home folder and reports its use to its maker.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__all__ = ["available", "read"]
