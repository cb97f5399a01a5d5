"""Try the live preview and the guidance page in a browser, by keyboard, and with an accessibility checker.

Usage: python tests/browser/try_pages.py FOLDER [--pictures FOLDER]. FOLDER has node_modules (make test-browser). Prints
what it tried; the status is 1 where something is not so.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chromium import Broken, Browser, Tab, browser
from found import NoBrowser, program

ROOT = Path(__file__).resolve().parents[2]
PATHWAYS = ROOT / "pathways"
TITLE = "title: Staging and MDT"
OTHER = "title: Staging, then MDT"
WRONG = "role: lokal"
RIGHT = "role: local"
SOME = 40  # times that Tab is pressed at most before it must have come to a step

Tried = Iterator[tuple[str, bool]]
NEWS = "document.querySelector('#news')"
SHOWN = "document.querySelectorAll('#sheets svg [data-step]').length"
FOCUS = "(document.activeElement && document.activeElement.dataset.step)"


class Axe:
    """The accessibility checker, run in a page."""

    def __init__(self, modules: Path) -> None:
        self.source = (modules / "axe-core" / "axe.min.js").read_text("utf-8")

    def violations(self, tab: Tab) -> list[str]:
        """Return what of WCAG 2.2 AA and of good practice a page does not keep, with the first elements."""
        tab.value(f"{self.source}; 1")
        rules = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
        found: list[dict[str, Any]] = tab.value(f"axe.run(document, {rules}).then((r) => r.violations)")
        return [
            f"{each['id']}: {each['help']}: {'; '.join(node['html'][:120] for node in each['nodes'][:3])}"
            for each in found
        ]


@contextmanager
def watching(file: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start `carepath watch`, give its address, and end it."""
    command = [sys.executable, "-m", "carepath", "watch", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "http://" in line, f"carepath watch said: {line}{process.stderr.read() if process.stderr else ''}"
        try:
            yield next(word for word in line.split() if word.startswith("http://")), process
        finally:
            process.kill()


class Desk:
    """A copy of a bundled definition with its shared files and cases, to write in."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(PATHWAYS / "shared", folder / "shared")
        (folder / "cases").mkdir()
        shutil.copy(PATHWAYS / "cases" / "lung.yaml", folder / "cases")
        self.file = folder / "lung.yaml"
        self.text = (PATHWAYS / "lung.yaml").read_text("utf-8")
        assert TITLE in self.text
        assert RIGHT in self.text
        self.write(self.text)

    def write(self, text: str) -> None:
        self.file.write_text(text, "utf-8")


def preview(running: Browser, axe: Axe, folder: Path, pictures: Path | None) -> Tried:
    desk = Desk(folder)
    with watching(desk.file) as (address, process):
        tab = Tab(running, address)

        def look(name: str) -> None:
            if pictures is not None:
                tab.picture(pictures / f"{name}.png")

        tab.until(f"{SHOWN} > 10")
        yield "the picture is shown, with its steps", True
        tab.until("document.querySelector('#cases-news').textContent.includes('all as expected')")
        yield "the worked cases are shown beside it", True
        look("preview")
        yield from accessible(axe, tab, "the preview")
        yield from saved(desk, tab)
        look("changed")
        yield from accessible(axe, tab, "the preview with a change")
        yield from wrong(desk, tab, look)
        yield from accessible(axe, tab, "the preview with problems")
        desk.write(desk.text)
        tab.until(f"{NEWS}.dataset.standing === 'good'")
        yield "put right, the problems are gone", bool(tab.value("document.querySelector('#problems').hidden"))
        yield from keys(tab, desk)
        look("step")
        yield from accessible(axe, tab, "the preview with a step chosen")
        yield from sizes(tab)
        yield from failing(desk, tab)
        look("cases")
        yield from accessible(axe, tab, "the preview with failing cases")
        yield from narrow(axe, tab)
        look("narrow")
        yield from calm(tab)
        yield f"the browser has nothing to complain of {tab.complaints() or ''}", not tab.complaints()
        process.send_signal(signal.SIGINT)
        yield "Ctrl-C ends the preview with status 0", process.wait(20) == 0
        tab.until(f"{NEWS}.textContent.includes('has stopped')")
        yield "the page says that it has stopped", True


def accessible(axe: Axe, tab: Tab, what: str) -> Tried:
    found = axe.violations(tab)
    yield f"{what} is accessible {found or ''}", not found


def saved(desk: Desk, tab: Tab) -> Tried:
    tab.value(
        "window.painted = 0; new MutationObserver(() => requestAnimationFrame(() => { painted = Date.now() }))"
        ".observe(document.querySelector('#sheets'), {childList: true})"
    )
    begun = time.time()
    desk.write(desk.text.replace(TITLE, OTHER, 1))
    tab.until(f"{NEWS}.textContent.includes('Changed: Staging, then MDT') && painted")
    took = round(tab.value("painted") - begun * 1000)
    yield f"a save changes the picture ({took} ms to the screen)", True
    told = "document.querySelector('[data-step=staging]').getAttribute('aria-description')"
    yield "the changed step says so", "Changed by the last save" in tab.value(told)
    yield "the changed step is outlined", tab.value("document.querySelectorAll('.frame.changed').length") == 1
    words = tab.value("document.querySelector('#sheets').textContent")
    yield "the new words are in the picture", "then MDT" in " ".join(words.split())


def wrong(desk: Desk, tab: Tab, look: Any) -> Tried:
    desk.write(desk.text.replace(RIGHT, WRONG, 1))
    tab.until(f"{NEWS}.dataset.standing === 'errors'")
    look("problems")
    text = tab.value("document.querySelector('#problems pre').textContent")
    check = [sys.executable, "-m", "carepath", "check", str(desk.file)]
    printed = subprocess.run(check, capture_output=True, text=True, check=False)
    yield "the problems are shown as check prints them", printed.stdout == f"{text}\n"
    yield "with a caret under the place", "^^^^^" in text
    above = "document.querySelector('#problems').getBoundingClientRect().bottom"
    below = "document.querySelector('#sheets').getBoundingClientRect().top"
    yield "they stand above the last good picture", tab.value(f"{above} <= {below} && {SHOWN} > 10")
    yield "a live region says what is first", "There is no role" in tab.value(f"{NEWS}.textContent")


def keys(tab: Tab, desk: Desk) -> Tried:
    tab.value("document.activeElement.blur(); scrollTo(0, 0)")
    tab.value("document.querySelector('.skip').focus()")
    pressed = 0
    while not tab.value(FOCUS) and pressed < SOME:
        tab.press("Tab")
        pressed += 1
    first = tab.value(FOCUS)
    yield f"Tab comes to a step ({pressed} times)", bool(first)
    frames = tab.value("document.querySelectorAll('.frame.here').length")
    yield "the step has a frame while it has the focus", frames == 1
    tab.press("Enter")
    yield from lines(tab, desk, first)
    tab.press("ArrowDown")
    second = tab.value(FOCUS)
    yield "an arrow key leads to the next step", bool(second) and second != first
    tab.press(" ")
    yield from lines(tab, desk, second)
    tab.press("End")
    tab.press("Home")
    yield "Home leads to the first step", tab.value(FOCUS) == first
    tab.press("Tab")
    yield "Tab leaves the picture", not tab.value(FOCUS)
    tab.press("Tab", shift=True)
    yield "and comes back to the same step", tab.value(FOCUS) == first
    tab.value("document.querySelector('.skip').focus()")
    tab.press("Enter")
    yield "the picture can be skipped", tab.value("document.activeElement.id") == "step"
    tab.click("[data-step=staging]")
    yield from lines(tab, desk, "staging")


def lines(tab: Tab, desk: Desk, step: str) -> Tried:
    shown = tab.value("document.querySelector('.yaml .it')?.textContent ?? ''").strip()
    number, _, text = shown.partition(" ")
    line = desk.text.splitlines()[int(number) - 1] if number.isdigit() else ""
    same = text.strip() == line.strip() or shown.removeprefix(number).strip() == line.strip()
    yield (
        f"“{step}” shows its line of the definition ({shown[:40]}) and its source",
        same and bool(tab.value("document.querySelector('#chosen dd').textContent")),
    )


def sizes(tab: Tab) -> Tried:
    width = "document.querySelector('#sheets svg').getBoundingClientRect().width"
    before = tab.value(width)
    tab.click("[data-zoom=larger]")
    larger = tab.value(width)
    tab.click("[data-zoom=sheet]")
    height = tab.value("document.querySelector('#sheets svg').getBoundingClientRect().height")
    room = tab.value("document.querySelector('#sheets').clientHeight")
    tab.click("[data-zoom=width]")
    yield (
        "the picture is made larger, fits the page and fits the width",
        (larger > before and height <= room and abs(tab.value(width) - before) < 1),
    )


def failing(desk: Desk, tab: Tab) -> Tried:
    cases = desk.file.parent / "cases" / "lung.yaml"
    text = cases.read_text("utf-8")
    assert text.count("state: recovery") > 0
    cases.write_text(text.replace("state: recovery", "state: referred", 1), "utf-8")
    tab.until("document.querySelectorAll('#cases-list .failed').length === 1")
    first = tab.value("document.querySelector('#cases-list').firstElementChild.textContent")
    yield "a failing case stands first, what is expected beside what is there", "Expected" in first and "Got" in first


def narrow(axe: Axe, tab: Tab) -> Tried:
    tab.ask("Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=1, mobile=False)
    wide = tab.value("document.documentElement.scrollWidth")
    yield f"on a narrow window nothing is cut off sideways ({wide})", wide <= 390
    yield from accessible(axe, tab, "the preview on a narrow window")


def calm(tab: Tab) -> Tried:
    name = "getComputedStyle(document.querySelector('.frame.changed') ?? document.body).animationName"
    tab.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    yield "who asks for less motion gets none", tab.value(name) == "none"
    tab.ask("Emulation.setEmulatedMedia", features=[])


def guide(running: Browser, axe: Axe, folder: Path, pictures: Path | None) -> Tried:
    page = folder / "guide.html"
    names = ("og", "lung")
    subprocess.run([sys.executable, "-m", "carepath", "guide", *names, "-o", page], check=True)
    tab = Tab(running, page.as_uri())
    if pictures is not None:
        tab.picture(pictures / "guide.png")
    yield (
        "the guidance page has a heading, and pictures in it",
        bool(tab.value("document.querySelectorAll('h1').length === 1 && document.querySelectorAll('svg').length >= 2")),
    )
    resources = "performance.getEntriesByType('resource').map((each) => each.name)"
    loaded = [name for name in tab.value(resources) if not name.startswith("data:")]
    yield f"it loads nothing from elsewhere {loaded or ''}", not loaded
    tab.press("Tab")
    yield "Tab comes to a link", tab.value("document.activeElement.tagName") == "A"
    tab.press("Enter")
    tab.until("location.hash.length > 1")
    target = "decodeURIComponent(location.hash.slice(1))"
    yield "Enter follows it within the page", bool(tab.value(f"Boolean(document.getElementById({target}))"))
    yield from accessible(axe, tab, "the guidance page")
    yield f"the browser has nothing to complain of {tab.complaints() or ''}", not tab.complaints()


def main() -> int:
    """Try everything, say what came of it, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=Path, help="where what was to be seen is written")
    options = parser.parse_args()
    modules = options.folder / "node_modules"
    if options.pictures is not None:
        options.pictures.mkdir(parents=True, exist_ok=True)
    try:
        found = program(modules, options.folder / "browser")
    except NoBrowser as none:
        print(none, file=sys.stderr)
        return 2
    fine = True
    with tempfile.TemporaryDirectory() as folder, browser(str(found.file), found.environment) as running:
        print(running.ask("Browser.getVersion")["product"])
        for part in (preview, guide):
            try:
                for what, so in part(running, Axe(modules), Path(folder), options.pictures):
                    print(f"{'ok    ' if so else 'NOT SO'}  {what.strip()}", flush=True)
                    fine &= so
            except Broken as broken:
                print(f"NOT SO  {part.__name__}: {broken}", flush=True)
                fine = False
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
