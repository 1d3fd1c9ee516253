"""The style sheets of a page: which rules hold for which elements. tinycss2 reads them, lexbor matches the selectors.

Media queries are answered for a screen of 1280 by 800 pixels. An ``@import`` is followed where the file itself holds the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from time import process_time
from typing import Any, NamedTuple

import tinycss2
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from gongkai.errors import NotAReport
from gongkai.readers.html.chains import is_endless, matches_of
from gongkai.readers.html.css import is_too_deep, named_declarations
from gongkai.readers.html.declarations import Declared, declared, matters
from gongkai.readers.html.layers import Layer, turned
from gongkai.readers.html.nests import depth_of

Key = tuple[tuple[int, ...], int, int, int, int]
"""What orders rules: the layer, ids, classes, element names, place."""
Fetch = Callable[[str], str | None]
"""Gives the text of a style sheet by its address, None where the file does not hold it."""

_WIDTH, _HEIGHT = 1280.0, 800.0
_MOST_IMPORTS = 20  # sheets that one sheet may draw in
_MOST_RULES = 4000  # of one sheet that may touch what is read
_MOST_TRIALS = 40_000_000  # of a rule on an element, three million of which take a second: four thousand rules on ten thousand elements
_LONGEST = (
    2000  # characters of one selector: each of its steps may go up, or along, all that an element lies in or beside
)
_SECONDS = 15.0  # of the processor for all rules of a page: as long as the most trials take
_MOST_MATCHES = 400_000
"""No page that was seen comes near; a sheet that does is made to cost time."""
_BLOCK = re.compile(r"([^{}]*)\{([^{}]*)\}")
_BRACED_TEXT = re.compile(r""""[^"\n]*[{}][^"\n]*"|'[^'\n]*[{}][^'\n]*'|/\*|\\""")
_NAME = re.compile(r"[.#]([\w-]+)")
_PSEUDO = re.compile(
    r"::?(before|after|first-letter|first-line|marker|placeholder|selection|backdrop|file-selector-button)\s*$",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\((min|max)-(?:device-)?(width|height)\s*:\s*([\d.]+)(px|em|rem)?\s*\)")
_RANGE = re.compile(r"\((?:(width|height)\s*([<>])=?\s*([\d.]+)(px|em|rem)?)\s*\)")
_ARGUMENTS = re.compile(r"(:nth[\w-]*|:lang|:dir)\([^)]*\)")
_BARE = re.compile(
    r"(?:(?<=[\s>+~,(])|^)(?=:(?:is|where)\()"
)  # lexbor matches nothing below these, unless they have a tag
_WHERE = re.compile(r":where\([^()]*\)")
_CLASSES = re.compile(r"\.[\w-]+|\[[^\]]*\]|(?<!:):(?!not|is|has|matches|-webkit-any)[\w-]+")
_TYPES = re.compile(r"(?:^|[\s>+~(,])[a-z][\w-]*", re.IGNORECASE)


class Rule(NamedTuple):
    """One selector with its declarations; ``pseudo`` names the pseudo-element, "" for the element itself."""

    selector: str
    pseudo: str
    key: Key
    declared: Declared


_Found = tuple[str, Declared, Layer]


class Cascade:
    """What the style sheets say of each element, by the element's ``mem_id``."""

    def __init__(self, matched: Mapping[tuple[int, str], list[int]], rules: list[Rule]) -> None:
        self._matched = matched
        self._rules = rules
        self._made: dict[tuple[int, ...], Declared] = {}

    def of(self, element: int, pseudo: str = "") -> Declared | None:
        """Return what holds for an element, or for one of its pseudo-elements; None where no rule matters."""
        found = self._matched.get((element, pseudo))
        if found is None:
            return None
        numbers = tuple(found)
        made = self._made.get(numbers)
        if made is None:
            ordered = sorted((self._rules[number] for number in numbers), key=lambda rule: rule.key)
            last = sorted(ordered, key=lambda rule: (turned(rule.key[0]), *rule.key[1:]))
            made = self._made[numbers] = declared(
                (name, *value)
                for important, rules in ((False, ordered), (True, last))
                for rule in rules
                for name, value in rule.declared.items()
                if value[1] is important
            )
        return made


def cascade_of(parser: LexborHTMLParser, page: str, fetch: Fetch) -> Cascade | None:
    """Read the style sheets of a page and match their rules; None where none says anything that matters. Raises NotAReport."""
    texts = [text for text in _sheets(parser, fetch) if (matters(text) or "@import" in text) and not is_too_deep(text)]
    if not texts:
        return None
    words = frozenset(re.findall(r"[\w-]+", page))
    rules: list[Rule] = []
    layers = Layer()
    for text in texts:
        for selectors, found, layer in _rules(_needed(text, words), fetch, _MOST_IMPORTS, layers):
            rules += _split(selectors, found, layer, len(rules))
    if min(len(rules), _MOST_RULES) * page.count("<") > _MOST_TRIALS:
        raise NotAReport("its style sheets have more rules than any page of so many elements; this is no report")
    return _matched(parser, page, rules)


def _matched(parser: LexborHTMLParser, page: str, rules: list[Rule]) -> Cascade | None:
    """Match rules to the elements of a page. Raises NotAReport where that takes longer than on any page."""
    matched: dict[tuple[int, str], list[int]] = {}
    matches, begun, elements = 0, process_time(), page.count("<") // 2
    depth = cache(lambda: depth_of(page))
    for number, rule in enumerate(rules[:_MOST_RULES]):
        if matches > _MOST_MATCHES:
            break
        if len(rule.selector) > _LONGEST or process_time() - begun > _SECONDS:
            raise NotAReport("its style sheets ask for more than those of any page; this is no report")
        try:
            selector = _BARE.sub("*", rule.selector) or "*"
            nodes = matches_of(parser, selector) if is_endless(selector, elements, depth) else parser.css(selector)
        except SelectolaxError:
            continue
        matches += len(nodes)
        for node in nodes:
            matched.setdefault((node.mem_id, rule.pseudo), []).append(number)
    return Cascade(matched, rules) if matched else None


def holds(query: str) -> bool:
    """Whether a media query holds for a person in front of a screen."""
    return any(_one_holds(one.strip().lower()) for one in query.split(",")) if query.strip() else True


def _one_holds(query: str) -> bool:
    if query.startswith("not "):
        return not _one_holds(query[4:])
    words = query.removeprefix("only ").partition("(")[0].split()
    if words and words[0] not in {"all", "screen", "and"}:
        return False
    sizes = {"width": _WIDTH, "height": _HEIGHT}
    for least, side, number, unit in _LENGTH.findall(query):
        length = float(number) * (1 if unit in {"px", ""} else 16)
        if (sizes[side] < length) if least == "min" else (sizes[side] > length):
            return False
    for side, sign, number, unit in _RANGE.findall(query):
        length = float(number) * (1 if unit in {"px", ""} else 16)
        if (sizes[side] >= length) if sign == "<" else (sizes[side] <= length):
            return False
    return not re.search(
        r"prefers-color-scheme\s*:\s*dark|orientation\s*:\s*portrait|hover\s*:\s*none|pointer\s*:\s*coarse", query
    )


def _sheets(parser: LexborHTMLParser, fetch: Fetch) -> Iterator[str]:
    """Yield the style sheets in their order; those that only scripts-off or alternative views use are left out."""
    for node in parser.css("style, link[rel][href]"):
        attributes = node.attributes
        kind = (attributes.get("type") or "text/css").strip().lower()
        if kind != "text/css" or not holds(attributes.get("media") or "") or _is_inert(node):
            continue
        if node.tag == "style":
            yield node.text()
        else:
            words = (attributes.get("rel") or "").lower().split()
            text = fetch(attributes.get("href") or "") if "stylesheet" in words and "alternate" not in words else None
            if text:
                yield text


def _is_inert(node: Any) -> bool:  # noqa: ANN401  (a node of lexbor, untyped)
    parent = node.parent
    while parent is not None:
        if parent.tag in {"noscript", "template"}:
            return True
        parent = parent.parent
    return "disabled" in node.attributes


def _needed(text: str, words: frozenset[str]) -> str:
    """Drop plain rules that declare nothing that matters, or name a class that the page does not have."""
    if _BRACED_TEXT.search(text):
        return text

    def keep(rule: re.Match[str]) -> str:
        selector, body = rule[1], rule[2]
        if "@layer" in selector:
            return rule[0]
        if not matters(body) and "@" not in selector:
            return ""
        known = (
            "," in selector
            or ":" in selector
            or all(name in words for name in _NAME.findall(selector.rpartition(";")[2]))
        )
        return rule[0] if known else ""

    return _BLOCK.sub(keep, text)


def _rules(text: str, fetch: Fetch, imports: int, layer: Layer) -> Iterator[_Found]:
    yield from _walk(
        tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), "", fetch, imports, layer
    )


def _walk(nodes: list[Any], parent: str, fetch: Fetch, imports: int, layer: Layer) -> Iterator[_Found]:
    for node in nodes:
        if node.type == "qualified-rule":
            selectors = _nested(tinycss2.serialize(node.prelude).strip(), parent)
            contents = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            yield selectors, declared(named_declarations(contents)), layer
            yield from _walk([n for n in contents if n.type != "declaration"], selectors, fetch, imports, layer)
        elif node.type == "at-rule":
            yield from _at_rule(node, parent, fetch, imports, layer)


def _at_rule(node: Any, parent: str, fetch: Fetch, imports: int, layer: Layer) -> Iterator[_Found]:  # noqa: ANN401
    prelude = tinycss2.serialize(node.prelude).strip()
    name = node.lower_at_keyword
    if name == "import" and imports:
        address = next((t.value for t in node.prelude if t.type in {"string", "url"}), None)
        address = address or next(
            (t.value for f in node.prelude if f.type == "function" for t in f.arguments if t.type == "string"), ""
        )
        media = prelude.rpartition('"')[2].rpartition(")")[2] if "(" not in prelude.rpartition('"')[2] else ""
        text = fetch(address or "") if holds(media) else None
        if text and not is_too_deep(text):
            yield from _rules(text, fetch, imports - 1, _imported(node.prelude, layer))
        return
    if name == "layer":
        if node.content is None:
            for one in prelude.split(","):
                layer.inner(one)
            return
        layer = layer.inner(prelude)
    applies = (
        (name == "media" and holds(prelude))
        or (name == "supports" and not prelude.startswith("not"))
        or name == "layer"
    )
    if applies and node.content is not None:
        parse = tinycss2.parse_blocks_contents if parent else tinycss2.parse_rule_list
        contents = parse(node.content, skip_comments=True, skip_whitespace=True)
        if parent:
            yield parent, declared(named_declarations(contents)), layer
        yield from _walk([n for n in contents if n.type != "declaration"], parent, fetch, imports, layer)


def _imported(prelude: list[Any], layer: Layer) -> Layer:
    """Return the layer into which a sheet is imported."""
    for token in prelude:
        if token.type == "ident" and token.lower_value == "layer":
            return layer.inner("")
        if token.type == "function" and token.lower_name == "layer":
            return layer.inner(tinycss2.serialize(token.arguments))
    return layer


def _nested(selectors: str, parent: str) -> str:
    if not parent:
        return selectors
    around = f":is({parent})"
    return (
        selectors.replace("&", around)
        if "&" in selectors
        else ", ".join(f"{around} {one}" for one in _selectors(selectors))
    )


def _selectors(text: str) -> Iterator[str]:
    """Yield the single selectors of a list; commas in brackets part nothing."""
    depth = start = 0
    for at, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            yield text[start:at].strip()
            start = at + 1
    yield text[start:].strip()


def _split(selectors: str, found: Declared, layer: Layer, place: int) -> Iterator[Rule]:
    if not found:
        return
    for selector in _selectors(selectors):
        match = _PSEUDO.search(selector)
        plain = selector[: match.start()] if match else selector
        if plain.endswith((">", "+", "~", " ")) or (match and not plain):
            plain = f"{plain}*"
        yield Rule(plain, match[1].lower() if match else "", (layer.key, *_specificity(plain), place), found)


def _specificity(selector: str) -> tuple[int, int, int]:
    plain = _WHERE.sub("", _ARGUMENTS.sub(r"\1", selector))
    bare = re.sub(r"\[[^\]]*\]", "", plain)
    return len(re.findall(r"#[\w-]+", bare)), len(_CLASSES.findall(plain)), len(_TYPES.findall(bare))
