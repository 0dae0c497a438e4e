"""What people are told when something outside their reach goes wrong."""

from __future__ import annotations

from tests.desk.office import LI, Office


async def test_thousands_that_are_set_aside_fill_no_administrators_chat(office: Office) -> None:
    for row in range(1, 4):
        await office.desk.set_aside(LI, row)
    await office.desk.set_aside(900_001, 4)  # a stranger
    office.clock.advance(hours=1)
    await office.desk.set_aside(LI, 5)
    told = dict(
        map(tuple, office.rows("SELECT telegram_id, count(*) FROM outbox JOIN account USING (person_id) GROUP BY 1"))
    )
    assert told == {LI: 4, 1017: 2}
    assert office.rows("SELECT count(*) FROM event WHERE action = 'set_aside'")[0][0] == 5
