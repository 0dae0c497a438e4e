"""Two at a time, each in a process group of its own with a limit of time; what they measured goes to one file."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.torture.one import RESULT
from tests.torture.plan import LIMIT, load

ROOT = Path(__file__).resolve().parents[2]
QUICK_LIMIT = 60.0
AT_ONCE = 2


def run_all(numbers: Iterable[str], *, seed: int, is_quick: bool, into: Path) -> bool:
    """Run them, print a line each, write `into`. Whether all were met.

    Many wait more than they work, so two run side by side, the longest first; those that time answers run alone."""
    found: dict[str, dict[str, Any]] = {}

    def run(number: str) -> None:
        found[number] = _told(number, seed, is_quick)
        into.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", encoding="utf-8")

    chosen = sorted(numbers, key=seconds_for, reverse=True)
    with ThreadPoolExecutor(AT_ONCE) as beside:
        list(beside.map(run, [number for number in chosen if not is_alone(number)]))
    for number in chosen:
        if is_alone(number):
            run(number)
    return all(figures["met"] for figures in found.values())


def _told(number: str, seed: int, is_quick: bool) -> dict[str, Any]:
    say(f"{number:<4} {title(number)} …")
    figures = run_one(number, seed=seed, is_quick=is_quick)
    said = ", ".join(f"{name} {value}" for name, value in figures.items() if name != "met")
    say(f"{number:<4} {'met' if figures['met'] else 'NOT MET'}: {said}")
    return figures


def title(number: str) -> str:
    """What is claimed; of a module that cannot be imported, that it cannot."""
    try:
        return load(number).TITLE
    except Exception as error:  # noqa: BLE001 - the others are run all the same, and this one fails in its own process
        return f"cannot be imported ({type(error).__name__}: {error})"


def seconds_for(number: str) -> float:
    return float(_said_by(number, "LIMIT", LIMIT))


def is_alone(number: str) -> bool:
    """Whether it times answers, which a neighbour would delay."""
    return bool(_said_by(number, "ALONE", False))


def _said_by(number: str, name: str, usual: Any) -> Any:
    """A constant of its module; the usual one if it has none, or cannot be imported and fails in its own process."""
    try:
        return getattr(load(number), name, usual)
    except Exception:  # noqa: BLE001 - the others are run all the same
        return usual


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
