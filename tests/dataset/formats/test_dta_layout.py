"""The Stata file, byte for byte beside the one that pandas writes."""

from __future__ import annotations

import datetime
import io
import re
from struct import Struct
from tempfile import TemporaryFile

import pandas as pd
from pandas.io.stata import StataWriterUTF8

from gongkai.dataset.formats import dta_layout as layout
from gongkai.dataset.formats.dta_layout import Variable

LONG = "长" * 700
ROWS = [
    ("a", LONG, 1, -7, 0.5),
    ("中文", "", 2, 2_147_483_620, 1e300),
    ("", LONG, 1, 0, -3.25),
    ("é", "x" * 3000, 2, 5, 0.0),
]
LABELS = ("短文本", "长文本", "状态", "件数", "金额")


def ours() -> bytes:
    """Write the rows part by part."""
    variables = (
        Variable("brief", LABELS[0], 6),
        Variable("text", LABELS[1], layout.STRL),
        Variable("status", LABELS[2], layout.BYTE, codes=("reported", "blank"), first=1),
        Variable("count", LABELS[3], layout.LONG),
        Variable("amount", LABELS[4], layout.DOUBLE),
    )
    stream, kept = io.BytesIO(), {"": 0}
    packer = Struct("<" + "".join(v.pack for v in variables))
    with TemporaryFile() as texts:
        places = layout.Places(stream)
        layout.write_head(stream, places, variables, len(ROWS), "数据")
        for line, (brief, text, *rest) in enumerate(ROWS, 1):
            if text not in kept:
                kept[text] = layout.write_text(texts, text, 2, line)
            stream.write(packer.pack(brief.encode(), kept[text], *rest))
        layout.write_tail(stream, places, variables, texts)
    return stream.getvalue()


def theirs() -> bytes:
    """Write the rows with pandas."""
    names = ["brief", "text", "status", "count", "amount"]
    types = {"status": "int8", "count": "int32", "amount": "float64"}
    frame = pd.DataFrame(ROWS, columns=names).astype(types)
    stream = io.BytesIO()
    StataWriterUTF8(
        stream, frame, write_index=False, version=118, byteorder="little", data_label="数据", convert_strl=["text"],
        time_stamp=datetime.datetime(2000, 1, 1), variable_labels=dict(zip(names, LABELS, strict=True)),
        value_labels={"status": {1: "reported", 2: "blank"}},
    ).write_file()  # fmt: skip
    return stream.getvalue()


def without_formats(data: bytes) -> bytes:
    """Leave out how Stata shows the columns, the one part that is to differ."""
    return re.sub(rb"<formats>.*?</formats>", lambda match: bytes(len(match[0])), data, flags=re.DOTALL)


def test_the_bytes_are_those_that_pandas_writes():
    """Head, map, types, names, labels, rows, long texts and value labels are alike; a repeated text is kept once in both."""
    assert without_formats(ours()) == without_formats(theirs())
