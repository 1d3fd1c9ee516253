"""The server of a site: this machine's own browser, and nobody else."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from gongkai.review.serve import LOOPBACK, address_of, server_for


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ThreadingHTTPServer]:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "site" / "reports").mkdir(parents=True)
    (tmp_path / "site" / "index.html").write_text("<p>index")
    found = server_for(tmp_path / "site")
    thread = threading.Thread(target=found.serve_forever)
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


def ask(server: ThreadingHTTPServer, path: str, host: str | None = None, method: str = "GET") -> tuple[int, bytes]:
    port = server.server_address[1]
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    connection.request(method, path, headers={"Host": host or f"{LOOPBACK}:{port}"})
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def test_it_listens_on_the_loopback_only(server: ThreadingHTTPServer):
    """No other machine can reach it."""
    assert server.server_address[0] == "127.0.0.1"
    assert address_of(server) == f"http://127.0.0.1:{server.server_address[1]}/"


def test_it_gives_out_the_site(server: ThreadingHTTPServer):
    """By the number or by the name of this machine."""
    assert ask(server, "/") == (200, b"<p>index")
    assert ask(server, "/index.html", f"localhost:{server.server_address[1]}")[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "evil.example:80"])
def test_it_refuses_other_names(server: ThreadingHTTPServer, host: str):
    """A name that somebody let point at this machine would let another site's page read the reports."""
    assert ask(server, "/", host)[0] == 421


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/reports/", "/reports/../../secret.txt"])
def test_it_gives_out_nothing_else(server: ThreadingHTTPServer, path: str):
    """Neither what lies beside the site nor the lists of its folders."""
    status, content = ask(server, path)
    assert status == 404
    assert b"secret</" not in content


def test_it_takes_nothing_in(server: ThreadingHTTPServer):
    """Without a desk there is nothing to write to."""
    assert ask(server, "/", method="POST")[0] == 404


@pytest.mark.parametrize("path", ["/%00", "/a%00b.html", "/" + "x" * 5000, "/%ff%fe", "/reports/%00/"])
def test_names_that_no_file_can_have_are_answered(
    server: ThreadingHTTPServer, path: str, capfd: pytest.CaptureFixture[str]
):
    """In words to the browser, without a word on the terminal."""
    assert ask(server, path)[0] in (400, 404)
    assert ask(server, "/%00")[0] == 400
    assert capfd.readouterr().err == ""
