"""Prints a report as the many converters do that flatten Word files and web pages into text.

``FLAVOURS`` maps each style's name to its function ``(Truth, Random, TextOptions) -> str`` and to its kind: where blank
cells are no longer visible, nobody can be blamed for calling such cells missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from random import Random
from types import MappingProxyType

from msgspec import Struct

from corpus import flatten
from corpus.flavour import Kind
from corpus.flow import Text, flow
from corpus.model import Truth
from corpus.paged import pdf_lines
from corpus.scattered import page_blocks, whole_columns

_HALF = str.maketrans("（）：；，", "():;,")


class TextOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``leftovers`` prints reviewers' comments and a bookmark as Word's converters do (tab-cells only); ``half_width``
    turns （ ） ： ； ， into ( ) : ; , everywhere; ``indent`` stands before each paragraph;
    ``crlf`` ends lines as Windows does.
    """

    leftovers: bool = False
    half_width: bool = False
    indent: str = ""
    crlf: bool = False


PLAIN = TextOptions()
Flavour = Callable[[Truth, Random, TextOptions], str]


def _finish(text: str, options: TextOptions) -> str:
    text = text.translate(_HALF) if options.half_width else text
    text = text.rstrip("\n") + "\n"
    return text.replace("\n", "\r\n") if options.crlf else text


def _blocks(truth: Truth, rng: Random, options: TextOptions, table: flatten.Flatten) -> list[str]:
    return [
        _paragraph(part, options) if isinstance(part, Text) else table(part, rng).rstrip("\n") for part in flow(truth)
    ]


def _paragraph(part: Text, options: TextOptions) -> str:
    if part.role == "closing":
        return " " * (20 if options.indent else 0) + part.text
    return part.text if part.role == "title" else options.indent + part.text


def _joined(table: flatten.Flatten, between: str, truth: Truth, rng: Random, options: TextOptions) -> str:
    """Print paragraphs and tables with ``between`` between them."""
    return _finish(between.join(_blocks(truth, rng, options, table)), options)


def _tab_cells(truth: Truth, rng: Random, options: TextOptions) -> str:
    """Print as a Word converter does, its leftovers in the running text where asked."""
    blocks, marked = [], not options.leftovers
    for part in flow(truth):
        if not isinstance(part, Text):
            blocks.append(flatten.tab_cells(part, rng) + "\n")
            continue
        text = _paragraph(part, options)
        if options.leftovers and part.comment is not None:
            text += f"\tComment by {part.comment.author}: {part.comment.text}"
        elif part.role == "text" and not marked:
            text, marked = "[bookmark: _GoBack]" + text, True
        blocks.append(text)
    return _finish("\n".join(blocks), options)


def _repeated_lines_removed(truth: Truth, rng: Random, options: TextOptions) -> str:
    """Drop every line that was seen before: equal figures disappear."""
    lines = _joined(flatten.blank_line_cells, "\n", truth, rng, options).split("\n")
    return _finish("\n".join(dict.fromkeys(line.strip() for line in lines if line.strip())), options)


def _scattered(write: Callable[[Truth, Random], str]) -> Flavour:
    return lambda truth, rng, options: _finish(write(truth, rng), options)


def _paged(truth: Truth, rng: Random, options: TextOptions) -> str:
    return _finish(pdf_lines(truth, rng), options)


class Style(Struct, frozen=True):
    """One way of flattening; ``kind`` says what can still be seen in it, see ``corpus.flavour``."""

    write: Flavour
    kind: Kind


def _style(table: flatten.Flatten, kind: Kind, between: str = "\n") -> Style:
    return Style(partial(_joined, table, between), kind)


FLAVOURS: Mapping[str, Style] = MappingProxyType(
    {
        "tab-cells": Style(_tab_cells, "blanks kept"),
        "tab-rows": _style(flatten.tab_rows, "blanks kept"),
        "blank-line-cells": _style(flatten.blank_line_cells, "blanks dropped", "\n\n"),
        "blank-line-gaps": _style(flatten.blank_line_gaps, "blanks kept", "\n\n"),
        "row-padded": _style(flatten.row_padded, "blanks kept"),
        "row-padded-wide": _style(flatten.row_padded_wide, "blanks kept"),
        "row-padded-late-pipe": _style(flatten.row_padded_late_pipe, "blanks kept"),
        "markdown-row": _style(flatten.markdown_row, "blanks kept"),
        "row-no-pad": _style(flatten.row_no_pad, "blanks kept"),
        "row-lead-pipe-line-a": _style(flatten.row_lead_pipe_a, "blanks kept"),
        "row-lead-pipe-line-b": _style(flatten.row_lead_pipe_b, "blanks kept"),
        "cell-pipe-per-line": _style(flatten.cell_pipe_per_line, "blanks kept"),
        "cell-pipe-row-end-pad": _style(flatten.cell_pipe_row_end_pad, "blanks kept"),
        "pipe-lead-newline-cell": _style(flatten.pipe_lead_newline_cell, "blanks kept"),
        "cell-then-pipe-line": _style(flatten.cell_then_pipe_line, "blanks kept"),
        "cell-pipe-line-padded": _style(flatten.cell_pipe_line_padded, "blanks kept"),
        "mixed": _style(flatten.mixed, "blanks kept"),
        "one-line-pipes": _style(flatten.one_line_pipes, "blanks kept", " | "),
        "one-line-spaces": _style(flatten.one_line, "blanks dropped", " "),
        "plain-rows": _style(flatten.plain_rows, "blanks dropped"),
        "dropped-blanks": _style(flatten.dropped_blanks, "blanks dropped"),
        "glued": _style(flatten.glued, "figures harmed"),
        "repeated-lines-removed": Style(_repeated_lines_removed, "figures harmed"),
        "pdf-lines": Style(_paged, "blanks dropped"),
        "page-blocks": Style(_scattered(page_blocks), "order scrambled"),
        "whole-columns": Style(_scattered(whole_columns), "order scrambled"),
    }
)

ENCODINGS: tuple[str, ...] = ("utf-8", "utf-8-sig", "utf-16", "gb18030")


def to_text(truth: Truth, flavour: str, rng: Random, options: TextOptions = PLAIN) -> str:
    """Print ``truth`` in one of ``FLAVOURS``."""
    return FLAVOURS[flavour].write(truth, rng, options)


def encode(text: str, encoding: str) -> bytes:
    """Encode in one of ``ENCODINGS``; UTF-16 is little-endian with its mark on every machine."""
    return b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16" else text.encode(encoding)
