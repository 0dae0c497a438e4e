"""R33: manufacturing's one answer to "will it be on time?" is seen by everybody who was asked."""

from __future__ import annotations

from bot.sandbox.model import Json
from tests.scenario.stage import move, told
from tests.scenario.talk import CHEN, Books, Talk, labels

MA = 1007  # leader of manufacturing
LINE = "PO-88231 line 2"


async def question(talk: Talk, person_id: int) -> Json:
    """The question about the order line, as it stands in this person's chat."""
    return [m for m in await talk[person_id].messages() if LINE in m["text"]][-1]


async def test_on_time_takes_the_buttons_from_everybody(talk: Talk, books: Books) -> None:
    await move(talk.play, "2026-11-24 08:31")
    before = await question(talk, MA)
    assert labels(before) == labels(await question(talk, CHEN)) == ["On time", "Late"]
    await talk[CHEN].tap("On time", message_id=(await question(talk, CHEN))["id"])
    await talk.settled()
    for person_id in (CHEN, MA):
        shown = await question(talk, person_id)
        assert labels(shown) == []
        assert shown["text"].endswith("\n✓ Chen Gang 08:31: on time")
    sql = "SELECT l.id FROM order_line l JOIN customer_order o ON o.id = l.order_id WHERE order_no = ? AND line_no = 2"
    (line,) = books.rows(sql, "PO-88231")
    await talk[MA].callback(before["id"], f"q:{line['id']}:no", wait=5)
    await talk.settled()
    assert await told(talk[MA]) == "Chen Gang answered today 08:31: on time. Nothing left to do."


async def test_late_begins_a_notice_and_dropping_it_asks_again(talk: Talk, books: Books) -> None:
    await move(talk.play, "2026-11-24 08:31")
    await talk[CHEN].tap("Late", message_id=(await question(talk, CHEN))["id"])
    await talk.settled()
    assert (await question(talk, MA))["text"].endswith("\n✗ Chen Gang 08:31: late")
    assert "Which date can be kept?" in (await talk[CHEN].last())["text"]
    await talk.fill(CHEN, "=/drafts", "Discard")
    assert books.rows("SELECT * FROM draft") == []
    for person_id in (CHEN, MA):
        assert labels(await question(talk, person_id)) == ["On time", "Late"]
