"""Pages of large collections, packed: a script unpacks them in the browser, and a page takes a fifth of its room."""

from __future__ import annotations

import base64
import zlib

from gongkai.review.render import render

MOST_PLAIN = 1000
"""Reports of a collection whose pages are plain; those of larger ones need a script to be read, as their list does."""


def packed(page: bytes, **shown: object) -> bytes:
    """Return a page that holds another one, deflated; ``shown`` is what stands on it as it is."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(page) + deflate.flush()
    return render("packed.html.j2", body=base64.b64encode(body).decode("ascii"), **shown)
