"""Whether the database and every byte of evidence are as they were written."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from pathlib import Path

from bot.clock import Clock
from bot.storage import evidence, trail
from bot.storage.backup import FILES, digest_of, list_of, named
from bot.storage.looking import look, sqlite_file
from bot.storage.soundness import faults, trail_faults
from bot.storage.tx import Tx


async def verify(url: str, files: Path, clock: Clock) -> list[str]:
    """What is wrong with an installation; nothing if all is whole. A bot may run meanwhile. Raises StartError."""
    path = sqlite_file(url)
    found = await asyncio.to_thread(faults, path) if path else await look(url, clock, trail_faults)
    if found:
        return found
    return await asyncio.to_thread(_evidence_faults, files, await look(url, clock, evidence.hashes))


def verify_copy(copy: Path) -> list[str]:
    """The same of a backup and the evidence beside it."""
    if not copy.is_file():
        return [f"there is no {copy}"]
    return faults(copy) or beside_faults(copy)


def beside_faults(copy: Path) -> list[str]:
    """The same without the database itself: whether it has the bytes that were listed, and the evidence its own."""
    try:
        listed = json.loads(list_of(copy).read_text(encoding="utf-8"))
        gone = set(listed["missing"])
        changed = [] if digest_of(copy) == listed["sha256"] else ["it is not what was written"]
    except (OSError, ValueError, KeyError) as error:
        return [f"the list that belongs to it cannot be read ({error})"]
    return changed + _evidence_faults(copy.parent / FILES, named(copy) - gone)


def _evidence_faults(files: Path, digests: Iterable[str]) -> list[str]:
    return [what for digest in sorted(digests) if (what := _fault_of(files / digest[:2] / digest))]


def _fault_of(path: Path) -> str:
    try:
        return "" if digest_of(path) == path.name else f"evidence {path.name} has other bytes than were stored"
    except FileNotFoundError:
        return f"evidence {path.name} is missing"
    except OSError as error:
        return f"evidence {path.name} cannot be read ({error.strerror})"


def counted(tx: Tx) -> tuple[int, str, int]:
    """Number and hash of the last entry of the trail, and how many files of evidence there are."""
    return (*trail.end(tx), len(evidence.hashes(tx)))
