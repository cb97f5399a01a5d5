"""Which browser the pages are tried with: the one that is named, the one of the package, or one on this machine."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
HOW = (
    "there is no browser to try the pages with. On Linux on x86-64, npm brings one; elsewhere install Chromium "
    "(apt install chromium, brew install --cask chromium), or name one: CHROMIUM=/path/to/chrome make test-browser"
)


class NoBrowser(Exception):
    """There is none; the message says how to get one."""


@dataclass(frozen=True, slots=True)
class Program:
    """A browser: its file, and the folder of the libraries that come with it."""

    file: Path
    libraries: Path | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What its process needs to know."""
        return {} if self.libraries is None else {"LD_LIBRARY_PATH": str(self.libraries)}


def program(modules: Path, folder: Path) -> Program:
    """Return the browser; that of the package is unpacked into a folder. NoBrowser where there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        file = shutil.which(named)
        if file is None:
            raise NoBrowser(f"CHROMIUM names {named}, which is no program")
        return Program(Path(file))
    here = (platform.system(), platform.machine())
    if (modules / "@sparticuz" / "chromium").is_dir() and here == ("Linux", "x86_64"):
        return _unpacked(modules, folder)
    for name in NAMES:
        file = shutil.which(name)
        if file is not None:
            return Program(Path(file))
    raise NoBrowser(HOW)


def _unpacked(modules: Path, folder: Path) -> Program:
    done = folder / "lib"
    if not done.is_dir():
        subprocess.run(["node", HERE / "unpack.mjs", modules, folder], check=True)
        with tarfile.open(folder / "libraries.tar") as packed:
            packed.extractall(folder, filter="data")
    return Program(folder / "chromium", done)
