"""Prints a report as a web page: colspan and rowspan tables, and the site around it."""

from __future__ import annotations

from html import escape
from typing import Literal

from msgspec import Struct

from corpus.flow import Text, flow
from corpus.grid import PrintedCell, PrintedTable
from corpus.model import Truth

_STYLE = (
    "body{font-family:%s;font-size:12pt}table{border-collapse:collapse;width:100%%}"
    "td{border:1px solid #000;padding:2px;font-size:9pt}td p{margin:1px}.r{text-align:right}.c{text-align:center}"
)


class HtmlOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``chrome`` prints the site around the report; ``blank`` is what an empty cell holds; ``breaks`` parts paragraphs
    with ``<br>``. ``font``: Chromium embeds TrueType fonts (WenQuanYi) as such, OpenType ones (Noto) as Type 3.
    """

    chrome: bool = False
    blank: Literal["", "&nbsp;", "<p></p>", "\u3000"] = "&nbsp;"
    headings: Literal["p", "strong", "h2"] = "p"
    breaks: bool = False
    paragraphs_in_cells: bool = True
    charset: str = "utf-8"
    font: str = "'WenQuanYi Zen Hei',SimSun,serif"


PLAIN = HtmlOptions()


def to_html(truth: Truth, options: HtmlOptions = PLAIN) -> str:
    """Print ``truth`` as one page."""
    body = "\n".join(_part(part, options) for part in flow(truth))
    if options.breaks:
        body = body.replace("</p>\n<p>", "<br/>\u3000\u3000")
    title = escape(truth.title or "政府信息公开")
    page = _chrome(truth, body) if options.chrome else body
    head = f'<meta charset="{options.charset}"><title>{title}</title><style>{_STYLE % options.font}</style>'
    return f'<!DOCTYPE html>\n<html lang="zh-CN"><head>{head}</head>\n<body>\n{page}\n</body></html>\n'


def _part(part: Text | PrintedTable, options: HtmlOptions) -> str:
    if isinstance(part, PrintedTable):
        return _table(part, options)
    text = escape(part.text, quote=False)
    if part.role == "title":
        return f'<h1 class="c">{text}</h1>'
    if part.role in ("heading", "subheading") and options.headings != "p":
        return f"<h2>{text}</h2>" if options.headings == "h2" else f"<p><strong>{text}</strong></p>"
    if part.role in ("closing", "release"):
        return f'<p class="{"r" if part.role == "closing" else "c"}">{text}</p>'
    return f"<p>{text}</p>"


def _table(table: PrintedTable, options: HtmlOptions) -> str:
    rows = ("<tr>" + "".join(_cell(cell, options) for cell in row) + "</tr>" for row in table.rows())
    return '<table border="1"><tbody>\n' + "\n".join(rows) + "\n</tbody></table>"


def _cell(cell: PrintedCell, options: HtmlOptions) -> str:
    spans = "".join(
        f' {name}="{count}"' for name, count in (("rowspan", cell.row_span), ("colspan", cell.column_span)) if count > 1
    )
    text = escape(cell.text, quote=False).replace("\n", "<br>") or options.blank
    return f"<td{spans}><p>{text}</p></td>" if options.paragraphs_in_cells and cell.text else f"<td{spans}>{text}</td>"


def _chrome(truth: Truth, body: str) -> str:
    """Wrap the report into an invented portal: navigation, bread crumbs, date of publication, neighbours, footer."""
    published = f"<span>发布时间：{truth.published} 10:32</span>" if truth.published else ""
    return f"""<header><div class="logo">公开信息网</div><nav><ul>
<li><a href="/">首页</a></li><li><a href="/zw">政务动态</a></li>
<li><a href="/gk">政府信息公开</a></li><li><a href="/hd">互动交流</a></li></ul></nav></header>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/gk">政府信息公开</a> &gt; <span>年度报告</span></div>
<div class="info">{published} <span>浏览次数：318</span> <span>字体：[大 中 小]</span></div>
<div class="article" id="content">
{body}
</div>
<div class="share">分享到：<a href="#">打印</a> <a href="#">关闭</a></div>
<aside><h3>相关信息</h3><ul>
<li><a href="/a1">关于开展年度检查的通知</a></li><li><a href="/a2">便民服务电话12项</a></li></ul></aside>
<footer><p>主办单位：公开信息网编辑部　备案编号：示例备00000000号</p><p>网站地图 | 联系我们 | 版权声明</p></footer>"""
