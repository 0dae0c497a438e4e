"""The empty workbook to fill in: headers in English and Chinese, lists to choose from, and a page of help."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from bot.importing.kinds import Code, Day, OneOf, Ref, Text, YesNo
from bot.importing.reading import MOST_ROWS
from bot.importing.sheets import SHEETS, Col, Sheet

FIRST_ROW: Final = 2  # below both headers, counted from 0
HELP: Final = (
    "Fill in the sheets you need and leave the others empty. * marks what must not be empty.",
    "Rows that exist are found by their code or number (people by name and unit) and changed.",
    "An empty cell leaves what is stored as it is. Nothing is ever deleted: to retire somebody write no under active.",
    "A person is referred to by name, or by NAME@UNIT where two are called the same.",
    "Write values, not formulas. Dates: 2026-12-01. Working hours: 08:00-12:00,13:00-17:00.",
    "A promised date that is stored only moves by a delay notice and the customer's answer.",
    "A customer with an engineer, a deputy and a contact has a customer file; no order is taken without one.",
    "只填需要的表,其余留空。带 * 的列必填。",
    "代码、零件号、订单号按文本保存;已有的行按它们查找并更新,人员按姓名和单位查找。",
    "空单元格不改动已存的内容。不会删除任何行:人员离职请在“在职”列填 否。",
    "引用人员时写姓名;有重名时写 姓名@单位代码。",
    "请填值,不要填公式。日期写成 2026-12-01,工作时间写成 08:00-12:00,13:00-17:00。",
    "已存的承诺交期只能通过延期交货通知和顾客的答复来改。",
    "填了负责人、代理人和至少一位联系人的顾客即有顾客档案;没有档案的顾客不能导入订单。",
)


def write_template(path: Path) -> None:
    """Write the empty workbook to `path`; raises OSError when that cannot be done."""
    with path.open("wb") as file, xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        formats = _formats(book)
        pages = [(book.add_worksheet(sheet.name), sheet) for sheet in SHEETS]
        _help(book.add_worksheet("Help"))
        lists = book.add_worksheet("Lists")
        lists.hide()
        for page, sheet in pages:
            _sheet(page, sheet, formats, lists)


def _formats(book: Any) -> dict[str, Any]:
    return {
        "key": book.add_format({"bold": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF"}),
        "chinese": book.add_format({"bg_color": "#E3EEF1", "font_color": "#1F4E5F", "bottom": 1}),
        "text": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "any": None,
    }


def _sheet(page: Any, sheet: Sheet, formats: dict[str, Any], lists: Any) -> None:
    for index, col in enumerate(sheet.cols):
        star = "*" if col.need else ""
        page.set_column(index, index, _width(col), formats[_format(col)])
        page.write_string(0, index, col.key + star, formats["key"])
        page.write_string(1, index, col.chinese + star, formats["chinese"])
        _offer(page, index, _offers(col), lists)
    page.freeze_panes(FIRST_ROW, len(sheet.key))


def _format(col: Col) -> str:
    if isinstance(col.kind, Day):
        return "day"
    return "text" if isinstance(col.kind, Text | Code | Ref) else "any"


def _width(col: Col) -> int:
    wide = {"name": 26, "name_en": 26, "address": 40, "windows": 28}
    return 30 if isinstance(col.kind, OneOf) else wide.get(col.key, 17)


def _offer(page: Any, index: int, offers: list[str], lists: Any) -> None:
    """A drop-down below the headers. It points to the sheet of lists: written into the cell, 255 characters are all."""
    if not offers:
        return
    column = 0 if lists.dim_colmax is None else lists.dim_colmax + 1
    lists.write_column(0, column, offers)
    source = f"=Lists!{xl_range_abs(0, column, len(offers) - 1, column)}"
    page.data_validation(FIRST_ROW, index, MOST_ROWS, index, {"validate": "list", "source": source})


def _offers(col: Col) -> list[str]:
    if isinstance(col.kind, YesNo):
        return ["yes", "no"]
    return list(col.kind.offers.values()) if isinstance(col.kind, OneOf) else []


def _help(page: Any) -> None:
    page.set_column(0, 0, 120)
    for number, line in enumerate(HELP):
        page.write_string(number, 0, line)
