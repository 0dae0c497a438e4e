"""Cells that no spreadsheet takes for a formula, whatever people wrote (reliability.md 6.1; ASVS 1.2.10, CWE-1236)."""

from __future__ import annotations

from typing import Final

RISKY: Final = frozenset("=+-@\t\r\n\0＝＋－＠'")
"""With one of these in front, a program may calculate a cell instead of showing it. The mark itself is among them: so
it can be taken off again without a doubt."""
MARK: Final = "'"
LONGEST: Final = 32_767  # characters in a cell of a workbook
CUT: Final = "… (cut; records.jsonl has all of it)"

Value = str | int | float | bool | None


def guarded(value: Value) -> str:
    """A cell of a CSV file. Numbers are ours and stay as they are."""
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return MARK + value if value[:1] in RISKY else value


def unguarded(cell: str) -> str:
    """What `guarded` was given, as text."""
    return cell.removeprefix(MARK)


def fitted(value: Value) -> str:
    """A cell of a workbook, which says by its type that it is text."""
    text = "" if value is None else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT
