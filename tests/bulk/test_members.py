"""Members of containers that need a password or are made to do harm: each costs itself only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bulk.locked import locked
from bulk.packs import members_of, tarred, zipped
from gongkai.bulk.sources import Opener, survey
from gongkai.errors import DamagedSource, EncryptedSource
from gongkai.readers import open_bytes


@pytest.mark.parametrize("password", ["secret", "秘密"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_encrypted_members_of_a_zip_are_read_with_their_password(here, password, encoding):
    """As Windows or anything else wrote it; what is not encrypted beside them is read without, and a wrong one is told."""
    key = password.encode(encoding)
    members = {"密.txt": (b"1", key), "in.zip": (zipped({"b.txt": b"2"}), key), "明.txt": (b"3", None)}
    Path("a.zip").write_bytes(locked(members))
    for passwords, said in (((), "--password"), (("falsch",), "none of the passwords")):
        found = {one.path: one for one in survey(["a.zip"], passwords=passwords).sources}
        with Opener() as opener:
            assert opener.read(found["a.zip!明.txt"]) == b"3"
            for name in ("a.zip!密.txt", "a.zip!in.zip"):
                with pytest.raises(EncryptedSource, match=f"{name}: needs a password; .*{said}"):
                    opener.read(found[name])
    assert members_of("a.zip", passwords=("falsch", password)) == {
        "a.zip!密.txt": b"1", "a.zip!in.zip!b.txt": b"2", "a.zip!明.txt": b"3",
    }  # fmt: skip


def test_a_broken_zstd_costs_itself_only(here):
    """Whether it shows when it is told what it is, or when it is unpacked."""
    zstd = pytest.importorskip("backports.zstd")
    Path("a.tar.zst").write_bytes(b"\x28\xb5\x2f\xfd" + b"\xff" * 90)
    Path("b.tar.zst").write_bytes(zstd.compress(tarred({"a.txt": os.urandom(900_000)}))[:500_000] + bytes(90))
    Path("c.txt").write_bytes(b"c")
    found = {one.path: one for one in survey(["a.tar.zst", "b.tar.zst", "c.txt"]).sources}
    assert list(found) == ["a.tar.zst", "b.tar.zst", "c.txt"]
    assert isinstance(found["b.tar.zst"].problem, DamagedSource)
    with pytest.raises(DamagedSource, match="zstd file"):
        open_bytes(Path("a.tar.zst").read_bytes(), "a.tar.zst")
