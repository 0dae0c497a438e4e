"""Retention: the longest class wins; what is not known is never deleted."""

from datetime import date

import pytest

from bot.procedure.retention import Kept, RecordDates, longest

CLOSED = date(2026, 11, 23)


def test_three_years_from_closing() -> None:
    assert longest(["service_3y"], RecordDates(CLOSED)) == Kept("service_3y", date(2029, 11, 23))


def test_longest_applicable_class_wins() -> None:
    dates = RecordDates(CLOSED, part_life_ends=date(2032, 6, 30), production_ends=date(2030, 1, 1))
    assert longest(["service_3y", "cpa_3y"], dates) == Kept("cpa_3y", date(2033, 6, 30))
    assert longest(["service_3y", "cpa_3y", "safety_15y"], dates) == Kept("safety_15y", date(2045, 1, 1))


def test_corrective_action_is_kept_three_years_even_for_a_part_long_gone() -> None:
    assert longest(["cpa_3y"], RecordDates(CLOSED, part_life_ends=date(2020, 1, 1))).until == date(2029, 11, 23)


def test_unknown_end_of_production_keeps_for_good() -> None:
    assert longest(["service_3y", "safety_15y"], RecordDates(CLOSED)) == Kept("safety_15y", None)


def test_legal_hold_blocks_every_date() -> None:
    assert longest(["service_3y"], RecordDates(CLOSED, legal_hold=True)) == Kept("legal_hold", None)


def test_customer_may_demand_longer_and_leap_day_rounds_up() -> None:
    dates = RecordDates(date(2028, 2, 29), demanded_years=25)
    assert longest(["service_3y"], dates) == Kept("customer_demand", date(2053, 3, 1))


def test_record_without_class_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        longest([], RecordDates(CLOSED))
