"""What a measurement says of a goal, and how that is printed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Protocol

from bot.bench.targets import TARGETS


class Result(Protocol):
    @property
    def goal(self) -> str: ...

    def line(self) -> str:
        """For a person."""
        ...

    def record(self) -> str:
        """One line of JSON."""
        ...


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
        return f"{self.goal:<14} {self.what:<72} {self.figure:>9.1f} {self.unit:<3} (at most {self.target:g})  {mark}"

    def record(self) -> str:
        """One line of JSON."""
        return json.dumps({**asdict(self), "met": self.met})


@dataclass(frozen=True)
class Ratio:
    """A candidate against a base, both in µs of what TARGETS says of the goal."""

    goal: str
    base_us: float
    candidate_us: float

    @property
    def ratio(self) -> float:
        """How many times the base's cost; how many times less, where a target is the least."""
        over, under = self.candidate_us, self.base_us
        return under / over if TARGETS[self.goal].at_least else over / under

    @property
    def met(self) -> bool:
        target = TARGETS[self.goal]
        return self.ratio >= target.limit if target.at_least else self.ratio <= target.limit

    def line(self) -> str:
        """For a person."""
        target = TARGETS[self.goal]
        bound = f"at {'least' if target.at_least else 'most'} {target.limit:g}"
        mark = "met" if self.met else "NOT MET"
        return f"{self.goal:<14} {target.what:<72} {self.ratio:>9.2f} x   ({bound})  {mark}"

    def record(self) -> str:
        """One line of JSON."""
        target = TARGETS[self.goal]
        said = {
            "goal": self.goal,
            "what": target.what,
            "ratio": round(self.ratio, 4),
            "target": target.limit,
            "at": "least" if target.at_least else "most",
            "met": self.met,
            "base_us": round(self.base_us, 1),
            "candidate_us": round(self.candidate_us, 1),
        }
        return json.dumps(said)


@dataclass(frozen=True)
class NotMeasured:
    """Said instead of a figure: what is missing for one, or why there can be none."""

    goal: str
    why: str

    def line(self) -> str:
        """For a person."""
        return f"{self.goal:<14} {TARGETS[self.goal].what:<72} not measured: {self.why}"

    def record(self) -> str:
        """One line of JSON."""
        target = TARGETS[self.goal]
        said = {"goal": self.goal, "what": target.what, "ratio": None, "target": target.limit, "met": None}
        return json.dumps({**said, "why": self.why})
