"""Points at which a test may end the process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.crash import POINTS, arm, crash_point

BOT = Path(__file__).parents[1] / "bot"


def _ends(where: str) -> int:
    script = "from bot.crash import crash_point; [crash_point('poll.received') for _ in range(3)]"
    return subprocess.run([sys.executable, "-c", script], env={"CRASH_AT": where}, cwd=BOT.parent).returncode


def test_the_process_ends_at_the_passing_that_was_named() -> None:
    assert _ends("poll.received:3") == -9
    assert _ends("poll.received:4") == 0


def test_without_the_variable_nothing_happens() -> None:
    crash_point("poll.received")


def test_a_point_that_does_not_exist_is_no_point() -> None:
    with pytest.raises(ValueError, match="no point"):
        arm("poll.recieved:1")


def test_every_point_stands_somewhere_once() -> None:
    source = "".join(path.read_text("utf-8") for path in BOT.rglob("*.py") if path.name != "crash.py")
    assert {point: source.count(f'crash_point("{point}")') for point in POINTS} == dict.fromkeys(POINTS, 1)
