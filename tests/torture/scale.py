"""How much of it: a handful of everything while one develops, the published figures in `make torture`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Scale:
    """`folder` is empty and this run's own; it is kept when the run does not meet its figures."""

    is_quick: bool
    seed: int
    folder: Path

    def pick(self, quick: T, full: T) -> T:
        return quick if self.is_quick else full

    def random(self) -> Random:
        """A generator that gives the same again for the same seed."""
        return Random(self.seed)
