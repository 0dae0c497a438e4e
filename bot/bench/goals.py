"""A goal, its figure, and how both are printed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Goal:
    """`figure` must not be above `target`, both in `unit`."""

    goal: str
    what: str
    figure: float
    target: float
    unit: str

    @property
    def met(self) -> bool:
        return self.figure <= self.target

    def line(self) -> str:
        """For a person."""
        mark = "met" if self.met else "NOT MET"
        return f"{self.goal:<14} {self.what:<58} {self.figure:>9.1f} {self.unit:<3} (at most {self.target:g})  {mark}"

    def record(self) -> str:
        """One line of JSON."""
        return json.dumps({**asdict(self), "met": self.met})
