"""Show what carepath does with a made-up record: demo.py [FOLDER for the picture, else build/]."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

from carepath import load
from carepath_renderers.diagram import to_dot
from carepath_renderers.draw import draw_svg

HERE = Path(__file__).resolve().parent
RECORD = "examples/og_record.csv"
CASE, DAY = "P38492", "2016-11-30"
KNOWN = f"--as-of {DAY} --known-at {DAY}T18:00"  # nothing that was entered later
TOP = 11  # lines of the worklist: its heading and ten due actions


def show(what: str, command: str, lines: int | None = None) -> None:
    """Print a sentence, a command as it can be copied, and the first lines of what it answers."""
    print(f"\n{what}\n\n    $ {command}\n", flush=True)
    words = [sys.executable, "-m", *shlex.split(command)]
    answer = subprocess.run(words, cwd=HERE.parent, check=True, capture_output=True, text=True).stdout.splitlines()
    shown = answer[:lines]
    print("\n".join(f"    {line}".rstrip() for line in shown))
    if len(answer) > len(shown):
        print(f"    … and {len(answer) - len(shown)} more lines")


def draw(folder: Path) -> None:
    """Write the picture of the pathway."""
    folder.mkdir(parents=True, exist_ok=True)
    dot = to_dot(load(HERE.parent / "pathways" / "og.yaml").require())
    (folder / "og.dot").write_text(dot, encoding="utf-8")
    (folder / "og.svg").write_bytes(draw_svg(dot))
    print(f"\nThe picture of the pathway: {folder / 'og.svg'} (and its text, og.dot)")


def main(folder: Path) -> None:
    """Show four commands, then draw."""
    show("The definition of the oesophago-gastric pathway is checked.", "carepath check pathways/og.yaml")
    show(
        f"Where one patient of a made-up record stood in the evening of {DAY}, in one line.",
        f"carepath assess og {RECORD} --case {CASE} {KNOWN} --format text",
    )
    show(
        "What was due that evening at one specialist centre, most urgent first.",
        f"carepath worklist og {RECORD} {KNOWN} --provider RX1",
        TOP,
    )
    show("Why the record says so of that patient.", f"carepath explain og {RECORD} --case {CASE} {KNOWN}")
    draw(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "build")
