"""The diagrams that the documents show are, byte by byte, what `carepath render` makes now.

They change only on purpose: write them anew with `make docs` or `python tests/golden/test_diagrams.py`, and look at
them before they are kept. Every Graphviz draws the same bytes.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest
from carepath.__main__ import main

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SHOWN = {"og": ("og@1.1.0",), "og-changes": ("og@1.1.0", "--diff", "og@1.0.0")}


def drawn(name: str, folder: Path) -> dict[str, str]:
    """Return the sheets of a diagram by the names of their files."""
    assert main(["render", *SHOWN[name], "-o", str(folder / f"{name}.svg")]) == 0
    return {path.name: path.read_text("utf-8") for path in folder.glob("*.svg")}


@pytest.mark.parametrize("name", SHOWN)
def test_the_diagram_in_the_documents_is_what_is_drawn_now(name: str, tmp_path: Path) -> None:
    kept = {path.name: path.read_text("utf-8") for path in PICTURES.glob(f"{name}-[0-9].svg")}
    assert drawn(name, tmp_path) == kept


def renewed() -> int:
    """Write all diagrams anew."""
    PICTURES.mkdir(exist_ok=True)
    for name in SHOWN:
        for old in PICTURES.glob(f"{name}-[0-9].svg"):
            old.unlink()
        with tempfile.TemporaryDirectory() as folder:
            for file, svg in drawn(name, Path(folder)).items():
                (PICTURES / file).write_text(svg, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(renewed())
