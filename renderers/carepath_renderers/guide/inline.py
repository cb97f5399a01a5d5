"""A picture inside a page: its ids made its own, nothing in it that runs or loads, its steps reachable by keyboard."""

from __future__ import annotations

import re
from xml.etree import ElementTree

SVG, XLINK, XML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
HREFS = ("href", f"{{{XLINK}}}href")
NAMING = frozenset(
    ("aria-labelledby", "aria-describedby", "aria-owns", "aria-controls", "aria-flowto", "aria-details", "for")
)
NOT_SHOWN = frozenset(("script", "foreignObject", "iframe", "audio", "video", "image", "handler", "listener"))
LOCAL = re.compile(r"url\(\s*(['\"]?)#([^'\")]+)\1\s*\)")
SELECTOR = re.compile(r"#([A-Za-z_][\w.-]*)(?=[^{}]*\{)")
LOADS = re.compile(r"url\((?!\s*['\"]?#)|@import", re.IGNORECASE)

ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)


class NotInline(ValueError):
    """A picture cannot stand inside a page; the message says why."""


def inline(svg: str, prefix: str, label: str) -> str:
    """Return the picture as an element of a page: every id begins with the prefix, and what names it follows.

    `label`: the id of what names the whole picture on the page. Scripts, handlers of events, and whatever would load
    something are left out. Raises NotInline.
    """
    try:
        root = ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>\[]*>", "", svg, count=1))
    except ElementTree.ParseError as error:
        raise NotInline(f"the picture is not well-formed: {error}") from None
    if root.tag != f"{{{SVG}}}svg":
        raise NotInline("this is not a picture in SVG")
    _without_what_runs(root)
    for element in root.iter():
        for name, value in tuple(element.attrib.items()):
            kept = _attribute(name, value, prefix)
            if kept is None:
                del element.attrib[name]
            else:
                element.set(name, kept)
        if _local(element.tag) == "style" and element.text:
            element.text = _styles(element.text, prefix)
        if element.get("role") == "listitem":
            element.set("tabindex", "0")  # no script runs in the page that could move between the steps
    root.set("aria-labelledby", label)
    root.attrib.pop("aria-label", None)
    root.attrib.setdefault("role", "group")
    return ElementTree.tostring(root, encoding="unicode")


def _without_what_runs(root: ElementTree.Element) -> None:
    for parent in tuple(root.iter()):
        for child in tuple(parent):
            if not isinstance(child.tag, str) or _local(child.tag) in NOT_SHOWN:
                parent.remove(child)


def _attribute(name: str, value: str, prefix: str) -> str | None:
    """Return what becomes of the value of an attribute; None: it goes."""
    if name.lower().startswith("on"):
        return None
    if name == "id":
        return prefix + value
    if name in HREFS:
        return f"#{prefix}{value[1:]}" if value.startswith("#") else None
    if name in NAMING:
        return " ".join(prefix + word for word in value.split())
    if LOADS.search(value):
        return None
    return LOCAL.sub(lambda found: f"url(#{prefix}{found[2]})", value)


def _styles(text: str, prefix: str) -> str:
    """Return a style sheet whose selectors name the new ids; one that loads something goes."""
    if LOADS.search(text):
        return ""
    return LOCAL.sub(
        lambda found: f"url(#{prefix}{found[2]})", SELECTOR.sub(lambda found: f"#{prefix}{found[1]}", text)
    )


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
