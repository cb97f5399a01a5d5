"""`pytest --carepath` collects definitions and worked cases, and fails in the words of authors."""

import subprocess
import sys
from pathlib import Path

import pytest
from carepath.__main__ import main

pytest_plugins = ["pytester"]
PLUGIN = ("-p", "pytest_carepath", "-p", "no:cacheprovider")
LAWS = ("--carepath-laws", "-k", "arrival or check")


@pytest.fixture
def pathways(pytester: pytest.Pytester) -> Path:
    """A folder with a definition and its cases."""
    folder = pytester.path / "pathways"
    folder.mkdir()
    assert main(["new", str(folder / "example.yaml"), "--site", "Example"]) == 0
    return folder


def test_a_definition_and_its_cases_are_tests_that_pass(pytester: pytest.Pytester, pathways: Path) -> None:
    result = pytester.runpytest_subprocess(*PLUGIN, "--carepath", "-v", "pathways")
    result.assert_outcomes(passed=5)
    result.stdout.fnmatch_lines(["*pathways/example.yaml::check PASSED*"])
    result.stdout.fnmatch_lines(["*pathways/cases/example.yaml::nobody has booked the scan, as of 2025-09-15 PASSED*"])


def test_without_the_option_nothing_is_collected(pytester: pytest.Pytester, pathways: Path) -> None:
    assert pytester.runpytest_subprocess(*PLUGIN, "pathways").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_case_that_differs_is_told_side_by_side(pytester: pytest.Pytester, pathways: Path) -> None:
    cases = pathways / "cases" / "example.yaml"
    cases.write_text(cases.read_text("utf-8").replace("findings: []", "findings: [late scan 3 days]", 1), "utf-8")
    result = pytester.runpytest_subprocess(*PLUGIN, "--carepath", "pathways")
    result.assert_outcomes(passed=4, failed=1)
    told = [line.rstrip() for line in result.stdout.lines]
    assert "            Expected          Got" in told
    assert "  findings  late scan 3 days  (nothing)" in told
    assert not [line for line in told if "Traceback" in line or line.startswith("E ")]


def test_a_definition_with_an_error_is_told_with_its_line(pytester: pytest.Pytester, pathways: Path) -> None:
    definition = pathways / "example.yaml"
    definition.write_text(definition.read_text("utf-8").replace("to: planning", "to: planing", 1), "utf-8")
    result = pytester.runpytest_subprocess(*PLUGIN, "--carepath", "pathways")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["pathways/example.yaml:*: error unknown-name: *planing*", "*Did you mean*planning*"])


def test_a_file_of_cases_that_cannot_be_read_is_a_failure(pytester: pytest.Pytester, pathways: Path) -> None:
    (pathways / "cases" / "more.yaml").write_text(
        "pathway: nowhere@1.0.0\ncases:\n  one: {as_of: 2025-01-01}\n", "utf-8"
    )
    result = pytester.runpytest_subprocess(*PLUGIN, "--carepath", "pathways")
    result.assert_outcomes(passed=5, failed=1)
    result.stdout.fnmatch_lines(["pathways/cases/more.yaml:1:*There is no definition*nowhere@1.0.0*"])


def test_laws_are_tests_where_they_are_asked_for(pytester: pytest.Pytester, pathways: Path) -> None:
    result = pytester.runpytest_subprocess(*PLUGIN, *LAWS, "-v", "pathways/example.yaml")
    result.assert_outcomes(passed=2, deselected=17)
    result.stdout.fnmatch_lines(["*pathways/example.yaml::arrival PASSED*"])


def test_a_run_without_the_option_loads_nothing_of_carepath(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(
        "import sys\n\ndef test_one():\n    assert not [m for m in sys.modules if m.split('.')[0] == 'carepath']\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *PLUGIN, "-q", str(tmp_path)], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0
