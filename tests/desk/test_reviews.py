"""R50: a month that an outage left out is reviewed all the same."""

from __future__ import annotations

from bot.desk.reviews import sweep_reviews
from tests.desk.office import ALERT, ZHAO, Office


def reviewed(office: Office) -> list[str]:
    rows = office.rows(
        "SELECT json_extract(data, '$.period') AS period FROM record WHERE kind = 'review' AND route = 'monthly' "
        "ORDER BY id"
    )
    return [row["period"] for row in rows]


async def swept(office: Office, days: int) -> list[str]:
    """The months reviewed after so many further days."""
    office.clock.advance(days=days)
    await office.database.write(sweep_reviews, office.desk.house)
    return reviewed(office)


async def test_one_month_that_was_missed_is_made_up_for(office: Office) -> None:
    await office.hand_in(ZHAO, "quality_alert", "quality_alert", ALERT)
    assert await swept(office, 9) == ["2026-11"], "2 December; nothing was reviewed before, so nothing was missed"
    assert await swept(office, 62) == ["2026-11", "2026-12", "2027-01"], "2 February; down since December"
    assert await swept(office, 1) == ["2026-11", "2026-12", "2027-01"]
    assert await swept(office, 120) == ["2026-11", "2026-12", "2027-01", "2027-04", "2027-05"], "3 June: one, not many"
