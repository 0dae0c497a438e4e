"""Master data from a workbook: all of it or nothing, and every bad cell named."""

from __future__ import annotations

from pathlib import Path

from bot.importing.checking import check
from bot.importing.customer_files import without_file
from bot.importing.known import in_database
from bot.importing.reading import Workbook, read_workbook
from bot.importing.report import BadCell, Report, UnreadableWorkbook
from bot.importing.sheets import SHEETS, sheet_called
from bot.importing.storing import store
from bot.importing.template import write_template
from bot.storage.tx import Tx

__all__ = [
    "BadCell",
    "Report",
    "UnreadableWorkbook",
    "Workbook",
    "import_file",
    "load",
    "read_workbook",
    "write_template",
]


def import_file(tx: Tx, path: Path) -> Report:
    """Load the workbook at `path`. A report that is not ok names what to mend, and nothing was changed."""
    try:
        return load(tx, read_workbook(path))
    except UnreadableWorkbook as error:
        return Report(problem=str(error))


def load(tx: Tx, workbook: Workbook) -> Report:
    """Check every cell, then store every row; with a bad cell nothing is stored."""
    known = in_database(tx)
    rows, bad = check(workbook, known)
    bad += without_file(rows, known)
    if bad:
        return Report(bad=tuple(sorted(bad, key=_place)))
    return store(tx, rows, known)


def _place(cell: BadCell) -> tuple[int, int, int, str]:
    sheet = sheet_called(cell.sheet)
    letters = cell.column.partition(" ")[0]  # AA comes after Z
    return SHEETS.index(sheet) if sheet else -1, cell.row, len(letters), letters
