"""Texts that no person would write, each a short piece over and over: what a broken converter hands in, or somebody with bad intent.

Every one must end in a clear result, an error for people or a report with nothing reported wrongly, and in a time that grows
with its size only.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape

LABELS = (
    "本年新收政府信息公开申请数量 上年结转政府信息公开申请数量 予以公开 部分公开 属于国家秘密 其他法律行政法规禁止公开 "
    "危及“三安全一稳定” 保护第三方合法权益 属于三类内部事务信息 属于四类过程性信息 属于行政执法案卷 属于行政查询事项 "
)
HEADS = "结果维持 结果纠正 其他结果 尚未审结 总计 "

PIECES = {
    "digits": "1234567890",
    "zeros": "0",
    "brackets": "（",
    "open notes": "12（其中",
    "notes": "12（其中修订5件）",
    "figures in brackets": "12(5) ",
    "spaces": " ",
    "wide spaces": "\u3000",
    "invisible": "\u200b",
    "TABs": "\t",
    "pipes": "|",
    "pipes, one a line": "|\n",
    "full-width pipes": "｜",
    "drawn pipes": "│",
    "empty lines": "\n",
    "lines of 0": "0\n",
    "0 in a row": "0 ",
    "cells of 0": "0 | ",
    "cells of 0, one a line": "0 |\n",
    "TABs and 0": "0\t",
    "TABs and words": "公开\t",
    "labels": LABELS,
    "labels without spaces": LABELS.replace(" ", ""),
    "labels, one a line": LABELS.replace(" ", "\n"),
    "labels in cells": LABELS.replace(" ", " | "),
    "labels and 0": LABELS.replace(" ", " 0 "),
    "labels and 0, one a line": LABELS.replace(" ", "\n0\n"),
    "heads and 0": HEADS + "0 0 0 0 0 ",
    "heads": "信息内容 本年制发件数 本年废止件数 现行有效件数\n",
    "rows of TABs": "规章\t0\t0\t0\n",
    "rows of pipes": "规章 | 0 | 0 | 0 |\n",
    "rows of spaces": "规章 0 0 0\n",
    "one character a line": "本\n年\n新\n收\n",
    "headings' numbers": "一、",
    "headings' numbers, one a line": "一、\n",
    "second numbers": "（一）",
    "third numbers": "1.",
    "headings": "一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n",
    "titles": "云溪县财政局2023年政府信息公开工作年度报告\n",
    "sentences": "2023年，本机关主动公开政府信息12条。",
    "sentences, one a line": "2023年，本机关主动公开政府信息12条。\n",
    "dates": "2024年1月1日至",
    "pages": "- 1 -\n",
    "pages of pages": "1/2\n",
    "pages by name": "第1页\n",
    "form feeds": "\f1\n",
    "dashes": "-",
    "lines of dashes": "-\n",
    "rulers": "|---|---|\n",
    "underlined": "公开\n----\n",
    "bold cells": "|**公开**|\n",
    "grids": "+---+\n",
    "stars": "*",
    "hashes": "# ",
    "backslashes": "\\",
    "links": "[",
    "pictures": "![",
    "comments of a page": "<!--",
    "less than": "<",
    "entities": "&#49;",
    "cells of a page": "<tr><td>规章</td><td>0</td></tr>",
    "remarks": "[Comment by ",
    "remarks of Word": "批注 [A1]: ",
    "bookmarks": "[bookmark",
    "phones": "联系电话：0571-12345678 ",
}


def hostile_text(name: str, size: int) -> str:
    """Return at least ``size`` bytes of UTF-8, ending with a line."""
    piece = PIECES[name]
    return piece * (size // len(piece.encode()) + 1) + "\n"


def hostile_files(name: str, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield a hostile text as files: (file name, bytes). Pages and Word files, whose tags take the rest, hold a quarter of it; lines are
    their paragraphs or rows, TABs part the cells.
    """
    yield f"{name}.txt", hostile_text(name, size).encode()
    rows = [line.split("\t") for line in hostile_text(name, size // 4).replace("\f", "").split("\n")]
    for kind, (row, cell, around) in _PAGE.items():
        yield f"{name} {kind}.html", f"<html><body>{_marked_up(rows, row, cell, around)}</body></html>".encode()
    for kind, (row, cell, around) in _WORD.items():
        yield f"{name} {kind}.docx", _word(_marked_up(rows, row, cell, around))


_TEXT = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
_PAGE = {
    "paragraphs": ("<p>{}</p>", "{} ", "{}"),
    "table": ("<tr>{}</tr>", "<td>{}</td>", "<table>{}</table>"),
    "as typed": ("{}\n", "{}\t", "<pre>{}</pre>"),
}
_WORD = {
    "paragraphs": ("<w:p>{}</w:p>", _TEXT, "{}"),
    "table": ("<w:tr>{}</w:tr>", f"<w:tc><w:p>{_TEXT}</w:p></w:tc>", "<w:tbl>{}</w:tbl>"),
    "one paragraph": ("{}<w:r><w:br/></w:r>", _TEXT, "<w:p>{}</w:p>"),
}
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _marked_up(rows: list[list[str]], row: str, cell: str, around: str) -> str:
    return around.format("".join(row.format("".join(cell.format(escape(text)) for text in cells)) for cells in rows))


def _word(body: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_NAMESPACE}"><w:body>{body}</w:body></w:document>',
        )
    return target.getvalue()
