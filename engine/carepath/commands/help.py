"""A problem or a finding explained, without a connection."""

from __future__ import annotations

import argparse

from carepath.authoring.pages import codes, page
from carepath.commands.options import OK, Misuse, meant


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("code", nargs="?", metavar="CODE", help="as it stands in the message, for example late")


def run(options: argparse.Namespace) -> int:
    """Print the page of a code; without one, all codes."""
    if options.code is None:
        print(*codes(), sep="\n")
        return OK
    text = page(options.code)
    if text is None:
        raise Misuse(f"there is no page on '{options.code}'{meant(options.code, codes())} All: carepath help")
    print(text.rstrip())
    return OK
