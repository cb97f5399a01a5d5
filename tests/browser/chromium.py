"""A headless Chromium, spoken to through a pipe in its DevTools protocol, with Python's own library alone."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from select import select
from typing import Any

PATIENCE = 30.0  # seconds
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--remote-debugging-pipe",
)  # fmt: skip
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "End": 35, "Home": 36, "ArrowUp": 38, "ArrowDown": 40}


class Broken(Exception):
    """The browser ended, or what was waited for did not come; the message says what."""


class Browser:
    """A running browser; files descriptors 3 and 4 of its process are the two ends of the talk."""

    def __init__(self, given: int, told: int) -> None:
        self._given, self._told, self._left = given, told, b""
        self._numbers = count(1)
        self.events: list[dict[str, Any]] = []

    def ask(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """Return the answer to a command."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})
        os.write(self._given, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next(method)
            if answer.get("id") == number:
                if "error" in answer:
                    raise Broken(f"{method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def _next(self, method: str) -> dict[str, Any]:
        while b"\0" not in self._left:
            if not select([self._told], [], [], PATIENCE)[0]:
                raise Broken(f"the browser does not answer {method}")
            came = os.read(self._told, 1 << 20)
            if not came:
                raise Broken("the browser has ended")
            self._left += came
        one, _, self._left = self._left.partition(b"\0")
        message: dict[str, Any] = json.loads(one)
        return message


class Tab:
    """An open page."""

    def __init__(self, browser: Browser, address: str, width: int = 1440, height: int = 900) -> None:
        self.browser = browser
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.ask(f"{domain}.enable")
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.ask("Page.navigate", url=address)
        self.until("document.readyState === 'complete'")

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Return the answer to a command for this page."""
        return self.browser.ask(method, self.session, **params)

    def value(self, script: str) -> Any:
        """Return what an expression is in the page; a promise is waited for."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise Broken(f"{script[:100]}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def until(self, script: str, patience: float = PATIENCE) -> Any:
        """Return an expression as soon as it is true."""
        end = time.monotonic() + patience
        while not (value := self.value(script)):
            if time.monotonic() > end:
                raise Broken(f"this did not come to be: {script}")
            time.sleep(0.01)
        return value

    def press(self, key: str, shift: bool = False) -> None:
        """Press a key and let it go."""
        held = {"modifiers": 8} if shift else {}
        text = {"Enter": "\r", " ": " "}.get(key)
        for kind in ("keyDown" if text else "rawKeyDown", "keyUp"):
            words = {"text": text} if text and kind == "keyDown" else {}
            self.ask(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=KEYS[key], **held, **words
            )

    def click(self, selector: str) -> None:
        """Click in the middle of an element."""
        place = self.value(
            f"(() => {{ const it = document.querySelector({json.dumps(selector)});"
            " it.scrollIntoView({block: 'nearest'});"
            " const at = it.getBoundingClientRect(); return [at.x + at.width / 2, at.y + at.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def picture(self, file: Path) -> None:
        """Write what is to be seen as PNG."""
        file.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))

    def complaints(self) -> list[str]:
        """Return what the browser logged as an error: scripts that fail, what the page's policy blocks."""
        self.value("1")
        mine = [each for each in self.browser.events if each.get("sessionId") == self.session]
        logged = [each["params"]["entry"] for each in mine if each["method"] == "Log.entryAdded"]
        thrown = [each["params"]["exceptionDetails"] for each in mine if each["method"] == "Runtime.exceptionThrown"]
        said = [f"{each['text']} {each.get('url', '')}" for each in logged if each["level"] == "error"]
        return [*said, *(str(each) for each in thrown)]


@contextmanager
def browser(
    program: str, environment: dict[str, str] | None = None, options: tuple[str, ...] = ()
) -> Iterator[Browser]:
    """Start a browser with a fresh profile, and end it."""
    child_reads, given = os.pipe()
    told, child_writes = os.pipe()

    def ends() -> None:
        first, second = os.dup(child_reads), os.dup(child_writes)  # either may be 3 or 4 itself
        os.dup2(first, 3)
        os.dup2(second, 4)

    with tempfile.TemporaryDirectory(prefix="carepath-browser-", ignore_cleanup_errors=True) as profile:
        command = [program, *OPTIONS, *options, f"--user-data-dir={profile}", "about:blank"]
        process = subprocess.Popen(
            command,
            pass_fds=(3, 4),
            preexec_fn=ends,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(child_reads)
        os.close(child_writes)
        running = Browser(given, told)
        try:
            yield running
        finally:
            try:
                running.ask("Browser.close")
                process.wait(PATIENCE)
            except (Broken, OSError, subprocess.TimeoutExpired):
                process.kill()
                process.wait()
            os.close(given)
            os.close(told)
