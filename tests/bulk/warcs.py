"""Web archives for tests, written by hand."""

from __future__ import annotations

import gzip


def record(
    url: str, body: bytes, *, head: str = "Content-Type: text/html", status: str = "200 OK", kind: str = "response"
) -> bytes:
    """One record; ``head`` is that of HTTP."""
    http = f"HTTP/1.1 {status}\r\n{head}\r\n\r\n".encode() + body
    said = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-02-01T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return said.encode() + http + b"\r\n\r\n"


def packed(*records: bytes) -> bytes:
    """A compressed archive: each record by itself, so that it can be had by its offset."""
    return b"".join(map(gzip.compress, records))
