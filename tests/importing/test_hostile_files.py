"""Files that are no workbooks, or far more than they look, are refused before they are opened."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from bot.importing import UnreadableWorkbook, import_file, read_workbook
from bot.storage.database import Database
from tests.importing.books import changed_inside, company, written


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableWorkbook) as caught:
        read_workbook(data)
    return str(caught.value)


@pytest.mark.parametrize("data", [b"", b"name;unit\n", b"PK\x03\x04" + b"\x00" * 50])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    assert "no .xlsx workbook" in refused(data)


def test_a_large_file_is_refused() -> None:
    assert "larger than 5 MB" in refused(b"PK" + b"\x00" * (5 * 2**20))


def test_a_bomb_is_refused_by_ratio_by_size_and_by_entries() -> None:
    assert "far more" in refused(zipped({"xl/workbook.xml": b"\x00" * 2**20}))
    assert "far more" in refused(zipped({f"{n}.xml": b"x" for n in range(1001)}))
    assert "far more" in refused(zipped({"a": b"ab" * 2**19 * 51}))


def test_a_zip_without_a_workbook_is_damaged() -> None:
    assert "damaged" in refused(zipped({"hello.txt": b"hello"}))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path / "in.xlsx", company())


def test_entities_are_not_expanded(path: Path) -> None:
    bomb = b'?>\n<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert "damaged" in refused(changed_inside(path, "xl/worksheets/sheet1.xml", b"?>", bomb))
    assert "damaged" in refused(changed_inside(path, "xl/workbook.xml", b"?>", bomb))


def test_a_row_far_away_ends_the_reading(path: Path) -> None:
    assert "more than 20000 rows" in refused(
        changed_inside(path, "xl/worksheets/sheet1.xml", b'<row r="3"', b'<row r="99999999999"')
    )


def test_what_a_sheet_says_of_its_size_is_not_believed(path: Path) -> None:
    data = changed_inside(path, "xl/worksheets/sheet1.xml", b'ref="A1:D3"', b'ref="A1:XFD1048576"')
    assert len(read_workbook(data).sheets[0].rows) == 2


async def test_a_missing_file_is_told(database: Database, tmp_path: Path) -> None:
    report = await database.write(import_file, tmp_path / "none.xlsx")
    assert not report.ok
    assert "cannot be read" in str(report)
