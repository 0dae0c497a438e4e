"""Check an export of Fieldclerk without Fieldclerk: `python3 verify_audit.py [FOLDER or FILE.zip] [--seal SEQ:HASH …]`.

Needs Python 3.9 and nothing else. It recomputes the chain of the audit trail (trail.jsonl), compares it with the daily
seals (anchors.jsonl, and --seal from the messages that people kept), and hashes every file of evidence. It names the
first entry that does not fit and ends with 1, or says that all is whole and ends with 0.

How an entry is hashed: take the fields of HASHED, write them as JSON with sorted keys, no blanks, in UTF-8; SHA-256 of
that is `hash`. `payload_sha256` is the same over reason, data and salt. `prev_hash` is the hash of the entry before,
and 64 zeros for the first.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

GENESIS = "0" * 64
HASHED = ("seq", "at", "actor_id", "telegram_id", "update_id", "action", "record_id", "work_item_id", "version",
          "payload_sha256", "prev_hash")  # fmt: skip
SAID = ("reason", "data", "salt")
WITHHELD = {*HASHED, "hash"}
WHOLE = {*WITHHELD, *SAID}
SUMS = "SHA256SUMS"


class Export:
    """The files of an export by their names, from a folder or a zip."""

    def __init__(self, place: Path) -> None:
        self._root = place
        self._zip = zipfile.ZipFile(place) if place.is_file() else None
        if self._zip:
            self.names = {name for name in self._zip.namelist() if not name.endswith("/")}
        else:
            self.names = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}

    def read(self, name: str) -> bytes:
        return self._zip.read(name) if self._zip else (self._root / name).read_bytes()

    def lines(self, name: str) -> list[bytes]:
        """A last line without its end was cut."""
        content = self.read(name) if name in self.names else b""
        return content.split(b"\n")[:-1] + ([b"?"] if content and not content.endswith(b"\n") else [])


@dataclass
class Findings:
    """What does not fit, each with the entry it is about (0: none), and what was checked."""

    wrong: list[tuple[int, str]] = field(default_factory=list)
    hashes: dict[int, str] = field(default_factory=dict)
    stored: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    silent: int = 0
    files: int = 0

    def add(self, seq: int, what: str) -> None:
        self.wrong.append((seq, what))


def canonical(content: Any) -> bytes:
    """JSON as it is hashed."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def parse(line: bytes) -> dict[str, Any]:
    """A line that is written as this program would write it; anything else was touched. Raises ValueError."""
    content = json.loads(line)
    if not isinstance(content, dict) or canonical(content) != line:
        raise ValueError("it is not written as an export writes it")
    return content


def check_trail(export: Export, found: Findings, *, is_partial: bool) -> None:
    """The chain, entry by entry, to the first that does not fit."""
    previous = GENESIS
    emptied: dict[Any, int] = {}
    for seq, line in enumerate(export.lines("trail.jsonl"), 1):
        try:
            entry = parse(line)
            what = fault_of(entry, seq, previous, is_partial=is_partial)
        except (ValueError, RecursionError) as error:
            what = f"it cannot be read ({error})"
        if what:
            found.add(seq, what)
            break
        previous = found.hashes[seq] = entry["hash"]
        note(entry, found, emptied)
    for seq in emptied.values():
        found.add(seq, "its content is gone, and no later entry says that its record was disposed of")


def fault_of(entry: dict[str, Any], seq: int, previous: str, *, is_partial: bool) -> str:
    """What is wrong with one entry; empty if nothing is."""
    if set(entry) != WHOLE and not (is_partial and set(entry) == WITHHELD):
        return "it has other fields than an entry has"
    if entry["seq"] != seq:
        return f"it calls itself {entry['seq']}"
    if entry["prev_hash"] != previous:
        return "it does not follow the entry before it"
    if sha256(canonical({name: entry[name] for name in HASHED})) != entry["hash"]:
        return "its hash is not that of its fields"
    if entry.get("salt") is None:
        empty = entry.get("reason") is None and entry.get("data", {}) == {}
        return "" if empty else "it has content but no salt"
    payload = sha256(canonical({name: entry[name] for name in SAID}))
    return "" if payload == entry["payload_sha256"] else "its content is not what was hashed"


def note(entry: dict[str, Any], found: Findings, emptied: dict[Any, int]) -> None:
    """Remember what later entries and files are compared with."""
    if entry.get("salt") is None:
        found.silent += 1
        if "salt" in entry:
            emptied.setdefault(entry["record_id"], entry["seq"])
        return
    if entry["action"] == "disposed":
        emptied.pop(entry["record_id"], None)
    elif entry["action"] == "evidence_stored":
        found.stored[entry["data"]["file"]] = entry["data"]["sha256"]
    elif entry["action"] == "evidence_gone":
        found.gone.update(entry["data"]["files"])


def check_seals(export: Export, found: Findings, kept: list[tuple[int, str]]) -> None:
    """What the trail was at the end of a day it must still be."""
    seals = list(kept)
    for number, line in enumerate(export.lines("anchors.jsonl"), 1):
        try:
            seal = parse(line)
            seals.append((int(seal["seq"]), str(seal["hash"])))
        except (ValueError, KeyError, TypeError) as error:
            found.add(0, f"anchors.jsonl, line {number}: it cannot be read ({error})")
    for seq, digest in seals:
        if found.hashes.get(seq) != digest and not any(bad <= seq for bad, _ in found.wrong if bad):
            there = "the trail has another hash there" if seq in found.hashes else "the trail ends before it"
            found.add(seq, f"a seal says {digest[:12]}… for it, but {there}")


def check_evidence(export: Export, found: Findings, *, is_partial: bool) -> None:
    """Every file that the trail knows is there, byte for byte, unless it was disposed of."""
    listed: dict[int, str] = {}
    for number, line in enumerate(export.lines("evidence.jsonl"), 1):
        try:
            row = parse(line)
            listed[int(row["file"])] = str(row["sha256"])
            check_file(export, found, row)
        except (ValueError, KeyError, TypeError) as error:
            found.add(0, f"evidence.jsonl, line {number}: it cannot be read ({error})")
    for file_id, digest in found.stored.items():
        wanted = not is_partial and file_id not in found.gone
        if (wanted or file_id in listed) and listed.get(file_id) != digest:
            found.add(
                0, f"evidence {file_id} should be {digest[:12]}…, the list says {listed.get(file_id, 'nothing')[:12]}"
            )
    for file_id in sorted(listed.keys() - found.stored.keys()):
        found.add(0, f"evidence {file_id} is in the list, but not in the trail")


def check_file(export: Export, found: Findings, row: dict[str, Any]) -> None:
    found.files += 1
    if row["path"] not in export.names:
        found.add(0, f"evidence {row['file']} ({row['path'] or row['sha256'][:12]}) is missing")
    elif sha256(export.read(row["path"])) != row["sha256"]:
        found.add(0, f"evidence {row['file']} ({row['path']}) has other bytes than were stored")


def check_sums(export: Export, found: Findings) -> None:
    """Everything else in the export is as it was written."""
    listed = set()
    for line in export.lines(SUMS):
        digest, _, name = line.decode("utf-8", "replace").partition("  ")
        listed.add(name)
        if name not in export.names:
            found.add(0, f"{name} is missing")
        elif sha256(export.read(name)) != digest:
            found.add(0, f"{name} was changed after the export")
    for name in sorted(export.names - listed - {SUMS}):
        found.add(0, f"{name} does not belong to the export")


def check(export: Export, kept: list[tuple[int, str]]) -> tuple[Findings, bool]:
    """Everything. The second is whether the export holds only some of the records."""
    found = Findings()
    try:
        is_partial = bool(json.loads(export.read("export.json"))["partial"])
    except (OSError, KeyError, ValueError, TypeError) as error:
        found.add(0, f"export.json cannot be read ({error})")
        is_partial = False
    check_trail(export, found, is_partial=is_partial)
    check_seals(export, found, kept)
    if not any(seq for seq, _ in found.wrong):
        check_evidence(export, found, is_partial=is_partial)
    check_sums(export, found)
    return found, is_partial


def report(found: Findings, *, is_partial: bool) -> str:
    """What a person reads."""
    seqs = sorted((seq, what) for seq, what in found.wrong if seq)
    lines = [f"Entry {seqs[0][0]} is the first that does not fit: {seqs[0][1]}."] if seqs else []
    lines += [f"Wrong: {what}." for seq, what in found.wrong if not seq]
    if lines:
        return "\n".join(lines)
    said = [f"All is whole: {len(found.hashes)} entries, {found.files} files of evidence."]
    if is_partial:
        said.append(
            f"This export holds only some of the records; {found.silent} entries are here without their content."
        )
    elif found.silent:
        said.append(f"{found.silent} entries lost their content by a disposal that the trail names.")
    if last := max(found.hashes, default=0):
        said.append(f"The trail ends with entry {last}: {found.hashes[last]}")
    return "\n".join(said)


def seal_of(text: str) -> tuple[int, str]:
    seq, _, digest = text.partition(":")
    return int(seq), digest.strip().lower()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check an export of Fieldclerk.")
    parser.add_argument("export", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--seal", type=seal_of, action="append", default=[], metavar="SEQ:HASH", help="a seal you kept")
    given = parser.parse_args(arguments)
    if not given.export.exists():
        parser.error(f"{given.export} is not there")
    try:
        found, is_partial = check(Export(given.export), given.seal)
    except (OSError, zipfile.BadZipFile, zlib.error) as error:
        sys.stdout.write(f"The export is damaged: {error}.\n")
        return 1
    sys.stdout.write(report(found, is_partial=is_partial) + "\n")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
