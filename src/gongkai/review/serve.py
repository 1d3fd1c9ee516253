"""Shows a site to this machine's browser, and to nobody else."""

from __future__ import annotations

import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from gongkai.review.decisions import site_id

LOOPBACK = "127.0.0.1"
_FIRST_PORT, _PORTS = 20_000, 12_000  # below those that systems give out


class _Handler(SimpleHTTPRequestHandler):
    """Gives out the site's files to those who ask for this very address: another site's page must not read them by a name of its own."""

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Refuse requests by another name than the loopback's."""
        port = self.connection.getsockname()[1]
        if self.headers.get("Host") not in {f"{LOOPBACK}:{port}", f"localhost:{port}"}:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "This server answers to its own address only")
            return None
        try:
            return super().send_head()
        except ValueError:  # a path that no file can have, such as one with a zero byte
            self.send_error(HTTPStatus.BAD_REQUEST, "No file has such a name")
            return None

    def list_directory(self, path: object) -> None:
        """List nothing."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Let no page frame this one, and no browser keep what may be written anew."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class _Server(ThreadingHTTPServer):
    """A browser that goes away in the middle is no error to print."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about lost connections."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def server_for(site: Path, port: int = 0) -> ThreadingHTTPServer:
    """Return a server of ``site`` on the loopback; port 0 takes a free one. Raises OSError where the port is taken."""
    return _Server((LOOPBACK, port), partial(_Handler, directory=str(site)))


def port_of(dataset: Path) -> int:
    """Return the port of a dataset: always the same, for a browser keeps what is decided on the pages by their address."""
    return _FIRST_PORT + int(site_id(dataset), 16) % _PORTS


def address_of(server: ThreadingHTTPServer) -> str:
    """Return where a browser finds it."""
    return f"http://{LOOPBACK}:{server.server_address[1]}/"
