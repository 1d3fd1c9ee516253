"""Pictures made to cost: of more points than a machine holds, and drawings without end."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image


def png(width: int = 50_000, height: int = 50_000) -> bytes:
    """Write a white picture of so many pixels, of one bit each."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    rows = zlib.compressobj(9)
    row = b"\0" + b"\xff" * -(-width // 8)
    packed = b"".join(rows.compress(row * 1000) for _ in range(height // 1000)) + rows.flush()
    head = struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def jpeg(width: int = 50_000, height: int = 50_000) -> bytes:
    """Write a picture that says that it has so many pixels, and has those of a small one."""
    out = io.BytesIO()
    Image.new("L", (64, 64), 255).save(out, "JPEG")
    data = out.getvalue()
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def svg(inner: str) -> bytes:
    """Write a drawing."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{inner}</svg>'.encode()


def uses() -> str:
    """Write what draws a text ten times ten times ten times, 29 levels deep."""
    levels = "".join(f'<g id="a{n}">{f"""<use xlink:href="#a{n - 1}"/>""" * 10}</g>' for n in range(1, 30))
    return f'<defs><text id="a0">1</text>{levels}</defs><use xlink:href="#a29"/>'


def emf() -> bytes:
    """Write a metafile whose records lie about their sizes."""
    far, most = 10**9, 2**31 - 1
    bounds = (0, 0, far, far, 0, 0, far, far)
    head = struct.pack("<2L8l4L2H3L2l", 1, 88, *bounds, 0x464D4520, 65536, most, most, 9, 0, 0, 0, 0, 9, 9)
    return head.ljust(88, b"\0") + struct.pack("<2L", 54, 2**31 - 1) * 1000
