"""Whether a file may be opened as a workbook at all: a zip can be far more than it looks (reliability.md 6.1)."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from bot.importing.report import UnreadableWorkbook

MEGABYTE: Final = 2**20
LARGEST: Final = 5 * MEGABYTE
MOST_ENTRIES: Final = 1000
MOST_INFLATED: Final = 50 * MEGABYTE
HIGHEST_RATIO: Final = 100


def contents(source: Path | bytes) -> bytes:
    """The bytes of a workbook that may be opened. Raises UnreadableWorkbook."""
    data = source if isinstance(source, bytes) else _from_disk(source)
    if len(data) > LARGEST:
        raise UnreadableWorkbook("The file is larger than 5 MB. Split it into several workbooks.")
    _check(data)
    return data


def _from_disk(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableWorkbook(f"{path} cannot be read ({error.strerror}).") from error


def _check(data: bytes) -> None:
    """What is declared binds: the zip reader hands out no byte more than an entry's declared size."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableWorkbook("This is no .xlsx workbook. Save it as “Excel workbook (.xlsx)”.") from error
    inflated = sum(entry.file_size for entry in entries)
    deflated = sum(entry.compress_size for entry in entries)
    bomb = inflated > MOST_INFLATED or inflated > HIGHEST_RATIO * max(1, min(deflated, len(data)))
    if bomb or len(entries) > MOST_ENTRIES:
        raise UnreadableWorkbook("The file unpacks to far more than a workbook of its size. It was not opened.")
