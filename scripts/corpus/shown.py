"""Figures that are shown otherwise than they are stored: hidden, struck, raised, generated, reversed, drawn.

Each trick is CSS and the HTML of a cell, in which ``{t}`` is the figure that a person reads, ``{a}`` and ``{b}`` its two parts, ``{r}``
the figure from its end, ``{d}`` a digit that is not part of it. Where a trick leaves no figure to read, none may come out; all
others may be left open, but never give another figure.
"""

from __future__ import annotations

from html import escape
from random import Random

from msgspec.structs import replace

from corpus.grid import PrintedTable
from corpus.model import Truth
from corpus.to_html import HtmlOptions, to_html

ANY = (
    (".k1{display:none}", '<span class="k1">{d}</span>{t}'),
    ("td .k2.on{visibility:hidden}", '{t}<b class="k2 on">{d}</b>'),
    ("tr > td i.k3{display:none}", '{t}<i class="k3">{d}</i>'),
    ("[data-old]{display:none}", '<b data-old="1">{d}</b>{t}'),
    (".k4 i:not(.new){display:none}", '<span class="k4"><i>{d}</i><i class="new">{t}</i></span>'),
    (".k5 b:nth-child(odd){display:none}", '<span class="k5"><b>{d}</b><b>{t}</b></span>'),
    ("", "{t}<span hidden>{d}</span>"),
    ("", '{t}<span style="display:none">{d}</span>'),
    (".k6{color:#fff}", '{t}<span class="k6">{d}</span>'),
    ("", '<font color="white">{d}</font>{t}'),
    ("", '{t}<span style="opacity:0">{d}</span>'),
    (".k7{font-size:0}", '{t}<span class="k7">{d}</span>'),
    (".k8{position:absolute;left:-9999px}", '{t}<span class="k8">{d}</span>'),
    (".k9{position:absolute;clip:rect(0,0,0,0)}", '<span class="k9">{d}</span>{t}'),
    (".l1{display:inline-block;width:0;height:0;overflow:hidden}", '{t}<span class="l1">{d}</span>'),
    (".l2{display:block;text-indent:-9999px;overflow:hidden;height:0}", '{t}<span class="l2">{d}</span>'),
    (".l3{text-decoration:line-through}", '<span class="l3">{d}</span>{t}'),
    ("", "<del>{d}</del>{t}"),
    ("", "<s>{d}</s>{t}"),
    ("", "{t}<noscript>{d}</noscript>"),
    ("", "{t}<template>{d}</template>"),
    ("", "{t}<dialog>{d}</dialog>"),
    ("", "{t}<details><summary></summary>{d}</details>"),
    ("", '{t}<input type="hidden" value="{d}">'),
    ("@media print{.l4{display:inline}}.l4{display:none}", '{t}<span class="l4">{d}</span>'),
    (".l5{display:inline}.l5.l5{display:none}", '{t}<span class="l5">{d}</span>'),
    ("", '<span aria-hidden="true">{t}</span>'),
)
"""Tricks for any cell, a blank one among them."""
FIGURES = (
    ("", "{t}<sup>{d}</sup>"),
    (".m1{vertical-align:super;font-size:70%}", '{t}<span class="m1">{d}</span>'),
    (".m2{position:relative;top:-.5em;font-size:60%}", '{t}<span class="m2">{d}</span>'),
    ("", '{t}<span style="vertical-align:4pt;font-size:6pt">{d}</span>'),
    ("", "{t}<sub>{d}</sub>"),
    (".m3{font-size:55%}", '{t}<span class="m3">{d}</span>'),
    (".m4::before{content:attr(data-n)}", '<span class="m4" data-n="{a}">{b}</span>'),
    (".m5::after{content:'件'}", '<span class="m5">{t}</span>'),
    ("", '<bdo dir="rtl">{r}</bdo>'),
    (".m6{unicode-bidi:bidi-override;direction:rtl}", '<span class="m6">{r}</span>'),
    ("", "\u202e{r}\u202c"),
    (".m7{display:inline-flex;flex-direction:row-reverse}", '<span class="m7"><b>{b}</b><b>{a}</b></span>'),
    (".m8{display:flex}.m8 .last{order:9}", '<span class="m8"><b class="last">{b}</b><b>{a}</b></span>'),
    (
        ".m9{position:relative}.m9 b{position:absolute;left:0;background:#fff}",
        '<span class="m9">{d}{d}{d}{d}<b>{t}</b></span>',
    ),
    ("", '<span aria-hidden="true">{a}</span>{b}'),
    ("", '<span style="font-family:SimSun">{a}</span><span style="color:black">{b}</span>'),
    ("", "<ruby>{t}<rt>{d}</rt></ruby>"),
    ("", '<input value="{t}">'),
    ("", "<select><option>{d}</option><option selected>{t}</option></select>"),
    ("", '<svg width="60" height="20"><text x="0" y="15">{t}</text></svg>'),
    ("", "<math><mn>{t}</mn></math>"),
    ("", "{a}\u200b{b}"),
    ("", "{t} {d}"),
    ("", "{t}&nbsp;{d}"),
    ("", "<p>{t}</p><p>{d}</p>"),
)
"""Tricks for a whole number."""


def to_shown_html(truth: Truth, rng: Random, share: float = 0.25) -> str:
    """Print ``truth`` as a page whose cells, ``share`` of them, are shown otherwise than they are stored."""
    cells: list[str] = []
    sheet: list[str] = []
    layouts = {name: _marked(table, rng, share, cells, sheet) for name, table in truth.layouts.items()}
    options = HtmlOptions(chrome=rng.random() < 0.5, paragraphs_in_cells=rng.random() < 0.7)
    page = to_html(replace(truth, layouts=layouts), options)
    for number, cell in enumerate(cells):
        page = page.replace(f"\ue000{number}\ue001", cell)
    return page.replace("</style>", "".join(dict.fromkeys(sheet)) + "</style>", 1)


def _marked(table: PrintedTable, rng: Random, share: float, cells: list[str], sheet: list[str]) -> PrintedTable:
    """Put a mark into each chosen cell, and what shall stand there into ``cells``."""
    made = []
    for cell in table.cells:
        if cell.role != "value" or rng.random() > share:
            made.append(cell)
            continue
        css, html = rng.choice(ANY + FIGURES * 2 if cell.text.isdecimal() else ANY)
        sheet.append(css)
        cut = rng.randint(0, len(cell.text))
        parts = {
            "t": cell.text,
            "a": cell.text[:cut],
            "b": cell.text[cut:],
            "r": cell.text[::-1],
            "d": str(rng.randint(1, 9)),
        }
        cells.append(html.format(**{name: escape(part) for name, part in parts.items()}))
        made.append(replace(cell, text=f"\ue000{len(cells) - 1}\ue001"))
    return PrintedTable(tuple(made), table.width)
