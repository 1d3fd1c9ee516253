"""RAR archives, where a program of the system unpacks them: bsdtar turns one into a tar, unar into a folder."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from gongkai.bulk.containers.base import PATIENCE, refuse_bomb, size_of
from gongkai.bulk.containers.spool import spooled
from gongkai.bulk.containers.tars import Tar
from gongkai.errors import DamagedSource, EncryptedSource, SourceError, UnsupportedFormat

PROGRAMS = ("bsdtar", "unar")
INSTALL = "sudo apt install libarchive-tools"
_PIECE = 1 << 20  # bytes handed on at a time


def program() -> str | None:
    """Return the program that unpacks RAR archives here, or None."""
    return next((name for name in PROGRAMS if shutil.which(name)), None)


def open_rar(stream: IO[bytes], path: str, passwords: tuple[str, ...] = ()) -> Tar:
    """Unpack a RAR archive, as a tar. Raises UnsupportedFormat, EncryptedSource, DamagedSource, SourceError."""
    found = program()
    if found is None:
        raise UnsupportedFormat(f"{path}: is a RAR archive, and what unpacks it is not installed: {INSTALL}")
    size = size_of(stream)
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        archive = Path(folder) / "archive.rar"
        with archive.open("wb") as out:
            shutil.copyfileobj(stream, out, _PIECE)
        make = _by_bsdtar if found == "bsdtar" else _by_unar
        failure: SourceError | None = None
        for password in (*passwords, None):
            try:
                return Tar(spooled(make(archive, path, password), path, size), path)
            except (DamagedSource, EncryptedSource) as error:
                failure = error
        raise failure or DamagedSource(f"{path}: is no whole RAR archive")


def _by_bsdtar(archive: Path, path: str, password: str | None) -> Iterator[bytes]:
    words = ["bsdtar", "-cf", "-", "--format=pax", *(["--passphrase", password] if password else []), f"@{archive}"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    assert process.stdout is not None and process.stderr is not None
    try:
        while piece := process.stdout.read(_PIECE):
            yield piece
        said = process.stderr.read(4096).decode("utf-8", "replace")
        if process.wait(PATIENCE):
            raise _refused(path, said.replace(str(archive), archive.name))
    finally:
        process.kill()
        process.wait()


def _by_unar(archive: Path, path: str, password: str | None) -> Iterator[bytes]:
    out = archive.parent / "out"
    words = [
        "unar",
        "-quiet",
        "-no-directory",
        "-output-directory",
        str(out),
        *(["-password", password] if password else []),
    ]
    try:
        ran = subprocess.run(
            [*words, str(archive)], capture_output=True, stdin=subprocess.DEVNULL, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SourceError(f"{path}: was not unpacked within {PATIENCE:g} s") from error
    if ran.returncode:
        raise _refused(path, (ran.stdout + ran.stderr).decode("utf-8", "replace").replace(str(archive), archive.name))
    files = [file for file in sorted(out.rglob("*")) if file.is_file() and not file.is_symlink()]
    refuse_bomb(path, sum(file.stat().st_size for file in files), archive.stat().st_size)
    with tempfile.TemporaryFile() as made:
        with tarfile.open(fileobj=made, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for file in files:
                tar.add(file, file.relative_to(out).as_posix(), recursive=False)
        made.seek(0)
        while piece := made.read(_PIECE):
            yield piece


def _refused(path: str, said: str) -> SourceError:
    short = " ".join(said.split())[:120]
    if any(word in said.lower() for word in ("passphrase", "password", "encrypt")):
        return EncryptedSource(f"{path}: needs a password; give it with --password")
    return DamagedSource(f"{path}: is no whole RAR archive ({short})")
