"""One after the other, each in a process group of its own with a limit of time; what they measured goes to one file."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.torture.one import RESULT
from tests.torture.plan import LIMIT, limit, load

ROOT = Path(__file__).resolve().parents[2]
QUICK_LIMIT = 60.0


def run_all(numbers: Iterable[str], *, seed: int, is_quick: bool, into: Path) -> bool:
    """Run them, print a line each, write `into`. Whether all were met."""
    found: dict[str, dict[str, Any]] = {}
    for number in numbers:
        say(f"{number:<4} {title(number)} …")
        found[number] = figures = run_one(number, seed=seed, is_quick=is_quick)
        said = ", ".join(f"{name} {value}" for name, value in figures.items() if name != "met")
        say(f"{number:<4} {'met' if figures['met'] else 'NOT MET'}: {said}")
        into.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return all(figures["met"] for figures in found.values())


def title(number: str) -> str:
    """What is claimed; of a module that cannot be imported, that it cannot."""
    try:
        return load(number).TITLE
    except Exception as error:  # noqa: BLE001 - the others are run all the same, and this one fails in its own process
        return f"cannot be imported ({type(error).__name__}: {error})"


def seconds_for(number: str) -> float:
    try:
        return limit(load(number))
    except Exception:  # noqa: BLE001 - as above
        return LIMIT


def run_one(number: str, *, seed: int, is_quick: bool) -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix=f"fieldclerk-{number.lower()}-"))
    (folder / "scratch").mkdir()
    command = [sys.executable, "-m", "tests.torture.one", number, str(folder), str(seed), *(["quick"] * is_quick)]
    seconds = QUICK_LIMIT if is_quick else seconds_for(number)
    trouble = _within(command, folder / "log.txt", seconds)
    result = folder / RESULT
    figures: dict[str, Any] = json.loads(result.read_text("utf-8")) if result.exists() else {"met": False}
    if trouble:
        figures |= {"trouble": trouble, "met": False}
    if figures["met"]:
        shutil.rmtree(folder)
    else:
        say(f"     kept: {folder}")
    return figures | {"seed": seed}


def _within(command: list[str], log: Path, seconds: float) -> str | None:
    """What went wrong, if something did. Nothing of the group outlives its leader."""
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            return f"longer than {seconds:.0f} s"
        finally:
            _end_group(process)
    return None if code == 0 else f"ended with code {code}"


def _end_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
