"""The sections of a document given a form's keys where their headings are worded like the form's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from gongkai.forms.schema import SectionSpec
from gongkai.printed.names import form_names, name_of
from gongkai.report import Section


def keys_of(sections: Sequence[Section], specs: Sequence[SectionSpec]) -> dict[str, str]:
    """Return the form's key for each section's own one; a name that two sections have is nobody's."""
    names = [(spec.key, form_names(spec.label, spec.variants)) for spec in _walk(specs)]
    found: dict[str, list[str]] = {}
    for section in _flat(sections):
        said = name_of(section.heading or "")
        own = [key for key, known in names if said and said in known]
        if len(own) == 1:
            found.setdefault(own[0], []).append(section.key)
    return {printed[0]: key for key, printed in found.items() if len(printed) == 1}


def renamed(sections: Sequence[Section], keys: Mapping[str, str]) -> tuple[Section, ...]:
    """Return the sections under the form's keys."""
    return tuple(
        msgspec.structs.replace(s, key=keys.get(s.key, s.key), children=renamed(s.children, keys)) for s in sections
    )


def heading_of(sections: Sequence[Section], key: str | None) -> str:
    """The heading of the section with that key, "" where there is none."""
    return next((s.heading or "" for s in _flat(sections) if s.key == key), "")


def _walk(specs: Sequence[SectionSpec]) -> Iterator[SectionSpec]:
    for spec in specs:
        yield spec
        yield from _walk(spec.sections)


def _flat(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _flat(section.children)
