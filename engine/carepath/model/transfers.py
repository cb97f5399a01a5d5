"""Care passing from provider to provider, with what has to go with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carepath.calendar import Span
from carepath.model.counting import Deadline, Level
from carepath.model.sources import UNCITED, Citation, Source


@dataclass(frozen=True, slots=True)
class DatasetItem:
    """A piece of information: there once an event is done or an attribute has a value."""

    id: str
    title: str
    source: Source
    after: tuple[str, ...] = ()
    attribute: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Transfer:
    """Care passing from a role to a role, with a dataset, by a day."""

    id: str
    title: str
    source: Source
    sender: str
    receiver: str
    items: tuple[DatasetItem, ...] = ()
    dataset: str | None = None
    due: Deadline | None = None
    acknowledge: Span | None = None
    responsibility: Literal["sent", "handover", "accepted"] = "handover"
    level: Level = "local"
    citation: Citation = UNCITED
