"""From raw cells to rows that can be stored; every cell that cannot be taken is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.importing.kinds import Bad, Ref
from bot.importing.known import Ident, Known, ident_of
from bot.importing.reading import Cell, RawRow, RawSheet, Workbook
from bot.importing.report import BadCell
from bot.importing.rules import RULES
from bot.importing.sheets import Sheet


@dataclass
class Row:
    """A row of the workbook. values: what it says, by English header; an empty cell says nothing."""

    sheet: Sheet
    number: int
    letters: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    whole: bool = True  # all its cells could be read

    def bad(self, key: str, sentence: str) -> BadCell:
        """A complaint about one cell of this row."""
        return BadCell(self.sheet.name, self.number, f"{self.letters.get(key, '')} ({key})".strip(), sentence)


def check(workbook: Workbook, known: Known) -> tuple[list[Row], list[BadCell]]:
    """The rows in the order in which they are stored, and what is wrong with them. `known` learns the new rows."""
    bad = list(workbook.bad)
    rows: list[Row] = []
    for raw in workbook.sheets:
        read = [_read(raw, row, bad) for row in raw.rows]
        _refer(raw.sheet, read, known, bad)
        rows += read
    return rows, bad


def _read(raw: RawSheet, of: RawRow, bad: list[BadCell]) -> Row:
    row = Row(raw.sheet, of.number, raw.cols)
    for col in raw.sheet.cols:
        cell = of.cells.get(col.key)
        try:
            if cell is not None:
                row.values[col.key] = col.kind.read(_value(cell))
            elif col.need and col.key in raw.cols:
                raise Bad("This must not be empty.")
        except Bad as error:
            row.whole = False
            bad.append(row.bad(col.key, str(error)))
    row.whole = row.whole and all(col.key in row.values for col in raw.sheet.cols if col.need)
    return row


def _value(cell: Cell) -> Any:
    if cell.formula:
        raise Bad("This is a formula. Copy the cell and paste its value instead.")
    return cell.value


def _refer(sheet: Sheet, rows: list[Row], known: Known, bad: list[BadCell]) -> None:
    """Look up references to other sheets, note the rows, then look up those within the sheet."""
    loops = {col.key for col in sheet.loops}
    for row in rows:
        _look_up(row, known, bad, [col.key for col in sheet.cols if col.key not in loops])
    _note(rows, known, bad)
    for row in rows:
        _look_up(row, known, bad, sorted(loops))
        _follow(row, known, loops)
    for row in rows:
        if row.whole:
            bad += [row.bad(key, sentence) for key, sentence in _circles(row, known, loops)]
            bad += [row.bad(key, s) for rule in RULES.get(sheet.name, ()) for key, s in rule(row.values, known)]


def _look_up(row: Row, known: Known, bad: list[BadCell], keys: list[str]) -> None:
    for key in keys:
        kind = row.sheet.col(key).kind
        if not isinstance(kind, Ref) or not isinstance(row.values.get(key), str):
            continue
        try:
            row.values[key] = known.resolve(kind.sheet, row.values[key])
        except Bad as error:
            row.whole = False
            bad.append(row.bad(key, str(error)))


def _note(rows: list[Row], known: Known, bad: list[BadCell]) -> None:
    seen: dict[Ident, int] = {}
    for row in rows:
        if not all(key in row.values for key in row.sheet.key):
            continue
        ident = ident_of(row.sheet, row.values)
        if ident in seen:
            bad.append(row.bad(row.sheet.key[0], f"This is in row {seen[ident]} already. Keep one of the two."))
        elif row.whole or _can_be_named(row):
            seen[ident] = row.number
    for row in rows:
        ident = ident_of(row.sheet, row.values)
        if seen.get(ident) == row.number:
            # What the database says is compared by the rules, so only what identifies the row is noted.
            known.add(row.sheet, {key: row.values[key] for key in row.sheet.key})


def _can_be_named(row: Row) -> bool:
    """Whether others may refer to the row though some cell of it is wrong: one mistake is then told once."""
    return all(
        isinstance(row.values[key], tuple) or not isinstance(row.sheet.col(key).kind, Ref) for key in row.sheet.key
    )


def _follow(row: Row, known: Known, loops: set[str]) -> None:
    """Note where the row now points within its sheet, so that circles are seen."""
    values = known.values[row.sheet.name].get(ident_of(row.sheet, row.values))
    if values is not None:
        values.update({key: row.values[key] for key in loops if isinstance(row.values.get(key), tuple)})


def _circles(row: Row, known: Known, loops: set[str]) -> list[tuple[str, str]]:
    return [
        (key, "This leads back to the row itself. Name the one above.") for key in loops if _circular(row, known, key)
    ]


def _circular(row: Row, known: Known, key: str) -> bool:
    if key not in row.values:
        return False
    start = ident_of(row.sheet, row.values)
    passed: set[Ident] = set()
    at: Ident | None = row.values[key]
    while at is not None and at not in passed:
        if at == start:
            return True
        passed.add(at)
        at = known.values[row.sheet.name].get(at, {}).get(key)
    return False
