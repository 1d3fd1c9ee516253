"""Logos, photographs and pages of navigation among reports: none of them fails a run, and none is set aside in silence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from gongkai.bulk.run import run
from gongkai.bulk.sources import find_sources
from gongkai.document import Document
from gongkai.errors import EmptySource, PictureWithoutText, SourceError, UnsupportedFormat
from gongkai.forms.load import load_forms
from gongkai.readers.pictured import of_picture

PAGE = Path(__file__).parents[2] / "fixtures/linjiang-market-2023.html"


def picture(width: int, height: int, *, noise: bool = False) -> bytes:
    """A white sheet with a red disc on it, or a photograph of nothing."""
    image = Image.effect_noise((width, height), 80) if noise else Image.new("RGB", (width, height), "white")
    if not noise:
        ImageDraw.Draw(image).ellipse((4, 4, min(60, width - 4), min(60, height - 4)), fill="red")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def giving(error: SourceError) -> Iterator[Document]:
    """The documents of a picture that gives none."""
    raise error
    yield


@pytest.mark.parametrize(
    ("data", "error", "passed"),
    [
        (picture(300, 80), EmptySource("nothing"), True),
        (picture(30, 30), SourceError("too few pixels"), True),
        (picture(30, 30), UnsupportedFormat("no OCR"), True),
        (picture(900, 700, noise=True), EmptySource("nothing"), True),
        (picture(900, 1200), EmptySource("nothing"), False),  # a page that is too blurred
        (picture(300, 200), UnsupportedFormat("no OCR"), False),  # nobody has looked at it
        (picture(300, 80)[:60], EmptySource("nothing"), False),  # broken
    ],
)
def test_a_picture_is_passed_over_only_where_it_can_be_no_page(data: bytes, error: SourceError, passed: bool):
    """What may be a page that could not be read stays a failure, with its own reason."""
    with pytest.raises(SourceError) as found:
        list(of_picture(data, giving(error)))
    assert isinstance(found.value, PictureWithoutText) is passed
    assert passed or found.value is error


def test_logos_and_error_pages_fail_no_run(tmp_path: Path):
    """They are listed with a reason, or as documents of no form; all is accounted for, and nothing is tried again."""
    (tmp_path / "r").mkdir()
    for name in ("logo.png", "again.png"):
        (tmp_path / "r" / name).write_bytes(picture(30, 30))
    (tmp_path / "r/a.html").write_bytes(PAGE.read_bytes())
    (tmp_path / "r/404.html").write_text("<title>404</title><p>您访问的页面不存在或已被删除</p>", encoding="utf-8")
    (tmp_path / "r/nav.html").write_text(
        "<html><li>首页</li><li>政务公开</li><div>版权所有 云川县人民政府</div>", encoding="utf-8"
    )
    for _ in range(2):
        steps: list = []
        summary = run(find_sources([tmp_path / "r"]), tmp_path / "d", load_forms(), steps.append)
        assert (summary.reports, summary.failed, summary.other) == (3, 0, 2)
        assert (summary.skipped, summary.failures, summary.unaccounted) == (2, 0, 0)
        assert not any(step.failed for step in steps)
    assert all(step.done is None for step in steps)
    with (tmp_path / "d/skipped.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [Path(row["path"]).name for row in rows] == ["again.png", "logo.png"]
    assert all("no text" in row["reason"] for row in rows)
