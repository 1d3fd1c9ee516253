"""LaTeX and org-mode in a text: their rows get bars between the cells, their headings and captions the marks that others have.

Lines are never added nor taken away: what holds nothing but commands becomes empty.
"""

from __future__ import annotations

import re

_ROW = re.compile(r"(?<!\\)&|\\\\\s*(?:\[[^\]]*\])?\s*(?:\\hline\s*)*$")
_ENDS_ROW = re.compile(r"\\\\\s*(?:\[[^\]]*\])?\s*$")
_RULES = re.compile(r"\\(?:hline|toprule|midrule|bottomrule|c(?:mid)?(?:line|rule)(?:\([^)]*\))?\{[^}]*\})")
_SEPARATOR = re.compile(r"(?<!\\)&")
_ACROSS = re.compile(r"\\multicolumn\{(\d{1,2})\}\{[^{}]*\}\{((?:[^{}]|\{[^{}]*\})*)\}")
_DOWN = re.compile(r"\\multirow\{[^{}]*\}(?:\[[^\]]*\])?\{[^{}]*\}\{((?:[^{}]|\{[^{}]*\})*)\}")
_HEADING = re.compile(r"\s*\\(title|part|chapter|section|subsection|subsubsection)\*?\{(.*)\}\s*")
_CAPTION = re.compile(r"\s*\\caption\*?(?:\[[^\]]*\])?\{(.*)\}\s*")
_ALONE = re.compile(r"\s*(?:\\[a-zA-Z]+\*?(?:\[[^\]]*\]|\{[^{}]*\})*\s*)+(?:%.*)?")
_BEGIN, _END = (
    re.compile(r"\\begin\{(?:long)?tab(?:le|ular)[a-z]*\*?\}"),
    re.compile(r"\\end\{(?:long)?tab(?:le|ular)[a-z]*\*?\}"),
)
_WIDTHS = re.compile(r"\s*>\{\\")  # of columns, in lines of their own
_STRONG = re.compile(r"\s*\\textbf\{([^{}]*)\}\s*")
_STYLED = re.compile(
    r"\\(?:text(?:bf|it|rm|sf|tt)?|emph|underline|mathrm|makecell|bfseries|small|songti|heiti)\{([^{}]*)\}|[{}$]"
)
_ESCAPED = re.compile(r"\\([%&_#$])")
_LEVELS = {"title": 1, "part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4}
_ORG_RULER = re.compile(r"\s*\|-+(?:\+-+)+\|\s*")
_ORG_HEADING = re.compile(r"(\*{1,6})\s+(\S.*)")
_ORG_TITLE = re.compile(r"\s*#\+(?:title|caption)\s*:\s*(.*\S)\s*", re.IGNORECASE)
_ORG_KEY = re.compile(r"\s*#\+[a-z_]+(?::.*)?", re.IGNORECASE)
_FEWEST = 2  # rows: one line that looks like one is an accident


def without_tex(lines: list[str]) -> list[str]:
    """Return the lines of a text in LaTeX with its tables in bars; other texts come back as they are."""
    rows = [at for at, line in enumerate(lines) if _SEPARATOR.search(line) and _ENDS_ROW.search(_RULES.sub("", line))]
    if len(rows) < _FEWEST:
        return lines
    found = list(lines)
    inside = False
    open_: list[int] = []  # lines of a row that goes over several
    for at, line in enumerate(lines):
        inside = not _END.search(line) and (inside or _BEGIN.search(line) is not None)
        if _ALONE.fullmatch(line) or _BEGIN.search(line) or _END.search(line) or _WIDTHS.match(line):
            found[at] = _outside(line)
        elif inside or at in rows:
            open_.append(at)
            ends = _ENDS_ROW.search(_RULES.sub("", line)) is not None
            whole = " ".join(lines[n].strip() for n in open_)
            found[open_[0]] = _row(whole) if ends else line
            found[open_[0] + 1 : at + 1] = [""] * (at - open_[0]) if ends else lines[open_[0] + 1 : at + 1]
            open_ = [] if ends else open_
        else:
            open_, found[at] = [], _outside(line)
    return found


def _outside(line: str) -> str:
    """A line that is no row: a heading, a caption, words set in bold, or nothing but commands."""
    if match := _HEADING.fullmatch(line):
        return f"{'#' * _LEVELS[match[1]]} {_plain(match[2])}"
    if match := _CAPTION.fullmatch(line) or _STRONG.fullmatch(line):
        return _plain(match[1])
    return "" if _ALONE.fullmatch(line) or _BEGIN.search(line) or _END.search(line) or _WIDTHS.match(line) else line


def _row(line: str) -> str:
    cells: list[str] = []
    for piece in _SEPARATOR.split(_ENDS_ROW.sub("", _RULES.sub("", line))):
        across = _ACROSS.search(piece)
        cells.append(_plain(_DOWN.sub(r"\1", across[2] if across else piece)))
        cells += [""] * (min(int(across[1]), 64) - 1 if across else 0)
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    bare = text
    for _ in range(3):  # styles in styles
        bare = _STYLED.sub(lambda match: match[1] or "", bare)
    return _ESCAPED.sub(r"\1", bare).strip().replace("|", "｜")


def without_org(lines: list[str]) -> list[str]:
    """Return the lines of a text in org-mode with the headings of Markdown, and its captions bare; other texts come back as they are."""
    if not any(_ORG_RULER.fullmatch(line) for line in lines):
        return lines
    found = list(lines)
    for at, line in enumerate(lines):
        if _ORG_RULER.fullmatch(line):
            found[at] = (
                "" if at + 1 == len(lines) or not lines[at + 1].lstrip().startswith("|") else line.replace("+", "|")
            )
        elif match := _ORG_HEADING.fullmatch(line):
            found[at] = f"{'#' * len(match[1])} {match[2]}"
        elif match := _ORG_TITLE.fullmatch(line):
            found[at] = match[1]
        elif _ORG_KEY.fullmatch(line):
            found[at] = ""
    return found
