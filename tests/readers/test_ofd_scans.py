"""OFD files of pictures: where these are laid, and what is said where nothing reads them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from corpus.to_scan import scanned_ofd
from gongkai.pipeline import extract_bytes
from gongkai.readers import open_bytes
from gongkai.readers.ofd.reader import read
from readers.ofd_files import ofd, page, text

PAGE = "本机关依照条例编制本报告，公开内容真实、完整，解读材料与文件同步发布，另附一图。"


def drawn(size: tuple[int, int], dot: tuple[int, int]) -> bytes:
    """A white picture with a black square."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((*dot, dot[0] + 20, dot[1] + 20), fill="black")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def placed(*objects: str, **files: bytes) -> bytes:
    """A page of ``objects``, and the pictures that they name: ``p5`` is the file of number 5."""
    media = "".join(
        f"<MultiMedia ID='{name[1:]}' Type='Image'><MediaFile>{name}.png</MediaFile></MultiMedia>" for name in files
    )
    parts = {f"Doc_0/Res/{name}.png": data for name, data in files.items()}
    resources = f"<Res BaseLoc='Res'><MultiMedias>{media}</MultiMedias></Res>"
    return ofd(page(*objects), common="<DocumentRes>Res.xml</DocumentRes>", parts={"Doc_0/Res.xml": resources, **parts})


def shown(key: int, x: float, y: float, width: float, height: float, turned: str = "") -> str:
    matrix = turned or f"{width} 0 0 {height} 0 0"
    return f"<ImageObject ID='{key}' ResourceID='{key}' Boundary='{x} {y} {width} {height}' CTM='{matrix}'/>"


def test_the_pictures_of_a_page_can_be_had():
    """Each by its number in the list of resources; one that is missing, broken or turned is not read."""
    pytest.importorskip("rapidocr")
    from gongkai.readers.ofd import scans

    first, second = drawn((400, 300), (40, 40)), b"no picture"
    data = placed(
        shown(5, 10, 10, 100, 75),
        shown(6, 10, 100, 100, 75),
        shown(7, 10, 190, 100, 75),
        shown(5, 120, 10, 75, 75, "0 75 -75 0 75 0"),
        p5=first,
        p6=second,
    )
    document = next(read(data))
    assert [one.load and one.load() for one in document.pictures] == [first, None, second, None]
    assert scans.scanned_page([], (595, 842), 1) is None


def test_pictures_are_laid_where_the_page_shows_them(monkeypatch: pytest.MonkeyPatch):
    """What is looked at is the page: a picture in its middle has its ink there, in points of the page."""
    pytest.importorskip("rapidocr")
    from gongkai.readers.ofd import scans

    seen = []
    monkeypatch.setattr(scans, "page_of", lambda frame, number: seen.append((frame, number)))
    list(read(placed(shown(5, 60, 90, 100, 75), p5=drawn((400, 300), (200, 150)))))
    ((frame, number),) = seen
    ink = np.argwhere(frame.picture[:, :, 0] < 128).min(axis=0) / frame.unit * 25.4 / 72
    assert number == 1
    assert ink == pytest.approx((90 + 75 / 2, 60 + 50), abs=0.5)


def test_an_ofd_of_pictures_is_read_as_one(monkeypatch: pytest.MonkeyPatch):
    """Words that stand on a picture of a page are read, with the page as their place."""
    pytest.importorskip("rapidocr")
    picture = Image.new("RGB", (1240, 700), "white")
    ImageDraw.Draw(picture).text((150, 150), "2024 ANNUAL REPORT 1553", "black", font_size=40)
    *_, document = open_bytes(scanned_ofd([picture], 150), "scan.ofd").documents
    assert document.reader == "ofd:ocr"
    assert "1553" in document.blocks[0].text
    assert document.blocks[0].place.page == 1


def test_a_page_with_text_and_a_picture_keeps_its_text_where_nothing_reads_pictures(monkeypatch: pytest.MonkeyPatch):
    """No reading of pictures is tried, and the picture's file can be shown to a person."""
    monkeypatch.setattr("gongkai.readers.ofd.reader.can_read_pictures", lambda: False)
    monkeypatch.setattr("gongkai.readers.pictured.available", lambda: None)
    data = placed(text(20, 30, PAGE), shown(5, 20, 60, 160, 120), p5=drawn((400, 300), (40, 40)))
    documents = list(open_bytes(data, "mixed.ofd").documents)
    assert [document.reader for document in documents] == ["ofd:text", "ofd:geometry"]
    assert documents[0].pictures[0].load() == drawn((400, 300), (40, 40))
    assert extract_bytes(data, "mixed.ofd").source.reader == "ofd:text"
