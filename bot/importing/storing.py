"""Checked rows into the database, all in the caller's transaction."""

from __future__ import annotations

from typing import Any

from bot.importing.checking import Row
from bot.importing.kinds import Ref
from bot.importing.known import Known, ident_of
from bot.importing.posts import announce, posts
from bot.importing.report import Report
from bot.importing.sheets import SHEETS
from bot.storage import customer_files, loading, trail
from bot.storage.tx import Tx


def store(tx: Tx, rows: list[Row], known: Known) -> Report:
    """Add or change the rows: what a cell leaves empty stays as it is. The trail says how many."""
    report, before = Report(), posts(tx)
    for sheet in SHEETS:
        mine = [row for row in rows if row.sheet is sheet]
        outcomes = [_put(tx, row, known) for row in mine]
        for position, row in enumerate(mine):  # whom a row refers to in its own sheet may stand below it
            outcomes[position] = _point(tx, row, known, outcomes[position])
        for outcome in outcomes:
            _counter(report, outcome)[sheet.name] += 1
    if report.added or report.changed:
        for customer_id in customer_files.every_customer(tx):
            customer_files.adopt(tx, customer_id)
        announce(tx, before)
        trail.append(tx, "imported", data={"added": dict(report.added), "changed": dict(report.changed)})
        tx.wake("work")
    return report


def _counter(report: Report, outcome: str) -> Any:
    return {loading.ADDED: report.added, loading.CHANGED: report.changed}.get(outcome, report.same)


def _put(tx: Tx, row: Row, known: Known) -> str:
    loops = {col.key for col in row.sheet.loops}
    stored = {row.sheet.col(key).column: _stored(row, key, known) for key in row.values if key not in loops}
    key = {row.sheet.col(key).column: stored.pop(row.sheet.col(key).column) for key in row.sheet.key}
    row_id, outcome = loading.put(tx, row.sheet.table, key, stored)
    known.ids[row.sheet.name][ident_of(row.sheet, row.values)] = row_id
    return outcome


def _point(tx: Tx, row: Row, known: Known, outcome: str) -> str:
    values = {col.column: _stored(row, col.key, known) for col in row.sheet.loops if col.key in row.values}
    if not values:
        return outcome
    row_id = known.ids[row.sheet.name][ident_of(row.sheet, row.values)]
    _, pointed = loading.put(tx, row.sheet.table, {"id": row_id}, values)
    return pointed if outcome == loading.SAME else outcome


def _stored(row: Row, key: str, known: Known) -> Any:
    kind, value = row.sheet.col(key).kind, row.values[key]
    return known.ids[kind.sheet][value] if isinstance(kind, Ref) else value
