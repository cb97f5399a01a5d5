"""agreed.lock: what was agreed stays as it was agreed.

A line of the file is id@version and the hash of the merged definition. A change under the same version
shows as a problem. The file lies beside the definitions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable

from carepath.model import Pathway
from carepath.problems import Problem

NAME = "agreed.lock"
LINE = re.compile(r"(?P<name>\S+@\S+) (?P<hash>[0-9a-f]{64})")


def locked(folder: Traversable) -> Mapping[str, str] | None:
    """Return the hash of each agreed version, None where no lock lies in the folder."""
    file = folder / NAME
    if not file.is_file():
        return None
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return {found["name"]: found["hash"] for line in lines if (found := LINE.fullmatch(line.strip()))}


def lock(pathways: Iterable[Pathway]) -> str:
    """Return the text of a lock file for those of the definitions that are agreed or were."""
    lines = sorted(f"{pathway.name} {pathway.hash}\n" for pathway in pathways if not pathway.draft)
    return "# id@version and the SHA-256 of each definition as it was agreed\n" + "".join(lines)


def changed(pathway: Pathway, agreed: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what has changed since it was agreed, or was agreed without being locked."""
    if pathway.draft:
        return
    known = agreed.get(pathway.name)
    if known is None:
        message = f"{pathway.name} is {pathway.status}, but {NAME} does not list it: a later change would go unseen."
        hint = "Write the lock again with `carepath check --lock`."
        yield Problem(pathway.source, "agreed-not-locked", message, hint, severity="warning")
    elif known != pathway.hash:
        message = f"{pathway.name} was agreed and has changed since, here or in a file that it uses."
        hint = "Give it a new version, or take the change back."
        yield Problem(pathway.source, "agreed-changed", message, hint)
