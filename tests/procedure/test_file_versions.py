"""R15: what changed between two versions of a customer file, and two changes made at the same time."""

from __future__ import annotations

from typing import Any

import pytest

from bot.procedure.customer_file import ANSWERS
from bot.procedure.customer_terms import PARTS, PLAIN, parts_of
from bot.procedure.file_versions import changed, differences, merged

ZHENG = {"name": "郑国强", "phone": "1"}
MENG = {"name": "孟丽华", "phone": "2"}
VOGEL = {"name": "Anna Vogel", "phone": "3"}
NEW_ZHENG, NEW_MENG = ZHENG | {"phone": "9"}, MENG | {"phone": "8"}
FILE: dict[str, Any] = {"code": "FAW", "contacts": [ZHENG, MENG], "on_site_hours": 24}


def both(one: list[Any], two: list[Any]) -> Any:
    """The contacts after two changes of the same file, the first of them in force."""
    current = FILE | {"contacts": one}
    return merged(FILE, FILE | {"contacts": two}, current, ANSWERS)["contacts"]


def test_every_answer_of_the_file_belongs_to_one_part() -> None:
    assert sorted(name for names in PARTS.values() for name in names) == sorted(ANSWERS)


def test_an_empty_answer_is_no_change() -> None:
    assert changed(FILE, FILE | {"portal": None, "plants": []}, ANSWERS) == []
    assert changed(FILE, FILE | {"portal": "p", "contacts": [ZHENG]}, ANSWERS) == ["contacts", "portal"]
    assert parts_of(["contacts", "portal"]) == ["contacts", "demands"]


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ([NEW_ZHENG, MENG], [ZHENG, NEW_MENG], [NEW_ZHENG, NEW_MENG]),
        ([ZHENG], [ZHENG, MENG, VOGEL], [ZHENG, VOGEL]),
        ([ZHENG, MENG, VOGEL], [ZHENG], [ZHENG, VOGEL]),
        ([ZHENG, MENG, VOGEL], [ZHENG, MENG, VOGEL], [ZHENG, MENG, VOGEL]),
        ([ZHENG], [ZHENG, NEW_MENG], [ZHENG, NEW_MENG]),
    ],
)
def test_two_changes_of_one_list_are_both_kept(one: list[Any], two: list[Any], expected: list[Any]) -> None:
    assert both(one, two) == expected


def test_what_a_change_does_not_speak_of_stays_as_it_came_meanwhile() -> None:
    current = FILE | {"on_site_hours": 12, "portal": "p"}
    assert merged(FILE, FILE | {"short_name": "解放"}, current, ANSWERS) == current | {"short_name": "解放"}


def test_the_later_of_two_changes_of_one_value_counts() -> None:
    assert merged(FILE, FILE | {"on_site_hours": 8}, FILE | {"on_site_hours": 12}, ANSWERS)["on_site_hours"] == 8


def test_differences_say_what_was_and_what_is() -> None:
    after = FILE | {"contacts": [NEW_ZHENG, VOGEL], "portal": "p", "on_site_hours": 8}
    assert differences(FILE, after, ANSWERS, PLAIN) == "郑国强 · 1 → 9 / 孟丽华 → – / – → Anna Vogel / – → p"


def test_long_differences_are_cut() -> None:
    told = differences({}, {"agreement": "x" * 900}, ANSWERS, PLAIN)
    assert (len(told), told[-1]) == (300, "…")
