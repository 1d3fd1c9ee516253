"""Small sound files of every format that is read, to be spoilt: one target a reader."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

from corpus.seeds_held import containers, tables
from corpus.to_docx import to_docx
from corpus.to_html import to_html
from corpus.to_mhtml import to_mhtml
from corpus.to_text import FLAVOURS, to_text
from corpus.truth import make_truth
from gongkai.forms.load import load_forms

_FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
Named = tuple[str, bytes]


@cache
def seeds() -> dict[str, list[Named]]:
    """Return (name, content) of the files of each target."""
    found: dict[str, list[Named]] = {}
    for target, name, data in (*_fixtures(), *_printed(), *_pictures(), *tables(), *containers()):
        found.setdefault(target, []).append((name, data))
    return found


def _fixtures() -> Iterator[tuple[str, str, bytes]]:
    for path in sorted(_FIXTURES.iterdir()):
        if path.is_file():
            yield path.suffix[1:], path.name, path.read_bytes()


def _printed() -> Iterator[tuple[str, str, bytes]]:
    for number, form in enumerate(load_forms()):
        truth = make_truth(number, form)
        page, word = to_html(truth), to_docx(truth)
        yield "docx", f"{form.id}.docx", word
        yield "html", f"{form.id}.html", page.encode()
        yield "html", f"{form.id}-gbk.html", page.encode("gb18030", "replace")
        yield "mhtml", f"{form.id}.mhtml", to_mhtml(page)
        for flavour in FLAVOURS:
            yield "txt", f"{form.id}-{flavour}.txt", to_text(truth, flavour, Random(number)).encode()
        yield "gz", f"{form.id}.html", gzip.compress(page.encode(), mtime=0)
        yield "word-xml", f"{form.id}.xml", _flat(word)
        yield "word-2003", f"{form.id}.doc", _of_2003(word)


def _flat(word: bytes) -> bytes:
    """Write a Word file as one XML, as Word 2007 does."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith((".xml", ".rels")):
                text = data.decode()
                content = (
                    f"<pkg:xmlData>{text[text.index('?>') + 2 :] if text.startswith('<?xml') else text}</pkg:xmlData>"
                )
            else:
                content = f"<pkg:binaryData>{base64.b64encode(data).decode()}</pkg:binaryData>"
            parts.append(f'<pkg:part pkg:name="/{name}">{content}</pkg:part>')
    head = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    return f'{head}<pkg:package xmlns:pkg="{space}">{"".join(parts)}</pkg:package>'.encode()


def _of_2003(word: bytes) -> bytes:
    """Write a Word file's text in the vocabulary of Word 2003, which shares the names of nearly all elements."""
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        text = archive.read("word/document.xml").decode()
    body = text[text.index("<w:body>") : text.index("</w:document>")]
    head = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    return f'{head}<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">{body}</w:wordDocument>'.encode()


def _pictures() -> Iterator[tuple[str, str, bytes]]:
    """Yield a small ruled table in the formats that pictures come in."""
    picture = Image.new("L", (300, 120), 255)
    draw = ImageDraw.Draw(picture)
    for at in range(3):
        draw.rectangle((10 + 90 * at, 10, 100 + 90 * at, 100), outline=0)
        draw.text((40 + 90 * at, 40), str(at * 12))
    for kind in ("png", "jpeg", "tiff", "bmp", "gif", "webp"):
        stream = io.BytesIO()
        picture.save(stream, kind)
        yield "image", f"table.{kind}", stream.getvalue()
