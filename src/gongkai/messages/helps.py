"""The command line's help in Chinese, by command and option."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import msgspec
import yaml
from msgspec import Struct


class Help(Struct, frozen=True, forbid_unknown_fields=True):
    """What a command says of itself; ``options`` by their longest names."""

    help: str
    options: dict[str, str] = {}
    epilog: str = ""


@lru_cache(maxsize=1)
def helps() -> dict[str, Help]:
    """Return the help of every command by its words after ``gongkai``; the command's own under ``gongkai``."""
    text = resources.files("gongkai.messages").joinpath("help.yaml").read_text(encoding="utf-8")
    found = msgspec.convert(yaml.load(text, Loader=yaml.CSafeLoader), dict[str, Help])
    return {words: msgspec.structs.replace(each, **_kept_lines(each)) for words, each in found.items()}


def _kept_lines(found: Help) -> dict[str, str]:
    """Put in click's own sign that the lines of a paragraph stay as they are; YAML holds no such character."""
    return {name: getattr(found, name).replace("\\b\n", "\b\n") for name in ("help", "epilog")}
