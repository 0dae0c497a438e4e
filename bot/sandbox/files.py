"""Uploaded bytes: in a folder, or in memory when there is none."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
from pathlib import Path

from bot.sandbox.model import StoredFile

FOLDERS = {"photo": "photos", "voice": "voice", "video": "videos", "audio": "music", "sticker": "stickers"}
SUFFIXES = {"photo": ".jpg", "voice": ".oga", "video": ".mp4", "video_note": ".mp4", "sticker": ".webp"}
INLINE = {
    "image/jpeg", "image/png", "image/gif", "image/webp",
    "audio/ogg", "audio/mpeg", "audio/mp4", "audio/webm", "video/mp4", "video/webm",
}  # fmt: skip

ROUND = 64
MAX_FILES = 50_000


class FileStore:
    """`room` bounds the bytes that are kept; the oldest files make way. Their ids are then unavailable."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.records: dict[str, StoredFile] = {}
        self.count = 0
        self.room = 2 << 30
        self._memory: dict[str, bytes] = {}
        self._opened: dict[tuple[int, str], None] = {}

    async def add(self, kind: str, data: bytes, name: str = "", mime: str = "") -> StoredFile:
        """Keep the bytes and name them. The same bytes twice are two files, as on Telegram."""
        self.count += 1
        mime = mime.partition(";")[0].strip() or mimetypes.guess_type(name)[0] or "application/octet-stream"
        unique = hashlib.blake2b(f"{self.count}:".encode() + data[:4096], digest_size=9).hexdigest()
        folder = FOLDERS.get(kind, "documents")
        path = f"{folder}/file_{self.count}{SUFFIXES.get(kind) or Path(name).suffix[:12]}"
        record = StoredFile(f"AgAC{kind[:3]}-{unique}", f"AQAD{unique}", kind, path, len(data), mime, name)
        await self._write(path, data)
        self.records[record.file_id] = record
        await self._make_room()
        return record

    async def _make_room(self) -> None:
        """Looked at now and then only: the sum is over all files."""
        if self.count % ROUND:
            return
        kept = sum(record.size for record in self.records.values())
        for record in list(self.records.values()):
            if kept <= self.room and len(self.records) <= MAX_FILES:
                return
            kept -= record.size
            await self.forget(record)

    async def forget(self, record: StoredFile) -> None:
        """Its id is unknown from now on."""
        self.records.pop(record.file_id, None)
        await self.lose(record)

    async def lose(self, record: StoredFile) -> None:
        """The bytes go, the id stays known."""
        self._memory.pop(record.path, None)
        if self.folder is not None:
            await asyncio.to_thread((self.folder / record.path).unlink, missing_ok=True)

    async def has(self, record: StoredFile) -> bool:
        if self.folder is None:
            return record.path in self._memory
        return await asyncio.to_thread((self.folder / record.path).is_file)

    def by_id(self, file_id: str) -> StoredFile | None:
        return self.records.get(file_id)

    def by_unique_id(self, unique_id: str) -> StoredFile | None:
        return self.records.get(next((k for k, r in self.records.items() if r.unique_id == unique_id), ""))

    def by_path(self, path: str) -> StoredFile | None:
        return next((record for record in self.records.values() if record.path == path), None)

    def open_to(self, bot_id: int, path: str) -> None:
        """This bot may fetch it from now on; a restart forgets it, as Telegram does after an hour."""
        self._opened[bot_id, path] = None
        if len(self._opened) > MAX_FILES:
            del self._opened[next(iter(self._opened))]

    def is_open_to(self, bot_id: int, path: str) -> bool:
        return (bot_id, path) in self._opened

    async def read(self, record: StoredFile) -> bytes | None:
        """None when the folder has lost it."""
        if self.folder is None:
            return self._memory.get(record.path)
        path = self.folder / record.path
        return await asyncio.to_thread(lambda: path.read_bytes() if path.is_file() else None)

    async def _write(self, path: str, data: bytes) -> None:
        if self.folder is None:
            self._memory[path] = data
        else:
            await asyncio.to_thread(_write_file, self.folder / path, data)


def _write_file(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
