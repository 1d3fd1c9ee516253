#!/usr/bin/env python3
"""How fast a web archive is looked through: a made one, beside a bare pass of fastwarc over the same bytes.

    scripts/bench_warc.py [--pages 6000] [--reports 30] [--keep FILE]

Prints MB/s of the bodies for both, in seconds of one core and without the start of the program, their ratio, how many reports were
found, and the most memory that the process had.
"""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import tempfile
from pathlib import Path
from time import process_time

from fastwarc.warc import ArchiveIterator, WarcRecordType

from gongkai.bulk.sources import survey
from gongkai.bulk.words import may_be_report

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "fixtures/linjiang-market-2023.html"
MENU = "<ul><li>首页</li><li>政府信息公开</li><li>政府信息公开年报</li><li>依申请公开</li></ul>"
WORDS = [a + b for a in "会议工作项目建设" for b in "服务群众生态环境教育卫生"]


def record(url: str, body: bytes) -> bytes:
    """Return one compressed record."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-02-01T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{url}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n", 1)


def page(number: int, chance: random.Random) -> bytes:
    """Return a page of news, with a menu that names the subject."""
    text = "".join(f"<p>{''.join(chance.choices(WORDS, k=40))}。</p>" for _ in range(120))
    return f"<html><body>{MENU if number % 2 else ''}{text}</body></html>".encode("gb18030" if number % 3 else "utf-8")


def make(path: Path, pages: int, reports: int) -> None:
    """Write the archive: reports spread evenly among pages."""
    chance, every = random.Random(1), max(1, pages // max(1, reports))
    with path.open("wb") as out:
        for number in range(pages):
            out.write(record(f"http://a.example.cn/{number}.html", page(number, chance)))
            if number % every == 0 and number // every < reports:
                body = REPORT.read_bytes() + f"<!-- {number} -->".encode()
                out.write(record(f"http://a.example.cn/r{number}.html", body))


def main() -> None:
    """Make, look through, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=6000)
    parser.add_argument("--reports", type=int, default=30)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "a.warc.gz"
        make(path, options.pages, options.reports)
        begin, size = process_time(), 0
        with path.open("rb") as stream:
            for one in ArchiveIterator(
                stream, record_types=WarcRecordType.response, parse_http=True, auto_decode="all"
            ):
                size += len(one.reader.read())
        bare = process_time() - begin
        may_be_report(b"\xff")  # loads the forms
        begin = process_time()
        found = len(survey([path]).sources)
        ours = process_time() - begin
    megabytes, most = size / 2**20, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{megabytes:.0f} MB of bodies; bare pass {megabytes / bare:.0f} MB/s, survey {megabytes / ours:.0f} MB/s")
    print(f"{ours / bare:.2f} times as long; {found} of {options.reports} reports found; {most} MB of memory at most")


if __name__ == "__main__":
    main()
