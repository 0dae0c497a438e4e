"""Pictures are opened in a process that may die of them."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pytest

from bot.dialogs import label_worker
from bot.dialogs.label_reader import LENGTH, Reader, codes_in
from bot.dialogs.label_worker import serve
from tests.dialogs.pictures import label, photo

SERIAL = "20261018-0337"
WORSE = """
import os, sys, tempfile
from bot.dialogs import label_worker as worker

def read(picture):
    if picture == b"memory":
        return [str(len(bytes(10**9)))]
    if picture == b"time":
        sys.stdin.buffer.read()
    if picture == b"seconds":
        while True:
            pass
    if picture == b"death":
        os._exit(9)
    if picture == b"disk":
        tempfile.TemporaryFile(buffering=0).write(b"x")
    return sorted(os.environ)

worker.SECONDS = 1
worker.bound()
worker.serve(sys.stdin.buffer, sys.stdout.buffer, read)
"""
"""It does at once what a picture might have it do."""


@pytest.fixture(scope="module")
def patient() -> Iterator[Reader]:
    reader = Reader((sys.executable, "-c", WORSE))
    yield reader
    reader.close()


async def test_a_picture_is_read_by_a_process_that_stays() -> None:
    assert [await codes_in(photo(label(SERIAL))) for _ in range(2)] == [[SERIAL], [SERIAL]]


@pytest.mark.parametrize("harm", ["memory", "seconds", "death", "disk"])
async def test_a_picture_that_does_harm_is_one_that_cannot_be_read(
    patient: Reader, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDCLERK_TOKEN", "secret")
    assert await patient.codes_in(harm.encode()) == []
    told = await patient.codes_in(b"the environment")
    assert told
    assert "FIELDCLERK_TOKEN" not in told


async def test_what_takes_too_long_is_given_up() -> None:
    hasty = Reader((sys.executable, "-c", WORSE), patience=0.01)
    assert await hasty.codes_in(b"time") == []
    hasty.close()


async def test_where_no_process_can_be_started_nothing_is_read() -> None:
    assert await Reader(("no-such-program",)).codes_in(b"picture") == []


def test_the_process_ends_when_nobody_asks_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(label_worker, "_allow_seconds", lambda: None)  # they would be those of all tests after this one
    said = io.BytesIO()
    serve(io.BytesIO(LENGTH.pack(3) + b"abc" + LENGTH.pack(9)[:2]), said, lambda picture: [picture.decode()])
    assert said.getvalue() == LENGTH.pack(7) + b'["abc"]'
