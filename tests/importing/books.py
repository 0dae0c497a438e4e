"""Workbooks to try: the sheets of a small company, with cells changed as a test wants it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

Sheets = dict[str, list[list[Any]]]


def company() -> Sheets:
    """One sheet of each kind, a header and a row or two in each."""
    return {
        "Units": [
            ["code", "name", "kind", "parent"],
            ["SH", "售后服务科", "售后服务单位", "LD"],
            ["LD", "领导", "management"],
        ],
        "People": [
            ["name", "unit", "role", "supervisor", "language", "phone"],
            ["李伟", "SH", "field_staff", "王芳", "zh_CN", 13804310001],
            ["王芳", "SH", "Unit leader", None, "en"],
        ],
        "Customers": [["code", "name", "engineer", "deputy"], ["FAW", "一汽解放", "李伟", "王芳"]],
        "Sites": [["code", "customer", "name", "windows"], ["CC1", "FAW", "长春一厂", "08:00-12:00，13:00-17:00"]],
        "Contacts": [["customer", "site", "name", "channel"], ["FAW", "CC1", "郑国强", "phone"]],
        "Products": [["code", "name"], ["ECM", "发动机控制系统"]],
        "Parts": [["part_no", "name", "product", "price"], ["ECU-2045-B", "ECU控制器", "ECM", 1860.5]],
        "Tools": [["tool_no", "name", "unit", "calibration_valid_until"], ["G-017", "扭矩扳手", "SH", "2027-06-21"]],
        "Supplies": [["customer", "part_no", "since"], ["FAW", "ECU-2045-B", "2024-05-01"]],
        "Orders": [["order_no", "customer", "unit"], ["PO-88231", "FAW", "SH"]],
        "OrderLines": [
            ["order_no", "line_no", "part_no", "qty", "promised_date"],
            ["PO-88231", 2, "ECU-2045-B", 500, "2026-12-01"],
        ],
    }


def written(path: Path, sheets: Mapping[str, list[list[Any]]]) -> Path:
    """The sheets as a workbook; a string beginning with "=" stays text, ("=", formula) is a formula."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    _write(page, r, c, value)
    return path


def _write(page: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, tuple):
        page.write_formula(row, column, value[1])
    else:
        page.write(row, column, value)


def changed_inside(path: Path, entry: str, old: bytes, new: bytes) -> bytes:
    """The workbook at `path` with some bytes of one of its entries replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(old, new, 1) if name == entry else data)
    return out.getvalue()
