"""Where an export is written: a folder or a zip, with a list of what is in it, and its name only once it is whole."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.errors import FieldclerkError

SUMS = "SHA256SUMS"
CHUNK = 1024 * 1024


class ExportRefused(FieldclerkError):
    """Why there is no export, in one sentence for whoever asked for it."""


class Out:
    """Writes beside `target`; `finish` gives it that name. Raises ExportRefused when something is there already."""

    def __init__(self, target: Path) -> None:
        if target.exists() and not (target.is_dir() and not any(target.iterdir())):
            raise ExportRefused(f"{target} is there already: name another place.")
        self._target = target
        self._folder = target.with_name(target.name + ".unfinished")
        self._sums: dict[str, str] = {}
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)

    def has(self, name: str) -> bool:
        return name in self._sums

    def write(self, name: str, content: bytes) -> None:
        self._place(name).write_bytes(content)
        self._sums[name] = hashlib.sha256(content).hexdigest()

    def lines(self, name: str, rows: Iterable[Any]) -> int:
        """A line of canonical JSON a row; how many."""
        digest, count = hashlib.sha256(), 0
        with self._place(name).open("wb") as file:
            for count, row in enumerate(rows, 1):  # noqa: B007 - it is the answer
                line = canonical(row) + b"\n"
                digest.update(line)
                file.write(line)
        self._sums[name] = digest.hexdigest()
        return count

    def copy(self, source: Path, name: str) -> None:
        digest = hashlib.sha256()
        with source.open("rb") as file, self._place(name).open("wb") as copy:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                copy.write(chunk)
        self._sums[name] = digest.hexdigest()

    def finish(self) -> None:
        listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._sums.items()))
        (self._folder / SUMS).write_text(listed, encoding="utf-8")
        if self._target.suffix == ".zip":
            self._zip()
        else:
            if self._target.is_dir():
                self._target.rmdir()
            self._folder.replace(self._target)

    def discard(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _zip(self) -> None:
        unfinished = self._folder.with_suffix(".zip-unfinished")
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in (*sorted(self._sums), SUMS):
                archive.write(self._folder / name, name)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(self._target)
        self.discard()

    def _place(self, name: str) -> Path:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def canonical(row: Any) -> bytes:
    """As the trail is hashed and as verify_audit.py reads it."""
    return json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")
