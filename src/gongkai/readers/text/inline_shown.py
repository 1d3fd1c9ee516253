"""How pieces of a marked-up text are shown: raised, struck, hidden, set as maths. Each function keeps every line's end and cell mark.

Judged by each mark alone, not by the whole text: ``~~12~~0`` and ``5<sup>1</sup>`` say the same in a text without any other marks.
"""

from __future__ import annotations

import re

from gongkai.text.numerals import GETA
from gongkai.text.shown import Shown, shown_text

_ANY_TAG = re.compile(
    r"<(?:su[pb]|del|s|strike)\s*>|<[a-z][a-z0-9]*\s[^<>]*(?:style\s*=|hidden|color\s*=)", re.IGNORECASE
)
_TAG = re.compile(r"<(?P<closes>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,9})(?P<rest>(?:\s[^<>]*)?)>")
_INLINE = (
    "sup",
    "sub",
    "del",
    "s",
    "strike",
    "span",
    "font",
    "b",
    "i",
    "u",
    "em",
    "strong",
    "a",
    "ins",
    "mark",
    "small",
    "big",
)
_NAMES = frozenset((*_INLINE, "p", "div", "td", "th", "tr"))
_OF_NAME: dict[str, Shown] = {"sup": "raised", "sub": "lowered", "del": "struck", "s": "struck", "strike": "struck"}
_STYLES: tuple[tuple[re.Pattern[str], Shown], ...] = (
    (
        re.compile(
            r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
            r"|(?<![-\w])color\s*[:=]\s*[\"']?(?:white|#f{3}(?:f{3})?)(?![0-9a-f])",
            re.IGNORECASE,
        ),
        "hidden",
    ),
    (re.compile(r"line-through", re.IGNORECASE), "struck"),
    (re.compile(r"vertical-align\s*:\s*(?:super|text-top|top)", re.IGNORECASE), "raised"),
    (re.compile(r"vertical-align\s*:\s*sub", re.IGNORECASE), "lowered"),
)
_BACKGROUND = re.compile(r"background", re.IGNORECASE)
_HIDDEN = re.compile(r"\shidden(?:\s|=|$)", re.IGNORECASE)
_KEPT = re.compile(r"[^\n|]+")

_CRITIC = re.compile(r"\{--(.*?)--\}|\{\+\+(.*?)\+\+\}|\{~~(.*?)~>(.*?)~~\}|\{>>.*?<<\}|\{==(.*?)==\}")
_STRUCK = re.compile(r"~~(?=\S)[^~\n]+(?<=\S)~~|\[\.?line-through\]#[^#\n]+#")
_ONE_WAVE = re.compile(r"(?<![~\w])~(?=\d)[\d.,]+~(?![~\d])|(?<=\d)~\d{1,3}~(?!~)")
_RAISED = re.compile(
    r"(?<=[\w)）\]】])\^(\[?[\d*,]{1,4}\]?|[a-z])\^|(?<=\d)\^(?:\{([^{}\n|]{1,4})\}|(\d{1,2}))(?![\w^])"
)

_MATHS = re.compile(
    r"(?<![\\$])\$\$?\s*(?=[^\s$])([^$\n|\u4e00-\u9fff]{1,60}?)\s*\$?\$(?![\d$])|\\\(([^|\n]{1,60}?)\\\)"
)
_STYLED = re.compile(
    r"\\(?:mathrm|mathbf|mathit|mathsf|mathtt|textbf|textrm|text|boldsymbol|bf|rm|underline|mbox|hbox)\s*\{([^{}]*)\}"
)
_RAISED_IN_MATHS = re.compile(r"(?:\{\})?\^\s*(?:\{([^{}]*)\}|(\S))")
_LOWERED_IN_MATHS = re.compile(r"(?:\{\})?_\s*(?:\{([^{}]*)\}|(\S))")
_PLAIN_MATHS = re.compile(r"[-+±*/.,()\[\]%‰:;<>=⁰¹²³⁴-⁹₀-₉⁺⁻⁽⁾ⁱⁿᵃ-ᶻ†‡§①-⑳\w\s]*")
_SIGNS = {
    r"\%": "%",
    r"\,": "",
    r"\;": "",
    r"\!": "",
    r"\ ": "",
    r"\quad": "",
    "{,}": ",",
    r"\times": "×",
    r"\ast": "*",
    r"\dagger": "†",
}
_SIGNS |= {
    r"\circ": "○",
    r"\square": "□",
    r"\left": "",
    r"\right": "",
    r"\#": "#",
    "~": "",
    r"\colon": ":",
    r"\pm": "±",
}


def shown_tags(text: str) -> str:
    """Return a text whose raised, struck and hidden elements say what is seen of them; their tags stay for whoever drops tags."""
    if "<" not in text or not _ANY_TAG.search(text):
        return text
    lowered = text.lower()
    ends = {name: lowered.rfind(f"</{name}") for name in _NAMES}
    pieces: list[str] = []
    stack: list[tuple[str, Shown]] = []
    position = 0
    for tag in _TAG.finditer(text):
        name = tag["name"].lower()
        if name not in _NAMES:
            continue
        pieces.append(_seen(text[position : tag.start()], stack))
        pieces.append(tag[0])
        position = tag.end()
        if tag["closes"]:
            at = next((i for i in range(len(stack) - 1, -1, -1) if stack[i][0] == name), len(stack))
            del stack[at:]
        elif ends[name] >= position and not tag["rest"].endswith("/"):
            stack.append((name, _shown(name, tag["rest"])))
    return "".join((*pieces, _seen(text[position:], stack)))


def _shown(name: str, attributes: str) -> Shown:
    if _HIDDEN.search(attributes):
        return "hidden"
    found = next((shown for pattern, shown in _STYLES if pattern.search(attributes)), None)
    if found == "hidden" and _BACKGROUND.search(attributes):
        found = "unknown"  # white on a ground of its own
    return found or _OF_NAME.get(name, "plain")


def _seen(text: str, stack: list[tuple[str, Shown]]) -> str:
    shown = [each for _, each in stack]
    if "hidden" in shown or "struck" in shown:
        return _KEPT.sub("", text)
    last: Shown = next((each for each in reversed(shown) if each != "plain"), "plain")
    if last == "unknown":
        return _KEPT.sub(lambda part: GETA if any(map(str.isdecimal, part[0])) else part[0], text)
    return shown_text(text, last)


def shown_marks(line: str) -> str:
    """Return a line whose marks of Markdown and its kin for raised and struck text say what is seen."""
    if "{" in line:
        line = _CRITIC.sub(lambda m: m[2] or m[4] or m[5] or "", line)
    if "~" in line or "#" in line:
        line = _ONE_WAVE.sub(GETA, _STRUCK.sub("", line))  # struck or lowered: the dialects differ
    if "$" in line or "\\(" in line:
        line = _MATHS.sub(_maths, line)
    return _RAISED.sub(lambda m: shown_text(m[1] or m[2] or m[3], "raised"), line) if "^" in line else line


def _maths(match: re.Match[str]) -> str:
    """Return what a formula of one line shows; ``GETA`` for one that is more than a figure and its marks."""
    source = match[1] or match[2]
    if not any(map(str.isdecimal, source)):
        return match[0]
    text = source
    for sign, seen in _SIGNS.items():
        text = text.replace(sign, seen)
    while (plain := _STYLED.sub(r"\1", text)) != text:
        text = plain
    text = _RAISED_IN_MATHS.sub(lambda m: shown_text(_mark(m), "raised"), text)
    text = _LOWERED_IN_MATHS.sub(lambda m: shown_text(_mark(m), "lowered"), text)
    if not _PLAIN_MATHS.fullmatch(text):
        return GETA
    return re.sub(r"(?<=[\d.,])\s+(?=[\d.,])", "", text.strip())


def _mark(match: re.Match[str]) -> str:
    return (match[1] if match[1] is not None else match[2] or "").strip()
