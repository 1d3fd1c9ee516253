"""Word shapes that float in front of tables: the figures that they may cover are not believed."""

from __future__ import annotations

import pytest

from .wordxml import BOX, body, drawn, grid, p, tbl, tr

TABLE = tbl(*(tr(f"第{i}项", str(100 + i)) for i in range(8)))
FIGURES = [str(100 + i) for i in range(8)]
NONE = "<wp:wrapNone/>"


def anchored(
    x: float, y: float, *, relative: str = "paragraph", wrap: str = NONE, behind: int = 0, content: str = BOX
) -> str:
    """Return a run with a white box of 60 by 16 points that floats."""
    return (
        f'<w:r><w:drawing><wp:anchor behindDoc="{behind}"><wp:positionH relativeFrom="column"><wp:posOffset>{int(x * 12700)}</wp:posOffset>'
        f'</wp:positionH><wp:positionV relativeFrom="{relative}"><wp:posOffset>{int(y * 12700)}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{60 * 12700}" cy="{16 * 12700}"/>{wrap}<a:graphicData><wps:wsp><wps:spPr><a:prstGeom prst="rect"/>'
        f'<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></wps:spPr><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData>'
        "</wp:anchor></w:drawing></w:r>"
    )


def vml(top: str, more: str = "", inner: str = "") -> str:
    """Return a run with a white box of the older kind."""
    style = f"position:absolute;margin-left:20pt;margin-top:{top};width:60pt;height:16pt;{more}"
    return f'<w:r><w:pict><v:rect style="{style}" fillcolor="white">{inner}<v:textbox>{BOX}</v:textbox></v:rect></w:pict></w:r>'


def figures(before: str = "", after: str = "", table: str = TABLE) -> list[str]:
    """Return the second column of a table between two paragraphs."""
    cells = drawn(grid(body(f"<w:p>{before}</w:p>{table}<w:p>{after}</w:p>{p('其他')}")))
    return [cells[row, 1] for row in range(8)]


@pytest.mark.parametrize("run", [anchored(200, 30), vml("30pt"), vml("1cm"), anchored(200, 30, content="")])
def test_a_shape_above_a_table_that_reaches_into_it_covers_its_first_rows(run):
    """Nobody knows which: all rows that it may reach are open, those farther down are not."""
    found = figures(before=run)
    assert found[0] == "〓"
    assert found[-1] == FIGURES[-1]


@pytest.mark.parametrize("run", [anchored(200, -30), vml("-30pt"), vml("-.5in")])
def test_a_shape_below_a_table_that_reaches_up_covers_its_last_rows(run):
    """A shape may stand above the paragraph that it is anchored in."""
    found = figures(after=run)
    assert found[-1] == "〓"
    assert found[0] == FIGURES[0]


@pytest.mark.parametrize(
    "run",
    [
        anchored(200, 30, wrap='<wp:wrapSquare wrapText="bothSides"/>'),
        anchored(200, 30, wrap="<wp:wrapTopAndBottom/>"),
        anchored(200, 30, behind=1),
        vml("30pt", "z-index:-1"),
        vml("30pt", "visibility:hidden"),
        vml("30pt", inner='<w10:wrap xmlns:w10="urn:schemas-microsoft-com:office:word" type="square"/>'),
    ],
)
def test_a_shape_that_covers_nothing_changes_no_figure(run):
    """Text flows around it, it lies behind the text, or it is hidden."""
    assert figures(before=run) == FIGURES


def test_a_shape_that_ends_before_the_table_changes_no_figure():
    """Below the paragraph after the table, and above enough lines before it."""
    assert figures(after=anchored(200, 2)) == FIGURES
    assert figures(before=f"{anchored(200, -40)}<w:r><w:t>{'说明' * 80}</w:t></w:r>") == FIGURES


@pytest.mark.parametrize(
    "run", [anchored(200, 300, relative="page"), vml("300pt", "mso-position-vertical-relative:page")]
)
def test_a_shape_that_is_placed_by_its_page_may_cover_any_row_near(run):
    """Where the page's lines stand is not known."""
    assert set(figures(before=run)) == {"〓"}


def test_a_shape_anchored_in_one_cell_may_cover_its_neighbours():
    """It is drawn where its offsets say, not where it is anchored."""
    rows = [tr(f"第{i}项", str(100 + i)) for i in range(8)]
    rows[2] = (
        f"<w:tr><w:tc><w:p><w:r><w:t>第2项</w:t></w:r>{anchored(150, 0)}</w:p></w:tc><w:tc>{p('102')}</w:tc></w:tr>"
    )
    found = figures(table=tbl(*rows))
    assert found[2] == "〓"
    assert found[0] == FIGURES[0]
