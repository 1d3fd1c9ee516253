"""Drives Debian's chromium without a window, over a pipe: for the tests of the review pages and for their screenshots.

The browser is told what to do in the DevTools protocol, one JSON object a message, each ended by a NUL, on its files 3 and 4.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

_SWITCHES = (
    *("--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio"),
    *("--no-default-browser-check", "--disable-extensions", "--disable-dev-shm-usage", "--force-color-profile=srgb"),
)
_CODES = {"?": "Slash", "/": "Slash", "Tab": "Tab", "Escape": "Escape", "Enter": "Enter"}


class Chromium:
    """One browser with one page. Use it in a ``with`` statement."""

    def __init__(self, width: int = 1400, height: int = 900) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="chromium-"))
        to_read, self._out = os.pipe()
        self._in, to_write = os.pipe()
        program = shutil.which("chromium") or "chromium"
        switches = [*_SWITCHES, f"--user-data-dir={self._home}", f"--window-size={width},{height}"]
        if os.geteuid() == 0:
            switches.append("--no-sandbox")  # chromium has none for root
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (to_read, to_write)]  # not where they shall go

        def place() -> None:
            for end, number in zip(ends, (3, 4), strict=True):
                os.dup2(end, number)

        self._process = subprocess.Popen(
            [program, *switches, "about:blank"],
            pass_fds=(3, 4),
            preexec_fn=place,  # noqa: PLW1509  (the browser wants its files at these very numbers)
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in (to_read, to_write, *ends):
            os.close(end)
        self._buffer = b""
        self._count = 0
        self._session: str | None = None
        self.console: list[str] = []
        self.requests: list[str] = []
        self._attach(width, height)

    def __enter__(self) -> Chromium:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._out)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._in)
        shutil.rmtree(self._home, ignore_errors=True)

    def open(self, address: str) -> None:
        """Go to a page and wait until it and its scripts are loaded."""
        self.send("Page.navigate", url="about:blank")
        self.send("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, expression: str) -> Any:  # noqa: ANN401  (what a page may answer)
        """Return the value of an expression in the page. Raises RuntimeError where it fails there."""
        found = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise RuntimeError(f"{expression}: {found['exceptionDetails']}")
        return found["result"].get("value")

    def wait(self, expression: str, seconds: float = 20) -> None:
        """Wait until an expression holds in the page. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.run(expression):
                    return
            except RuntimeError:  # the page is just being changed for another
                pass
            time.sleep(0.02)
        raise TimeoutError(f"{expression} never held; console: {self.console}")

    def press(self, key: str) -> None:
        """Press and release a key."""
        text = key if len(key) == 1 else {"Enter": "\r"}.get(key, "")
        code = (
            ord(key.upper()) if len(key) == 1 and key.isalpha() else {"Tab": 9, "Enter": 13, "Escape": 27}.get(key, 0)
        )
        common = {"key": key, "code": _CODES.get(key, f"Key{key.upper()}"), "windowsVirtualKeyCode": code}
        self.send("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **common)
        self.send("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text: str) -> None:
        """Put text where the cursor stands, as if it had been typed."""
        self.send("Input.insertText", text=text)

    def save_to(self, folder: Path) -> None:
        """Let downloads go to a folder, without a question."""
        self.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def hover(self, selector: str) -> None:
        """Move the mouse into the middle of an element."""
        box = self.box(selector)
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=1, y=1)
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def box(self, selector: str) -> dict[str, float]:
        """Return where an element stands in the window: ``x``, ``y``, ``width``, ``height``."""
        found: dict[str, float] = self.run(
            f"document.querySelector({json.dumps(selector)}).getBoundingClientRect().toJSON()"
        )
        return found

    def screenshot(self, path: Path) -> None:
        """Save what the window shows as PNG."""
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))

    def look(self, **media: str) -> None:
        """Pretend other media features, such as ``prefers-color-scheme="dark"``, or ``type="print"``."""
        kind = media.pop("type", "")
        features = [{"name": name.replace("_", "-"), "value": value} for name, value in media.items()]
        self.send("Emulation.setEmulatedMedia", media=kind, features=features)

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401
        """Send a command and return its result; events that come before it are noted. Raises RuntimeError."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result
            self._note(answer)

    def _attach(self, width: int, height: int) -> None:
        targets = self.send("Target.getTargets")["targetInfos"]
        page = next(target for target in targets if target["type"] == "page")
        self._session = self.send("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setFocusEmulationEnabled", enabled=True)  # as if a person looked at it
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            if not select.select([self._in], [], [], 60)[0]:
                raise TimeoutError("chromium does not answer")
            data = os.read(self._in, 1 << 20)
            if not data:
                raise RuntimeError("chromium has ended")
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message

    def _note(self, event: dict[str, Any]) -> None:
        """Keep what goes wrong in the page, and what it asks for."""
        given = event.get("params", {})
        match event.get("method"):
            case "Runtime.exceptionThrown":
                details = given["exceptionDetails"]
                self.console.append(details.get("exception", {}).get("description") or details["text"])
            case "Runtime.consoleAPICalled":
                self.console.append(" ".join(str(each.get("value")) for each in given["args"]))
            case "Log.entryAdded":
                self.console.append(f"{given['entry']['text']} {given['entry'].get('url', '')}")
            case "Page.javascriptDialogOpening":
                self.console.append(f"dialog: {given['message']}")
            case "Network.requestWillBeSent":
                self.requests.append(given["request"]["url"])
