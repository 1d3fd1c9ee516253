"""Figures of Word files and Markdown that are shown otherwise than they are stored; see ``corpus.shown`` for web pages.

In a trick ``{t}`` is the figure that a person reads, ``{a}`` and ``{b}`` its two parts, ``{r}`` the figure from its end, ``{d}`` a digit
that is no part of it, ``{w}`` the figure in full width, ``{k}`` with its thousands parted, ``{y}`` its second part in the font Symbol.
A cell may be left open, but never give another figure.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from random import Random
from xml.sax.saxutils import escape

from msgspec.structs import replace

from corpus.archive import fixed_zip
from corpus.grid import PrintedTable
from corpus.model import Truth
from corpus.to_docx import to_docx
from corpus.to_text import to_text

_MAIN = "word/document.xml"
_STYLES = ("markdown-row", "row-padded", "row-no-pad", "cell-pipe-per-line", "tab-rows")
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_VML = "urn:schemas-microsoft-com:vml"


def _r(text: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(instruction: str, result: str | None = None, data: str = "") -> str:
    parted = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_r(result)}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText xml:space="preserve">{instruction}'
        f'</w:instrText></w:r>{parted}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _choice(uri: str, choice: str, fallback: str) -> str:
    return (
        f'<mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice xmlns:q="{uri}" Requires="q">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


_BOX = (
    f'<w:r><w:pict><v:shape xmlns:v="{_VML}"><v:textbox><w:txbxContent><w:p><w:r><w:t>{{t}}</w:t></w:r></w:p></w:txbxContent>'
    "</v:textbox></v:shape></w:pict></w:r>"
)
_FLOATING = (
    f'<w:r><w:drawing><wp:anchor xmlns:wp="{_WP}" behindDoc="0"><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset>'
    '</wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>{y}</wp:posOffset></wp:positionV><wp:extent cx="381000" '
    f'cy="190500"/><wp:wrapNone/><a:graphic xmlns:a="{_A}"><a:graphicData><wps:wsp xmlns:wps="{_WPS}"><wps:spPr><a:prstGeom prst="rect"/>'
    '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></wps:spPr><wps:txbx><w:txbxContent><w:p><w:r><w:t>{{t}}</w:t></w:r></w:p>'
    "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
)
_LIST = '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="{d}"/><w:listEntry w:val="{t}"/></w:ddList></w:ffData>'
_SYMBOL = '<w:r><w:sym w:font="Symbol" w:char="F03{}"/></w:r>'

WORD_ANY = (
    _r("{d}", "<w:vanish/>") + _r("{t}"),
    _r("{d}", "<w:strike/>") + _r("{t}"),
    _r("{t}") + _r("{d}", "<w:dstrike/>"),
    _r("{d}", '<w:color w:val="FFFFFF"/>') + _r("{t}"),
    _r("{t}") + _r("{d}", '<w:color w:val="FEFEFE" w:themeColor="background1"/>'),
    _r("{t}") + _r("{d}", '<w:color w:val="000000" w:themeColor="light1"/>'),
    _r("{t}") + _r("{d}", '<w:sz w:val="2"/>'),
    f'<w:del w:id="7" w:author="校对">{_r("{d}")}</w:del>{_r("{t}")}',
    f'<w:moveFrom w:id="8" w:author="校对">{_r("{d}")}</w:moveFrom>{_r("{t}")}',
    _choice("urn:nobody:knows", _r("{d}{d}"), _r("{t}")),
    _choice(_WPS, _r("{t}"), _r("{d}{d}")),
    _field("XE {d}") + _r("{t}"),
    f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{_r('{t}')}</w:sdtContent></w:sdt>",
    f'<w:hyperlink w:anchor="x">{_r("{t}")}</w:hyperlink>',
    f'<w:r><w:pict><v:line xmlns:v="{_VML}"/></w:pict></w:r>' + _r("{t}"),
)
WORD_FIGURES = (
    _r("{t}") + _r("{d}", '<w:vertAlign w:val="superscript"/>'),
    _r("{t}") + _r("{d}", '<w:vertAlign w:val="subscript"/>'),
    _r("{t}{t}", '<w:sz w:val="1"/>') + _r("{t}") + _r("{d}", '<w:position w:val="10"/><w:sz w:val="12"/>'),
    _r("{t}", '<w:sz w:val="24"/>') + _r("{d}", '<w:sz w:val="12"/>'),
    _r("{a}", '<w:position w:val="4"/>') + _r("{b}", '<w:position w:val="4"/>'),
    _r("{a}") + "<w:r><w:softHyphen/></w:r>" + _r("{b}"),
    _r("{a}\u200d{b}"),
    _r("\u202d{t}\u202c"),
    _r("{a}") + "{y}",
    _r("{t}", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),
    f'<w:bdo w:val="rtl">{_r("{r}")}</w:bdo>',
    _r("\u202e{r}\u202c"),
    _field("FORMTEXT", "{t}"),
    _field("=SUM(ABOVE)", "{t}"),
    _field("IF 1 = 1 {d} {d}", "{t}"),
    _field("FORMDROPDOWN", None, _LIST),
    _field(r"EQ \o\ac(○,{t})"),
    _field(r"EQ \o({t},/)"),
    f'<w:fldSimple w:instr="DOCPROPERTY n">{_r("{t}")}</w:fldSimple>',
    _BOX,
    f'<w:r><w:pict><v:shape xmlns:v="{_VML}"><v:textpath string="{{t}}"/></v:shape></w:pict></w:r>',
    f'<w:r><w:pict><v:shape xmlns:v="{_VML}"><v:imagedata/></v:shape></w:pict></w:r>',
    _r("{t}（{d}）"),
    _r("{t}*"),
    _r("{t}注{d}"),
    _r("{w}"),
    _r("{k}"),
    _r("{d}{d}") + _FLOATING.format(y=0),
    _r("{t} {d}"),
    _r("{t}\u00a0{d}"),
)
MARKS_ANY = (
    "<del>{d}</del>{t}",
    "{t}<s>{d}</s>",
    "~~{d}~~{t}",
    "{t}~~{d}{d}~~",
    '<span style="display:none">{d}</span>{t}',
    '{t}<font color="#ffffff">{d}</font>',
    "{t}<span hidden>{d}</span>",
    "<b>{t}</b>",
    "{{--{d}--}}{t}",
)
MARKS_FIGURES = (
    "{t}<sup>{d}</sup>",
    "{t}<sub>{d}</sub>",
    "{t}<sup>[{d}]</sup>",
    "{t}^{d}^",
    "{t}[^n{d}]",
    "${t}$",
    "${t}^{{{d}}}$",
    "{t}$^{d}$",
    r"$\mathrm{{{t}}}$",
    r"$\frac{{{t}}}{{{d}}}$",
    r"\({t}\)",
    "{t}~{d}~",
    "\u202d{t}\u202c",
    "{a}\u200b{b}",
    "\u202e{r}\u202c",
    "{t}（{d}）",
    "{t}[{d}]",
    "{t}①",
    "{w}",
    "{t} {d}",
    "{t}\u00a0{d}",
)


def to_shown_docx(truth: Truth, rng: Random, share: float = 0.25) -> bytes:
    """Print ``truth`` as a Word file whose cells, ``share`` of them, are shown otherwise than they are stored."""
    cells: list[str] = []
    marked = _marked(truth, rng, share, cells, (WORD_ANY, WORD_FIGURES), escape)
    with zipfile.ZipFile(io.BytesIO(to_docx(marked))) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in parts.items():
            archive.writestr(info, _put_in(data.decode(), cells).encode() if info.filename == _MAIN else data)
    return fixed_zip(out.getvalue())


def _put_in(xml: str, cells: list[str]) -> str:
    """Put what each marked run shall show in the place of that run."""
    pieces = xml.split("\ue000")
    for at, piece in enumerate(pieces[1:], 1):
        number, _, rest = piece.partition("\ue001")
        start, end = pieces[at - 1].rindex("<w:r>"), rest.index("</w:r>") + len("</w:r>")
        pieces[at - 1] = pieces[at - 1][:start] + cells[int(number)]
        pieces[at] = rest[end:]
    return "".join(pieces)


def to_shown_markdown(truth: Truth, rng: Random, share: float = 0.25) -> str:
    """Print ``truth`` as marked-up text whose cells, ``share`` of them, are shown otherwise than they are stored."""
    cells: list[str] = []
    marked = _marked(truth, rng, share, cells, (MARKS_ANY, MARKS_FIGURES), str)
    text = to_text(marked, rng.choice(_STYLES), rng)
    for number, cell in enumerate(cells):
        text = text.replace(f"\ue000{number}\ue001", cell)
    return "# " + text.lstrip() if rng.random() < 0.5 else text


def _marked(
    truth: Truth,
    rng: Random,
    share: float,
    cells: list[str],
    tricks: tuple[tuple[str, ...], tuple[str, ...]],
    safe: Callable[[str], str],
) -> Truth:
    """Put a mark into each chosen cell of the tables, and what shall stand there into ``cells``."""
    layouts = {}
    for name, table in truth.layouts.items():
        made = []
        for cell in table.cells:
            if cell.role == "value" and rng.random() < share:
                anything, whole = tricks
                trick = rng.choice(anything + whole * 2 if cell.text.isdecimal() else anything)
                parts = {key: safe(part) for key, part in _parts(cell.text, rng).items()}
                symbols = "".join(_SYMBOL.format(char) for char in parts["b"])
                cells.append(trick.format(y=symbols, **parts))
                made.append(replace(cell, text=f"\ue000{len(cells) - 1}\ue001"))
            else:
                made.append(cell)
        layouts[name] = PrintedTable(tuple(made), table.width)
    return replace(truth, layouts=layouts)


def _parts(text: str, rng: Random) -> dict[str, str]:
    cut = rng.randint(0, len(text))
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdecimal() else c for c in text)
    parted = (
        f"{int(text):,}".replace(",", rng.choice(("\u00a0", " ", "\u202f", ",", "’"))) if text.isdecimal() else text
    )
    halves = {"a": text[:cut], "b": text[cut:], "r": text[::-1]}
    return {"t": text, "d": str(rng.randint(1, 9)), "w": wide, "k": parted, **halves}
