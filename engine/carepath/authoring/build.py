"""Nodes to a pathway: what the names and values of a definition mean, and every mistake in them.

All that can be built is built, so that all problems are found at once. Shape is a matter of `schema`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from carepath.authoring.build_clocks import clocks
from carepath.authoring.build_events import attribute_types, events, heard
from carepath.authoring.build_forms import forms
from carepath.authoring.build_header import header
from carepath.authoring.build_milestones import milestones
from carepath.authoring.build_roles import organisations, references, roles
from carepath.authoring.build_rules import rules
from carepath.authoring.build_standards import regime
from carepath.authoring.build_states import states
from carepath.authoring.build_transfers import datasets, transfers
from carepath.authoring.build_ways import exits, reentries, starts
from carepath.authoring.nodes import Fields, Plain, fields, plain, text
from carepath.authoring.scope import Report, Scope
from carepath.model import Pathway, Source
from carepath.problems import Problem
from carepath.routes import routes
from carepath.standards import Regime

SECTIONS = {
    "event": "events",
    "state": "states",
    "role": "roles",
    "clock": "clocks",
    "milestone": "milestones",
    "dataset": "datasets",
    "source": "sources",
    "organisation": "organisations",
    "form": "forms",
}
SHARED = ("event", "role", "clock", "dataset", "source", "organisation", "attribute", "form")


@dataclass(frozen=True, slots=True)
class Built:
    """A pathway as far as it could be built; `whole`: its state graph is the one that was written."""

    pathway: Pathway
    problems: tuple[Problem, ...]
    whole: bool


def build(root: Fields, shared: frozenset[str] = frozenset(), complete: bool = True) -> Built:
    """Return the pathway of a merged definition.

    `shared` names the files that were used; where one of them could not be read (`complete` is false),
    names that it may have given are not asked for.
    """
    report = Report()
    scope = _scope(root, shared, complete, report)
    head = header(root, scope)
    vocabulary = events(root, scope)
    found_states = states(root, scope)
    found_clocks = clocks(root, scope)
    found_milestones = milestones(root, vocabulary, found_states, found_clocks, scope)
    found_transfers = transfers(root, datasets(root, scope), scope)
    found_starts, found_exits, found_reentries = starts(root, scope), exits(root, scope), reentries(root, scope)
    pathway = Pathway(
        id=head.id,
        version=head.version,
        title=head.title,
        status=head.status,
        effective_from=head.effective_from,
        effective_to=head.effective_to,
        effective_verified=head.effective_verified,
        site=head.site,
        icd10=head.icd10,
        governance=head.governance,
        zone=head.zone,
        calendar=head.calendar,
        day_zero=head.day_zero,
        on_gap=head.on_gap,
        supersedes=head.supersedes,
        roles=roles(root, scope),
        attributes=scope.types,
        events=vocabulary,
        starts=found_starts,
        states=found_states,
        clocks=found_clocks,
        milestones=found_milestones,
        transfers=found_transfers,
        exits=found_exits,
        reentries=found_reentries,
        rules=rules(root, scope),
        forms=forms(root, scope),
        organisations=organisations(root, scope),
        references=references(root, scope),
        routes=routes(
            vocabulary,
            found_starts,
            found_states,
            found_clocks,
            found_milestones,
            found_transfers,
            found_exits,
            found_reentries,
        ),
        hash=content_hash(root),
        source=_place(root),
    )
    return Built(pathway, tuple(report.problems), report.whole)


def build_regime(root: Fields, shared: frozenset[str], complete: bool) -> tuple[Regime, tuple[Problem, ...]]:
    """Return the regime of a merged shared file with standards, and every mistake in it."""
    report = Report()
    scope = _scope(root, shared, complete, report)
    events(root, scope)
    found = regime(root, clocks(root, scope), exits(root, scope), references(root, scope), scope)
    return found, tuple(report.problems)


def _place(root: Fields) -> Source:
    """Return where a definition says what it is called: in its own file, also where it extends another one."""
    named = (root.key(key).source for key in ("id", "version") if key in root)
    return next((source for source in named if source.file == root.source.file), root.source)


def _scope(root: Fields, shared: frozenset[str], complete: bool, report: Report) -> Scope:
    types = attribute_types(root, report)
    known: dict[str, tuple[str, ...] | None] = {kind: _ids(root, section) for kind, section in SECTIONS.items()}
    known["attribute"] = tuple(types)
    if known["clock"] is not None and known["milestone"] is not None:
        known["judged"] = (*known["milestone"], *known["clock"])
    if not complete:
        known |= dict.fromkeys((*SHARED, "judged"))
    clock = text(root.get("day_zero"))
    scope = Scope(
        known={"judged": None, **known},
        types=types,
        heard=heard(root, report),
        titles={
            name: written
            for name, (_, node) in fields(root.get("sources")).entries.items()
            if (written := text(fields(node).get("title"))) is not None
        },
        day_zero=clock,
        shared=shared,
        report=report,
    )
    return replace(scope, whole=scope.citation(root))


def _ids(root: Fields, section: str) -> tuple[str, ...] | None:
    """Return the ids of a section; None where something else stands there, which the schema has reported."""
    node = root.get(section)
    return None if node is not None and not isinstance(node, Fields) else tuple(fields(node).entries)


def content_hash(root: Fields) -> str:
    """Return the SHA-256 of the canonical form: no comments, keys sorted but those of `events`.

    The order of `events` is the order within a day and so part of the meaning.
    """
    content = plain(root)
    ordered: Plain = [[key.value, plain(node)] for key, node in fields(root.get("events")).pairs()]
    canonical = {**content, "events": ordered} if isinstance(content, dict) else content
    written = json.dumps(canonical, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
