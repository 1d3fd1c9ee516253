"""Decisions go from the pages of ``gongkai review --serve`` into the dataset's file, and nothing else gets in."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from gongkai.dataset.corrections import read_corrections
from gongkai.dataset.decided import Changes, Decided, save_changes
from gongkai.errors import UsageError
from gongkai.review import serve
from gongkai.review.serve import LOOPBACK, Desk, server_for

TOKEN = "the-word"
REPORT = "0123456789abcdef"
ONE = {
    "report_id": REPORT,
    "table": "requests",
    "row": "received",
    "column": "total",
    "value": "7",
    "reason": "=x",
    "by": "李",
}


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadingHTTPServer]:
    """A server of an empty site over an empty dataset, which waits a second for a request."""
    monkeypatch.setattr(serve, "_PATIENCE", 1.0)
    monkeypatch.setattr(serve._Handler, "timeout", 1.0)
    (tmp_path / "d" / "review").mkdir(parents=True)
    found = server_for(tmp_path / "d" / "review", desk=Desk(tmp_path / "d", TOKEN))
    thread = threading.Thread(target=found.serve_forever)
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


def send(server: ThreadingHTTPServer, body: bytes, path: str = "/decisions", **changed: str | None) -> int:
    """Post as a page of the site does, but for what is ``changed`` (None: left out); return the status."""
    here = f"{LOOPBACK}:{server.server_address[1]}"
    heads = {"Host": here, "Origin": f"http://{here}", serve.TOKEN_HEAD: TOKEN, "Content-Type": "application/json"}
    heads |= {"Content-Length": str(len(body))}
    heads |= {name.replace("_", "-"): value for name, value in changed.items()}  # type: ignore[dict-item]
    connection = http.client.HTTPConnection(LOOPBACK, server.server_address[1], timeout=10)
    connection.putrequest("POST", path, skip_host=True)
    for name, value in heads.items():
        if value is not None:
            connection.putheader(name, value)
    connection.endheaders(body if len(body) < 2**16 else None)
    status = connection.getresponse().status
    connection.close()
    return status


def written(tmp_path: Path) -> list[tuple[object, str, str]]:
    """Return value, reason and name of every decision about the report."""
    return [(one.value, one.reason, one.by) for one in read_corrections(tmp_path / "d").get(REPORT, ())]


def test_a_decision_is_saved_once_and_taken_back(server: ThreadingHTTPServer, tmp_path: Path):
    """The same again changes nothing; words that a spreadsheet would run are guarded in the file and whole when read."""
    body = json.dumps({"decide": [ONE]}).encode()
    assert [send(server, body), send(server, body)] == [200, 200]
    assert written(tmp_path) == [(7, "=x", "李")]
    assert "'=x" in (tmp_path / "d" / "corrections.csv").read_text(encoding="utf-8-sig")
    assert send(server, json.dumps({"undo": [ONE]}).encode()) == 200
    assert written(tmp_path) == []
    assert [path.name for path in (tmp_path / "d").iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1:1"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": None}, 403),
        ({"X_Gongkai_Token": None}, 403),
        ({"X_Gongkai_Token": "the-wor"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Length": None}, 411),
        ({"Content_Length": "-1"}, 411),
        ({"Transfer_Encoding": "chunked"}, 411),
        ({"Content_Length": "1048577"}, 413),
        ({"Content_Length": "9" * 400}, 413),
        ({"path": "/../corrections.csv"}, 404),
        ({"path": "/decisions/../x"}, 404),
    ],
)
def test_what_is_not_from_its_own_pages_is_refused(server: ThreadingHTTPServer, tmp_path: Path, changed, status):
    """Another name, another site's page, no token, forms that any page may post, sizes that lie: nothing is written."""
    assert send(server, json.dumps({"decide": [ONE]}).encode(), **changed) == status
    assert not (tmp_path / "d" / "corrections.csv").exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b'{"decide": [{}]}', 400),
        (json.dumps({"decide": [ONE | {"path": "../x"}]}).encode(), 400),
        (json.dumps({"decide": [ONE | {"value": "seven"}]}).encode(), 409),
        (json.dumps({"decide": [ONE | {"report_id": ""}]}).encode(), 409),
        (json.dumps({"decide": [ONE | {"reason": "x" * 2001}]}).encode(), 409),
    ],
)
def test_what_is_no_decision_is_refused_whole(server: ThreadingHTTPServer, tmp_path: Path, body, status):
    """Fields that there are not, values that are no numbers, books for reasons."""
    assert send(server, body) == status
    assert not (tmp_path / "d" / "corrections.csv").exists()


def test_a_slow_client_is_let_go(server: ThreadingHTTPServer, tmp_path: Path):
    """Half a body is no decision, and nobody else waits for it."""
    port = server.server_address[1]
    heads = f"POST /decisions HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nOrigin: http://{LOOPBACK}:{port}\r\n"
    heads += f"{serve.TOKEN_HEAD}: {TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n"
    with socket.create_connection((LOOPBACK, port), timeout=10) as slow:
        slow.sendall(heads.encode() + b'{"decide": [')
        assert send(server, json.dumps({"decide": [ONE]}).encode()) == 200
        assert slow.recv(100) == b""
    assert written(tmp_path) == [(7, "=x", "李")]


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_a_head_that_comes_byte_by_byte_is_not_waited_for(server: ThreadingHTTPServer, begun: bytes):
    """A request has so many seconds in all, however often something of it comes; no answer, no thread stays behind."""
    before = threading.active_count()
    start = time.monotonic()
    with socket.create_connection((LOOPBACK, server.server_address[1]), timeout=0.1) as slow:
        slow.sendall(begun)
        while time.monotonic() < start + 8:
            try:
                slow.sendall(b"a")
                if slow.recv(100) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        assert time.monotonic() - start < 5
    while threading.active_count() > before and time.monotonic() < start + 8:
        time.sleep(0.05)
    assert threading.active_count() <= before


def test_a_crowd_of_slow_clients_costs_a_bounded_number_of_threads(
    server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
):
    """Who comes beyond the bound is turned away at once; when the others are gone, the site answers again."""
    monkeypatch.setattr(serve, "_PATIENCE", 60.0)
    server._places = threading.BoundedSemaphore(3)  # type: ignore[attr-defined]
    crowd = [socket.create_connection((LOOPBACK, server.server_address[1]), timeout=30) for _ in range(4)]
    assert crowd[3].recv(100) == b""
    for one in crowd:
        one.close()
    answered, end = None, time.monotonic() + 30
    while answered != 200 and time.monotonic() < end:
        with suppress(OSError):
            answered = send(server, json.dumps({"decide": [ONE]}).encode())
        time.sleep(0.02)
    assert answered == 200


def test_columns_of_the_reviewers_own_are_not_lost(tmp_path: Path):
    """Such a file is left as it is, and the reviewer is told."""
    path = tmp_path / "corrections.csv"
    before = f"report_id,table,row,column,value,mine\n{REPORT},t,r,c,1,keep\n"
    path.write_text(before, encoding="utf-8")
    with pytest.raises(UsageError, match="columns of its own"):
        save_changes(tmp_path, Changes(decide=(Decided(**ONE),)))
    assert path.read_text(encoding="utf-8") == before


def test_many_writers_lose_nothing(tmp_path: Path):
    """Each waits for the other."""

    def one(number: int) -> None:
        save_changes(tmp_path, Changes(decide=(Decided(**(ONE | {"row": f"r{number}"})),)))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_corrections(tmp_path)[REPORT]) == 12


def test_what_is_decided_about_facts_stays(tmp_path: Path):
    """A line about a report's year or agency is no line about a cell, and is not touched by a save."""
    lines = f"report_id,table,row,column,value,reason,by,date\n{REPORT},,,year,2023,=why,,\n{REPORT},,,agency,青岚县财政局,,,\n"
    (tmp_path / "corrections.csv").write_text(lines, encoding="utf-8")
    before = [(one.column, one.decided, one.reason) for one in read_corrections(tmp_path)[REPORT]]
    save_changes(tmp_path, Changes(decide=(Decided(**ONE),)))
    after = [(one.column, one.decided, one.reason) for one in read_corrections(tmp_path)[REPORT]]
    assert after == [*before, ("total", "7", "=x")]
