"""How much a PDF draws by drawing the same again: forms in forms, tiles of patterns, glyphs that are drawings, looks of annotations.

pdfium makes each form anew wherever it is drawn, before anybody can stop it: seven levels of ten are a small file and ten million
drawings. So the sum is taken from the file's objects first (``syntax``).
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from gongkai.readers.bounds import MB
from gongkai.readers.pdf.syntax import Body, Held, Reference, Value, plain, value_at

_CALLS = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]+)[\0\t\n\f\r ]+(Do|scn|SCN|gs)\b")
_DO = re.compile(rb"\bDo\b")
_KINDS = {b"Do": b"XObject", b"scn": b"Pattern", b"SCN": b"Pattern", b"gs": b"ExtGState"}
_PAGE = re.compile(rb"/Contents|/Annots")
_LAYERS = re.compile(rb"/OCProperties")
_ESCAPED = re.compile(rb"/\w*#[0-9A-Fa-f]{2}\w")
# What a file must say somewhere to draw anything again; a stream's own dictionary is never packed.
_AGAIN = re.compile(rb"/Form\b|/PatternType\b|/CharProcs\b|/AP\b|/SMask\b|/Subtype\s*\d|" + _ESCAPED.pattern)
_DEEPEST = 30  # forms in forms; three are many
_ENTRIES = 100_000  # glyphs of a font, or states of an annotation, that are looked at
_UNPACKED = 512 * MB  # in all, each as often as it is asked for
_OWN = -1  # instead of resources: what is drawn has its own


class Content(Struct, frozen=True):
    """A stream that may draw: its dictionary, and what gives its bytes, unpacked."""

    dictionary: Value
    unpacked: Callable[[], bytes]


def has_layers(texts: Sequence[bytes]) -> bool:
    """Whether a file may have layers that are shown or not; ``texts`` as for ``draws_again``."""
    return any(_LAYERS.search(text) or _ESCAPED.search(text) for text in texts)


def draws_again(texts: Sequence[bytes]) -> bool:
    """Whether a file may draw anything but pages' own commands; ``texts`` are its bytes, and those of its object streams unpacked."""
    return any(map(_AGAIN.search, texts))


class Drawing:
    """What the objects of a file draw, in bytes of commands. ``most`` is where counting ends, as for what draws itself."""

    def __init__(self, bodies: Sequence[Body], streams: Mapping[int, list[Content]], most: int) -> None:
        self._bodies, self._streams, self._most = bodies, streams, most
        self._held: dict[int, list[Held]] = {}
        for body in bodies:
            for at, number in body.places:
                self._held.setdefault(number, []).append(Held(body.text, at))
        self._values: dict[int, list[Value]] = {}
        self._resources: list[object] = []
        self._referred: dict[int, int] = {}
        self._names: dict[tuple[int, bytes], dict[bytes, list[object]]] = {}
        self._sums: dict[tuple[int, int], int] = {}
        self._fonts: set[int] = set()
        self._unpacked = 0

    def pages(self) -> Iterator[tuple[int, Value]]:
        """Yield the number and the value of every object that may be a page: it has commands, or annotations."""
        return self._naming(_PAGE)

    def layers(self) -> int:
        """Return how many layers the longest list of them names: pdfium looks through it anew for each layer that is drawn."""
        longest = 0
        for _, catalogue in self._naming(_LAYERS):
            for properties in self._entry(catalogue, b"OCProperties"):
                settings = [
                    *self._entry(properties, b"D"),
                    *chain.from_iterable(map(self._list, self._entry(properties, b"Configs"))),
                ]
                for holder in (properties, *settings):
                    named = chain.from_iterable(self._entry(holder, key) for key in (b"OCGs", b"ON", b"OFF"))
                    longest = max([longest, *(len(self._list(one)) for one in named)])
        return longest

    def _naming(self, name: re.Pattern[bytes]) -> Iterator[tuple[int, Value]]:
        """Yield the number and the value of every object that may hold a name; any does where names are written by codes."""
        for body in self._bodies:
            if _ESCAPED.search(body.text):
                found = {number for _, number in body.places}
            else:
                where = (bisect(body.places, (match.start(), 0)) - 1 for match in name.finditer(body.text))
                found = {body.places[at][1] for at in where if at >= 0}
            yield from ((number, value) for number in found for value in self._defined(number))

    def of_page(self, page: Value) -> int:
        """Return how many bytes of commands a page draws beyond its own."""
        if not isinstance(page, dict):
            return 0
        resources = self._known(self._inherited(page))
        total = self._of_glyphs(resources)
        if any(self._named(resources, kind) for kind in _KINDS.values()):
            for content in self._contents(page.get(b"Contents")):
                total += self._below(self._commands(content), resources, ())
        for annotation in self._list(page.get(b"Annots")):
            for look in self._each(self._get(annotation, b"AP")):
                total += self._of_look(look, resources)
                if total > self._most:
                    return total
        return total

    def _inherited(self, page: object) -> object:
        """Return a page's resources, which may stand in the nodes above it."""
        for _ in range(_DEEPEST):
            if not isinstance(page, dict):
                break
            if b"Resources" in page:
                return page[b"Resources"]
            page = next(iter(self._each(page.get(b"Parent"))), b"")
        return None

    def _known(self, resources: object) -> int:
        """Return a number for resources, by which what is drawn with them is kept."""
        if isinstance(resources, Reference):
            known = self._referred.setdefault(resources.number, len(self._resources))
        else:
            known = len(self._resources)
        if known == len(self._resources):
            self._resources.append(resources)
        return known

    def _of_look(self, look: object, resources: int) -> int:
        """Return what an annotation draws: a stream, or one for each state that it may be in."""
        if not isinstance(look, dict):
            return 0
        found = [one for key in (b"N", b"R", b"D") if (one := look.get(key)) is not None]
        states = [one for each in found for value in self._each(each) for one in _values(value)]
        return sum(self._of(one, resources, ()) for one in (*found, *states[:_ENTRIES]))

    def _of(self, target: object, resources: int, above: tuple[int, ...]) -> int:
        """Return what a stream draws, with all that it draws in turn."""
        if not isinstance(target, Reference) or target.number not in self._streams:
            return 0
        if target.number in above or len(above) > _DEEPEST:
            return self._most + 1
        streams = self._streams[target.number]
        inherits = any(b"Resources" not in _entries(one.dictionary) for one in streams)
        key = target.number, resources if inherits else _OWN
        if key not in self._sums:
            inside = (*above, target.number)
            self._sums[key] = max(self._of_stream(one, resources, inside) for one in streams)
        return self._sums[key]

    def _of_stream(self, one: Content, resources: int, above: tuple[int, ...]) -> int:
        dictionary = _entries(one.dictionary)
        if b"Image" in self._each(dictionary.get(b"Subtype")):
            return 0
        own = dictionary.get(b"Resources")
        commands = self._commands(one)
        return len(commands) + self._below(commands, resources if own is None else self._known(own), above)

    def _commands(self, one: Content) -> bytes:
        """Unpack a stream; nothing more once so much was unpacked that the sum is told."""
        if self._unpacked > _UNPACKED:
            return b""
        commands = one.unpacked()
        self._unpacked += len(commands)
        return commands

    def _below(self, commands: bytes, resources: int, above: tuple[int, ...]) -> int:
        """Return what the commands of a stream draw beside themselves."""
        called = Counter(_CALLS.findall(commands))
        total = self._most + 1 if self._unpacked > _UNPACKED else 0
        for (name, operator), times in called.items():
            for target in self._named(resources, _KINDS[operator]).get(plain(name), ()):
                total += times * self._of_target(target, operator, resources, above)
                if total > self._most:
                    return total
        hidden = len(_DO.findall(commands)) - sum(times for (_, op), times in called.items() if op == b"Do")
        if hidden > 0:  # a comment between a name and its operator, say
            everything = chain.from_iterable(self._named(resources, b"XObject").values())
            total += hidden * max((self._of(one, resources, above) for one in everything), default=0)
        return total

    def _of_target(self, target: object, operator: bytes, resources: int, above: tuple[int, ...]) -> int:
        if operator != b"gs":
            return self._of(target, resources, above)
        masks = (mask for state in self._each(target) for mask in self._each(self._get(state, b"SMask")))
        return max((self._of(self._get(mask, b"G"), resources, above) for mask in masks), default=0)

    def _of_glyphs(self, resources: int) -> int:
        """Return what the glyphs of fonts draw that are drawings themselves; each font is asked once in a file."""
        total = 0
        for font in chain.from_iterable(self._named(resources, b"Font").values()):
            if isinstance(font, Reference):
                if font.number in self._fonts:
                    continue
                self._fonts.add(font.number)
            for one in self._each(font):
                own = self._get(one, b"Resources")
                known = resources if own is None else self._known(own)
                for procedures in self._each(self._get(one, b"CharProcs")):
                    total += sum(self._of(glyph, known, ()) for glyph in _values(procedures)[:_ENTRIES])
        return total

    def _named(self, resources: int, kind: bytes) -> dict[bytes, list[object]]:
        """Return what resources call by name, of one kind; a name may stand for several."""
        key = resources, kind
        if key not in self._names:
            names: dict[bytes, list[object]] = {}
            for each in self._each(self._resources[resources]):
                for one in self._each(self._get(each, kind)):
                    for name, target in one.items() if isinstance(one, dict) else ():
                        names.setdefault(name, []).append(target)
            self._names[key] = names
        return self._names[key]

    def _contents(self, named: object) -> Iterator[Content]:
        for one in (named, *self._list(named)):
            if isinstance(one, Reference):
                yield from self._streams.get(one.number, ())

    def _list(self, named: object) -> list[object]:
        return [one for value in self._each(named) if isinstance(value, list) for one in value]

    def _get(self, value: object, key: bytes) -> object:
        """Return an entry of a dictionary, or of the one that a reference leads to."""
        return next((one[key] for one in self._each(value) if isinstance(one, dict) and key in one), None)

    def _entry(self, value: object, key: bytes) -> list[object]:
        """Return an entry of a dictionary, one for each time that the dictionary is defined."""
        return [one[key] for one in self._each(value) if isinstance(one, dict) and key in one]

    def _each(self, value: object) -> Sequence[object]:
        """Return the values that a reference stands for; a value itself."""
        if value is None:
            return ()
        return self._defined(value.number) if isinstance(value, Reference) else (value,)

    def _defined(self, number: int) -> list[Value]:
        if number not in self._values:
            self._values[number] = [value_at(held) for held in self._held.get(number, ())]
        return self._values[number]


def _values(value: object) -> list[object]:
    return list(_entries(value).values())


def _entries(value: object) -> Mapping[bytes, object]:
    return value if isinstance(value, dict) else {}
