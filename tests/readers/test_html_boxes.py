"""Tables made of other elements than ``table`` are tables, and boxes side by side keep their figures apart."""

from __future__ import annotations

import pytest

from gongkai.pipeline import extract_bytes
from gongkai.report import PrintedGrid

ROWS = (("项目", "数量", "金额"), ("甲项", "1", "10.50"), ("乙项", "2", "20.25"), ("合计", "3", "30.75"))
CSS = ".t{display:table}.g{display:table-row-group}.r{display:table-row}.c{display:table-cell}"
FLEX = ".r{display:flex}.c{flex:1}"


def page(body: str, style: str = "") -> bytes:
    return (
        f"<html><style>{style}</style><body><h1>青岚县水务局2024年统计公报</h1><p>全年情况如下。</p>{body}<p>以上。</p></body></html>"
    ).encode()


def boxes(row: str, cell: str, rows: tuple[tuple[str, ...], ...] = ROWS) -> str:
    """Write rows of boxes, each begun by the tag that is given."""
    ends = row.partition(" ")[0], cell.partition(" ")[0]
    return "".join(f"<{row}>{''.join(f'<{cell}>{text}</{ends[1]}>' for text in one)}</{ends[0]}>" for one in rows)


def grids(body: str, style: str = "") -> tuple[PrintedGrid, ...]:
    return extract_bytes(page(body, style), "a.html").grids


@pytest.mark.parametrize(
    ("body", "style"),
    [
        (f"<div role=table>{boxes('div role=row', 'div role=cell')}</div>", ""),
        (f"<div role=grid><div role=rowgroup>{boxes('div role=row', 'span role=gridcell')}</div></div>", ""),
        (f"<section class=t>{boxes('div class=r', 'span class=c')}</section>", CSS),
        (f"<div class=t><p class=g>{boxes('span class=r', 'b class=c')}</p></div>", CSS),
        (f"<ul>{boxes('li class=r', 'span class=c')}</ul>", FLEX),
        (f"<div>{boxes('div class=r', 'div')}</div>", FLEX),
    ],
)
def test_rows_of_cells_are_a_table_whatever_they_are_made_of(body: str, style: str):
    """By their roles, by their style, or as rows of boxes side by side: heads, labels and figures as in any table."""
    (grid,) = grids(body, style)
    assert grid.columns == (("数量",), ("金额",))
    assert grid.rows == (("甲项",), ("乙项",), ("合计",))
    assert [cell.text for cell in grid.cells] == ["1", "10.50", "2", "20.25", "3", "30.75"]


@pytest.mark.parametrize(
    ("body", "style"),
    [
        (f"<div role=table>{boxes('div role=row', 'div role=cell')}<p>说明文字</p></div>", ""),
        (f"<ul>{boxes('li class=r', 'span class=c')}</ul>", ".r{display:flex;flex-direction:row-reverse}"),
        (f"<ul>{boxes('li class=r', 'span class=c')}</ul>", ".r{display:flex}.c:nth-child(2){order:3}"),
        (f"<ul>{boxes('li class=r', 'span class=c', (*ROWS[:1], ('甲项', '1'), *ROWS[2:]))}</ul>", FLEX),
        (f"<ul>{boxes('li class=r', 'span', tuple((a, '见附件', '说明') for a, *_ in ROWS))}</ul>", FLEX),
        (f"<div class=t>{boxes('div class=r', 'span class=c', ROWS[:1])}</div>", CSS),
    ],
)
def test_what_is_no_whole_table_is_text(body: str, style: str):
    """Something beside the cells, boxes in another order than the source's, uneven rows, rows of words, a single row."""
    assert grids(body, style) == ()


@pytest.mark.parametrize("flow", ["flex", "inline-flex", "grid"])
def test_boxes_side_by_side_keep_their_figures_apart(flow: str):
    """15 beside 200 is never 15200; pieces of one box stay together."""
    body = "<div class=r><span>收到15</span><span>2<b>0</b>0</span></div>"
    report = extract_bytes(page(body, f".r{{display:{flow}}}"), "a.html")
    text = "\n".join(section.text for section in report.sections)
    assert "15200" not in text
    assert "15" in text.split("200")[0]


def test_menus_and_columns_of_a_page_are_no_tables():
    """A page that lays out its columns by ``display: table-cell`` is read as text, its own table as a table."""
    rows = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in ROWS)
    menu = (
        "<ul>"
        + "".join(f"<li class=r><a href=#>{a}</a><span>2024-01-0{n}</span></li>" for n, (a, *_) in enumerate(ROWS, 1))
        + "</ul>"
    )
    columns = f"<div class=t><div class=r><div class=c>{menu}</div><div class=c><table>{rows}</table></div></div></div>"
    (grid,) = grids(columns, CSS + "li.r{display:flex}")
    assert [cell.text for cell in grid.cells if cell.text] == ["1", "10.50", "2", "20.25", "3", "30.75"]
