"""T9: ten thousand ways to touch an export, and the program that travels with it finds each.

Whoever tampers knows the format, writes the list of sums anew, and may recompute every hash from there on. What he does
not have are the seals that people keep from the evenings before, and that of the export itself."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bot.documents.verify_audit import HASHED, SAID, SUMS, Export, canonical, check, sha256
from tests.torture.exported import Files, Seal, exported
from tests.torture.scale import Scale

TITLE = "whatever is done to an exported trail or its evidence is found, by one file without the product"


class Kept(Export):
    """An export in memory."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.names = set(files)

    def read(self, name: str) -> bytes:
        return self._files[name]


@dataclass
class Case:
    """An export and the seals that were kept. first: the entry that the tampering should be found at; None: any."""

    files: Files
    seals: list[Seal]
    random: Random
    first: int | None = None
    lines: list[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.files["trail.jsonl"].splitlines(keepends=True)


async def run(scale: Scale) -> dict[str, Any]:
    files, seals = await exported(scale.folder, scale.pick(12, 24))
    return await asyncio.to_thread(_tampered, files, seals, scale.random(), scale.pick(200, 10_000))


def _tampered(files: Files, seals: list[Seal], random: Random, count: int) -> dict[str, Any]:
    missed: Counter[str] = Counter()
    done: Counter[str] = Counter()
    named = 0
    assert not check(Kept(files), seals)[0].wrong, "the export itself is not whole"
    while done.total() < count:
        tamper = random.choice(DEEDS)
        case = Case(dict(files), seals, random)
        tamper(case)
        if case.files == files:
            continue  # two equal things were exchanged
        found = _verdict(case)
        done[tamper.__name__] += 1
        missed[tamper.__name__] += not found
        named += bool(found) and case.first in (None, found[0])
    tampered = done.total()
    return {
        "mutations": tampered,
        "found": tampered - missed.total(),
        "missed": +missed,
        "named_rightly": named,
        "entries": len(files["trail.jsonl"].splitlines()),
        "kinds": len(done),
        "met": not missed.total() and named == tampered,
    }


def _verdict(case: Case) -> list[int]:
    """The entries that do not fit, the first one first; [0] if only files do not."""
    listed = "".join(f"{sha256(content)}  {name}\n" for name, content in case.files.items() if name != SUMS)
    case.files[SUMS] = listed.encode()
    found, _ = check(Kept(case.files), case.seals)
    return sorted(seq for seq, _ in found.wrong if seq) or [0] * bool(found.wrong)


# --- deeds ------------------------------------------------------------------------------------------------------------


def _keep(case: Case) -> None:
    case.files["trail.jsonl"] = b"".join(case.lines)


def _any(case: Case) -> int:
    return case.random.randrange(len(case.lines))


def flip(case: Case) -> None:
    """One bit of one entry."""
    number = _any(case)
    line = bytearray(case.lines[number])
    line[case.random.randrange(len(line) - 1)] ^= 1 << case.random.randrange(8)
    case.lines[number] = bytes(line)
    case.first = number + 1
    _keep(case)


def delete(case: Case) -> None:
    """One entry, or a few."""
    number = _any(case)
    del case.lines[number : number + case.random.randint(1, 3)]
    case.first = min(number, len(case.lines) - 1) + 1 if number < len(case.lines) else None
    _keep(case)


def swap(case: Case) -> None:
    """Two entries."""
    one, other = sorted((_any(case), _any(case)))
    case.lines[one], case.lines[other] = case.lines[other], case.lines[one]
    case.first = one + 1
    _keep(case)


def insert(case: Case) -> None:
    """An entry that is right in itself, or a copy of one."""
    number = _any(case)
    entry = json.loads(case.lines[number])
    if case.random.random() < 0.5:
        entry["action"] = "approve"
        entry["hash"] = sha256(canonical({name: entry[name] for name in HASHED}))
    case.lines.insert(number + 1, canonical(entry) + b"\n")
    case.first = number + 2
    _keep(case)


def truncate(case: Case) -> None:
    """The end of the trail, by entries or in the middle of one."""
    keep = case.random.randrange(len(case.lines))
    case.lines = case.lines[:keep] + ([case.lines[keep][: case.random.randrange(40)]] * case.random.randint(0, 1))
    _keep(case)


def rehash_tail(case: Case) -> None:
    """Change one entry and compute everything after it anew, the seals of the export included."""
    changed = _any(case)
    entries = [json.loads(line) for line in case.lines]
    entries[changed] |= case.random.choice(CHANGES)(entries[changed])
    if entries[changed]["salt"] is not None:
        payload = {name: entries[changed][name] for name in SAID}
        entries[changed]["payload_sha256"] = sha256(canonical(payload))
    _chain(entries)
    case.lines = [canonical(entry) + b"\n" for entry in entries]
    seals = [json.loads(line) for line in case.files["anchors.jsonl"].splitlines()]
    renewed = (canonical(seal | {"hash": entries[seal["seq"] - 1]["hash"]}) + b"\n" for seal in seals)
    case.files["anchors.jsonl"] = b"".join(renewed)
    case.first = min(seq for seq, _ in case.seals if seq > changed)
    _keep(case)


def _chain(entries: list[dict[str, Any]]) -> None:
    previous = "0" * 64
    for number, entry in enumerate(entries, 1):
        entry |= {"seq": number, "prev_hash": previous}
        entry["hash"] = previous = sha256(canonical({name: entry[name] for name in HASHED}))


CHANGES: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (
    lambda entry: {"actor_id": (entry["actor_id"] or 0) + 1},
    lambda entry: {"action": "reject" if entry["action"] == "approve" else "approve"},
    lambda entry: {"at": entry["at"].replace("2026", "2025").replace("2027", "2026")},
    lambda entry: {"version": (entry["version"] or 0) + 1},
)


def cut_and_rehash(case: Case) -> None:
    """Leave entries out, and make the rest a whole chain."""
    number = _any(case)
    entries = [json.loads(line) for line in case.lines]
    del entries[number]
    _chain(entries)
    case.lines = [canonical(entry) + b"\n" for entry in entries]
    case.files["anchors.jsonl"] = b""
    _keep(case)


def blank(case: Case) -> None:
    """Empty an entry as a disposal would, without one."""
    number = _any(case)
    entry = json.loads(case.lines[number]) | {"data": {}, "reason": None, "salt": None}
    case.lines[number] = canonical(entry) + b"\n"
    case.first = number + 1
    _keep(case)


def _photos(case: Case) -> list[str]:
    return sorted(name for name in case.files if name.startswith("files/"))


def exchange_evidence(case: Case) -> None:
    """One photo's bytes in the place of another's."""
    one, other = case.random.sample(_photos(case), 2)
    case.files[one] = case.files[other]


def flip_evidence(case: Case) -> None:
    name = case.random.choice(_photos(case))
    content = bytearray(case.files[name])
    content[case.random.randrange(len(content))] ^= 1 << case.random.randrange(8)
    case.files[name] = bytes(content)


def relabel_evidence(case: Case) -> None:
    """Other bytes, under their own hash, also in the list."""
    name = case.random.choice(_photos(case))
    content = case.files.pop(name) + b"!"
    digest = sha256(content)
    moved = f"files/{digest[:2]}/{digest}.jpg"
    case.files[moved] = content
    old = Path(name).stem.encode()
    listed = case.files["evidence.jsonl"].replace(name.encode(), moved.encode())
    case.files["evidence.jsonl"] = listed.replace(old, digest.encode())


def lose_evidence(case: Case) -> None:
    """A photo, with its line in the list."""
    name = case.random.choice(_photos(case))
    del case.files[name]
    lines = case.files["evidence.jsonl"].splitlines(keepends=True)
    case.files["evidence.jsonl"] = b"".join(line for line in lines if name.encode() not in line)


DEEDS = (
    flip, delete, swap, insert, truncate, rehash_tail, cut_and_rehash, blank, exchange_evidence, flip_evidence,
    relabel_evidence, lose_evidence,
)  # fmt: skip
