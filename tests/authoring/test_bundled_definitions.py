"""Every clause of the bundled definitions says what it rests on, and only what was read counts as verified."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from carepath import library
from carepath.authoring.nodes import Plain, plain
from carepath.authoring.nodes import fields as below
from carepath.authoring.source import parse
from carepath.model import Citation, Pathway
from carepath.standards import Regime

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "engine" / "carepath"
DEFINITIONS = library.definitions()
FILES = sorted((ROOT / "pathways").rglob("shared/*/*.yaml")) + sorted((ROOT / "pathways").glob("*.yaml"))

# The days that were read in an original or in a source that quotes it (docs/explanation/sources.md). To count another
# day as verified, read it, and add it here.
NATIONAL = {"14": 14, "28": 28, "31": 31, "62": 62}
HANDOVER = 38  # National Cancer Breach Allocation Guidance
ALSO_READ = {
    "lung@3.0.0": {"49": "49 days"},
    "og@2.0.0": {"ct": "1 day after ogd", "plan": "21 days after ogd"},
    "og@3.0.0": {"ct": "1 day after ogd", "plan": "21 days after ogd"},
}


WORDS = {"day_zero", "assessment"}  # words of the language and of schemas that some definitions also use as names


def clauses(part: Any, place: str) -> Iterator[tuple[str, Citation]]:
    """Yield everything that can cite a source, with its place in the definition."""
    if is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            value = getattr(part, field.name)
            if isinstance(value, Citation):
                yield place, value
            elif field.name not in ("routes", "source"):
                yield from clauses(value, f"{place} {field.name}")
    elif isinstance(part, Mapping):
        for name, value in part.items():
            yield from clauses(value, f"{place} {name}")
    elif isinstance(part, tuple):
        for value in part:
            yield from clauses(value, f"{place} {getattr(value, 'id', '') or getattr(value, 'event', '')}")


@pytest.mark.parametrize("pathway", DEFINITIONS, ids=lambda pathway: pathway.name)
def test_every_clause_of_a_definition_cites_a_document(pathway: Pathway) -> None:
    found = tuple(clauses(pathway, ""))
    assert len(found) > len(pathway.states) + len(pathway.milestones) + len(pathway.clocks)
    assert [place for place, citation in found if not citation.title] == []


@pytest.mark.parametrize("regime", library.regimes(), ids=lambda regime: regime.id)
def test_every_clause_of_a_regime_cites_a_document_or_is_not_verified(regime: Regime) -> None:
    silent = [place for place, citation in clauses(regime, "") if not citation.title and citation.verified]
    assert silent == []


def days(pathway: Pathway) -> Iterator[tuple[str, str, bool]]:
    """Yield each thing that has a day: its id, the day, and whether it counts as verified."""
    for clock in pathway.clocks.values():
        if clock.target is not None:
            yield clock.id, str(clock.target), clock.citation.verified
    for milestone in pathway.milestones.values():
        if milestone.due is not None:
            yield milestone.id, str(milestone.due), milestone.citation.verified
    for transfer in pathway.transfers.values():
        if transfer.due is not None:
            yield transfer.id, str(transfer.due), transfer.citation.verified


@pytest.mark.parametrize("pathway", DEFINITIONS, ids=lambda pathway: pathway.name)
def test_only_days_that_were_read_count_as_verified(pathway: Pathway) -> None:
    read = ALSO_READ.get(pathway.name, {})
    marked = {name: day for name, day, verified in days(pathway) if verified}
    claimed = {
        name: day
        for name, day in marked.items()
        if not (name in NATIONAL and day == f"{NATIONAL[name]} days")
        and day.partition(" on ")[0] not in (f"day {HANDOVER}", f"{HANDOVER} days")
    }
    assert claimed == read


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_clause_with_a_day_says_by_itself_what_it_rests_on(file: Path) -> None:
    """It does not lean on what the definition cites as a whole."""
    root = below(parse(file.read_text("utf-8"), str(file)).root)
    for section in ("milestones", "clocks", "transfers", "standards"):
        for key, node in below(root.get(section)).pairs():
            said = plain(node)
            assert isinstance(said, dict), f"{file}: {section} {key.value}"
            own = {"cite", "verified"} & set(said)
            assert own or not with_a_day(said) or "extends" in root, f"{file}: {section} {key.value}"


def with_a_day(said: Mapping[str, Plain]) -> bool:
    return bool({"due", "target", "not_before"} & set(said))


@pytest.mark.parametrize("pathway", DEFINITIONS, ids=lambda pathway: pathway.name)
def test_a_first_day_that_was_not_read_is_marked(pathway: Pathway) -> None:
    """Of all documents only the waiting-time guidance says from which day it holds."""
    follows_the_waits = pathway.effective_from is not None and pathway.name in ("og@3.0.0", "colorectal@3.0.0")
    assert pathway.effective_verified == (follows_the_waits or pathway.effective_from is None)


def test_no_module_of_the_engine_knows_a_tumour_site() -> None:
    """No text in the code, other than documentation and messages, is the name of a thing that not all sites have."""
    sites: dict[str, set[str]] = {}
    for pathway in DEFINITIONS:
        named = (*pathway.states, *pathway.events, *pathway.milestones, *pathway.transfers, *pathway.attributes)
        for name in (pathway.id, *named):
            sites.setdefault(name, set()).add(pathway.id)
    ids = {pathway.id for pathway in DEFINITIONS}
    own = {name for name, having in sites.items() if having != ids}
    assert own > {"og", "lung", "ogd", "psa", "cxr", "fit", "cycle"}
    found = {
        f"{path.relative_to(ENGINE)}:{node.lineno}: {node.value}"
        for path in sorted(ENGINE.rglob("*.py"))
        if path.parent.name != "testing"  # made-up definitions of no site
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in own - WORDS
    }
    assert found == set()
