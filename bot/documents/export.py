"""Records as they can be read, and proven, without the product: JSONL for programs, CSV and a workbook for offices,
pages for people, the evidence by its hashes, the audit trail with its seals, and the program that checks all of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.desk.house import House, tongue_of
from bot.documents import pages, tables
from bot.documents.out import ExportRefused, Out, canonical
from bot.documents.readable import Readable, as_row, readable, reader
from bot.procedure.words import N_
from bot.storage import anchors, dump, evidence, trail
from bot.storage.files import FileStore
from bot.storage.tx import Tx

VERIFIER = Path(__file__).with_name("verify_audit.py")
ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/heic": ".heic", "application/pdf": ".pdf",
    "audio/ogg": ".ogg", "video/mp4": ".mp4",
}  # fmt: skip
README = N_(
    "Records of Fieldclerk\n\n"
    "index.html: all records, to be read in a browser.\n"
    "records.xlsx, *.csv: the same as tables. A cell that begins with ' has it only so that nothing is calculated.\n"
    "records.jsonl, tables/*.jsonl: everything, for programs.\n"
    "files/: photos and other evidence, each named by the SHA-256 of its bytes.\n"
    "trail.jsonl, anchors.jsonl: the audit trail and its daily seals.\n\n"
    "To check that nothing was changed: python3 verify_audit.py\n"
    "With a seal that somebody kept: python3 verify_audit.py --seal ENTRY:HASH\n"
)


@dataclass(frozen=True)
class Exported:
    """What is in an export. missing: files whose bytes are not in the store. seal: the last entry and its hash."""

    records: int
    files: int
    missing: int
    seal: tuple[int, str]


def export(tx: Tx, house: House, store: FileStore, target: Path, numbers: Collection[str] = ()) -> Exported:
    """Write all records, or those of these numbers, to a folder or a zip. Raises ExportRefused."""
    out = Out(target)
    try:
        exported = _Export(tx, house, store, out, numbers).write()
        out.finish()
    except BaseException:
        out.discard()
        raise
    return exported


class _Export:
    def __init__(self, tx: Tx, house: House, store: FileStore, out: Out, numbers: Collection[str]) -> None:
        self._tx, self._house, self._store, self._out = tx, house, store, out
        self._is_partial = bool(numbers)
        self._tongue = tongue_of(reader(house), tx)
        self._records = _chosen(tx, house, numbers)
        self._paths: dict[int, str] = {}
        self._missing = 0

    def write(self) -> Exported:
        files = self._evidence()
        self._out.lines("records.jsonl", (self._row(one) for one in self._records))
        self._out.lines("trail.jsonl", self._trail())
        self._out.lines("anchors.jsonl", (_anchor(row) for row in anchors.anchors(self._tx)))
        self._sheets(files)
        self._pages()
        if not self._is_partial:
            for name in dump.MASTER:
                self._out.lines(f"tables/{name}.jsonl", dump.rows(self._tx, name))
        return self._sign()

    def _sign(self) -> Exported:
        seal = trail.end(self._tx)
        about = {
            "at": self._tx.now.isoformat(), "partial": self._is_partial, "records": len(self._records),
            "last_seq": seal[0], "last_hash": seal[1],
        }  # fmt: skip
        self._out.write("export.json", json.dumps(about, indent=2).encode() + b"\n")
        self._out.write("README.txt", self._tongue(README).encode())
        self._out.write(VERIFIER.name, VERIFIER.read_bytes())
        return Exported(len(self._records), len(self._paths), self._missing, seal)

    def _evidence(self) -> list[dict[str, Any]]:
        wanted = {file_id for one in self._records for file_id in one.files}
        found = [row for row in dump.files(self._tx) if not self._is_partial or row.id in wanted]
        users: dict[int, list[str]] = {row.id: [] for row in found}
        for one in self._records:
            for file_id in one.files & users.keys():
                users[file_id].append(one.row.number)
        listed = [self._file(row, users[row.id]) for row in found]
        self._out.lines("evidence.jsonl", listed)
        return listed

    def _file(self, row: Any, users: list[str]) -> dict[str, Any]:
        path = f"files/{row.sha256[:2]}/{row.sha256}{ENDINGS.get(row.mime, '')}"
        try:
            if not self._out.has(path):
                self._out.copy(self._store.path_of(row.sha256), path)
            self._paths[row.id] = path
        except FileNotFoundError:
            self._missing += 1
            path = ""
        about = {"file": row.id, "sha256": row.sha256, "size": row.size, "mime": row.mime, "name": row.name}
        return {**about, "kind": row.kind, "path": path, "records": users, "sent_at": row.sent_at.isoformat()}

    def _row(self, one: Readable) -> dict[str, Any]:
        return as_row(one, dump.items(self._tx, one.row.id), dump.record_row(self._tx, one.row.id))

    def _trail(self) -> Iterator[dict[str, Any]]:
        """In a part of the records, what the other entries say is left out; that they are there is not."""
        chosen = {one.row.id for one in self._records}
        for entry in dump.entries(self._tx):
            if self._is_partial and not self._concerns(entry, chosen):
                entry = {name: value for name, value in entry.items() if name not in trail.SAID}
            yield entry

    def _concerns(self, entry: dict[str, Any], chosen: set[int]) -> bool:
        if entry["action"] == evidence.STORED:
            return entry["data"].get("file") in self._paths
        return entry["record_id"] in chosen

    def _sheets(self, files: list[dict[str, Any]]) -> None:
        sheets = tables.of_records(self._records)
        self._out.write("records.xlsx", tables.as_workbook(sheets))
        entries = (entry for entry in self._trail() if "data" in entry)
        for sheet in (*sheets, tables.of_files(files), tables.of_trail(entries, canonical)):
            self._out.write(f"{sheet.name}.csv", tables.as_csv(sheet))

    def _pages(self) -> None:
        self._out.write("index.html", _encoded(pages.index_page(self._records, self._tongue)))
        for one in self._records:
            page = pages.record_page(one, self._paths, self._tongue)
            self._out.write(f"records/{one.row.number}.html", _encoded(page))


def _encoded(page: str) -> bytes:
    return page.encode("utf-8", "replace")


def _chosen(tx: Tx, house: House, numbers: Collection[str]) -> list[Readable]:
    rows = dump.records(tx)
    if unknown := sorted(set(numbers) - {row.number for row in rows}):
        raise ExportRefused(f"There is no record {', '.join(unknown)}.")
    t = tongue_of(reader(house), tx)
    return [readable(tx, house, row, t) for row in rows if not numbers or row.number in numbers]


def _anchor(row: Any) -> dict[str, Any]:
    return {"day": row.day.isoformat(), "at": row.at.isoformat(), "seq": row.seq, "hash": row.hash}
