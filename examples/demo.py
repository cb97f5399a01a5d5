"""Show what carepath does with a made-up record: demo.py [FOLDER for the picture, else build/]."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

from carepath import load
from carepath_renderers import diagram
from carepath_renderers.views.extract import view

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
    """Write the picture of the pathway: each sheet as SVG and as DOT."""
    folder.mkdir(parents=True, exist_ok=True)
    drawing = diagram.draw(view(load(HERE.parent / "pathways" / "og.yaml").require()))
    for number, sheet in enumerate(drawing.sheets, 1):
        (folder / f"og-{number}.svg").write_text(sheet.svg, encoding="utf-8")
        (folder / f"og-{number}.dot").write_text(sheet.dot, encoding="utf-8")
    print(f"\nThe picture of the pathway, {len(drawing.sheets)} sheets: {folder / 'og-1.svg'} and those after it")


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
