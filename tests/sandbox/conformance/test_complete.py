"""No row of the tables is without a test."""

from __future__ import annotations

from bot.sandbox.faults import KINDS
from tests.sandbox.conformance import (  # noqa: F401 - each claims its rows
    test_faults,
    test_files,
    test_markup,
    test_refusals,
    test_state,
    test_updates,
    test_webhooks,
)
from tests.sandbox.conformance.table import CLAIMED, ROWS


def test_each_row_has_its_test() -> None:
    assert set(CLAIMED) == ROWS


def test_no_row_has_two() -> None:
    assert [row for row, tests in CLAIMED.items() if len(tests) > 1] == []


def test_every_kind_of_trouble_is_a_row() -> None:
    assert {f"fault.{kind}" for kind in KINDS} <= ROWS
