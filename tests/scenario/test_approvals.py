"""Deciding in the chat: once, by whom it concerns, on the present card, and never on one's own request."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.demo.run import Demo
from bot.sandbox.client import Player
from bot.sandbox.model import Json
from bot.storage import people
from bot.storage.tx import Tx
from tests.scenario.backstage import Backstage
from tests.scenario.stage import fresh, move, told
from tests.scenario.talk import DENG, LI, SUN, WANG, WU, ZHANG, ZHAO, Books, Talk, labels

SECOND = 2003  # another account of somebody who has one
VERBS = {"Approve", "Sign", "Return", "Reject", "Ask", "Transfer"}


async def at_quality(backstage: Backstage) -> str:
    """A resupply that waits for quality's signature, which is one tap; its number."""
    return await backstage.resupply(WU)


async def stand_in(demo: Demo, away: int, deputy: int) -> None:
    """`deputy` stands in for `away`, by their accounts, for a week."""

    def write(tx: Tx) -> None:
        gone, there = people.by_account(tx, away), people.by_account(tx, deputy)
        assert gone is not None
        assert there is not None
        people.add_absence(
            tx, person_id=gone.id, deputy_id=there.id, starts_at=tx.now - timedelta(hours=1),
            ends_at=tx.now + timedelta(days=7), set_by=gone.id,
        )  # fmt: skip

    await demo.app.database.write(write)


async def second_account(demo: Demo, play: Player, owner: int) -> None:
    def write(tx: Tx) -> None:
        member = people.by_account(tx, owner)
        assert member is not None
        people.link_account(tx, SECOND, member.id)

    await demo.app.database.write(write)
    await play.add_person(SECOND, "The same person")
    await play.person(SECOND).start()
    await play.settle()


async def press(talk: Talk, person_id: int, data: str) -> str:
    """Press what is not on the screen (any more); the notice that answers it."""
    person = talk[person_id]
    await person.callback((await person.last())["id"], data, wait=5)
    await talk.play.settle()
    return await told(person)


async def test_every_open_card_is_redrawn_when_it_is_decided(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await at_quality(backstage)
    card = await talk.card(SUN, number, "Sign")
    await talk.press(ZHAO, number, "Sign")

    redrawn = await _seen(talk, SUN, card["id"])
    assert "Zhao Min signed 09:00" in redrawn["text"]
    assert not VERBS & set(labels(redrawn))
    own = (await talk.heard(WU, number))[-1]
    assert "prepare\u2060⏳" in own["text"]
    assert books.work(number)[0][1:] == ("done", "sign", "Zhao Min")


async def _seen(talk: Talk, person_id: int, message_id: int) -> Json:
    return next(m for m in await talk[person_id].messages() if m["id"] == message_id)


async def test_a_late_press_is_told_who_decided(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await at_quality(backstage)
    await talk.press(ZHAO, number, "Sign")
    assert await press(talk, SUN, "w:1:1:sign") == "Zhao Min signed at 09:00. Nothing left to do."
    assert await press(talk, SUN, "w:1:1:reject") == "Zhao Min signed at 09:00. Nothing left to do."
    assert [item.outcome for item in books.work(number)].count("sign") == 1
    assert books.rows("SELECT id FROM draft") == []


async def test_two_taps_at_once_act_once(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await at_quality(backstage)
    both = (talk[ZHAO].tap("Sign"), talk[SUN].tap("Sign"), talk[ZHAO].callback(3, "w:1:1:sign"))
    await asyncio.gather(*both)
    await talk.play.settle()
    signed = books.rows("SELECT action FROM event WHERE action = 'sign'")
    assert len(signed) == 1
    assert books.owed(number) == ["make_ready", "buy_ready", "settle"]
    assert any("Nothing left to do" in text for text in (await told(talk[ZHAO]), await told(talk[SUN])))


async def test_an_old_version_is_refused_and_replaced(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await at_quality(backstage)
    await talk.press(ZHAO, number, "Ask", "=Which batch?")
    await talk.press(WU, number, "Answer", "=Batch 7")
    seen = (await talk[SUN].last())["id"]
    assert await press(talk, SUN, "w:1:1:sign") == "This card was out of date. Here is the present one."
    assert books.owed(number) == ["sign"]
    (card,) = await fresh(talk[SUN], seen)
    await talk[SUN].tap("Sign", message_id=card["id"])
    await talk.play.settle()
    assert "sign" not in books.owed(number)


async def test_there_is_one_card_to_press(talk: Talk, backstage: Backstage) -> None:
    number = await at_quality(backstage)
    await talk.press(ZHAO, number, "Ask", "=Which batch?")
    waiting = [m for m in await talk.heard(ZHAO, number) if "Details" in labels(m)]
    assert any("Which batch?" in m["text"] for m in waiting), "who asked sees the question that it waits for"
    assert await _offering(talk, WU, number, "Answer") == 1, "what was shown of the record did not become a second one"
    await talk.press(WU, number, "Answer", "=Batch 7")
    for person in (ZHAO, SUN):
        assert await _offering(talk, person, number, "Sign") == 1, "the card from before the question is taken back"
        assert any(
            talk("There is a newer card of this further down.") in m["text"] for m in await talk.heard(person, number)
        )
    await talk.press(SUN, number, "Sign")
    assert await _offering(talk, ZHAO, number, "Sign") == 0


async def _offering(talk: Talk, person_id: int, number: str, button: str) -> int:
    return sum(button in labels(m) for m in await talk.heard(person_id, number))


@pytest.mark.shows("R45", "T2")
async def test_a_leader_does_not_approve_their_own_request(
    demo: Demo, talk: Talk, books: Books, backstage: Backstage
) -> None:
    await second_account(demo, talk.play, WANG)
    await stand_in(demo, DENG, WANG)
    number = await backstage.part(WANG)

    for account in (WANG, SECOND):
        assert await press(talk, account, "w:1:1:approve") == (
            "You cannot decide on your own request. Somebody else has it."
        )
        assert not [m for m in await talk[account].messages() if "Approve" in labels(m)]
    assert books.owed(number) == ["review"]
    await talk.press(DENG, number, "Approve")
    assert books.work(number)[0].by == "Deng Yun"


@pytest.mark.shows("R45")
async def test_an_applicant_does_not_approve_as_the_leaders_deputy(
    demo: Demo, talk: Talk, books: Books, backstage: Backstage
) -> None:
    await stand_in(demo, WANG, LI)
    number = await backstage.part(LI)
    refused = "You cannot decide on your own request. Somebody else has it."
    assert await press(talk, LI, "w:1:1:approve") == refused
    assert books.owed(number) == ["review"]


async def test_a_second_account_of_the_leader_approves_for_the_same_person(
    demo: Demo, talk: Talk, books: Books, backstage: Backstage
) -> None:
    await second_account(demo, talk.play, WANG)
    number = await backstage.part(LI)
    await talk.press(SECOND, number, "Approve")
    assert books.work(number)[0].by == "Wang Fang"
    assert "Wang Fang approved" in (await talk.card(WANG, number))["text"]


async def test_a_deputy_acts_and_the_signature_shows_it(
    demo: Demo, talk: Talk, books: Books, backstage: Backstage
) -> None:
    await stand_in(demo, WANG, ZHANG)
    number = await backstage.part(LI)
    await talk.press(ZHANG, number, "Approve")
    for reader in (WANG, ZHANG):
        assert "Zhang Lei for Wang Fang approved 09:00" in (await talk.card(reader, number))["text"]
    (item,) = books.rows(
        "SELECT d.name_en done_by, f.name_en done_for FROM work_item w JOIN person d ON d.id = w.done_by "
        "JOIN person f ON f.id = w.done_for WHERE w.step = 'review'"
    )
    assert tuple(item) == ("Zhang Lei", "Wang Fang")


async def test_urging_at_most_once_per_four_working_hours(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.part(LI)
    await talk.fill(LI, "Urge")
    assert await told(talk[LI]) == "Urged."
    await talk[WANG].expect("Li Wei asks you to hurry", "Warranty part")
    assert "(urged once)" in (await talk.card(LI, number))["text"]

    await talk.fill(LI, "Urge")
    assert await told(talk[LI]) == "They have been urged already. You can urge again today 14:30."
    await move(talk.play, "2026-11-23 14:29")
    await talk.fill(LI, "Urge")
    assert "already" in await told(talk[LI])
    await move(talk.play, "2026-11-23 14:30")
    await talk.fill(LI, "Urge")
    assert await told(talk[LI]) == "Urged."
    assert len(books.rows("SELECT id FROM outbox WHERE kind = 'urge'")) == 2
    hurried = await talk[WANG].expect("Li Wei asks you to hurry")
    await talk[WANG].tap("Approve", message_id=hurried["id"])
    await talk.play.settle()
    assert books.work("SP-202611-0001")[0].outcome == "approve"


async def test_withdrawing_until_somebody_has_decided(talk: Talk, books: Books, backstage: Backstage) -> None:
    number = await backstage.part(LI)
    asked = await talk.fill(LI, "Withdraw")
    assert "Really withdraw it?" in asked["text"]
    assert books.record(number)["state"] == "open"
    assert "Really" not in (await talk.fill(LI, "Keep it"))["text"]
    await talk.fill(LI, "Withdraw", "Yes, withdraw")
    assert books.record(number)["state"] == "withdrawn"
    card = await talk.card(WANG, number)
    assert "Withdrawn" in card["text"]
    assert not VERBS & set(labels(card))
    assert await press(talk, WANG, "w:1:1:approve") == "This is settled. Nothing left to do."

    second = await backstage.part(LI)
    await talk.press(WANG, second, "Approve")
    assert "Withdraw" not in labels(await talk.card(LI, second))
    assert "It can no longer be withdrawn" in await press(talk, LI, "r:2:withdraw")
    assert books.record(second)["state"] == "open"
