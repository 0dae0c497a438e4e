"""A workbook is taken whole, or not at all with every bad cell named."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.demo.company import seed
from bot.importing import import_file, write_template
from bot.importing.sheets import SHEETS
from bot.storage import loading, trail
from bot.storage.database import Database
from tests.importing.books import Sheets, company, written


async def take(database: Database, path: Path, sheets: Sheets) -> Any:
    return await database.write(import_file, written(path / "in.xlsx", sheets))


async def stored(database: Database) -> dict[str, list[Any]]:
    return {sheet.table: list(await database.read(loading.rows, sheet.table)) for sheet in SHEETS}


async def test_everything_arrives_and_refers_to_what_it_should(database: Database, tmp_path: Path) -> None:
    report = await take(database, tmp_path, company())
    assert report.ok, str(report)
    found = {table: rows[0] for table, rows in (await stored(database)).items()}
    units = {row.code: row for row in await database.read(loading.rows, "unit")}
    people = {row.name: row for row in await database.read(loading.rows, "person")}
    assert units["SH"].parent_id == units["LD"].id
    assert units["SH"].kind == "service_unit"
    assert (people["李伟"].supervisor_id, people["李伟"].phone) == (people["王芳"].id, "13804310001")
    assert people["王芳"].role == "unit_leader"
    assert found["customer"].engineer_id == people["李伟"].id
    assert found["site"].windows == "08:00-12:00,13:00-17:00"
    assert found["contact"].site_id == found["site"].id
    assert (found["part"].price, found["part"].product_id) == (1860.5, found["product"].id)
    assert found["customer_order"].unit_id == units["SH"].id
    assert (found["tool"].unit_id, found["tool"].calibration_valid_until) == (units["SH"].id, date(2027, 6, 21))
    assert (found["order_line"].qty, found["order_line"].promised_date) == (500, date(2026, 12, 1))
    assert await database.read(trail.first_broken) is None


async def test_the_same_workbook_again_changes_nothing(database: Database, tmp_path: Path) -> None:
    await take(database, tmp_path, company())
    before = await stored(database)
    report = await take(database, tmp_path, company())
    assert (sum(report.added.values()), sum(report.changed.values())) == (0, 0)
    assert await stored(database) == before


async def test_what_is_there_is_changed_and_empty_cells_leave_it(database: Database, tmp_path: Path) -> None:
    await take(database, tmp_path, company())
    parts: Sheets = {"Parts": [["part_no", "name", "price", "product"], ["ECU-2045-B", "ECU控制器B", None, None]]}
    report = await take(database, tmp_path, parts)
    (part,) = await database.read(loading.rows, "part")
    assert report.changed == {"Parts": 1}
    assert (part.name, part.price) == ("ECU控制器B", 1860.5)
    assert part.product_id is not None


async def test_the_template_is_taken_empty_and_filled_in(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)
    assert str(await database.write(import_file, path)) == "The workbook has no rows. Nothing was changed."
    book = openpyxl.load_workbook(path)
    for name, rows in company().items():
        page = book[name]
        headers = [str(cell.value).rstrip("*") for cell in page[1]]
        for number, row in enumerate(rows[1:], 3):
            for header, value in zip(rows[0], row, strict=False):
                page.cell(number, headers.index(header) + 1, value)
    book.save(path)
    report = await database.write(import_file, path)
    assert report.ok, str(report)
    assert sum(report.added.values()) == 13


async def test_chinese_sheets_and_headers_are_understood(database: Database, tmp_path: Path) -> None:
    rows = {
        "单位": [["单位代码", "名称", "单位类别"], ["ZL", "质量部", "quality_dept 质量部"], ["ZZ", "制造部", "制造部"]]
    }
    report = await take(database, tmp_path, rows)
    assert report.ok, str(report)
    assert [r.kind for r in await database.read(loading.rows, "unit")] == ["quality_dept", "manufacturing_dept"]


async def test_what_looks_like_a_formula_but_is_text_stays_text(database: Database, tmp_path: Path) -> None:
    sheets = company()
    sheets["Products"][1][1] = "=1+1 系统"
    assert (await take(database, tmp_path, sheets)).ok
    assert (await database.read(loading.rows, "product"))[0].name == "=1+1 系统"


BAD_CELLS = [
    ("Units", 1, 2, "nonsense", "C (kind)", "is not in the list"),
    ("Units", 1, 3, "XX", "D (parent)", "is not among Units"),
    ("Units", 2, 3, "SH", "D (parent)", "leads back to the row itself"),
    ("Units", 2, 0, "SH", "A (code)", "in row 2 already"),
    ("People", 1, 2, "boss", "C (role)", "is not in the list"),
    ("People", 1, 3, "李卫", "D (supervisor)", "Did you mean"),
    ("People", 1, 0, None, "A (name)", "must not be empty"),
    ("People", 1, 4, "fr", "E (language)", "is not in the list"),
    ("Customers", 1, 1, "x" * 201, "B (name)", "201 characters"),
    ("Customers", 1, 1, "a\nb", "B (name)", "line break"),
    ("Customers", 1, 0, "F@W", "A (code)", "no @"),
    ("Sites", 1, 1, "FAV", "B (customer)", "Did you mean “FAW”?"),
    ("Sites", 1, 3, "8-17", "D (windows)", "working hours like"),
    ("Contacts", 1, 3, "pigeon", "D (channel)", "is not in the list"),
    ("Parts", 1, 3, "1860元", "D (price)", "an amount from 0 on"),
    ("Parts", 1, 3, -1, "D (price)", "an amount from 0 on"),
    ("Parts", 1, 1, ("=", "=1+1"), "B (name)", "This is a formula"),
    ("Parts", 1, 1, "#N/A", "B (name)", "error of a formula"),
    ("Orders", 1, 2, None, "C (unit)", "must not be empty"),
    ("OrderLines", 1, 3, 0, "D (qty)", "from 1 to 9999999"),
    ("OrderLines", 1, 3, 10**9, "D (qty)", "from 1 to 9999999"),
    ("OrderLines", 1, 3, 2.5, "D (qty)", "whole number"),
    ("OrderLines", 1, 4, "2026-02-30", "E (promised_date)", "write a date"),
    ("OrderLines", 1, 4, 46357, "E (promised_date)", "write a date"),
    ("Products", 0, 1, "nmae", "B", "is not known"),
]


@pytest.mark.parametrize(("sheet", "row", "column", "value", "place", "words"), BAD_CELLS)
async def test_a_bad_cell_is_named_and_nothing_is_changed(
    database: Database, tmp_path: Path, sheet: str, row: int, column: int, value: Any, place: str, words: str
) -> None:
    sheets = company()
    cells = sheets[sheet][row]
    cells += [None] * (column + 1 - len(cells))
    cells[column] = value
    report = await take(database, tmp_path, sheets)
    named = [cell for cell in report.bad if (cell.sheet, cell.row, cell.column) == (sheet, row + 1, place)]
    assert [cell for cell in named if words in cell.sentence], str(report)
    assert not any((await stored(database)).values())


async def test_every_bad_cell_is_told_at_once(database: Database, tmp_path: Path) -> None:
    sheets = company()
    sheets["Units"][1][2], sheets["Parts"][1][3], sheets["OrderLines"][1][3] = "what", "dear", "many"
    report = await take(database, tmp_path, sheets)
    assert [cell.sheet for cell in report.bad] == ["Units", "Parts", "OrderLines"]
    assert str(report).endswith("3 cells are wrong; nothing was changed.")


async def test_bad_cells_are_told_as_the_eye_goes_over_the_sheet(database: Database, tmp_path: Path) -> None:
    rows: Sheets = {"Customers": [["code", "name", "kind", *["x"] * 23, "confidentiality"]]}
    rows["Customers"].append(["C1", "客户一", "what", *[None] * 23, "dear"])
    bad = (await take(database, tmp_path, rows)).bad
    assert [cell.column for cell in bad if cell.row > 1] == ["C (kind)", "AA (confidentiality)"]


async def test_a_promised_date_does_not_move_by_import(database: Database, tmp_path: Path) -> None:
    await take(database, tmp_path, company())
    sheets = company()
    sheets["OrderLines"][1][4] = "2026-12-15"
    (bad,) = (await take(database, tmp_path, sheets)).bad
    assert "The promised date is 2026-12-01" in bad.sentence


async def test_a_contact_works_at_a_site_of_the_customer(database: Database, tmp_path: Path) -> None:
    await database.write(seed)
    rows: Sheets = {"Contacts": [["customer", "site", "name"], ["BYD", "FAW-CC1", "新人"]]}
    (bad,) = (await take(database, tmp_path, rows)).bad
    assert bad.sentence == "“FAW-CC1” belongs to FAW. Name a site of BYD."


async def test_two_of_one_name_are_told_apart_by_their_unit(database: Database, tmp_path: Path) -> None:
    sheets = company()
    sheets["People"].append(["李伟", "LD", "deputy_gm"])
    (bad,) = (await take(database, tmp_path, sheets)).bad
    assert bad.sentence == "There are 2 called “李伟”. Write 李伟@SH or 李伟@LD."
    sheets["Customers"][1][2] = "李伟@SH"
    assert (await take(database, tmp_path, sheets)).ok


async def test_sheets_and_columns_that_nobody_knows_are_named(database: Database, tmp_path: Path) -> None:
    sheets = company() | {"Peple": [["name"], ["x"]], "Sheet1": []}
    sheets["Products"][1].append("stray")
    del sheets["Orders"][0][1], sheets["Orders"][1][1]
    report = await take(database, tmp_path, sheets)
    assert {(cell.sheet, cell.row, cell.column) for cell in report.bad} >= {
        ("Peple", 1, ""),
        ("Products", 2, "C"),
        ("Orders", 1, ""),
    }
