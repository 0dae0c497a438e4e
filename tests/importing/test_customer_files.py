"""R14, R15: what is imported of a customer is its file, and no order comes in without one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.storage import customer_files as files
from bot.storage import loading
from bot.storage.customer_files import VersionRow
from bot.storage.database import Database
from tests.importing.books import company
from tests.importing.test_import import take


async def versions(database: Database) -> list[VersionRow]:
    (customer,) = await database.read(loading.rows, "customer")
    return await database.read(files.versions, customer.id)


@pytest.mark.shows("R13", "R14")
async def test_a_whole_customer_has_a_file_from_then_on(database: Database, tmp_path: Path) -> None:
    await take(database, tmp_path, company())
    (first,) = await versions(database)
    assert first.version == 1
    assert first.data["contacts"] == [{"name": "郑国强", "channel": "phone"}]
    assert [line["since"] for line in first.data["products"]] == ["2024-05-01"]


async def test_only_what_is_new_makes_a_version(database: Database, tmp_path: Path) -> None:
    await take(database, tmp_path, company())
    await take(database, tmp_path, company())
    assert len(await versions(database)) == 1
    sheets = company()
    sheets["Customers"] = [["code", "name", "portal", "on_site_hours"], ["FAW", "一汽解放", "srm.example.com", 12]]
    await take(database, tmp_path, sheets)
    newest, before = await versions(database)
    assert (newest.version, newest.changed) == (2, ["on_site_hours", "portal"])
    assert "portal" not in before.data


MISSING: list[tuple[str, int, str]] = [
    ("Customers", 2, "an engineer"),
    ("Customers", 3, "a deputy"),
    ("Contacts", 0, "a contact"),
]


@pytest.mark.shows("R14")
@pytest.mark.parametrize(("sheet", "column", "words"), MISSING)
async def test_no_order_without_a_file(database: Database, tmp_path: Path, sheet: str, column: int, words: str) -> None:
    sheets: Any = company()
    if sheet == "Contacts":
        del sheets["Contacts"]
    else:
        sheets[sheet][1][column] = None
    (bad,) = (await take(database, tmp_path, sheets)).bad
    assert (bad.sheet, bad.row) == ("Orders", 2)
    assert bad.sentence == f"“FAW” has no customer file, and nothing is ordered without one. Give it {words}."
    assert not await database.read(loading.rows, "customer_order")


async def test_a_customer_without_orders_may_wait_for_its_file(database: Database, tmp_path: Path) -> None:
    sheets = company()
    sheets["Customers"].append(["BYD", "比亚迪"])
    assert (await take(database, tmp_path, sheets)).ok
    byd = await database.read(files.find, "BYD")
    assert byd is not None
    assert await database.read(files.version_in_force, byd) is None
