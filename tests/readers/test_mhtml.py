"""Saved web pages: the page itself, whatever its transfer encoding and charset, with the pages of its frames."""

from __future__ import annotations

import msgspec
import pytest

from corpus.compare import compare
from corpus.model import Truth
from corpus.options import any_options
from corpus.to_html import HtmlOptions, to_html
from corpus.to_mhtml import PROGRAMS, to_mhtml
from corpus.truth import make_truth
from gongkai.document import Document
from gongkai.errors import DamagedSource, EmptySource, SourceError
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract_bytes
from gongkai.readers.mhtml import read
from gongkai.readers.sniff import sniff

TRUTHS = [make_truth(seed, form, **any_options(seed)) for form in load_forms() for seed in (4, 11)]
PLAIN_FRAME = '<html><head><title>年报</title></head><body><iframe src="{src}" width="900"></iframe></body></html>'
FRAMESET = (
    '<html><head><title>年报</title></head><frameset cols="20%,80%"><frame src="menu.html" name="m">'
    "<frame src='{src}' name=\"c\"><noframes><body>请使用支持框架的浏览器</body></noframes></frameset></html>"
)
LAYER = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"
NESTED = b"".join(LAYER % (i, i) for i in range(900))
HEAD = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'


def one(data: bytes) -> Document:
    (document,) = read(data)
    return document


def texts(data: bytes) -> str:
    return " ".join(getattr(block, "text", "") for block in one(data).blocks)


def part(page: str, more: str = "", kind: str = "text/html") -> bytes:
    return f"--b\r\nContent-Type: {kind}; charset=utf-8\r\n{more}\r\n{page}\r\n".encode()


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda t: f"{t.form} {t.year}")
@pytest.mark.parametrize("framed", [None, PLAIN_FRAME, FRAMESET], ids=["alone", "iframe", "frameset"])
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_saved_page_gives_what_the_page_gives(program: str, framed: str | None, truth: Truth) -> None:
    """As Chromium, Internet Explorer and Word save it, alone or in a frame: the same cells, sections and metadata."""
    page = to_html(truth, HtmlOptions(chrome=framed is None))
    want = compare(truth, msgspec.to_builtins(extract_bytes(page.encode(), "report.html")))
    report = extract_bytes(to_mhtml(page, program, framed=framed), "report.mht")
    got = compare(truth, msgspec.to_builtins(report))
    assert (got.wrong, got.differences) == (0, want.differences)
    assert (report.source.format, report.source.reader) == ("html", "mhtml:tables")
    assert report.source.encoding == PROGRAMS[program].encoding


def test_word_s_single_file_web_page_may_be_called_doc() -> None:
    """Its content decides."""
    data = to_mhtml(to_html(TRUTHS[0]), "word")
    assert extract_bytes(data, "report.doc").verification == extract_bytes(data, "report.mht").verification


def test_a_frame_stands_where_the_page_shows_it() -> None:
    """Text before and after a frame keeps its order; a page is shown once, also where frames show each other."""
    outer = part('<p>前</p><iframe src="in/a.htm"></iframe><p>后</p>', "Content-Location: http://x/o.htm\r\n")
    inner = part("<p>中<iframe src='b.htm'></iframe></p>", "Content-Location: http://x/in/a.htm\r\n")
    circle = part(
        "<p>底</p><iframe src='a.htm'></iframe><iframe src='../o.htm'></iframe>",
        "Content-Location: http://x/in/b.htm\r\n",
    )
    text = texts(HEAD + outer + inner + circle + b"--b--\r\n")
    assert [text.count(sign) for sign in "前中底后"] == [1, 1, 1, 1]
    assert sorted("前中底后", key=text.index) == list("前中底后")


def test_a_page_that_no_frame_shows_stays_out() -> None:
    """A banner's page is not part of the report; but where the root is only a shell, its pages are all there is."""
    report = "报告正文" * 40
    banner = part("<p>广告</p>", "Content-Location: http://ad/1.htm\r\n")
    assert "广告" not in texts(HEAD + part(f"<p>{report}</p>") + banner + b"--b--\r\n")
    shell = part("<div id='app'></div>", "Content-Location: http://x/o.htm\r\n")
    assert report in texts(
        HEAD + shell + part(f"<p>{report}</p>", "Content-Location: http://x/z.htm\r\n") + b"--b--\r\n"
    )


def test_the_start_names_the_root() -> None:
    """The parameter ``start`` of the file's head says which part is the page."""
    head = HEAD.replace(b'"b"', b'"b"; start="<two>"')
    parts = part("<p>一</p>", "Content-ID: <one>\r\n") + part("<p>二二二二</p>", "Content-ID: <two>\r\n")
    assert texts(head + parts + b"--b--\r\n") == "二二二二"


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", "iso-8859-1", "nonsense"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_charset_that_lies_is_not_believed(encoding: str, declared: str) -> None:
    """Neither the part's head nor the page's own is trusted beyond what the bytes allow."""
    page = (
        f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>'
        + "云川县政府信息公开工作年度报告" * 3
        + "</p>"
    )
    head = f"--b\r\nContent-Type: text/html; charset={declared}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
    document = one(HEAD + head + page.encode(encoding) + b"\r\n--b--\r\n")
    assert "云川县政府信息公开工作年度报告" in document.blocks[0].text  # type: ignore[union-attr]
    assert document.encoding == encoding


def test_a_message_of_one_part_is_read() -> None:
    """A page need not stand among others."""
    data = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + "<p>甲乙</p>".encode()
    assert sniff(data) == "mhtml"
    assert texts(data) == "甲乙"


def test_a_page_cut_short_says_so() -> None:
    """The last figure of such a page may be cut; where only a picture is cut, the page is whole."""
    data = to_mhtml("<p>甲12</p>", "plain")
    assert one(data).complete
    assert one(data[: data.index(b"</p>")]).complete is False
    assert one(data[: data.index(b"image/gif") + 60]).complete


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (HEAD + part("x", kind="image/gif") + b"--b--\r\n", EmptySource),
        (HEAD + part(" \r\n") + b"--b--\r\n", EmptySource),
        (HEAD, EmptySource),
        (HEAD + part("<script>a()</script>") + b"--b--\r\n", EmptySource),
        (NESTED, DamagedSource),
        (HEAD + b"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n&&&&\r\n--b--\r\n", SourceError),
    ],
    ids=["no page", "blank", "no part", "script", "nested", "no base64"],
)  # fmt: skip
def test_what_holds_no_page_is_refused(data: bytes, kind: type[SourceError]) -> None:
    """In one line, never with a traceback."""
    with pytest.raises(kind) as caught:
        one(data)
    assert "\n" not in str(caught.value)
