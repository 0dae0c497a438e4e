"""An import that changes what people are does so under the administrators' eyes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.importing import import_file
from bot.procedure.roles import Role
from bot.storage import people
from bot.storage.database import Database
from bot.storage.tables import event, outbox
from bot.storage.tx import Tx
from tests.importing.books import company, written


def hire(tx: Tx) -> int:
    return people.add_person(tx, name="姜楠", role=Role.ADMIN.value, language="zh_CN")


def noted(tx: Tx) -> list[dict[str, object]]:
    return [row.data for row in tx.conn.execute(select(event).where(event.c.action == "post_changed"))]


def told(tx: Tx) -> list[tuple[int | None, str]]:
    found = tx.conn.execute(select(outbox.c.person_id, outbox.c.params))
    return [(row.person_id, row.params["values"]["names"]) for row in found]


async def test_a_changed_role_is_told_and_in_the_trail(database: Database, tmp_path: Path) -> None:
    admin = await database.write(hire)
    await database.write(import_file, written(tmp_path / "first.xlsx", company()))
    assert await database.read(told) == []
    head: list[Any] = ["name", "unit", "role", "active"]
    rows = {"People": [head, ["李伟", "SH", "deputy_gm", None], ["王芳", "SH", "unit_leader", "no"]]}
    report = await database.write(import_file, written(tmp_path / "second.xlsx", rows))
    assert report.ok, str(report)
    assert await database.read(told) == [(admin, "李伟, 王芳")]
    first, second = await database.read(noted)
    assert (first["from"][0], first["to"][0]) == ("field_staff", "deputy_gm")  # type: ignore[index]  # lists, as JSON has them
    assert (second["from"][2], second["to"][2]) == (True, False)  # type: ignore[index]  # likewise
