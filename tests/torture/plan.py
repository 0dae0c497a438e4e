"""Which modules there are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from tests.torture.scale import Scale

NAME = re.compile(r"t(\d\d)_\w+")
LIMIT = 300.0  # seconds that a full run may take, unless its module has another


class Torture(Protocol):
    TITLE: str

    async def run(self, scale: Scale) -> dict[str, Any]:
        """The figures as measured; "met" says whether they are what is promised."""
        ...


def names() -> dict[str, str]:
    """The module of each, by its number as the design has it ("T1"), in order."""
    stems = sorted(path.stem for path in Path(__file__).parent.glob("t[0-9][0-9]_*.py"))
    return {f"T{int(found[1])}": stem for stem in stems if (found := NAME.fullmatch(stem))}


def load(number: str) -> Torture:
    """Raises KeyError for a number that has no module."""
    return cast(Torture, import_module(f"tests.torture.{names()[number]}"))


def chosen(only: str | None) -> Mapping[str, str]:
    """All, or those of "T1,T3". Raises KeyError for one that is not there."""
    known = names()
    return known if only is None else {number: known[number] for number in only.upper().split(",")}
