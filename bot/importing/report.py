"""What came of an import."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bot.errors import FieldclerkError


class UnreadableWorkbook(FieldclerkError):
    """The file is no workbook that may be opened; the message is the sentence for whoever gave it."""


@dataclass(frozen=True)
class BadCell:
    """A cell that cannot be taken. row counts from 1, column is the letter on the screen ("" for a whole row)."""

    sheet: str
    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        place = f"column {self.column}: " if self.column else ""
        return f"{self.sheet}, row {self.row}, {place}{self.sentence}"


@dataclass(frozen=True)
class Report:
    """problem: why the file was not read at all. bad: each cell to mend. Either of them: nothing was changed."""

    bad: tuple[BadCell, ...] = ()
    problem: str = ""
    added: Counter[str] = field(default_factory=Counter)  # rows by sheet
    changed: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)

    @property
    def ok(self) -> bool:
        """Whether it was taken."""
        return not self.bad and not self.problem

    def __str__(self) -> str:
        if self.problem:
            return f"{self.problem} Nothing was changed."
        if self.bad:
            count = "1 cell is" if len(self.bad) == 1 else f"{len(self.bad)} cells are"
            return "\n".join([*map(str, self.bad), f"{count} wrong; nothing was changed."])
        return "\n".join(self._counts()) or "The workbook has no rows. Nothing was changed."

    def _counts(self) -> list[str]:
        sheets = dict.fromkeys([*self.added, *self.changed, *self.same])
        return [
            f"{sheet}: {self.added[sheet]} added, {self.changed[sheet]} changed, {self.same[sheet]} as they were"
            for sheet in sheets
        ]
