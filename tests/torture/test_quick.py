"""A handful of each: the figures that only `make torture` reaches must at least be possible to reach."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.plan import load, names
from tests.torture.scale import Scale

SEED = 20261123


@pytest.fixture(autouse=True)
def _loggers_as_they_were() -> Iterator[None]:
    """A torture of its own process need not put them back."""
    loggers = [logging.getLogger(name) for name in ("bot", "aiogram", "aiogram_dialog")]
    levels = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.mark.parametrize("number", names())
async def test_what_is_promised_holds_at_a_small_scale(number: str, tmp_path: Path) -> None:
    figures = await load(number).run(Scale(is_quick=True, seed=SEED, folder=tmp_path))
    assert figures["met"], figures
