"""From every requirement to what carries it out and to a scenario that shows it: none is missing, none is invented."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.trace import report
from bot.trace.carriers import ELSEWHERE, carriers
from bot.trace.requirements import REQUIREMENTS
from bot.trace.scenarios import TESTS, marked, scenarios

ROOT = TESTS.parent
PAGE = ROOT / "docs" / "traceability.md"


def test_every_requirement_has_its_number_in_order() -> None:
    assert list(REQUIREMENTS) == [f"R{n}" for n in range(1, 52)] + [f"T{n}" for n in range(1, 17)]


@pytest.mark.parametrize("line", report.trace(), ids=lambda line: line.number)
def test_something_carries_it_out_and_a_scenario_shows_it(line: report.Line) -> None:
    assert line.is_whole, line


def test_chapters_name_requirements_that_there_are() -> None:
    assert set(carriers()) <= set(REQUIREMENTS)


def test_scenarios_name_requirements_that_there_are() -> None:
    assert set(scenarios()) <= set(REQUIREMENTS)


def test_every_scenario_named_exists() -> None:
    for test in (t for line in report.trace() for t in line.shown_by):
        path, _, name = test.partition("::")
        names = {node.name for node in ast.walk(ast.parse((ROOT / path).read_text())) if hasattr(node, "name")}
        assert set(name.split("::")) <= names


def test_what_is_named_elsewhere_exists() -> None:
    assert [file for _, file, _ in ELSEWHERE if not (ROOT / file).is_file()] == []


def test_the_page_is_what_the_command_writes() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == report.as_page(report.trace()), "fieldclerk trace --page > docs/traceability.md"


def test_the_command_speaks_json() -> None:
    found = json.loads(CliRunner().invoke(app, ["trace", "--json"]).stdout)
    assert [line["number"] for line in found] == list(REQUIREMENTS)
    (late,) = [line for line in found if line["number"] == "R33"]
    assert {"kind": "route", "name": "Late delivery"} in late["carried_out_by"]
    assert all(test.startswith("tests/scenario/test_") for test in late["shown_by"])


def test_a_gap_ends_the_command_with_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "scenario").mkdir()
    bare = report.trace(tmp_path)
    monkeypatch.setattr(report, "trace", lambda: bare)
    told = CliRunner().invoke(app, ["trace"])
    assert told.exit_code == 1
    assert "✗ no scenario" in told.stdout


def test_markers_of_function_class_and_module_count() -> None:
    source = """
pytestmark = [pytest.mark.shows("R1"), pytest.mark.slow]
class TestIt:
    @pytest.mark.shows("R2", "R3")
    @pytest.mark.parametrize("x", ["R9"])
    async def test_one(x): ...
def helper(): ...
def test_two(): ...
"""
    assert list(marked(ast.parse(source))) == [("TestIt::test_one", ["R1", "R2", "R3"]), ("test_two", ["R1"])]
