from __future__ import annotations

import pytest

from bot.intake.client import ApiError, Client
from tests.support.fake_api import TOKEN, FakeApi, Trouble


async def test_a_file_that_telegram_does_not_give_out_is_empty(api: FakeApi, base: str) -> None:
    client = Client(TOKEN, base)
    api.files["here"] = b"a label"
    api.fail("getFile", Trouble(400, "Bad Request: wrong file_id"))
    assert [await client.whole(name) for name in ("gone", "lost", "here")] == [b"", b"", b"a label"]
    api.fail("getFile", Trouble(500))
    with pytest.raises(ApiError):
        await client.whole("here")
    await client.close()
