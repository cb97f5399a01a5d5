"""A definition travels as the texts of its files, and is the same where it arrives."""

from contextlib import chdir
from dataclasses import replace
from pathlib import Path

import pytest
from carepath import library, load
from carepath.authoring.carried import NotTheSame, built, carried

OVERRIDE = "carepath: 1\nextends: og@1.1.0\nid: og-near\nversion: 1.0.0\n"
SECOND = "carepath: 1\nextends: og-near@1.0.0\nid: og-nearer\nversion: 1.0.0\nmilestones:\n  ogd: {due: day 10}\n"


@pytest.mark.parametrize("name", library.names())
def test_a_bundled_definition_arrives_as_it_was(name: str) -> None:
    pathway = library.find(name)
    assert built(carried(pathway)) == pathway


def test_an_override_of_an_override_arrives_with_the_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "near.yaml").write_text(OVERRIDE, "utf-8")
    (tmp_path / "nearer.yaml").write_text(SECOND, "utf-8")
    pathway = load(tmp_path / "nearer.yaml").require()
    texts = carried(pathway)
    (tmp_path / "near.yaml").unlink()
    (tmp_path / "nearer.yaml").unlink()
    assert built(texts) == pathway


def test_a_file_named_without_a_folder_arrives_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "near.yaml").write_text(OVERRIDE, "utf-8")
    with chdir(tmp_path):
        pathway = load("near.yaml").require()
        assert built(carried(pathway)) == pathway


def test_shared_files_of_ones_own_travel_too(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "own.yaml").write_text(
        "carepath: 1\nshared: own\nevents:\n  extra: {title: Extra}\n", "utf-8"
    )
    base = "carepath: 1\nid: small\nversion: 1.0.0\ntitle: Small\nstatus: draft\nuses: [own]\n"
    graph = "start: [{on: extra, to: over}]\nstates:\n  over: {title: Over, end: done}\n"
    (tmp_path / "small.yaml").write_text(base + graph, "utf-8")
    pathway = load(tmp_path / "small.yaml").require()
    assert {name for name, _ in carried(pathway).texts} == {"small.yaml", "shared/own.yaml"}
    assert built(carried(pathway)) == pathway


def test_a_definition_that_changed_since_it_was_loaded_is_not_sent(tmp_path: Path) -> None:
    (tmp_path / "near.yaml").write_text(OVERRIDE, "utf-8")
    pathway = load(tmp_path / "near.yaml").require()
    (tmp_path / "near.yaml").write_text(OVERRIDE + "title: Another\n", "utf-8")
    with pytest.raises(NotTheSame, match="has changed since it was loaded; load it again"):
        carried(pathway)


def test_a_definition_that_would_be_another_there_is_refused() -> None:
    texts = carried(library.find("og@1.1.0"))
    with pytest.raises(NotTheSame, match="is the same version of carepath installed everywhere"):
        built(replace(texts, hash="0" * 64))
