"""Web pages whose every piece of text is put in its place are read as pages are: lines by height, figures by where they stand."""

from __future__ import annotations

from gongkai import extract

LINES = (
    (60, "青岚县水务局2023年供水服务情况"),
    (100, "一、基本情况"),
    (130, "全年供水平稳有序，群众满意度进一步提高。"),
)
ROWS = (("指标", "城区", "乡镇"), ("供水户数", "120", "36"), ("投诉件数", "4", "0"), ("办结件数", "4", "0"))


def page(pieces: list[tuple[int, int, str]], head: str = "", style: str = "") -> str:
    spans = "".join(
        f'<p style="position:absolute;top:{top}px;left:{left}px;white-space:nowrap;{style}" class="a">{text}</p>\n'
        for top, left, text in pieces
    )
    sheet = f"<style>.a{{font-size:16px;margin:0}}{head}</style>"
    return f"<html><head>{sheet}</head><body><div style='position:relative;width:800px;height:1100px'>{spans}</div></body></html>"


def pieces_of() -> list[tuple[int, int, str]]:
    rows = [(180 + 24 * r, 90 + 200 * c, text) for r, row in enumerate(ROWS) for c, text in enumerate(row)]
    return [(top, 90, text) for top, text in LINES] + rows


def read(html: str):
    return extract(html.encode(), name="a.html")


def test_pieces_are_lines_and_their_figures_stand_under_their_heads():
    """Title, sections and a table without rules come out of pieces in any order, with pages and boxes in points."""
    report = read(page(pieces_of()[::-1]))
    assert report.source.reader == "html:placed"
    assert (report.title, report.agency, report.year) == (LINES[0][1], "青岚县水务局", 2023)
    (grid,) = report.grids
    assert (grid.columns, grid.rows) == ((("城区",), ("乡镇",)), (("供水户数",), ("投诉件数",), ("办结件数",)))
    assert [cell.value for cell in grid.cells] == [120, 36, 4, 0, 4, 0]
    assert grid.cells[0].source.page == 1 and grid.cells[0].source.bbox is not None
    assert grid.cells[0].source.bbox[0] == 290 * 0.75


def test_characters_put_in_their_places_one_by_one_are_words():
    """A title of which each character has a place of its own is one line; so are the digits of its year."""
    title = [(60, 90 + at, char) for at, char in zip((0, 16, 32, 48, 64, 80), "青岚县水务局", strict=True)]
    year = [(60, 186 + 9 * n, char) for n, char in enumerate("2023")]
    rest = [(60, 222, "年供水服务情况")]
    report = read(page([*title, *year, *rest, *pieces_of()[1:]]))
    assert report.title == LINES[0][1]


def test_whole_figures_that_nearly_touch_stay_two():
    """Two figures in neighbouring places are never run together, however wide their font may be."""
    rows = [
        (180 + 24 * r, left, text)
        for r in range(3)
        for left, text in ((90, f"项目{'甲乙丙'[r]}"), (200, "402.5"), (245, "421.7"))
    ]
    text = "\n".join(
        s.text for s in read(page([*pieces_of(), *[(top + 200, left, t) for top, left, t in rows]])).sections
    )
    assert "402.5421.7" not in text and "402.5 421.7" in text


def test_pieces_that_lie_on_each_other_are_not_read_as_a_page():
    """Where one piece covers another it is not told which is seen: the page is read as before, its figures unreadable."""
    report = read(page([*pieces_of(), (204, 291, "999")]))
    assert report.source.reader == "html:tables"
    assert "999" not in str(report.to_json())


def test_what_is_hidden_or_turned_is_not_read_as_a_page():
    """A hidden piece is not there; a piece that is turned leaves the figures of the page untold."""
    hidden = page(pieces_of()).replace(
        "</div>", '<p style="position:absolute;top:20px;left:20px;display:none">77</p></div>'
    )
    assert "77" not in read(hidden).to_json()
    turned = read(page(pieces_of(), style="transform:rotate(180deg)"))
    assert all(cell.value is None for grid in turned.grids for cell in grid.cells)
