"""What other tools are told to run is there and works: the hooks of pre-commit, and the action for GitHub."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from carepath.__main__ import main

ROOT = Path(__file__).parents[2]
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
COMMANDS = [step for step in ACTION["runs"]["steps"] if step.get("run", "").startswith("carepath ")]
WITH_CAREPATH = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a definition and its cases, as somebody begins."""
    (tmp_path / "pathways").mkdir()
    assert main(["new", str(tmp_path / "pathways" / "lung.yaml"), "--site", "Lung"]) == 0
    return tmp_path


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_hook_runs_with_its_default_arguments(hook: dict[str, Any], here: Path) -> None:
    words = [*hook["entry"].split(), *hook["args"]]
    run = subprocess.run(words, cwd=here, env=WITH_CAREPATH, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("step", COMMANDS, ids=lambda step: str(step["name"]))
def test_a_step_of_the_action_runs_with_its_default_inputs(step: dict[str, Any], here: Path) -> None:
    given = {name: str(value["default"]) for name, value in ACTION["inputs"].items()}
    values = {name: given[value.strip("${} ").removeprefix("inputs.")] for name, value in step["env"].items()}
    words = ["bash", "-e", "-c", step["run"]]
    run = subprocess.run(words, cwd=here, env=WITH_CAREPATH | values, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_action_checks_and_tests() -> None:
    assert [step["run"].split()[1] for step in COMMANDS] == ["check", "test"]
    assert "${{" not in "".join(step["run"] for step in ACTION["runs"]["steps"] if "run" in step)
