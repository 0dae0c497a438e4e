"""T19: every branch of what nothing may get past: intake, outbox, trail, permissions, engine."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.torture.runner import ROOT
from tests.torture.scale import Scale

TITLE = "every branch of intake, outbox, trail, permissions and engine is run by a test"
LIMIT = 900.0
CORE = (
    "bot/intake/poller.py", "bot/intake/lanes.py", "bot/intake/attempts.py", "bot/intake/webhook.py",
    "bot/storage/inbox.py", "bot/storage/outbox.py", "bot/storage/trail.py", "bot/storage/idempotency.py",
    "bot/procedure/permissions.py", "bot/procedure/engine.py",
)  # fmt: skip
TESTS = (
    "tests/intake", "tests/courier", "tests/procedure", "tests/storage", "tests/desk", "tests/upkeep",
    "tests/test_night.py",
)  # fmt: skip


async def run(scale: Scale) -> dict[str, Any]:
    gone = [name for name in CORE if not (ROOT / name).is_file()]
    if scale.is_quick or gone:
        return {"files": len(CORE), "not_there": gone, "met": not gone}
    await _coverage(scale.folder, "run", "--branch", f"--include={','.join(CORE)}", "-m", "pytest", "-q", *TESTS)
    report = scale.folder / "report.json"
    await _coverage(scale.folder, "json", "-o", str(report))
    return _figures(json.loads(await asyncio.to_thread(report.read_text, "utf-8")))


async def _coverage(folder: Path, *words: str) -> None:
    surroundings = {**os.environ, "COVERAGE_FILE": str(folder / "coverage")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "coverage", *words, cwd=ROOT, env=surroundings, stdout=sys.stderr
    )
    await process.wait()


def _figures(report: dict[str, Any]) -> dict[str, Any]:
    totals = report["totals"]
    missing = {
        name: sorted({*file["missing_lines"], *(abs(start) for start, _ in file["missing_branches"])})
        for name, file in report["files"].items()
        if file["missing_lines"] or file["missing_branches"]
    }
    return {
        "files": len(report["files"]),
        "branches": totals["num_branches"],
        "branches_missed": totals["missing_branches"],
        "lines_missed": totals["missing_lines"],
        "percent": round(totals["percent_covered"], 2),
        "where": missing,
        "met": len(report["files"]) == len(CORE) and not missing,
    }
