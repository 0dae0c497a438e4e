"""Evidence, kept by what it is: a file's name is the hash of its bytes, and nobody's wish."""

from __future__ import annotations

import asyncio
import hashlib
import os
import zipfile
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.crash import crash_point
from bot.errors import FieldclerkError

CAP = 20 * 1024 * 1024  # what a bot may download from Telegram
STARTS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
    b"OggS": "audio/ogg",
}
BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"hevc": "image/heic", b"mif1": "image/heic"}
OFFICE = "application/vnd.openxmlformats-officedocument."


NAMED = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".mp4", ".mov", ".m4a", ".ogg", ".pdf", ".xlsx", ".docx")
SAID = ("image/", "video/", "audio/", "application/pdf", OFFICE)


def may_be_kept(kind: str, mime: str | None, name: str | None) -> bool:
    """Whether what the sender says of a file lets it pass. Its bytes have the last word (kind_of)."""
    if kind != "document" or not (mime or name):
        return True
    return (mime or "").startswith(SAID) or (name or "").lower().endswith(NAMED)


class FileRefused(FieldclerkError):
    """`reason` is "too_big" (above CAP) or "unknown_kind" (neither picture, PDF, video, voice, workbook nor letter)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Stored:
    sha256: str
    size: int
    mime: str


class FileStore:
    def __init__(self, root: Path) -> None:
        self._root = root

    def path_of(self, sha256: str) -> Path:
        """Where the bytes are; raises FileNotFoundError if they are not."""
        path = self._place(sha256)
        if not path.is_file():
            raise FileNotFoundError(sha256)
        return path

    async def store(self, content: bytes | AsyncIterator[bytes]) -> Stored:
        """Keep the bytes, on disk for good when this returns. Raises FileRefused; then nothing is left of them."""
        draft = await asyncio.to_thread(_Draft, self._root)
        try:
            if isinstance(content, bytes):
                await asyncio.to_thread(draft.add, content)
            else:
                async for chunk in content:
                    await asyncio.to_thread(draft.add, chunk)
            return await asyncio.to_thread(self._keep, draft)
        finally:
            await asyncio.to_thread(draft.discard)

    def drop_strays(self, known: Collection[str], before: datetime) -> int:
        """Remove what was disposed of (R51): files not among `known` that were here `before` already. How many."""
        there = (path for path in self._root.glob("[0-9a-f][0-9a-f]/*") if path.name not in known)
        strays = [path for path in there if path.stat().st_mtime < before.timestamp()]
        for path in strays:
            path.unlink(missing_ok=True)
        return len(strays)

    def _keep(self, draft: _Draft) -> Stored:
        stored = draft.finish()
        crash_point("file.unnamed")
        place = self._place(stored.sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.path.replace(place)
        sync(place.parent)
        return stored

    def _place(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256


class _Draft:
    """Bytes on their way in."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self._file = NamedTemporaryFile(dir=root, prefix=".draft-", delete=False)  # noqa: SIM115 - closed in discard
        self.path = Path(self._file.name)
        self._hash = hashlib.sha256()
        self._size = 0

    def add(self, chunk: bytes) -> None:
        self._size += len(chunk)
        if self._size > CAP:
            raise FileRefused("too_big")
        self._hash.update(chunk)
        self._file.write(chunk)

    def finish(self) -> Stored:
        self._file.flush()
        os.fsync(self._file.fileno())
        return Stored(self._hash.hexdigest(), self._size, kind_of(self.path))

    def discard(self) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)


def kind_of(path: Path) -> str:
    """The MIME type by the bytes themselves; raises FileRefused for anything that is not wanted here."""
    with path.open("rb") as file:
        head = file.read(16)
    for start, mime in STARTS.items():
        if head.startswith(start):
            return mime
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "video/mp4")
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(path)
    raise FileRefused("unknown_kind")


def _office_kind(path: Path) -> str:
    """Only the archive's list is read; nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        raise FileRefused("unknown_kind") from None
    if "xl/workbook.xml" in names:
        return f"{OFFICE}spreadsheetml.sheet"
    if "word/document.xml" in names:
        return f"{OFFICE}wordprocessingml.document"
    raise FileRefused("unknown_kind")


def sync(path: Path) -> None:
    """See that a file or a folder survives a power cut. A renamed file is only safe once its folder is."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
