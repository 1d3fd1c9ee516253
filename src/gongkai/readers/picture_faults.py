"""What Pillow raises where a picture is damaged: one list for all who open one."""

from __future__ import annotations

import re
import struct

from PIL import UnidentifiedImageError

PICTURE_FAULTS = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    TypeError,
    SyntaxError,
    KeyError,
    IndexError,
    ArithmeticError,
    EOFError,
    struct.error,
)
_OBJECT = re.compile(r"\s*<[^<>]* at 0x[0-9a-f]+>")


def told(error: BaseException) -> str:
    """Say what Pillow said, without the object that it was given, which is another one each time."""
    return _OBJECT.sub("", str(error))
