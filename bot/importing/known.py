"""What there is to refer to: the rows of the database and of the workbook, by what people write for them."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from typing import Any

from bot.importing.kinds import Bad, Ref
from bot.importing.sheets import SHEETS, Sheet
from bot.storage import loading
from bot.storage.tx import Tx

Ident = tuple[Any, ...]
"""The values of a sheet's key columns; a reference in it is the ident of the other row."""


class Known:
    """Rows by sheet and ident. ids: of those in the database. values: by English header, references as idents."""

    def __init__(self) -> None:
        self.ids: dict[str, dict[Ident, int]] = {sheet.name: {} for sheet in SHEETS}
        self.values: dict[str, dict[Ident, dict[str, Any]]] = {sheet.name: {} for sheet in SHEETS}
        self._called: dict[str, defaultdict[str, list[Ident]]] = {s.name: defaultdict(list) for s in SHEETS}

    def add(self, sheet: Sheet, values: dict[str, Any]) -> Ident:
        """Note a row; one that is known already is changed by `values`."""
        ident = ident_of(sheet, values)
        if ident not in self.values[sheet.name]:
            for name in {str(ident[0]), written(ident)}:
                self._called[sheet.name][name].append(ident)
        self.values[sheet.name].setdefault(ident, {}).update(values)
        return ident

    def resolve(self, sheet: str, name: str) -> Ident:
        """The row that `name` means: a code, a name, or NAME@UNIT where two are called the same; raises Bad."""
        found = self._called[sheet].get(name, [])
        if len(found) > 1:
            raise Bad(f"There are {len(found)} called “{name}”. Write {' or '.join(written(i) for i in found[:3])}.")
        if not found:
            near = get_close_matches(name, list(self._called[sheet])[:5000], 1, 0.5)
            hint = f"Did you mean “{near[0]}”?" if near else f"Add a row to the sheet {sheet}."
            raise Bad(f"“{name}” is not among {sheet}. {hint}")
        return found[0]


def ident_of(sheet: Sheet, values: dict[str, Any]) -> Ident:
    """What identifies the row with these values."""
    return tuple(values.get(key) for key in sheet.key)


def written(ident: Ident) -> str:
    """How people write an ident: its code, or NAME@UNIT."""
    return "@".join(written(part) if isinstance(part, tuple) else str(part) for part in ident if part is not None)


def in_database(tx: Tx) -> Known:
    """Everything that the database holds of the sheets."""
    known = Known()
    for sheet in SHEETS:
        rows = {int(row.id): row._mapping for row in loading.rows(tx, sheet.table)}
        idents = {ident: row_id for row_id, ident in _add_rows(known, sheet, rows).items()}
        known.ids[sheet.name] = idents
    return known


def _add_rows(known: Known, sheet: Sheet, rows: dict[int, Any]) -> dict[int, Ident]:
    others = {name: {row_id: ident for ident, row_id in ids.items()} for name, ids in known.ids.items()}
    own: dict[int, Ident] = {}
    for row_id, row in reversed(rows.items()):  # the oldest of two that are called the same comes last, and stays
        own[row_id] = known.add(sheet, _values(sheet, row, others))
    for row_id, row in rows.items():
        for col in sheet.loops:
            known.values[sheet.name][own[row_id]][col.key] = own.get(row[col.column])
    return own


def _values(sheet: Sheet, row: Any, others: dict[str, dict[int, Ident]]) -> dict[str, Any]:
    def value(key: str) -> Any:
        col = sheet.col(key)
        stored = row[col.column]
        return others[col.kind.sheet].get(stored) if isinstance(col.kind, Ref) else stored

    return {col.key: value(col.key) for col in sheet.cols}
