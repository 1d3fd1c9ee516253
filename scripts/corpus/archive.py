"""Makes a zip file (a .docx) whose bytes depend on its content alone."""

from __future__ import annotations

import io
import zipfile

_EPOCH = (2024, 1, 1, 0, 0, 0)


def fixed_zip(data: bytes) -> bytes:
    """Write the zip file ``data`` again with one fixed time for every member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            new.writestr(info, old.read(name))
    return out.getvalue()
