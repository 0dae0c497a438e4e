"""Every goal and what measures it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from importlib import import_module
from typing import Final

from bot.bench.goals import Result
from bot.bench.rounds import Size
from bot.errors import StartError

# In this order; a module is imported only when it is wanted.
PLAN: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("taps", "measure", ("tap", "memory")),
    ("cold", "measure", ("cold",)),
    ("durable", "alone", ("G1",)),
    ("durable", "over_http", ("G1b",)),
    ("durable", "at_once", ("G2",)),
    ("durable", "against_sessions", ("G3",)),
    ("durable", "on_postgres", ("G4",)),
    ("dialogs", "state", ("G5",)),
    ("dialogs", "state_in_redis", ("G5",)),
    ("dialogs", "routing", ("G6",)),
    ("dialogs", "pauses", ("G7",)),
    ("sweeps", "sweeps", ("G8", "G9", "G10", "G11")),
    ("sweeps", "sweeps_on_postgres", ("G8",)),
    ("sending", "outbox_alone", ("G12",)),
    ("sending", "end_to_end", ("G13",)),
    ("sending", "http", ("G13",)),
    ("sending", "share_of_a_core", ("G14",)),
    ("pacing", "pacing", ("G15",)),
    ("durable", "outbox_row", ("G16",)),
    ("weight", "weights", ("G17", "G18")),
    ("paper", "printed", ("G19",)),
    ("paper", "labels", ("G20",)),
)
SUITE: Final = ("suite", "measure", ("test",))
GOALS: Final = tuple(dict.fromkeys(goal for _, _, goals in (*PLAN, SUITE) for goal in goals))


async def measured(size: Size, only: Collection[str] = (), *, with_tests: bool = False) -> AsyncIterator[Result]:
    """The results one after the other, those of `only` or all. Raises StartError for a goal that is none."""
    if unknown := sorted(set(only) - set(GOALS)):
        raise StartError(f"There is no goal {', '.join(unknown)}: name some of {', '.join(GOALS)}.")
    for module, function, goals in (*PLAN, *([SUITE] if with_tests or "test" in only else [])):
        wanted = [goal for goal in goals if not only or goal in only]
        if wanted:
            for result in await getattr(import_module(f"bot.bench.{module}"), function)(size):
                if any(_is_of(result.goal, goal) for goal in wanted):
                    yield result


def _is_of(found: str, goal: str) -> bool:
    """G8 has several figures: G8, G8-idle, G8-pg."""
    return found == goal or found.startswith(f"{goal}-")
