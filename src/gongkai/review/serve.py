"""Shows a site to this machine's browser, and to nobody else; saves what is decided there into the dataset's ``corrections.csv``."""

from __future__ import annotations

import secrets
import sys
import time
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from socket import socket
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, BinaryIO

import msgspec
from msgspec import Struct

from gongkai.dataset.decided import Changes, save_changes
from gongkai.errors import GongkaiError
from gongkai.messages.catalogue import said
from gongkai.review.decisions import site_id

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LOOPBACK = "127.0.0.1"
SAVE_AT, TOKEN_HEAD = "/decisions", "X-Gongkai-Token"
_MOST = 2**20  # bytes of one request: thousands of decisions
_PATIENCE = 10.0  # seconds for one request: the browser is on this machine
_MOST_AT_ONCE = 100  # requests: a browser has six, and some more for its other tabs
_FIRST_PORT, _PORTS = 20_000, 12_000  # below those that systems give out


class Desk(Struct, frozen=True):
    """Where decisions go, and the word that a page must know to bring some."""

    dataset: Path
    token: str


def desk_for(dataset: Path) -> Desk:
    """Return a desk whose token nobody can guess."""
    return Desk(dataset, secrets.token_urlsafe(24))


class _Punctual(RawIOBase):
    """What a client sends, up to a moment: one that sends a byte now and then is not waited for any longer than one that sends none."""

    def __init__(self, connection: socket) -> None:
        self._connection, self._until = connection, time.monotonic() + _PATIENCE

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Wait for bytes as long as there is time. Raises TimeoutError."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the request did not come in time")
        self._connection.settimeout(left)
        try:
            return self._connection.recv_into(buffer)
        finally:
            self._connection.settimeout(_PATIENCE)  # which holds for what is sent, too


class _Handler(SimpleHTTPRequestHandler):
    """Gives out the site's files to those who ask for this very address: another site's page must not read them by a name of its own."""

    timeout = _PATIENCE
    desk: Desk | None = None

    def setup(self) -> None:
        """Give a request, its head and its body, so many seconds in all; each connection brings one."""
        super().setup()
        self.rfile.close()
        self.rfile = BufferedReader(_Punctual(self.connection))

    def _is_ours(self) -> bool:
        port = self.connection.getsockname()[1]
        return self.headers.get("Host") in {f"{LOOPBACK}:{port}", f"localhost:{port}"}

    def do_POST(self) -> None:
        """Save decisions: only from this site's own pages, opened at the address that the terminal names, and no more than fits."""
        self.close_connection = True
        desk, size = self.desk, self.headers.get("Content-Length", "")
        if desk is None or self.path != SAVE_AT:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif not self._is_ours() or self.headers.get("Origin") != f"http://{self.headers['Host']}":
            self.send_error(HTTPStatus.FORBIDDEN, "Only pages of this very address may save")
        elif not secrets.compare_digest(self.headers.get(TOKEN_HEAD, "").encode(), desk.token.encode()):
            self.send_error(HTTPStatus.FORBIDDEN, "Open the address that the terminal shows")
        elif self.headers.get("Content-Type") != "application/json":
            self.send_error(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        elif "Transfer-Encoding" in self.headers or not (size.isascii() and size.isdigit()):
            self.send_error(HTTPStatus.LENGTH_REQUIRED)
        elif len(size) > len(str(_MOST)) or int(size) > _MOST:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            self._save(desk, int(size))

    def _save(self, desk: Desk, size: int) -> None:
        body = self.rfile.read(size)
        if len(body) < size:
            return  # its client went away in the middle
        try:
            kept = save_changes(desk.dataset, msgspec.json.decode(body, type=Changes))
        except msgspec.MsgspecError:
            self.send_error(HTTPStatus.BAD_REQUEST, "These are no decisions")
        except GongkaiError as error:
            self._answer(HTTPStatus.CONFLICT, {"error": str(error), "error_zh": said(str(error), "zh")})
        else:
            self._answer(HTTPStatus.OK, {"kept": kept})

    def _answer(self, status: HTTPStatus, words: dict[str, str | int]) -> None:
        body = msgspec.json.encode(words)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Refuse requests by another name than the loopback's."""
        if not self._is_ours():
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
    """A browser that goes away in the middle is no error to print; who opens connections without end is refused those beyond a bound."""

    request_queue_size = _MOST_AT_ONCE

    def __init__(self, address: tuple[str, int], handler: partial[_Handler]) -> None:
        super().__init__(address, handler)
        self._places = BoundedSemaphore(_MOST_AT_ONCE)

    def process_request(self, request: object, client_address: object) -> None:
        """Answer in a thread, where there is a place for one."""
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)  # type: ignore[arg-type]
        else:
            self.shutdown_request(request)  # type: ignore[arg-type]

    def process_request_thread(self, request: object, client_address: object) -> None:
        """Answer, and give the place back."""
        try:
            super().process_request_thread(request, client_address)  # type: ignore[arg-type]
        finally:
            self._places.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about lost connections."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def server_for(site: Path, port: int = 0, desk: Desk | None = None) -> ThreadingHTTPServer:
    """Return a server of ``site`` on the loopback; port 0 takes a free one. Raises OSError where the port is taken.

    It takes decisions in where it is given a ``desk``, else nothing.
    """
    handler = type("_DeskHandler", (_Handler,), {"desk": desk})
    return _Server((LOOPBACK, port), partial(handler, directory=str(site)))


def port_of(dataset: Path) -> int:
    """Return the port of a dataset: always the same, for a browser keeps what is decided on the pages by their address."""
    return _FIRST_PORT + int(site_id(dataset), 16) % _PORTS


def address_of(server: ThreadingHTTPServer, desk: Desk | None = None) -> str:
    """Return where a browser finds it; with the token of a ``desk``, by which its pages may save."""
    return f"http://{LOOPBACK}:{server.server_address[1]}/" + (f"?token={desk.token}" if desk else "")
