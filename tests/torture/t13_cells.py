"""T13: five thousand hostile cells: none is a formula in any program, and each comes back as it was written."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import zipfile
from random import Random
from typing import Any
from xml.etree import ElementTree

import openpyxl

from bot.documents.cells import RISKY, unguarded
from bot.documents.sheets import Sheet, as_csv, as_workbook
from tests.torture.scale import Scale

TITLE = "no cell of an export is calculated, and none is changed"

COLUMNS = 5
PAYLOADS = (
    "=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","y")', "+1-2", "-2+3", "@SUM(A1)", "=\"a\"&\"b\"",
    "＝1+1", "＋1", "－1", "＠x", "\t=1", "\r=1", "\n=1", "'=1", "''", "'", "0=1", " =1", "=IMPORTXML(A1,\"//a\")",
    "{=1}", "=1;2", "=\uff11", "http://x.example", "mailto:a@b.example", "1e9", "00123", "TRUE", "#REF!", "_x0041_",
    "2026-11-23", "a\"b\"\"c", "a,b;c\td", "line\r\nline", "\0=1", "电控单元 ECU", "\u202e=1", "𝔘nicode 🔩", "=" * 200,
)  # fmt: skip
LETTERS = "=+-@'\"\t\r\n ,;|\0abcXYZ019电控＝_x\u200b\U0001f529"
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


async def run(scale: Scale) -> dict[str, Any]:
    cells = _hostile(scale.random(), scale.pick(500, 5000))
    return await asyncio.to_thread(_measured, cells)


def _hostile(random: Random, count: int) -> list[str]:
    made = list(PAYLOADS)
    while len(made) < count:
        tail = "".join(random.choices(LETTERS, k=random.randint(1, 40)))
        made.append(random.choice([*RISKY, *PAYLOADS, ""]) + tail)
    return made[: count // COLUMNS * COLUMNS]


def _measured(cells: list[str]) -> dict[str, Any]:
    head = [f"column {number}" for number in range(COLUMNS)]
    sheet = Sheet("hostile", head, [cells[at : at + COLUMNS] for at in range(0, len(cells), COLUMNS)])
    in_csv = [cell for row in _csv_rows(as_csv(sheet))[1:] for cell in row]
    book = as_workbook([sheet])
    figures = {
        "cells": len(cells),
        "csv_formulas": sum(cell[:1] in RISKY - {"'"} for cell in in_csv),
        "csv_changed": sum(unguarded(cell) != was for cell, was in zip(in_csv, cells, strict=True)),
        "workbook_formulas": _formulas(book),
        "workbook_changed": sum(cell != was for cell, was in zip(_texts(book), cells, strict=True)),
    }
    return {**figures, "met": not any(count for name, count in figures.items() if name != "cells")}


def _csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _formulas(book: bytes) -> int:
    """What a reader that knows workbooks does not take for text."""
    page = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    read = [cell for row in page.iter_rows(min_row=2) for cell in row]
    linked = sum(cell.hyperlink is not None for cell in read)
    return sum(cell.data_type != "s" for cell in read if cell.value is not None) + linked


def _texts(book: bytes) -> list[str]:
    """The cells as the format has them: text by its number in a list, signs that XML cannot hold by their code."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        shared = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        page = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    known = ["".join(part.text or "" for part in one.iter(f"{NAMESPACE}t")) for one in shared]
    rows = list(page.iter(f"{NAMESPACE}row"))[1:]
    return [_decoded(known[int(cell.findtext(f"{NAMESPACE}v") or 0)]) for row in rows for cell in row]


def _decoded(text: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
