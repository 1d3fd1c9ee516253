#!/usr/bin/env python3
"""How fast a web archive is looked through: a made one, beside a bare pass of fastwarc over the same bytes.

    scripts/bench_warc.py [--pages 6000] [--reports 30] [--keep FILE]
    scripts/bench_warc.py --pages 60000 --reports 300 --extract   # 2 GB of pages; a dataset of them, killed and continued, too

Prints MB/s of the bodies for both, in seconds of one core and without the start of the program, their ratio, how many reports were
found, and the most memory that the process had. Pages are drawn from --distinct different ones; every report differs from all others.

With --extract `gongkai extract` makes a dataset of the archive, and once more, killed with SIGKILL when half of the reports are read and
begun again: printed are the reports, the most memory that a process of it had, and whether both datasets have the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time, sleep

from fastwarc.warc import ArchiveIterator, WarcRecordType

from gongkai.bulk.sources import survey
from gongkai.bulk.words import may_be_report

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "fixtures/linjiang-market-2023.html"
MENU = "<ul><li>首页</li><li>政府信息公开</li><li>政府信息公开年报</li><li>依申请公开</li></ul>"
BODY = b"<body"  # before which a remark makes a report another one
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
    text = "".join(f"<p>{''.join(chance.choices(WORDS, k=40))}。</p>" for _ in range(175))
    return f"<html><body>{MENU if number % 2 else ''}{text}</body></html>".encode("gb18030" if number % 3 else "utf-8")


def make(path: Path, pages: int, reports: int, distinct: int) -> None:
    """Write the archive: reports spread evenly among pages, these drawn from ``distinct`` ones."""
    chance, every = random.Random(1), max(1, pages // max(1, reports))
    drawn = [record(f"http://a.example.cn/{n}.html", page(n, chance)) for n in range(min(pages, distinct))]
    body = REPORT.read_bytes()
    with path.open("wb") as out:
        for number in range(pages):
            out.write(drawn[number % len(drawn)])
            if number % every == 0 and number // every < reports:
                own = body.replace(BODY, f"<!-- {number} -->".encode() + BODY, 1)
                out.write(record(f"http://a.example.cn/r{number}.html", own))


def bare_pass(path: Path) -> int:
    """Read every body and do nothing with it; return how many bytes there were."""
    with path.open("rb") as stream:
        records = ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True, auto_decode="all")
        return sum(len(one.reader.read()) for one in records)


def extract(archive: Path, dataset: Path, most: int | None = None) -> None:
    """Make a dataset of the archive; killed when ``most`` reports are there."""
    words = [sys.executable, "-m", "gongkai", "extract", str(archive), "-o", str(dataset), "-q", "--jobs", "1"]
    with subprocess.Popen(words, start_new_session=True) as run:
        while run.poll() is None:
            if most is not None and sum(1 for _ in dataset.glob("json/*.json")) >= most:
                run.send_signal(signal.SIGKILL)
                return
            sleep(0.05)


def contents(dataset: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of everything in a dataset but its own memory."""
    for file in sorted(dataset.rglob("*")):
        name = file.relative_to(dataset).as_posix()
        if file.is_file() and not name.startswith(".gongkai/"):
            yield name, file.read_bytes()


def killed_and_continued(archive: Path, folder: Path, reports: int) -> str:
    """Make the dataset twice, once at a stretch; say what came of it."""
    whole, torn = folder / "whole", folder / "torn"
    extract(archive, whole)
    extract(archive, torn, reports // 2)
    before = sum(1 for _ in torn.glob("json/*.json"))
    extract(archive, torn)
    found = dict(contents(whole))
    same = found == dict(contents(torn))
    read = sum(name.startswith("json/") for name in found)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return (
        f"dataset of {read} reports, {most} MB of memory at most; killed after {before} and continued: "
        f"{'the same' if same else 'OTHER'} {len(found)} files"
    )


def main() -> int:
    """Make, look through, print; the exit status is 1 where a report is missed or a dataset differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=6000)
    parser.add_argument("--reports", type=int, default=30)
    parser.add_argument("--distinct", type=int, default=1000, help="different pages (default 1000)")
    parser.add_argument("--keep", type=Path, help="write the archive to this file, and keep it")
    parser.add_argument("--extract", action="store_true", help="make datasets of it, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "a.warc.gz"
        make(path, options.pages, options.reports, options.distinct)
        begin = process_time()
        size = bare_pass(path)
        bare = process_time() - begin
        may_be_report(b"\xff")  # loads the forms
        begin = process_time()
        found = len(survey([path]).sources)
        ours = process_time() - begin
        megabytes, most = size / 2**20, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{megabytes:.0f} MB of bodies; bare pass {megabytes / bare:.0f} MB/s, survey {megabytes / ours:.0f} MB/s"
        )
        print(
            f"{ours / bare:.2f} times as long; {found} of {options.reports} reports found; {most} MB of memory at most",
            flush=True,
        )
        said = killed_and_continued(path, Path(folder), options.reports) if options.extract else ""
        print(said, end="\n" if said else "")
    return 1 if found != options.reports or "OTHER" in said else 0


if __name__ == "__main__":
    sys.exit(main())
