"""What Pillow raises where a picture is damaged: one list for all who open one."""

from __future__ import annotations

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
