"""Section 3 of the requirements: what the procedure leaves open is a setting, and a record ends as it began."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.demo.run import Demo
from bot.desk import rules
from bot.desk.model import Actor, Refused
from bot.sandbox.client import Player
from bot.settings import Settings
from bot.storage import people
from bot.storage.tx import Tx
from tests.scenario.backstage import Backstage
from tests.scenario.stage import in_both_languages
from tests.scenario.talk import CHEN, LI, LIN, WANG, ZHAO, Books, Talk, labels

ADMIN, SELLER = 1017, 1010
AMOUNT = "Amount for the deputy GM"
PREPARING = ["make_ready", "buy_ready", "settle"]
DELAY = {
    "order_line_id": "4500917362", "new_date": "2026-12-07", "late_qty": 300, "cause_class": "material",
    "cause": "Magnets come late", "remedy": "Second source",
}  # fmt: skip


async def settle(demo: Demo, key: str, answer: Any, account: int = ADMIN) -> None:
    """Somebody changes a setting, without the chat."""
    await demo.app.database.write(_settle, demo, key, answer, account)


def _settle(tx: Tx, demo: Demo, key: str, answer: Any, account: int) -> None:
    member = people.by_account(tx, account)
    assert member is not None
    rules.change(tx, demo.app.desk.house, Actor(member, account), key, answer)


async def signed(backstage: Backstage, **changes: Any) -> str:
    """A warranty part with the signatures that it needs; its number."""
    number = await backstage.part(LI, **changes)
    await backstage.act(WANG, number, "approve")
    await backstage.act(ZHAO, number, "sign", finding="ours")
    return number


@in_both_languages
async def test_an_administrator_changes_a_setting_in_the_chat(talk: Talk, books: Books) -> None:
    t = talk.tongue
    shown = await talk.fill(ADMIN, "=/settings")
    assert t.pair(talk("Finance confirms"), talk("Yes")) in shown["text"]
    assert t.pair(talk(AMOUNT), talk("off")) in shown["text"]
    asked = await talk.fill(ADMIN, AMOUNT)
    assert talk("Above which amount does a warranty part need the deputy general manager? 0: never.") in asked["text"]
    saved = await talk.fill(ADMIN, "=5000")
    assert t.pair(talk(AMOUNT), t.aside("5,000", talk("default: {value}", value=talk("off")))) in saved["text"]
    (event,) = books.rows("SELECT * FROM event WHERE action = 'setting_changed'")
    assert json.loads(event["data"]) == {"key": "deputy_gm_amount", "from": 0, "to": 5000}
    (named,) = books.rows("SELECT name FROM person WHERE id = ?", event["actor_id"])
    assert named["name"]
    await talk.fill(ADMIN, "Done")
    await talk.sees(ADMIN, talk("Settings are closed. /settings opens them again."))


async def test_what_is_no_answer_changes_nothing(talk: Talk, books: Books) -> None:
    refused = await talk.fill(ADMIN, "=/settings", AMOUNT, "=a lot")
    assert (
        "Please enter an amount in whole units, for example 5000, or 0 for none. You wrote “a lot”." in refused["text"]
    )
    await talk.fill(ADMIN, "‹ Back", "›", "Root cause at a sub-supplier", "=soon")
    await talk.sees(ADMIN, "Please write for example 24 hours, 4 working hours, 2 working days or 30 days.")
    assert not books.rows("SELECT * FROM event WHERE action = 'setting_changed'")


async def test_others_are_told_that_administrators_do_it(talk: Talk, demo: Demo) -> None:
    for person in (LI, LIN):
        told = await talk.fill(person, "=/settings")
        assert told["text"] == "Only administrators change settings. Please ask yours."
    with pytest.raises(Refused):
        await settle(demo, "finance_confirms", False, account=LIN)


async def test_a_running_record_keeps_the_rules_it_began_with(
    talk: Talk, demo: Demo, backstage: Backstage, books: Books
) -> None:
    before = await backstage.part(LI)
    await settle(demo, "finance_confirms", False)
    after = await signed(backstage)
    await backstage.act(WANG, before, "approve")
    await backstage.act(ZHAO, before, "sign", finding="ours")
    assert books.owed(before) == PREPARING
    assert books.owed(after) == PREPARING[:2]
    await talk.press(LI, after, "Details")
    await talk.sees(LI, "House rules:", "Finance confirms: No")


@pytest.mark.shows("T4")
async def test_above_which_amount_the_deputy_gm_is_asked(demo: Demo, backstage: Backstage, books: Books) -> None:
    assert books.owed(await signed(backstage)) == PREPARING
    await settle(demo, "deputy_gm_amount", "1")
    assert books.owed(await signed(backstage)) == ["approve"]


@pytest.mark.shows("R33")
async def test_who_tells_the_customer_of_a_delay(talk: Talk, demo: Demo, backstage: Backstage, books: Books) -> None:
    await settle(demo, "delay_notice_by", "manufacturing")
    number = await backstage.open(CHEN, "late_delivery", **DELAY)
    assert "Customer is told" in labels(await talk.card(CHEN, number))
    assert not await talk.heard(SELLER, number)


async def test_a_time_limit_is_a_setting(talk: Talk, backstage: Backstage, books: Books) -> None:
    await talk.fill(ADMIN, "=/settings", "›", "›", "Approval step", "=2 working days")
    await talk.sees(ADMIN, "Approval step: 2 working days (default: 1 working day)")
    number = await backstage.part(LI)
    sql = "SELECT deadline_rule, due_at FROM work_item w JOIN record r ON r.id = w.record_id WHERE r.number = ?"
    (item,) = books.rows(sql, number)
    assert (item["deadline_rule"], str(item["due_at"])[:16]) == ("approval_step:2wd", "2026-11-25 09:30")


class TestTheConfiguration:
    """The environment changes a default; an administrator's word counts more."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"finance_confirms": False, "time_limits": "approval_step=3wd"})

    async def test_it_counts_until_an_administrator_says_otherwise(
        self, demo: Demo, backstage: Backstage, books: Books
    ) -> None:
        number = await signed(backstage)
        assert books.owed(number) == PREPARING[:2]
        assert json.loads(books.record(number)["rules"])["limit.approval_step"] == "3wd"
        await settle(demo, "finance_confirms", True)
        assert books.owed(await signed(backstage)) == PREPARING

    async def test_that_it_changed_is_in_the_trail(self, play: Player, books: Books) -> None:
        *_, event = books.rows("SELECT * FROM event WHERE action = 'configuration_changed' ORDER BY seq")
        of_demo = {"records_a_day": 0, "megabytes_a_day": 0}
        told = {"finance_confirms": False, "limit.approval_step": "3wd", **of_demo}
        assert json.loads(event["data"]) == {"from": of_demo, "to": told}
