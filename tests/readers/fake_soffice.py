"""A stand-in for LibreOffice: a script that copies one good docx for each file, and misbehaves where a file's text asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.readers import samples

_SCRIPT = r"""#!/bin/sh
echo "$@" >> "{log}"
while [ "$1" != --outdir ]; do shift; done
out="$2"; shift 2
for file in "$@"; do
    name=$(basename "$file"); result="$out/${{name%.*}}.docx"
    case $(cat "$file") in
        *HANG*) sleep 300 & echo $! > "{folder}/child"; wait ;;
        *CRASH*) kill -9 $$ ;;
        *ONCE*) [ -e "{folder}/once" ] || {{ touch "{folder}/once"; exit 3; }}; cp "{folder}/good.docx" "$result" ;;
        *HALF*) head -c 60 "{folder}/good.docx" > "$result"; exit 139 ;;
        *SKIP*) ;;
        *) {each} ;;
    esac
done
"""


class FakeSoffice:
    """The script, in a folder of its own; ``each`` is what it does with a file that asks for nothing, ``good`` its docx."""

    def __init__(
        self, folder: Path, each: str = 'cp "{folder}/good.docx" "$result"', good: bytes = samples.word()
    ) -> None:
        self.folder, self.log = folder, folder / "log"
        self.path = folder / "soffice"
        (folder / "good.docx").write_bytes(good)
        script = _SCRIPT.format(folder=folder, log=self.log, each=each.format(folder=folder))
        self.path.write_text(script, encoding="utf-8")
        self.path.chmod(0o755)

    @property
    def starts(self) -> list[str]:
        """The command lines so far."""
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []

    def use(self, monkeypatch: pytest.MonkeyPatch) -> FakeSoffice:
        """Put it in LibreOffice's place."""
        monkeypatch.setenv("GONGKAI_SOFFICE", str(self.path))
        return self


def rtf(text: str) -> tuple[str, bytes]:
    """Return a file for ``convert``."""
    return "rtf", f"{{\\rtf1 {text}}}".encode()
