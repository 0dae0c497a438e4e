"""T18: each guard is taken away in a copy of the source, one at a time, and a test that is meant for it must fail."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.torture.guards import GUARDS, Guard
from tests.torture.runner import ROOT
from tests.torture.scale import Scale

TITLE = "every guard that is removed turns a test red"
LIMIT = 900.0
AT_ONCE = 2
COPIED = ("bot", "tests", "locales", "pyproject.toml")
HANG = 150.0  # seconds
RED = 1  # pytest's own exit code; 2 and more mean that nothing was tested


async def run(scale: Scale) -> dict[str, Any]:
    astray = [guard.name for guard in GUARDS if _source(ROOT, guard).count(guard.text) != 1]
    if scale.is_quick or astray:
        return {"guards": len(GUARDS), "not_found": astray, "met": not astray}
    copies = asyncio.Queue[Path]()
    for number in range(AT_ONCE):
        copies.put_nowait(await asyncio.to_thread(_copy, scale.folder / str(number)))
    green = await _tested(copies, sorted({test for guard in GUARDS for test in guard.tests}))
    codes = await asyncio.gather(*(_without(copies, guard) for guard in GUARDS))
    survived = [guard.name for guard, code in zip(GUARDS, codes, strict=True) if code != RED]
    return {
        "guards": len(GUARDS),
        "red": len(GUARDS) - len(survived),
        "unnoticed": survived,
        "green_with_all": green == 0,
        "met": green == 0 and not survived,
    }


def _source(root: Path, guard: Guard) -> str:
    return (root / "bot" / guard.file).read_text("utf-8")


def _copy(to: Path) -> Path:
    to.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=shutil.ignore_patterns("__pycache__", "torture"))
        else:
            shutil.copyfile(source, to / name)
    return to


async def _without(copies: asyncio.Queue[Path], guard: Guard) -> int:
    """Pytest's exit code while the guard is gone."""
    copy = await copies.get()
    path, whole = copy / "bot" / guard.file, _source(ROOT, guard)
    try:
        await asyncio.to_thread(path.write_text, whole.replace(guard.text, guard.by), "utf-8")
        return await _pytest(copy, guard.tests)
    finally:
        await asyncio.to_thread(path.write_text, whole, "utf-8")
        copies.put_nowait(copy)


async def _tested(copies: asyncio.Queue[Path], tests: Iterable[str]) -> int:
    copy = await copies.get()
    copies.put_nowait(copy)
    return await _pytest(copy, tests)


async def _pytest(copy: Path, tests: Iterable[str]) -> int:
    with (copy / "log.txt").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests,
            cwd=copy, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": str(copy)},
        )  # fmt: skip
    try:
        return await asyncio.wait_for(process.wait(), HANG)
    except TimeoutError:  # without some guards a test never comes to its end, and that is noticed too
        process.kill()
        await process.wait()
        return RED
