"""What the messages that chase say when there is much to chase."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

from bot.cards.chase_cards import SHOWN, Chased, Later, merged, morning
from bot.cards.view import RecordView
from bot.procedure.chapters import chapter
from bot.tongue import Tongue

T = Tongue("en", ZoneInfo("Asia/Shanghai"), datetime(2026, 11, 30, 1, tzinfo=UTC))


def overdue(hours: int) -> Chased:
    view = SimpleNamespace(
        id=hours, number=f"SP-202611-{hours:04}", chapter=chapter("spare_part"), route="warranty_spare", item=None,
        day_length=timedelta(hours=7.5),
    )  # fmt: skip
    return Chased(hours, "management_rep", 3, cast(RecordView, view), timedelta(hours=hours), "Wang Fang", T.now)


def test_the_most_overdue_come_first_and_none_is_left_out() -> None:
    card = merged([overdue(hours) for hours in range(1, SHOWN + 3)], T)
    listed = card.text.splitlines()[1:]
    assert "SP-202611-0010" in listed[0]
    assert "Further: <code>SP-202611-0002</code> and <code>SP-202611-0001</code>." in listed[-1]
    assert card.rows[0][0].text == "Urge Wang Fang (1)"


def test_a_morning_that_shows_some_says_where_the_rest_is() -> None:
    later = Later(1, date(2026, 12, 1), date(2026, 12, 7))
    many = [overdue(hours) for hours in range(1, SHOWN + 3)]
    assert f"/work shows all {len(many)}." in morning(many, len(many), later, T).text
    assert "/work" not in morning(many[:3], 3, later, T).text
