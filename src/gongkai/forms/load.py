"""Reads form files; a wrong one is refused with its file, line and key, and with what to do."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from pathlib import Path

import msgspec
import yaml

from gongkai.errors import FormError
from gongkai.forms.bounds import MOST_BYTES, refuse_monsters
from gongkai.forms.explain import explain
from gongkai.forms.model import Form, compile_form
from gongkai.forms.oddities import oddities_of
from gongkai.forms.problems import problems_of
from gongkai.forms.schema import FormSpec
from gongkai.forms.source import Source, Steps


@lru_cache(maxsize=1)
def load_forms() -> tuple[Form, ...]:
    """Load the forms of government information reports that come with the package, newest first."""
    return _packaged("", newest_first=True)


@lru_cache(maxsize=1)
def load_families() -> tuple[Form, ...]:
    """Load the forms of other families that come with the package."""
    return _packaged("families")


@lru_cache(maxsize=1)
def load_local() -> tuple[Form, ...]:
    """Load the forms of single provinces that come with the package: they are tried only where they are asked for by their id."""
    return _packaged("local")


def _packaged(folder: str, *, newest_first: bool = False) -> tuple[Form, ...]:
    place = resources.files("gongkai.forms").joinpath(folder)
    names = sorted((f.name for f in place.iterdir() if f.name.endswith(".yaml")), reverse=newest_first)
    return tuple(_compile(*_parse(place.joinpath(name).read_text(encoding="utf-8"), name)) for name in names)


def packaged_forms() -> tuple[Form, ...]:
    """Load the forms that a document is held against where nothing else is said: all that come with the package, but for local ones."""
    return (*load_forms(), *load_families())


def load_form(path: str | os.PathLike[str]) -> Form:
    """Load a form file of the user's own, or a packaged form that is no government information report's by its id. Raises FormError."""
    known = {form.id: form for form in (*load_families(), *load_local())}
    if str(path) in known and not Path(path).exists():
        return known[str(path)]
    return parse_form(read_text(Path(path)), str(path))


def with_own(own: Iterable[Form]) -> tuple[Form, ...]:
    """Return the packaged forms and the user's own; one of the user's takes the place of a packaged one with the same id.

    Raises FormError where two of ``own`` have one id.
    """
    known = {form.id: form for form in packaged_forms()}
    taken: set[str] = set()
    for form in own:
        if form.id in taken:
            raise FormError(f"two form files have the id {form.id!r}; give one of them another")
        taken.add(form.id)
        known[form.id] = form
    return tuple(known.values())


def read_text(path: Path) -> str:
    """Read a form file. Raises FormError where it is no text."""
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormError(f"{path}: cannot be read as UTF-8 text; save it as UTF-8 ({error})") from error
    except OSError as error:
        raise FormError(f"{path}: cannot be read: {error.strerror or error}") from error


def check_file(path: Path) -> tuple[Form, tuple[str, ...]]:
    """Load a form file and say, each with its place, what in it is allowed and yet seldom meant. Raises FormError."""
    text = read_text(path)
    refuse_monsters(text, str(path))
    source, raw = _parse(text, str(path))
    form = _compile(source, raw)
    return form, tuple(source.say(steps, problem) for steps, problem in oddities_of(form, packaged_forms()))


def parse_form(text: str, name: str) -> Form:
    """Validate the YAML ``text`` and compile it; ``name`` stands in the messages. Raises FormError."""
    refuse_monsters(text, name)
    return _compile(*_parse(text, name))


def _compile(source: Source, raw: object) -> Form:
    for steps, problem in source.doubles():
        raise FormError(source.say(steps, problem))
    form = compile_form(_convert(source, raw))
    for steps, problem in problems_of(form):
        raise FormError(source.say(steps, problem))
    return form


def _parse(text: str, name: str) -> tuple[Source, object]:
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        return Source(name, node), yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FormError(f"{name}:{line}: not valid YAML: {error.problem}; {_advice(text, line)}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise FormError(f"{name}:1: not valid YAML: {reason}; text that is no plain word stands in quotes") from error


def _advice(text: str, line: int) -> str:
    """Say what is wrong most often in a line that YAML cannot read."""
    lines = text.splitlines()
    if "\t" in "".join(lines[max(0, line - 2) : line]):
        return "indent with spaces, not with tabs"
    return (
        "check brackets and indentation here and in the line above; a label that holds , : # or quotes stands in quotes"
    )


def _convert(source: Source, raw: object) -> FormSpec:
    try:
        return msgspec.convert(raw, FormSpec)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `")
        steps, problem = explain(message, path)
        raise FormError(source.say(steps, problem)) from error
    except RecursionError as error:
        steps_of_all: Steps = []
        raise FormError(
            source.say(steps_of_all, "something in it contains itself (an anchor & with its own *)")
        ) from error
