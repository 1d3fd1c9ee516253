"""The left side of a report's page: its source with the figures marked, or why it is not shown."""

from __future__ import annotations

from gongkai.errors import SourceError
from gongkai.report import Report
from gongkai.review.material import Lines, Open, Pdf, Sheets
from gongkai.review.model import SourceView
from gongkai.review.pages import SET_UPRIGHT, Save, pdf_view, sheets_view
from gongkai.review.places import Places
from gongkai.review.plain import document_view, lines_view
from gongkai.show.values import plain

_NOT_HERE = (
    "来源文件不在这里，或已不是当时读取的文件：{path}",
    "The source is not here, or is no longer the file that was read: {path}",
)
_NO_PICTURES = ("未生成页面图片（--no-pictures）。", "Page pictures were left out (--no-pictures).")
_RECOGNISED = ":ocr"


def source_view(report: Report, places: Places, open_source: Open | None, save: Save | None) -> SourceView:
    """Show a report's source as far as it is at hand; ``save`` None leaves out pictures."""
    try:
        material = open_source(report) if open_source else None
        if material is None:
            return SourceView(notes=(_not_here(report),))
        if isinstance(material, Pdf | Sheets):
            return SourceView(notes=(_NO_PICTURES,)) if save is None else _drawn(material, report, places, save)
        return (
            lines_view(material.lines, places) if isinstance(material, Lines) else document_view(material, places, save)
        )
    except SourceError as error:
        return SourceView(notes=(("来源文件无法显示。", f"The source cannot be shown: {error}"),))


def _not_here(report: Report) -> tuple[str, str]:
    zh, en = (text.format(path=plain(report.source.path)) for text in _NOT_HERE)
    return zh, en


def _drawn(material: Pdf | Sheets, report: Report, places: Places, save: Save) -> SourceView:
    """Draw pages; where they were read as pictures, say that boxes may lie off."""
    view = sheets_view(material, places, save) if isinstance(material, Sheets) else pdf_view(material, places, save)
    if _RECOGNISED not in report.source.reader:
        return view
    return SourceView(pages=view.pages, notes=(SET_UPRIGHT, *view.notes))
