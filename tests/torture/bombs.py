"""Files that are far more than they look: `python -m tests.torture.bombs NAME` takes one as the bot does.

It prints what that cost: {"mb": …, "seconds": … (of a processor), "let_in": …}."""

from __future__ import annotations

import asyncio
import io
import json
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from bot.dialogs.label_worker import bound
from bot.dialogs.labels import codes_in
from bot.importing import UnreadableWorkbook, read_workbook
from bot.storage.files import CAP, FileRefused, FileStore

Taken = Callable[[bytes], bool]


def as_label(data: bytes) -> bool:
    """A photo of a label, which is read within the bounds of the process that reads them."""
    bound()
    return bool(codes_in(data))


def as_evidence(data: bytes) -> bool:
    """A file that is kept."""
    try:
        asyncio.run(FileStore(Path(tempfile.mkdtemp())).store(data))
    except FileRefused:
        return False
    return True


def as_workbook(data: bytes) -> bool:
    """What an administrator imports."""
    try:
        read_workbook(data)
    except UnreadableWorkbook:
        return False
    return True


def _png(side: int, said: int = 0, *, colour: bool = False) -> bytes:
    """A picture of one colour: a few kilobytes that become as many bytes as it has pixels, or three times as many."""
    size, kind = said or side, 2 if colour else 0
    rows = zlib.compressobj(9)
    row = b"\0" * (side * (3 if colour else 1) + 1)
    body = b"".join(rows.compress(row) for _ in range(side)) + rows.flush()
    header = struct.pack(">IIBBBBB", size, size, 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _jpeg(side: int) -> bytes:
    """Made in another process: what it takes to make one is not what it takes to read it."""
    script = (
        "import sys; from PIL import Image; "
        f"Image.effect_noise(({side}, {side}), 9).convert('RGB').save(sys.stdout.buffer, 'JPEG', quality=20)"
    )
    return subprocess.run([sys.executable, "-c", script], check=True, capture_output=True).stdout


def _zip(name: str, megabytes: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w", force_zip64=True) as entry:
        for _ in range(megabytes):
            entry.write(b"\0" * 2**20)
    return out.getvalue()


BOMBS: dict[str, tuple[Callable[[], bytes], Taken]] = {
    "a picture of 400 million pixels": (lambda: _png(20_000), as_label),
    "a picture just below what is read": (lambda: _png(3_990, colour=True), as_label),
    "a photo just below what is read": (lambda: _jpeg(6_300), as_label),
    "a picture that says it has 3600 million": (lambda: _png(8, 60_000), as_label),
    "an archive of 1 GB": (lambda: _zip("a.txt", 1024), as_evidence),
    "a workbook of 1 GB": (lambda: _zip("xl/workbook.xml", 1024), as_workbook),
    "a file beyond the cap": (lambda: b"%PDF-" + b"\0" * CAP, as_evidence),
}


def main(name: str) -> None:
    make, take = BOMBS[name]
    bomb = make()
    before, began = _most(), time.process_time()
    let_in = take(bomb)
    cost = {"mb": _most() - before, "seconds": time.process_time() - began, "let_in": let_in}
    sys.stdout.write(json.dumps(cost))


def _most() -> float:
    """The most memory that this program ever had, in MB. `ru_maxrss` would be that of whoever started it."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1])
