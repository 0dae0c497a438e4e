"""T16: after an outage longer than Telegram keeps presses, what waits is sent anew and says from when to when."""

from __future__ import annotations

import json

from bot.desk import outages, seals
from bot.reminders.courier_parcel import Parcel
from bot.reminders.renderer import Desktop
from bot.storage import deliveries, outbox, trail
from bot.storage.deliveries import DeliveryMark
from bot.storage.outbox import OutboxRow
from bot.storage.tx import Tx
from tests.desk.office import LI, WANG, Office


async def shown(office: Office, account: int, record_id: int, message_id: int) -> None:
    """This person has a card of what they owe on the record."""
    actor, item = await office.actor(account), await office.item(record_id)
    mark = DeliveryMark(actor.member.id, record_id, item.version, item.id)
    await office.database.write(deliveries.mark, account, message_id, mark)


def queued(tx: Tx) -> list[OutboxRow]:
    rows: list[OutboxRow] = []
    while taken := outbox.claim(tx, 100):
        rows += taken
        for row in taken:
            outbox.sent(tx, row, None)
    return rows


def rendered(tx: Tx, desktop: Desktop, rows: list[OutboxRow]) -> list[Parcel]:
    return [parcel for row in rows for parcel in desktop.render(tx, row)]


async def texts_of(office: Office, account: int) -> list[str]:
    """What this person is sent that is queued now, in order."""
    rows = await office.database.write(queued)
    parcels = await office.database.read(rendered, Desktop(office.desk.house), rows)
    return [p.text for p in parcels if p.chat_id == account and p.edit_message_id is None]


async def away(office: Office, **span: float) -> bool:
    await office.database.write(outages.beat, "intake")
    await office.database.write(queued)
    office.clock.advance(**span)
    return await office.database.write(outages.beat, "intake")


async def test_a_short_pause_is_no_outage(office: Office) -> None:
    await shown(office, WANG, (await office.part()).id, 7)
    assert not await away(office, seconds=150)
    assert await texts_of(office, WANG) == []


async def test_what_waits_is_sent_anew_with_the_window(office: Office) -> None:
    part = await office.part()
    await shown(office, WANG, part.id, 7)
    assert await away(office, seconds=151)
    first, card = await texts_of(office, WANG)
    assert "I was away from today 09:00 to 09:02." in first
    assert "Below is the 1 thing that waits for you." in first
    assert part.number in card
    assert "⏸ Sent again: what you pressed from today 09:00 to 09:02 did not arrive." in card
    (noted,) = office.rows("SELECT data FROM event WHERE action = 'gap'")
    assert json.loads(noted["data"]) | {"from": "", "to": ""} == {
        "from": "", "to": "", "cards": 1, "people": 1, "asked_to_resend": 0,
    }  # fmt: skip
    assert not office.rows("SELECT 1 FROM delivery WHERE open AND message_id = 7")


async def test_after_a_day_everybody_is_asked_to_send_again(office: Office) -> None:
    assert await away(office, hours=25)
    (text,) = await texts_of(office, LI)
    assert "did not arrive either. Please send them again." in text


async def test_at_most_ten_cards_follow(office: Office) -> None:
    for number in range(outages.MOST + 2):
        await shown(office, WANG, (await office.part()).id, 100 + number)
    await away(office, minutes=30)
    texts = await texts_of(office, WANG)
    assert len(texts) == 1 + outages.MOST
    assert "/work" in texts[0]


async def test_a_seal_is_told_once_a_day_and_only_when_something_happened(office: Office) -> None:
    await office.part()
    assert await office.database.write(seals.seal, office.desk.house) == 2
    assert await office.database.write(seals.seal, office.desk.house) == 0
    seq, digest = await office.read(trail.end)
    (text,) = await texts_of(office, 1014)
    assert f"entry {seq}" in text
    assert f"<code>{digest}</code>" in text
    office.clock.advance(days=1)
    assert await office.database.write(seals.seal, office.desk.house) == 0
