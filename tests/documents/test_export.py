"""An export is read, and proven, without the product."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from bot.documents import verify_audit
from bot.documents.cells import RISKY, guarded, unguarded
from bot.documents.export import Exported
from bot.documents.out import ExportRefused
from tests.documents.conftest import Archive

Tamper = Callable[[Path], None]


def verdict(place: Path, *seals: tuple[int, str]) -> str:
    found, is_partial = verify_audit.check(verify_audit.Export(place), list(seals))
    return verify_audit.report(found, is_partial=is_partial)


def test_an_export_proves_itself_by_the_program_in_it(once: tuple[Path, Exported]) -> None:
    folder, made = once
    assert (made.records, made.files, made.missing) == (2, 2, 0)
    done = subprocess.run(
        [sys.executable, "-I", folder / "verify_audit.py"], capture_output=True, text=True, check=True
    )
    assert f"All is whole: {made.seal[0]} entries, 2 files of evidence." in done.stdout
    assert made.seal[1] in done.stdout
    page = next((folder / "records").iterdir()).read_text("utf-8")
    assert "Wang Fang" in page or "王芳" in page
    assert "files/" in page
    assert {path.name for path in folder.glob("*.csv")} == {
        "records.csv", "answers.csv", "steps.csv", "evidence.csv", "trail.csv",
    }  # fmt: skip
    assert "customer.jsonl" in {path.name for path in (folder / "tables").iterdir()}


def test_what_people_wrote_is_text_in_every_program(once: tuple[Path, Exported]) -> None:
    folder, _ = once
    rows = list(csv.reader(io.StringIO((folder / "answers.csv").read_text("utf-8-sig"), newline="")))
    assert any(unguarded(row[2]) == "=1+1" for row in rows)
    assert not any(cell[:1] in RISKY - {"'"} for row in rows for cell in row)
    sheet = openpyxl.load_workbook(folder / "records.xlsx")["answers"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


async def test_a_zip_holds_the_same_and_is_checked_as_it_is(archive: Archive) -> None:
    await archive.fill()
    place, _ = await archive.export("all.zip")
    assert "verify_audit.py" in zipfile.ZipFile(place).namelist()
    assert verdict(place).startswith("All is whole")
    assert [path.name for path in archive.folder.glob("*unfinished*")] == []


async def test_a_part_of_the_records_keeps_the_others_to_itself_and_the_chain_whole(archive: Archive) -> None:
    first, second = await archive.fill()
    folder, made = await archive.export("some", second)
    assert (made.records, made.files) == (1, 1)
    assert "This export holds only some of the records" in verdict(folder)
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert first.encode() not in everything
    with pytest.raises(ExportRefused, match="XX-1"):
        await archive.export("none", "XX-1")
    with pytest.raises(ExportRefused, match="there already"):
        await archive.export("some", second)


def flip(name: str, position: int = -20) -> Tamper:
    def tamper(folder: Path) -> None:
        content = bytearray((folder / name).read_bytes())
        content[position] ^= 1
        (folder / name).write_bytes(content)

    return tamper


def photo(folder: Path) -> None:
    next(path for path in (folder / "files").rglob("*.jpg")).write_bytes(b"\xff\xd8\xff another photo")


def lost_photo(folder: Path) -> None:
    next(path for path in (folder / "files").rglob("*.jpg")).unlink()


def unlisted(folder: Path) -> None:
    lines = (folder / "evidence.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "evidence.jsonl").write_bytes(b"".join(lines[1:]))


def cut(folder: Path) -> None:
    lines = (folder / "trail.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "trail.jsonl").write_bytes(b"".join(lines[:-1]))


def added(folder: Path) -> None:
    (folder / "extra.html").write_text("<p>")


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (flip("trail.jsonl"), "is the first that does not fit"),
        (flip("anchors.jsonl"), "Wrong"),
        (flip("index.html"), "index.html was changed"),
        (photo, "has other bytes than were stored"),
        (lost_photo, "is missing"),
        (unlisted, "the list says nothing"),
        (cut, "the trail ends before it"),
        (added, "extra.html does not belong"),
    ],
)
def test_what_was_touched_is_named(copied: Path, tamper: Tamper, said: str) -> None:
    tamper(copied)
    assert said in verdict(copied)


def test_a_trail_written_anew_is_found_by_a_seal_that_somebody_kept(copied: Path, once: tuple[Path, Exported]) -> None:
    folder, made = copied, once[1]
    lines = [json.loads(line) for line in (folder / "trail.jsonl").read_bytes().splitlines()]
    previous = verify_audit.GENESIS
    for entry in lines:
        entry |= {"prev_hash": previous, "actor_id": None}
        entry["hash"] = previous = verify_audit.sha256(
            verify_audit.canonical({name: entry[name] for name in verify_audit.HASHED})
        )
    (folder / "trail.jsonl").write_bytes(b"".join(verify_audit.canonical(e) + b"\n" for e in lines))
    (folder / "anchors.jsonl").write_bytes(b"")
    assert "trail.jsonl was changed" in verdict(folder)  # and if the list of sums is written anew as well:
    (folder / "SHA256SUMS").write_text(
        "".join(
            f"{verify_audit.sha256(path.read_bytes())}  {path.relative_to(folder).as_posix()}\n"
            for path in folder.rglob("*")
            if path.is_file() and path.name != "SHA256SUMS"
        )
    )
    assert verdict(folder).startswith("All is whole")
    assert f"Entry {made.seal[0]} is the first that does not fit: a seal says" in verdict(folder, made.seal)


async def test_missing_bytes_are_said(archive: Archive) -> None:
    await archive.fill()
    next((archive.folder / "files").glob("*/*")).unlink()
    folder, made = await archive.export()
    assert made.missing == 1
    assert "is missing" in verdict(folder)


def test_a_damaged_zip_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK no zip")
    assert verify_audit.main([str(tmp_path / "x.zip")]) == 1
    assert "damaged" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["'", "''=", "=1", "", "a", "＝1", "\tx", "-5"])
def test_a_guarded_cell_gives_back_what_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
