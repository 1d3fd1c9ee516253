"""Word files: what a person sees in a cell, not what the file stores."""

from __future__ import annotations

import docx
import pytest

from gongkai.document import Paragraph
from gongkai.errors import NotAReport

from .wordxml import BOX, NAMESPACES, body, build, drawn, grid, lines, only, p, part, repack, save, t, tbl, tc, tr

RAISED = '<w:vertAlign w:val="superscript"/>'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def cell_of(content: str, shading: str = "") -> str:
    """Return the text of a cell that holds one paragraph."""
    properties = f"<w:tcPr><w:shd w:val='clear' w:fill='{shading}'/></w:tcPr>" if shading else ""
    table = tbl(tr("行政许可", f"<w:tc>{properties}<w:p>{content}</w:p></w:tc>"))
    return drawn(grid(body(table)))[0, 1]


SHOWN = {
    "raised": (run("12") + run("3", RAISED), "12³"),
    "position": (run("5947") + run("2", '<w:position w:val="8"/><w:sz w:val="14"/>'), "5947²"),
    "sunk": (run("5947") + run("2", '<w:position w:val="-6"/>'), "5947₂"),
    "moved as a whole": (run("59", '<w:position w:val="8"/>') + run("47", '<w:position w:val="8"/>'), "5947"),
    "moved by a hair": (run("594") + run("2", '<w:position w:val="1"/>'), "5942"),
    "small beside large": (run("594", '<w:sz w:val="28"/>') + run("2", '<w:sz w:val="14"/>'), "594〓"),
    "struck": (run("12", "<w:strike/>") + run("0"), "0"),
    "struck twice": (run("12", "<w:dstrike/>") + run("0"), "0"),
    "hidden": (run("8", "<w:vanish/>") + run("350"), "350"),
    "white on white": (run("8", '<w:color w:val="FFFFFF"/>') + run("350"), "350"),
    "nearly white": (run("8", '<w:color w:val="F2F2F2"/>') + run("350"), "350"),
    "a speck": (run("8", '<w:sz w:val="2"/>') + run("350"), "350"),
    "white by the theme": (run("350") + run("8", '<w:color w:val="auto" w:themeColor="background1"/>'), "350"),
    "grey by the theme": (
        run("350") + run("8", '<w:color w:val="7F7F7F" w:themeColor="background1" w:themeShade="80"/>'),
        "3508",
    ),
    "all clear": (
        run("350")
        + run(
            "8",
            '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="100000"/>'
            "</w14:srgbClr></w14:solidFill></w14:textFill>",
        ),
        "350",
    ),
    "squeezed to a stroke": (run("350") + run("8", '<w:w w:val="1"/>'), "350〓"),
    "narrow": (run("350", '<w:w w:val="66"/><w:spacing w:val="-12"/>'), "350"),
    "one over the other": (run("8", '<w:sz w:val="18"/><w:spacing w:val="-200"/>') + run("350"), "〓350"),
    "parted by a page": (run("35") + '<w:r><w:br w:type="page"/></w:r>' + run("0"), "35\n0"),
    "black bar": (run("350", '<w:color w:val="000000"/><w:highlight w:val="black"/>'), "〓"),
    "yellow mark": (run("350", '<w:color w:val="000000"/><w:highlight w:val="yellow"/>'), "350"),
    "white on its own black": (run("350", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>'), "350"),
    "Symbol": (run("5") + '<w:r><w:sym w:font="Symbol" w:char="F039"/></w:r>', "59"),
    "Wingdings": (run("5") + '<w:r><w:sym w:font="Wingdings" w:char="F039"/></w:r>', "5〓"),
    "Wingdings by its font": (run("59", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "〓"),
    "turned": (f'<w:bdo w:val="rtl">{run("172")}</w:bdo>', "〓"),
    "turned digit": (f'<w:bdo w:val="rtl">{run("7")}</w:bdo>', "7"),
    "wordart": ('<w:r><w:pict><v:shape><v:textpath string="618"/></v:shape></w:pict></w:r>', "618"),
    "picture": ('<w:r><w:drawing><a:blip r:embed="rId9"/></w:drawing></w:r>', "〓"),
    "picture behind a figure": (run("618") + '<w:r><w:drawing><a:blip r:embed="rId9"/></w:drawing></w:r>', "618〓"),
    "drawn line": ("<w:r><w:pict><v:line/></w:pict></w:r>", "〓"),
    "text box": (f"<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r>", "框内"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_cell_says_what_it_shows(name):
    """Raised digits are marks, struck and hidden ones are not there, what cannot be read is said to be something."""
    content, text = SHOWN[name]
    assert cell_of(content) == text


def field(instruction: str, result: str | None = None, data: str = "") -> str:
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    return (
        f'{begin}<w:r><w:instrText>{instruction}</w:instrText></w:r>{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


LIST = (
    "<w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='无'/><w:listEntry w:val='12'/></w:ddList></w:ffData>"
)
BOXED = "<w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData>"
FIELDS = [
    (field("=SUM(ABOVE)", "42"), "42"),
    (field("FORMTEXT", "42"), "42"),
    (field("FORMDROPDOWN", None, LIST), "12"),
    (field("FORMCHECKBOX", None, BOXED), "☑"),
    (field(r"EQ \o\ac(○,12)"), "⑫"),
    (field(r"EQ \o\ac(□,35)"), "〓"),
    (field(r"EQ \s\do5(1)"), "〓"),
    (field(r"EQ \o\ac(□,35)", ""), "〓"),
    (field(r"EQ \o\ac(□,35)", "35"), "35"),
    (field(r'SYMBOL 57 \f "Symbol"'), "9"),
    (field("MACROBUTTON NoMacro 请填写"), "请填写"),
    ('<w:fldSimple w:instr="EQ \\o\\ac(○,3)"/>', "③"),
    (f'<w:fldSimple w:instr="DOCPROPERTY n">{run("42")}</w:fldSimple>', "42"),
    (field("XE 索引"), ""),
]


@pytest.mark.parametrize(("content", "text"), FIELDS)
def test_a_field_says_what_it_shows(content, text):
    """The stored result; for those that never store one what Word draws, where it can be told."""
    assert cell_of(content) == text


def test_text_of_the_colour_of_its_cell_is_not_seen():
    """Grey on the same grey is not there, white on dark is."""
    grey = run("7", '<w:color w:val="808080"/>')
    white = run("7", '<w:color w:val="FFFFFF"/>')
    assert (cell_of(grey, "808080"), cell_of(white, "1F3864"), cell_of(grey, "FFFFFF")) == ("", "7", "7")


def test_a_row_of_no_height_is_not_seen():
    """Its height is given exactly, and no line of text is as low."""
    flat = '<w:tr><w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr>' + tc("行政许可") + tc("90") + "</w:tr>"
    document = body(tbl(flat, tr("行政许可", "95")))
    assert [cell.text for cell in grid(document).cells] == ["行政许可", "95"]


@pytest.mark.parametrize(
    ("requires", "space", "text"),
    [
        ("x", "urn:nobody:knows", "146"),
        ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "999"),
    ],
)
def test_a_choice_is_taken_only_if_word_knows_what_it_requires(requires, space, text):
    """Else Word shows the fallback."""
    choice = f'<mc:Choice xmlns:{requires}="{space}" Requires="{requires}">{run("999")}</mc:Choice>'
    assert (
        cell_of(f"<mc:AlternateContent>{choice}<mc:Fallback>{run('146')}</mc:Fallback></mc:AlternateContent>") == text
    )


# --- notes and files in the text ---------------------------------------------------------------------------------------

RELATIONS = "word/_rels/document.xml.rels"


def with_part(data: bytes, name: str, kind: str, content: bytes) -> bytes:
    """Add a part ``word/NAME`` that the text can name by the id ``rIdX``."""
    target = (
        f'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/x/{kind}" Target="{name}"/></Relationships>'
    )
    relations = part(data, RELATIONS).decode().replace("</Relationships>", target)
    return repack(data, {RELATIONS: relations.encode(), f"word/{name}": content})


def notes_part(kind: str, *texts: str) -> bytes:
    notes = "".join(f'<w:{kind} w:id="{n}">{p(text)}</w:{kind}>' for n, text in enumerate(texts, 1))
    separator = f'<w:{kind} w:id="0" w:type="separator">{p("线")}</w:{kind}>'
    return f"<w:{kind}s {NAMESPACES}>{separator}{notes}</w:{kind}s>".encode()


def test_footnotes_are_set_aside_with_their_marks():
    """The mark is raised at its place in text and cell, the note stands in no block."""
    first, second = (f'<w:r><w:footnoteReference w:id="{n}"/></w:r>' for n in (2, 1))
    data = build(p(t("受理三件") + first) + tbl(tr("行政许可", f"<w:tc><w:p>{t('540')}{second}</w:p></w:tc>")))
    document = only(
        with_part(data, "footnotes.xml", "footnotes", notes_part("footnote", "含补正件。", "口径与上年相同。"))
    )
    assert lines(document) == ["受理三件¹"]
    assert drawn(grid(document))[0, 1] == "540²"
    assert [(n.mark, n.text, n.block) for n in document.footnotes] == [
        ("1", "口径与上年相同。", 0),
        ("2", "含补正件。", 1),
    ]


def test_endnotes_are_counted_in_small_roman_numerals():
    """As Word does where nothing else is said; a mark of the author's own is the note's mark."""
    references = '<w:r><w:endnoteReference w:id="1"/></w:r><w:r><w:endnoteReference w:id="2" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    document = only(
        with_part(build(p(t("文") + references)), "endnotes.xml", "endnotes", notes_part("endnote", "甲", "乙"))
    )
    assert lines(document) == ["文ⁱ*"]
    assert [(n.mark, n.text) for n in document.footnotes] == [("i", "甲"), ("*", "乙")]


HTML = "<html><body><p>内文</p><table><tr><td>行政许可</td><td>7</td></tr></table></body></html>".encode()


@pytest.mark.parametrize(("name", "content"), [("a.html", HTML), ("a.txt", "内文\n".encode()), ("a.docx", None)])
def test_a_file_in_the_text_is_read_as_the_document_it_is(name, content):
    """Its blocks stand where the text names it."""
    inner = content or save(_document("内文"))
    document = only(with_part(build(p("前") + '<w:altChunk r:id="rIdX"/>' + p("后")), name, "aFChunk", inner))
    assert lines(document) == ["前", "内文", "后"]
    assert document.issues == ()


def test_tables_of_a_file_in_the_text_are_counted_on():
    """No two tables have one number."""
    data = build(tbl(tr("a", "b")) + '<w:altChunk r:id="rIdX"/>' + tbl(tr("c", "d")))
    document = only(with_part(data, "a.html", "aFChunk", HTML))
    assert [block.place.table for block in document.blocks if not isinstance(block, Paragraph)] == [0, 1, 2]


def test_a_file_in_the_text_that_holds_itself_ends():
    """At the second level it is no longer read, and an issue says so."""
    data = build(p("文") + '<w:altChunk r:id="rIdX"/>')
    for _ in range(4):
        data = with_part(build(p("文") + '<w:altChunk r:id="rIdX"/>'), "a.docx", "aFChunk", data)
    document = only(data)
    assert lines(document) == ["文"] * 3
    assert [issue.code for issue in document.issues] == ["embedded_part_ignored"]


def _document(text: str):
    document = docx.Document()
    document.add_paragraph(text)
    return document


def test_files_in_the_text_hold_no_more_than_a_report_together():
    """Each has 20,000 lines, which a file may have; the second is not read to its end."""
    inner = b"<html><body>" + b"<p>1</p>" * 20_000
    data = with_part(build(p("文") + '<w:altChunk r:id="rIdX"/>' * 50), "a.html", "aFChunk", inner)
    with pytest.raises(NotAReport, match="40,000 lines"):
        only(data)


def styled(conditions: str, look: str = "04A0", face: str = "") -> bytes:
    """Make a Word file with a table of three rows and columns whose style has these conditions."""
    style = (
        f'<w:style w:type="table" w:styleId="odd"><w:name w:val="odd"/><w:rPr>{face}</w:rPr>{conditions}</w:style>'
        '<w:style w:type="table" w:styleId="heir"><w:name w:val="heir"/><w:basedOn w:val="odd"/></w:style>'
    )
    rows = "".join(tr(*(f"{row}{column}" for column in range(3))) for row in range(3))
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="heir"/><w:tblLook w:val="{look}"/></w:tblPr>{rows}</w:tbl>'
    return build(table + p("正文"), styles=style)


def condition(kind: str, face: str, fill: str = "") -> str:
    painted = f'<w:tcPr><w:shd w:val="clear" w:fill="{fill}"/></w:tcPr>' if fill else ""
    return f'<w:tblStylePr w:type="{kind}"><w:rPr>{face}</w:rPr>{painted}</w:tblStylePr>'


HIDE, WHITE = "<w:vanish/>", '<w:color w:val="FFFFFF"/>'
GONE = [
    (styled(condition("lastCol", HIDE), "0100"), {"02", "12", "22"}),
    (styled(condition("lastCol", HIDE), "0000"), set()),
    (styled(condition("firstCol", WHITE), "0080"), {"00", "10", "20"}),
    (styled(condition("lastRow", "<w:strike/>"), "0040"), {"20", "21", "22"}),
    (styled(condition("band2Horz", WHITE), "0420"), {"20", "21", "22"}),
    (styled(condition("band1Vert", WHITE), "0280"), {"01", "11", "21"}),
    (styled(condition("firstRow", WHITE, "1F497D"), "0020"), set()),
    (styled(condition("firstRow", '<w:color w:val="1F497D"/>', "1F497D"), "0020"), {"00", "01", "02"}),
    (styled(condition("nwCell", HIDE), "00A0"), {"00"}),
    (styled("", face=WHITE), {f"{row}{column}" for row in range(3) for column in range(3)}),
]


@pytest.mark.parametrize(("file", "gone"), GONE)
def test_what_the_style_of_a_table_hides_is_not_there(file, gone):
    """First and last rows and columns, bands and corners, as the table asks for them."""
    assert {f"{row}{column}" for (row, column), text in drawn(grid(only(file))).items() if not text} == gone


def themed(looks: str, shading: str = "", **colors: str) -> str:
    """Return the text of a cell of a file whose theme has these colours."""
    run_ = f"<w:r><w:rPr><w:color {looks}/></w:rPr><w:t>350</w:t></w:r>"
    cell = f"<w:tc><w:tcPr><w:shd w:val='clear' {shading}/></w:tcPr><w:p>{run_}</w:p></w:tc>"
    file = build(tbl(tr("行政许可", cell)))
    theme = "".join(f'<a:{name}><a:srgbClr val="{color}"/></a:{name}>' for name, color in colors.items())
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    changed = {
        "word/theme/theme1.xml": f'<a:theme xmlns:a="{space}"><a:clrScheme>{theme}</a:clrScheme></a:theme>'.encode()
    }
    return drawn(grid(only(repack(file, changed))))[0, 1]


THEMED = [
    (themed('w:val="FFFFFF" w:themeColor="background1"', lt1="FFFFFF"), ""),
    (themed('w:val="FFFFFF" w:themeColor="background1"', lt1="101010"), "350"),
    (themed('w:val="000000" w:themeColor="text1"', dk1="FFFFFF"), ""),
    (themed('w:val="000000" w:themeColor="accent1"', 'w:fill="FFFFFF" w:themeFill="accent1"', accent1="4F81BD"), ""),
    (themed('w:val="FFFFFF"', 'w:fill="FFFFFF" w:themeFill="accent1"', accent1="4F81BD"), "350"),
    (themed('w:val="000000" w:themeColor="accent1"', accent1="4F81BD"), "350"),
    (themed('w:val="000000" w:themeColor="text1" w:themeTint="05"', dk1="000000"), ""),
    (themed('w:val="FFFFFF" w:themeColor="background1" w:themeShade="80"', lt1="FFFFFF"), "350"),
]


@pytest.mark.parametrize(("text", "shown"), THEMED)
def test_colours_of_the_theme_are_those_that_the_file_gives_it(text, shown):
    """What stands beside the name of a theme's colour may be out of date; shades and tints of it are other colours."""
    assert text == shown
