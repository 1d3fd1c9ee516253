"""From what the pages are made of to HTML. Everything is escaped; no page holds a script, a style or a handler of its own."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources
from importlib.metadata import version

from jinja2 import Environment, PackageLoader, StrictUndefined

from gongkai.messages.language import Language
from gongkai.review.decisions import OUTCOMES
from gongkai.review.names import NAMES_OF_FACTS
from gongkai.review.states import DECIDED, MEANING, MEANINGS
from gongkai.review.words import both, identity, kind, label, numbers, place, sign, spans, straight, titled, told
from gongkai.show.values import plain

ASSETS = (
    "review.css",
    "decisions.css",
    "common.js",
    "decisions.js",
    "decide.js",
    "keyin.js",
    "whole.js",
    "beside.js",
    "parts.js",
    "slices.js",
    "unpack.js",
    "report.js",
    "index.js",
    "icon.svg",
)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("gongkai.review"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals.update(meanings=MEANINGS, meaning=MEANING, version=version("gongkai"))
    environment.globals.update(
        t=both,
        titled=titled,
        told=told,
        label=label,
        place=place,
        spans=spans,
        identity=identity,
        kind=kind,
        sign=sign,
        numbers=numbers,
    )
    environment.globals.update(outcomes=OUTCOMES, pen=DECIDED, facts=NAMES_OF_FACTS)
    environment.filters.update(plain=plain, straight=straight)
    return environment


def render(template: str, **values: object) -> bytes:
    """Fill in a template. Characters that UTF-8 cannot write (halves of a pair) become question marks."""
    return _environment().get_template(template).render(values).encode("utf-8", "replace")


@lru_cache(maxsize=1)
def look() -> str:
    """Return a digest of what gives pages their look: they are written anew where a new version changed it."""
    digest = hashlib.sha256(version("gongkai").encode())
    for part in ("templates", "static"):
        for file in sorted(resources.files("gongkai.review").joinpath(part).iterdir(), key=lambda each: each.name):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def asset(name: str, language: Language = "zh") -> bytes:
    """Return a file that the pages share; ``language`` is what they speak until their reader chooses."""
    found = resources.files("gongkai.review").joinpath("static", name).read_bytes()
    return found.replace(b'const ASKED_LANGUAGE = "zh";', f'const ASKED_LANGUAGE = "{language}";'.encode())
