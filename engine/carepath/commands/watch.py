"""Show a definition in the browser while it is written: the picture after each save, its problems, its worked cases."""

from __future__ import annotations

import argparse
import time
import webbrowser
from importlib import import_module
from pathlib import Path
from typing import Any

from carepath.commands.options import OK, Misuse, meant, say

INSTALL = "pip install 'carepath[pictures]'"
HOUR = 3600.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("file", metavar="FILE", help="the definition that is being written")
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="of the page (default: one that is free)")
    parser.add_argument("--page", choices=("A4", "A3"), help="A4 upright or A3 wide (default: what the diagram needs)")
    parser.add_argument("--open", action="store_true", help="open the page in the browser")


def run(options: argparse.Namespace) -> int:
    """Serve the page until Ctrl-C."""
    file = _there(options.file)
    serving, pens = _renderer("serving"), _renderer("pen")
    try:
        with serving.served(file, pens.pen(options.page), options.port) as address:
            print(f"{file} is shown at {address} (Ctrl-C stops)", flush=True)
            if options.open:
                webbrowser.open(address)
            serving.until_stopped(lambda: time.sleep(HOUR))
    except OSError as taken:
        why = (taken.strerror or str(taken)).lower()
        raise Misuse(f"port {options.port} cannot be used ({why}); without --port a free one is taken") from None
    say("stopped")
    return OK


def _there(given: str) -> str:
    """Return the path of a file that exists; the definition must not be without errors."""
    path = Path(given)
    if path.is_dir():
        raise Misuse(f"{given} is a folder; name one definition, such as {path / 'og.yaml'}")
    if not path.is_file():
        around = path.parent
        near = [str(around / each.name) for each in around.iterdir()] if around.is_dir() else []
        raise Misuse(f"there is no file {given}{meant(given, near)}")
    return given


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"'{text}' is not a port: a whole number from 0 to 65535")
    return int(text)


def _renderer(name: str) -> Any:
    """Return a module of the preview, which the engine never imports; Misuse where a package is missing."""
    try:
        return import_module(f"carepath_renderers.preview.{name}")
    except ImportError as missing:
        if (missing.name or "").startswith("carepath"):
            raise
        raise Misuse(f"{missing}; the preview needs: {INSTALL}") from None
