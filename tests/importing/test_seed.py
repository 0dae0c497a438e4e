"""The demo's company is whole, and is seeded once."""

from __future__ import annotations

from datetime import date

from bot.demo.company import seed
from bot.procedure.roles import Role
from bot.storage import loading, master, people
from bot.storage.database import Database


async def test_everybody_can_be_played_and_has_a_superior_or_leads(database: Database) -> None:
    played = await database.write(seed)
    assert played[1001].name == "李伟"
    assert played[1001].role == "Field engineer"
    assert played[1001].unit == "售后服务科"
    assert {who.language for who in played.values()} == {"zh_CN", "en"}
    rows = await database.read(loading.rows, "person")
    assert [row.name for row in rows if row.supervisor_id is None] == ["方远"]
    assert {Role(row.role) for row in rows} == set(Role)


async def test_a_second_start_changes_nothing(database: Database) -> None:
    first = await database.write(seed)
    assert await database.write(seed) == first
    assert await database.read(people.count_people) == len(first)


async def test_the_order_of_the_pictures_is_promised_in_six_working_days(database: Database) -> None:
    await database.write(seed)
    found = await database.read(master.search, "order_line", "PO-88231 ECU", "en")
    assert [label for _, label in found] == ["PO-88231/2 · Tue 1 Dec · ECU-2045-B × 500"]
    soon = await database.read(master.undelivered, date(2026, 11, 26))
    assert [line.order_no for line in soon] == ["4500917362"]
