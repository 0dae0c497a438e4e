"""From a file to rows of raw cells, each knowing where it stands."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.utils import get_column_letter

from bot.importing.archive import contents
from bot.importing.report import BadCell, UnreadableWorkbook
from bot.importing.sheets import HELP, SHEETS, Col, Sheet, sheet_called

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 40
LAST_ROW: Final = 1_048_576


@dataclass(frozen=True)
class Cell:
    letter: str
    value: Any
    formula: bool = False


@dataclass(frozen=True)
class RawRow:
    """A row of a sheet: what stands in it, by English header."""

    number: int
    cells: dict[str, Cell]


@dataclass
class RawSheet:
    """cols: the letter of each column that is there, by English header."""

    sheet: Sheet
    cols: dict[str, str] = field(default_factory=dict)
    rows: list[RawRow] = field(default_factory=list)


@dataclass
class Workbook:
    """What was read, and what is wrong with its sheets and headers."""

    sheets: list[RawSheet] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)


def read_workbook(source: Path | bytes) -> Workbook:
    """Read a workbook within the limits of reliability.md 6.1. Raises UnreadableWorkbook."""
    data = contents(source)
    if not openpyxl.DEFUSEDXML:
        raise UnreadableWorkbook("Workbooks are read with defusedxml only. Install it, and unset OPENPYXL_DEFUSEDXML.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and lists that it does not know
            return _read(data)
    except UnreadableWorkbook:
        raise
    except Exception as error:  # a broken workbook makes openpyxl raise nearly anything
        raise UnreadableWorkbook("This workbook is damaged. Open it in Excel, save it again and retry.") from error


def _read(data: bytes) -> Workbook:
    found = Workbook()
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        for worksheet in book.worksheets:
            _take_sheet(found, worksheet)
    finally:
        book.close()
    if not found.sheets and not found.bad:
        raise UnreadableWorkbook(
            "No sheet of this workbook is known. “fieldclerk import --template” writes an empty one."
        )
    found.sheets.sort(key=lambda raw: SHEETS.index(raw.sheet))
    return found


def _take_sheet(found: Workbook, worksheet: Any) -> None:
    worksheet.reset_dimensions()  # what a file says of its own size is not believed
    sheet = sheet_called(worksheet.title)
    if sheet is not None and any(raw.sheet is sheet for raw in found.sheets):
        found.bad.append(BadCell(worksheet.title, 1, "", "This sheet is there twice. Put all rows into one."))
    elif sheet is not None:
        found.sheets.append(_sheet(found, sheet, _rows(worksheet)))
    elif worksheet.title.strip().casefold() not in HELP and next(_rows(worksheet), None):
        names = ", ".join(known.name for known in SHEETS)
        found.bad.append(BadCell(worksheet.title, 1, "", f"This sheet is not known. Name it one of {names}."))


def _rows(worksheet: Any) -> Iterator[tuple[int, dict[str, Cell]]]:
    """The rows that hold something, with their numbers."""
    count = 0
    for number, row in enumerate(worksheet.iter_rows(max_col=MOST_COLUMNS), 1):
        cells = dict(_cells(row))
        count += bool(cells)
        if count > MOST_ROWS or number > LAST_ROW:
            raise UnreadableWorkbook(f"Sheet {worksheet.title} has more than {MOST_ROWS} rows. Split the workbook.")
        if cells:
            yield number, cells


def _cells(row: tuple[Any, ...]) -> Iterator[tuple[str, Cell]]:
    for index, cell in enumerate(row, 1):
        value = cell.value
        if value is not None and str(value).strip():
            letter = get_column_letter(index)
            yield letter, Cell(letter, value, formula=cell.data_type == "f")


def _sheet(found: Workbook, sheet: Sheet, rows: Iterator[tuple[int, dict[str, Cell]]]) -> RawSheet:
    raw = RawSheet(sheet)
    first = next(rows, None)
    if first is None:
        return raw
    _take_header(found, raw, *first)
    keys = {letter: key for key, letter in raw.cols.items()}
    headed = set(first[1])
    for number, cells in rows:
        for letter in sorted(cells.keys() - headed):
            found.bad.append(BadCell(sheet.name, number, letter, "This column has no header. Give it one or empty it."))
        headed |= cells.keys()
        known = {keys[letter]: cell for letter, cell in cells.items() if letter in keys}
        if not raw.rows and _is_header(sheet, known):
            continue
        raw.rows.append(RawRow(number, known))
    return raw


def _take_header(found: Workbook, raw: RawSheet, number: int, cells: dict[str, Cell]) -> None:
    for letter, cell in cells.items():
        col = _col(raw.sheet, cell)
        if col is None or col.key in raw.cols:
            why = "is there twice" if col else f"is not known; known are {', '.join(c.key for c in raw.sheet.cols)}"
            found.bad.append(BadCell(raw.sheet.name, number, letter, f"The column “{cell.value}” {why}."))
        else:
            raw.cols[col.key] = letter
    for col in raw.sheet.cols:
        if col.need and col.key not in raw.cols:
            sentence = f"The column {col.key} ({col.chinese}) is missing."
            found.bad.append(BadCell(raw.sheet.name, number, "", sentence))


def _col(sheet: Sheet, cell: Cell) -> Col | None:
    wanted = str(cell.value).strip().rstrip("*").strip().casefold()
    names = {wanted, wanted.replace(" ", "_")}
    return next((col for col in sheet.cols if names & {col.key, col.chinese.casefold()}), None)


def _is_header(sheet: Sheet, cells: dict[str, Cell]) -> bool:
    """Whether a row repeats the headers, as the template's second row does in Chinese."""
    return bool(cells) and all((col := _col(sheet, cell)) and col.key == key for key, cell in cells.items())
