"""Which scenario shows which requirement: read off the tests' own markers, without running them."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[2] / "tests"


def scenarios(tests: Path = TESTS) -> dict[str, list[str]]:
    """The tests marked with @pytest.mark.shows("R33", …), as pytest names them, by the number of the requirement."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted((tests / "scenario").glob("test_*.py")):
        for name, numbers in marked(ast.parse(path.read_text(encoding="utf-8"))):
            for number in numbers:
                found[number].append(f"{path.relative_to(tests.parent).as_posix()}::{name}")
    return dict(found)


def marked(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """Every test of a module with the numbers that it, its class and its module are marked with."""
    everywhere = [n for s in tree.body if isinstance(s, ast.Assign) and _is_pytestmark(s) for n in _shown(s.value)]
    yield from _inside(tree.body, "", everywhere)


def _inside(body: list[ast.stmt], before: str, above: list[str]) -> Iterator[tuple[str, list[str]]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _inside(node.body, f"{node.name}::", [*above, *_of_decorators(node)])
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield before + node.name, list(dict.fromkeys([*above, *_of_decorators(node)]))


def _of_decorators(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    return [number for decorator in node.decorator_list for number in _shown(decorator)]


def _is_pytestmark(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets)


def _shown(node: ast.AST) -> list[str]:
    """The numbers in every call of pytest.mark.shows inside `node`."""
    calls = (c for c in ast.walk(node) if isinstance(c, ast.Call))
    named = [c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr == "shows"]
    return [a.value for c in named for a in c.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
