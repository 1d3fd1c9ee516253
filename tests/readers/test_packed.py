"""Compressed streams are unpacked as they are read, and what is wrong with one is told."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from random import Random

import pytest

from gongkai.readers.packed import FAULTS, opened, packing_of, unpacked_pieces

DATA = Random(1).randbytes(300_000) + b"0" * 3_000_000
EMPTY = gzip.compress(b"", mtime=0)


def unpacked(data: bytes) -> bytes:
    """Unpack it in pieces."""
    packing = packing_of(data)
    assert packing is not None
    return b"".join(unpacked_pieces(io.BytesIO(data), packing))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("content", [b"", b"x", DATA])
def test_what_was_packed_comes_out(pack, content: bytes):
    """To the byte, in one stream and in two that follow each other."""
    assert unpacked(pack(content)) == content
    assert unpacked(pack(content) + pack(b"y")) == content + b"y"


def test_members_of_gzip_may_be_empty_and_have_zeros_between_them():
    """As tapes and logs that were put together have them, over more than one bite."""
    one = gzip.compress(b"x" * 1000)
    data = one + bytes(200_000) + EMPTY * 5000 + one + EMPTY * 5000 + one + bytes(70_000)
    assert unpacked(data) == b"x" * 3000
    with opened(io.BytesIO(data), "gzip") as stream:
        assert (stream.read(1), stream.read(999), stream.read(1)) == (b"x", b"x" * 999, b"x")


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (gzip.compress(DATA, mtime=0)[:-1], "cut short"),
        (gzip.compress(DATA, mtime=0)[:1000], "cut short"),
        (gzip.compress(b"x", mtime=0)[:-8] + bytes(8), "incorrect data check"),
        (gzip.compress(b"x", mtime=0) + b"more", "incorrect header check"),
        (gzip.compress(b"x", mtime=0) + EMPTY * 20_000, "hold nothing"),
    ],
)
def test_what_is_cut_short_spoilt_or_without_end_is_told(data: bytes, cause: str):
    """Nothing is taken for whole."""
    with pytest.raises(FAULTS, match=cause):
        unpacked(data)
