"""OFD packages as writers name things, and those that cannot be read: plain words, never a traceback or an empty success."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from gongkai.document import Paragraph
from gongkai.errors import DamagedSource, EncryptedSource, SourceError
from gongkai.readers.ofd import book, package, read
from gongkai.readers.sniff import sniff

from .ofd_files import ofd, page, rule, text

HELLO = page(text(20, 50, "工作年度报告"))


def lines_of(data: bytes) -> list[str]:
    return [block.text for block in next(read(data)).blocks if isinstance(block, Paragraph)]


def codes_of(data: bytes) -> list[tuple[str, str, str | None]]:
    return [(issue.code, issue.severity, issue.location) for issue in next(read(data)).issues]


def at(number: int) -> str:
    return page(text(20, 50, f"第{number}份内容"))


@pytest.mark.parametrize(
    "names",
    [
        {"location": "/Doc_0/Pages/Page_{}/Content.xml"},
        {"location": "Doc_0/Pages/Page_{}/Content.xml"},
        {"location": "Pages\\Page_{}\\Content.xml"},
        {"location": "pages/PAGE_{}/content.xml"},
        {"location": "./x/../Pages/Page_{}/Content.xml"},
        {"namespace": "http://www.ofdspec.org"},
        {"namespace": ""},
    ],
)
def test_parts_are_found_however_they_are_named(names: dict[str, str]) -> None:
    """Locations may be absolute or relative, in any case, with either slash; the namespace may be another or none."""
    assert lines_of(ofd(HELLO, at(2), **names)) == ["工作年度报告", "第2份内容"]


def test_the_declared_title_is_a_hint_unless_it_is_a_file_name() -> None:
    """A title is kept where it reads like one."""
    assert next(read(ofd(HELLO, title="某县工作报告"))).title == "某县工作报告"
    assert next(read(ofd(HELLO, title="某县.ofd"))).title is None


def test_a_page_that_is_missing_or_broken_is_told_and_the_others_are_read() -> None:
    """An unreadable page is an error of that page, not of the file."""
    broken = ofd(HELLO, at(2), at(3), parts={"Doc_0/Pages/Page_1/Content.xml": "<Page><Content>"})
    missing = ofd(
        HELLO, at(2), at(3), location="Pages/Page_{}/Content.xml", parts={"Doc_0/Pages/Page_1/Content.xml": b""}
    )
    for data in (broken, missing):
        assert lines_of(data) == ["工作年度报告", "第3份内容"]
        assert codes_of(data) == [("page_unreadable", "error", "page 2")]


def test_a_template_that_is_missing_is_told() -> None:
    """What a page refers to and the package lacks may have held words."""
    data = ofd(page(text(20, 50, "工作年度报告"), before="<Template TemplateID='9'/>"))
    assert codes_of(data) == [("page_unreadable", "warning", "page 1")]


def test_other_documents_in_the_package_are_told_not_mixed_in() -> None:
    """The first document is read; a second may be another report."""
    second = "<DocBody><DocRoot>Doc_1/Document.xml</DocRoot></DocBody>"
    assert codes_of(ofd(HELLO, bodies=second)) == [("other_documents", "warning", None)]


def test_a_page_that_is_one_picture_is_a_scan() -> None:
    """A picture over the page, with no text or with an invisible layer of it, is no text layer."""
    picture = "<ImageObject ID='5' ResourceID='6' Boundary='0 0 210 297' CTM='210 0 0 297 0 0'/>"
    layer = text(20, 50, "看不见的文字层", more="Visible='false'")
    assert codes_of(ofd(page(picture, layer))) == [("no_text_layer", "error", None)]
    assert codes_of(ofd(HELLO, page(picture))) == [("no_text_layer", "warning", "page 2")]


def test_text_under_a_picture_of_the_page_is_second_hand() -> None:
    """What is drawn below a picture that covers it was recognised by a scanner's program, and is told; text over it is not."""
    picture = "<ImageObject ID='5' ResourceID='6' Boundary='0 0 210 297'/>"
    words = [text(20, 50 + 10 * i, "依照公开条例编制本报告全文") for i in range(4)]
    below, above = (next(read(ofd(page(*order)))) for order in ([*words, picture], [picture, *words]))
    assert [issue.code for issue in below.issues] == ["hidden_text_layer"]
    assert (below.second_hand, below.unread) == (True, (1,))
    assert (above.second_hand, above.unread, above.issues) == (False, (), ())


def test_letters_drawn_as_paths_are_no_text() -> None:
    """A converter that draws every letter as a shape leaves nothing to read, and that is told."""
    assert codes_of(ofd(page(*[rule(20, 50 + i, 23, 51 + i) for i in range(40)]))) == [("no_text_layer", "error", None)]


@pytest.mark.parametrize(
    "printed",
    [
        text(20, 50, "\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009"),
        text(
            20,
            50,
            "¤" * 9,
            inner="<CGTransform CodePosition='0' CodeCount='9' GlyphCount='9'><Glyphs>1 2</Glyphs></CGTransform>",
        ),
    ],
    ids=["private-use", "placeholders"],
)
def test_fonts_that_do_not_tell_their_characters_are_told(printed: str) -> None:
    """Symbols in place of text are noticed."""
    assert codes_of(ofd(page(printed))) == [("unusable_fonts", "error", "page 1")]


def test_stamps_watermarks_and_attachments_are_not_text() -> None:
    """Annotations and attachments of a signed file are set aside."""
    parts = {
        "Doc_0/Annots/Page_0/Annotation.xml": f"<PageAnnot><Annot><Appearance>{text(20, 90, '水印')}</Appearance></Annot></PageAnnot>",
        "Doc_0/Signs/Signatures.xml": "<Signatures/>",
        "Doc_0/Attachs/a.xml": b"<broken",
    }
    assert lines_of(ofd(HELLO, parts=parts)) == ["工作年度报告"]


def test_a_package_of_signatures_without_pages_says_so() -> None:
    """A signed shell holds no text."""
    parts = {
        "OFD.xml": "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot><Signatures>s.xml</Signatures></DocBody></OFD>"
    }
    with pytest.raises(DamagedSource, match="signatures but no pages"):
        next(read(ofd(parts=parts)))


def test_encrypted_packages_are_told_apart() -> None:
    """A zip with a password, and one whose parts are encrypted, ask for a copy without."""
    locked = bytearray(ofd(HELLO))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = 0
        while (start := locked.find(mark, start)) >= 0:
            locked[start + offset] |= 1
            start += 4
    sealed = ofd(
        HELLO, parts={"Encryptions.xml": "<Encryptions/>", "Doc_0/Pages/Page_0/Content.xml": b"\x93\x01sealed"}
    )
    shut = ofd(HELLO, parts={"Encryptions.xml": "<Encryptions/>", "Doc_0/Document.xml": b"\x93\x01sealed"})
    for data in (bytes(locked), sealed, shut):
        with pytest.raises(EncryptedSource, match="without one"):
            next(read(data))


def test_what_is_no_package_is_damaged() -> None:
    """A zip that is cut short, or has no document, says what to do."""
    for data in (ofd(HELLO)[:-60], b"PK\x03\x04", ofd(HELLO, parts={"Doc_0/Document.xml": "<Document/>"})):
        with pytest.raises(DamagedSource):
            next(read(data))


def test_entities_are_not_resolved() -> None:
    """A document type that reads a file or multiplies text brings nothing in."""
    harmful = (
        "<!DOCTYPE Page [<!ENTITY a SYSTEM 'file:///etc/hostname'><!ENTITY b '工作工作'>]>"
        "<Page><Content><Layer><TextObject Size='4' Boundary='20 50 9 9'><TextCode X='0' Y='4'>甲&a;&b;</TextCode></TextObject>"
        "</Layer></Content></Page>"
    )
    assert lines_of(ofd(HELLO, parts={"Doc_0/Pages/Page_0/Content.xml": harmful.encode()})) == ["甲"]


def test_parts_that_unzip_to_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part larger than a report's is not unzipped, nor are many that are too large together."""
    monkeypatch.setattr(package, "MAX_PART_BYTES", 20_000)
    monkeypatch.setattr(package, "MAX_BYTES", 30_000)
    large = page(text(20, 50, "甲" * 5000))
    assert codes_of(ofd(HELLO, page(*[large] * 3)))[0] == ("page_unreadable", "error", "page 2")
    data = ofd(HELLO, page(text(20, 50, "乙" * 3000)), page(text(20, 50, "丙" * 3000)))
    assert codes_of(data) == [("page_unreadable", "error", "page 3")]


def test_graphics_that_hold_themselves_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Composites that place each other again and again are bounded, in depth and in number."""
    monkeypatch.setattr(book, "MOST_OBJECTS", 500)
    placed = "<CompositeObject ResourceID='7' Boundary='0 0 9 9'/>" * 4
    unit = f"<CompositeGraphicUnit ID='7'><Content>{placed}</Content></CompositeGraphicUnit>"
    parts = {"Doc_0/Res.xml": f"<Res><CompositeGraphicUnits>{unit}</CompositeGraphicUnits></Res>"}
    data = ofd(page(placed), at(2), common="<PublicRes>Res.xml</PublicRes>", parts=parts)
    assert codes_of(data) == [("page_unreadable", "error", "page 1"), ("page_unreadable", "error", "page 2")]


@pytest.mark.parametrize("deltas", ["g 999999999 4", "g -3 4", "g", "4 x 4", "nan inf 1e400", "g 1e400 4", ""])
def test_steps_without_sense_do_no_harm(deltas: str) -> None:
    """However the steps are written, the characters come in order."""
    code = f"<TextCode X='0' Y='4' DeltaX='{deltas}' DeltaY='0'>申请</TextCode>"
    assert "".join(lines_of(ofd(page(text(20, 50, code))))).replace(" ", "") == "申请"


def test_packages_harmed_at_random_end_in_a_document_or_in_plain_words() -> None:
    """Flipped bytes and dropped parts never raise anything but a SourceError."""
    rng = random.Random(5)
    content = page(text(20, 50, "工作年度报告"), rule(20, 60, 100, 60), before="<Template TemplateID='2'/>")
    parts = {"Doc_0/Tpl.xml": HELLO, "Doc_0/Res.xml": "<Res/>"}
    whole = ofd(content, common="<PublicRes>Res.xml</PublicRes><TemplatePage ID='2' BaseLoc='Tpl.xml'/>", parts=parts)
    for _ in range(150):
        try:
            assert len(list(read(_harmed(whole, rng)))) == 2
        except SourceError as error:
            assert len(str(error)) > 20


def _harmed(whole: bytes, rng: random.Random) -> bytes:
    """Write the package anew with one part's text spoiled."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        victim = rng.choice(old.namelist())
        for name in old.namelist():
            content = bytearray(old.read(name))
            if name == victim:
                for _ in range(rng.randint(1, 4)):
                    start = rng.randrange(len(content))
                    content[start : start + rng.randint(0, 6)] = rng.choice(
                        (b"", b"-", b"9e99", b"'", b"\xff", b"0", b"<a/>")
                    )
            new.writestr(name, bytes(content))
    return out.getvalue()


def test_the_entry_is_known_in_any_case() -> None:
    """Some writers print ``ofd.xml``: it is the same format."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ofd(at(1)))) as whole, zipfile.ZipFile(packed, "w") as lower:
        for name in whole.namelist():
            lower.writestr(name.lower() if name == "OFD.xml" else name, whole.read(name))
    assert sniff(packed.getvalue()) == "ofd"
    assert next(read(packed.getvalue())).blocks
