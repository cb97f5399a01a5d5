"""The way to the renderers, which the engine never imports: found when a command asks for a picture, and not before."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from carepath.commands.options import Misuse

INSTALL = "pip install 'carepath[pictures]'"


def renderer(name: str) -> Any:
    """Return a module of the renderers; Misuse where a package that it needs is missing."""
    try:
        return import_module(f"carepath_renderers.{name}")
    except ModuleNotFoundError as missing:
        package = (missing.name or "").split(".")[0]
        if package == "carepath" or missing.name == f"carepath_renderers.{name}":
            raise
        raise Misuse(f"this needs {package}, which is not installed; install it with: {INSTALL}") from None
