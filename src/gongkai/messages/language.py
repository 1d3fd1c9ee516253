"""Which language somebody is spoken to in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["zh", "en"]


def language_of(environment: Mapping[str, str]) -> Language:
    """Return the language that ``GONGKAI_LANG`` names, else the locale's: Chinese for ``zh…``, English for everything else."""
    asked = environment.get("GONGKAI_LANG", "").lower()
    if asked.startswith(("zh", "en")):
        return "zh" if asked.startswith("zh") else "en"
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, names), "").lower().startswith("zh") else "en"
