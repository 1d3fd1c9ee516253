"""Documents by their address, where fsspec is installed."""

from __future__ import annotations

from pathlib import Path

import fsspec
import pytest

import gongkai
from gongkai import addresses

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures/muyang-resources-2024.txt"


def test_a_document_is_read_by_its_address():
    """The report is that of the file, but for where it came from; extract_many takes addresses, too."""
    with fsspec.open("memory://inbox/report.txt", "wb") as stream:
        stream.write(FIXTURE.read_bytes())
    found, own = gongkai.extract("memory://inbox/report.txt"), gongkai.extract(FIXTURE)
    assert (found.source.path, found.source.name) == ("memory://inbox/report.txt", "report.txt")
    assert (found.report_id, found.tables) == (own.report_id, own.tables)
    first, second = gongkai.extract_many(["memory://inbox/report.txt", "memory://inbox/gone.txt"], jobs=0)
    assert isinstance(first, gongkai.Report)
    assert isinstance(second, gongkai.Failure)
    assert second.path == "memory://inbox/gone.txt"


@pytest.mark.parametrize("address", ["memory://inbox/gone.txt", "nosuchkind://x/y.txt"])
def test_what_cannot_be_read_is_said_in_words(address):
    """With the address."""
    with pytest.raises(gongkai.SourceError, match=f"^{address}: "):
        gongkai.extract(address)


def test_without_fsspec_an_address_says_what_to_install(monkeypatch):
    """Nothing is fetched by other means."""
    monkeypatch.setattr(addresses, "find_spec", lambda _name: None)
    with pytest.raises(gongkai.SourceError, match=r"pip install 'gongkai\[addresses\]'"):
        gongkai.extract("s3://bucket/report.pdf")


def test_a_path_is_no_address():
    """Not even one of Windows, or with a colon in it."""
    assert not any(map(addresses.is_address, ("a/b.txt", "C:\\a.txt", "C://a.txt", "a:b//c.txt", "://x")))
