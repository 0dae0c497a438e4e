"""Has the labels on pictures read by a process of its own, which may die of them (docs/decisions, 14)."""

from __future__ import annotations

import asyncio
import atexit
import json
import logging
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

log = logging.getLogger(__name__)

LENGTH: Final = struct.Struct(">I")
WORKER: Final = (sys.executable, "-m", "bot.dialogs.label_worker")
ROOT: Final = Path(__file__).parents[2]
KNOWN: Final = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH")  # of the environment; the process needs no secret
PATIENCE: Final = 20.0  # seconds for one picture


class Reader:
    """One warm process, started with the first picture and again after one died; one picture at a time."""

    def __init__(self, command: Sequence[str] = WORKER, patience: float = PATIENCE) -> None:
        self._command, self._patience = command, patience
        self._thread = ThreadPoolExecutor(1, "labels")  # of its own: who waits for a turn takes nobody else's
        self._worker: subprocess.Popen[bytes] | None = None

    async def codes_in(self, picture: bytes) -> list[str]:
        """What the labels on this picture say; nothing, too, if the process died of it."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._codes_in, picture)

    def close(self) -> None:
        """End the process, when no picture is being read; the next picture starts another."""
        if self._worker is not None:
            self._worker.kill()
            self._worker.wait()
            _close(self._worker.stdin)
            _close(self._worker.stdout)
            self._worker = None

    def _codes_in(self, picture: bytes) -> list[str]:
        try:
            worker = self._running()
            giving_up = threading.Timer(self._patience, worker.kill)
            giving_up.start()
            try:
                return _asked(worker, picture)
            finally:
                giving_up.cancel()
        except (OSError, EOFError):
            log.warning("A picture could not be read: the process that reads pictures ended.")
            self.close()
            return []

    def _running(self) -> subprocess.Popen[bytes]:
        """Raises OSError if none can be started."""
        if self._worker is None or self._worker.poll() is not None:
            self.close()
            known = {name: os.environ[name] for name in KNOWN if name in os.environ}
            pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
            options: dict[str, Any] = {"stdin": pipe, "stdout": pipe, "stderr": nowhere, "cwd": ROOT, "env": known}
            self._worker = subprocess.Popen(self._command, **options)  # noqa: S603 - our own program
        return self._worker


def _asked(worker: subprocess.Popen[bytes], picture: bytes) -> list[str]:
    """Raises OSError or EOFError if the process ends before it answers."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(LENGTH.pack(len(picture)) + picture)
    worker.stdin.flush()
    (size,) = LENGTH.unpack(_exactly(worker.stdout, LENGTH.size))
    codes: list[str] = json.loads(_exactly(worker.stdout, size))
    return codes


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    found = pipe.read(size)
    if len(found) < size:
        raise EOFError
    return found


def _close(pipe: IO[Any] | None) -> None:
    with suppress(OSError):  # what was not yet written goes nowhere
        if pipe is not None:
            pipe.close()


_READER: Final = Reader()
atexit.register(_READER.close)
codes_in: Final = _READER.codes_in
"""The same for all of this process."""
