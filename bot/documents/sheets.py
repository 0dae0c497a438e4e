"""Rows as CSV files and as a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.documents.cells import Value, fitted, guarded

BOM = "\ufeff"  # without it a spreadsheet takes Chinese for something else


@dataclass
class Sheet:
    """A name, a head and rows."""

    name: str
    head: Sequence[str]
    rows: list[Sequence[Value]] = field(default_factory=list)


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8, cells guarded."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.head)
    writer.writerows([guarded(cell) for cell in row] for row in sheet.rows)
    return (BOM + text.getvalue()).encode("utf-8", "replace")


def as_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Every cell is text: nothing in it is calculated, linked or taken for a number."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True})
    bold = book.add_format({"bold": True})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        _write(page, 0, sheet.head, bold)
        for number, row in enumerate(sheet.rows, 1):
            _write(page, number, row)
    book.close()
    return content.getvalue()


def _write(page: Any, number: int, row: Sequence[Value], look: Any = None) -> None:
    for column, value in enumerate(row):
        text = fitted(value).encode("utf-8", "replace").decode()
        if text:
            page.write_string(number, column, text, look)


def columns(head: Sequence[str], found: Mapping[str, Any]) -> Sequence[Value]:
    """The values of a mapping in the order of a head."""
    return [found.get(name) for name in head]
