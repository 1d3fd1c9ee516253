"""The catalogue of sentences, and a sentence's way from English into Chinese by its template."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import msgspec
import regex
import yaml
from msgspec import Struct

_HOLE = regex.compile(r"\{(\w+)\}")
_FILES = ("sentences.yaml", "terminal.yaml")
_LONGEST = 4000  # characters; what is longer is no sentence (an error of another program, say), and is given as it is


class Said(Struct, frozen=True):
    """The same words in both languages."""

    en: str
    zh: str

    def in_(self, language: str) -> str:
        """Give the words in one language."""
        return self.zh if language == "zh" else self.en


class Sentence(Struct, frozen=True, kw_only=True):
    """One sentence in both languages; the same names stand in ``{}`` in both. Code says those with a key by it."""

    key: str | None = None
    en: str
    zh: str

    @property
    def holes(self) -> frozenset[str]:
        """The names of its values."""
        return frozenset(_HOLE.findall(self.en))


class _Template(Struct, frozen=True):
    sentence: Sentence
    pattern: regex.Pattern[str]
    fixed: str  # the longest piece that always stands in it: few sentences are tried in full
    leading: bool


@lru_cache(maxsize=1)
def sentences() -> tuple[Sentence, ...]:
    """Return every sentence of the catalogue."""
    folder = resources.files("gongkai.messages")
    texts = (folder.joinpath(name).read_text(encoding="utf-8") for name in _FILES)
    found = [sentence for text in texts for sentence in yaml.load(text, Loader=yaml.CSafeLoader)]
    return msgspec.convert(found, tuple[Sentence, ...])


@lru_cache(maxsize=1)
def _templates() -> tuple[_Template, ...]:
    """Return what has holes, that with the most words of its own first."""
    made = [_template(sentence) for sentence in sentences() if sentence.holes and sentence.key is None]
    return tuple(sorted(made, key=lambda each: -len(_HOLE.sub("", each.sentence.en))))


@lru_cache(maxsize=1)
def _whole() -> dict[str, str]:
    return {sentence.en: sentence.zh for sentence in sentences() if not sentence.holes and sentence.key is None}


def _template(sentence: Sentence) -> _Template:
    pieces = _HOLE.split(sentence.en)
    parts = [f"(?P<{piece}>.+?)" if index % 2 else regex.escape(piece) for index, piece in enumerate(pieces)]
    return _Template(sentence, regex.compile("".join(parts), regex.DOTALL), max(pieces[::2], key=len), not pieces[0])


@lru_cache(maxsize=1)
def _keyed() -> dict[str, Sentence]:
    return {sentence.key: sentence for sentence in sentences() if sentence.key is not None}


def say(key: str, **values: Said | str | float | None) -> Said:
    """Say the sentence of that key in both languages; values that are words are given in both. Raises KeyError for an unknown key."""
    sentence = _keyed()[key]
    en = {name: value.en if isinstance(value, Said) else str(value) for name, value in values.items()}
    zh = {name: value.zh if isinstance(value, Said) else str(value) for name, value in values.items()}
    return Said(sentence.en.format_map(en), sentence.zh.format_map(zh))


def counted(noun: str, number: int) -> Said:
    """Say how many there are of something, such as ``report``. Raises KeyError for what the catalogue does not count."""
    sentence = _keyed()[f"count.{noun}"]
    one, _, several = sentence.en.partition("|")
    return Said((one if number == 1 else several).format(n=number), sentence.zh.format(n=number))


@lru_cache(maxsize=4096)
def in_chinese(message: str) -> str | None:
    """Say an English sentence in Chinese, its values carried over; None where the catalogue does not have it.

    What precedes a sentence with a colon (a file, a line) stays as it is; pieces that are joined are each said in Chinese.
    """
    if len(message) > _LONGEST:
        return None
    return (
        _whole().get(message)
        or _advised(message)
        or _by_template(message, leading=False)
        or _placed(message)
        or _by_template(message, leading=True)
        or _half_advised(message)
    )


def said(message: str, language: str) -> str:
    """Give a message in a language; in English where the catalogue does not have it, as where another program speaks."""
    return (in_chinese(message) or message) if language == "zh" else message


def _by_template(message: str, *, leading: bool) -> str | None:
    """Say it by one template; one that begins with a value (``leading``) could take the head of another sentence for it."""
    for template in _templates():
        match = None
        if template.leading is leading and template.fixed in message:
            match = template.pattern.fullmatch(message)
        if match is not None:
            values = {name: in_chinese(value) or value for name, value in match.groupdict().items()}
            return template.sentence.zh.format_map(values)
    return None


def _advised(message: str) -> str | None:
    """What is wrong; what to do."""
    head, found, advice = message.rpartition("; ")
    if found and (what := in_chinese(head)) and (do := in_chinese(advice)):
        return f"{what}；{do}"
    return None


def _half_advised(message: str) -> str | None:
    """The same where the advice is a library's own."""
    head, found, advice = message.partition("; ")
    return f"{what}；{advice}" if found and (what := in_chinese(head)) else None


def _placed(message: str) -> str | None:
    """Where: what."""
    where, found, what = message.partition(": ")
    while found:
        if rest := in_chinese(what):
            return f"{where}：{rest}"
        more, found, what = what.partition(": ")
        where = f"{where}: {more}"
    return None
