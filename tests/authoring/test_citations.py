"""What a clause rests on: its own document, else that of its state, else that of the definition."""

from __future__ import annotations

from pathlib import Path

import pytest
from carepath.authoring.load import load, loads
from carepath.model import Citation, Pathway

DEFINITION = """\
carepath: 1
id: example
version: "1.0.0"
title: Example
status: draft
uses: [events/cancer, exits/cancer]
sources:
  plan: {title: The plan}
  other: {title: Another document}
cite: {source: plan, section: page 2}
verified: false
roles:
  local: {providers: any}
  centre: {providers: any, verified: true}
start: [{on: referral, to: testing}]
states:
  testing:
    role: local
    tasks: {first_seen: optional, mdt: {need: optional, cite: other}}
    on: {told: planning}
  planning:
    role: [local, centre]
    cite: other
    tasks: {dtt: optional, ecad: {need: optional, cite: plan, verified: false}}
    on: {treatment: treated}
  treated: {end: treated}
"""
PLAN = Citation("plan", "The plan", "page 2", verified=False)
OTHER = Citation("other", "Another document")


@pytest.fixture(scope="module")
def pathway() -> Pathway:
    return loads(DEFINITION).require()


def test_a_clause_that_cites_nothing_rests_on_what_the_definition_cites(pathway: Pathway) -> None:
    testing = pathway.states["testing"]
    assert {testing.citation, testing.tasks[0].citation, testing.transitions[0].citation} == {PLAN}
    assert pathway.roles["local"].citation == pathway.starts[0].citation == PLAN


def test_a_state_speaks_for_its_tasks_and_ways_on(pathway: Pathway) -> None:
    planning = pathway.states["planning"]
    assert {planning.citation, planning.tasks[0].citation, planning.transitions[0].citation} == {OTHER}


def test_what_a_clause_cites_itself_stands(pathway: Pathway) -> None:
    assert pathway.states["testing"].tasks[1].citation == OTHER
    assert pathway.states["planning"].tasks[1].citation == Citation("plan", "The plan", verified=False)


def test_a_clause_may_be_verified_of_what_the_definition_cites(pathway: Pathway) -> None:
    assert pathway.roles["centre"].citation == Citation("plan", "The plan", "page 2")


def test_clauses_of_shared_files_are_not_meant(pathway: Pathway) -> None:
    assert {way.citation.reference for way in pathway.exits} == {"removal"}


def test_without_it_a_clause_rests_on_nothing_and_is_not_verified() -> None:
    bare = DEFINITION.replace("cite: {source: plan, section: page 2}\nverified: false\n", "")
    assert loads(bare).require().states["testing"].citation == Citation(verified=False)


def test_a_document_that_is_not_listed_is_said_once() -> None:
    (problem,) = loads(DEFINITION.replace("source: plan, section", "source: paln, section")).problems
    assert (problem.code, problem.source.line) == ("unknown-name", 10)
    assert problem.hint == 'Did you mean "plan"?'


def test_an_override_may_cite_another_document(tmp_path: Path) -> None:
    (tmp_path / "example.yaml").write_text(DEFINITION)
    (tmp_path / "north.yaml").write_text(
        'carepath: 1\nextends: example@1.0.0\nid: north\nversion: "1.0.0"\ncite: other\nverified: null\n'
    )
    north = load(tmp_path / "north.yaml").require()
    assert north.states["testing"].citation.title == "Another document"
