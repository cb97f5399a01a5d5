"""The bundled definitions, and how many of their days were not checked against the original."""

from __future__ import annotations

import argparse
import json

from carepath import library
from carepath.commands.options import OK
from carepath.model import Pathway
from carepath.table import table

HEAD = ("Id", "Version", "Status", "In force", "Title", "Days not verified")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """Print the list."""
    found = library.definitions()
    if options.format == "json":
        print(json.dumps({"pathways": [_plain(pathway) for pathway in found]}, ensure_ascii=False))
    else:
        print(*table(HEAD, [_row(pathway) for pathway in found], right=(5,)), sep="\n")
    return OK


def unverified(pathway: Pathway) -> tuple[int, int]:
    """Return how many days of milestones, clocks and transfers were not verified, and how many there are."""
    citations = (
        *(milestone.citation for milestone in pathway.milestones.values() if milestone.due or milestone.not_before),
        *(clock.citation for clock in pathway.clocks.values() if clock.target),
        *(transfer.citation for transfer in pathway.transfers.values() if transfer.due),
    )
    return sum(not citation.verified for citation in citations), len(citations)


def _in_force(pathway: Pathway) -> str:
    first = pathway.effective_from.isoformat() if pathway.effective_from else ""
    last = pathway.effective_to.isoformat() if pathway.effective_to else ""
    return f"{first} to {last}".strip() if last else f"from {first}" if first else ""


def _row(pathway: Pathway) -> tuple[str, ...]:
    count, total = unverified(pathway)
    return (
        pathway.id, pathway.version, pathway.status, _in_force(pathway), pathway.title, f"{count} of {total}",
    )  # fmt: skip


def _plain(pathway: Pathway) -> dict[str, object]:
    count, total = unverified(pathway)
    return {
        "id": pathway.id,
        "version": pathway.version,
        "status": pathway.status,
        "effective_from": pathway.effective_from.isoformat() if pathway.effective_from else None,
        "effective_to": pathway.effective_to.isoformat() if pathway.effective_to else None,
        "title": pathway.title,
        "unverified": count,
        "days": total,
    }
