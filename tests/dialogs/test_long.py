"""A form with as many lines as it takes still fits into one message."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest

from bot.cards.model import Card
from bot.desk.model import Question, Sitting
from bot.dialogs.sitting.asking import asking
from bot.dialogs.sitting.codes import CHANGE as CHANGING
from bot.dialogs.sitting.codes import DROP_LINE, GO_TO, PAGE
from bot.dialogs.sitting.memory import Memory
from bot.dialogs.sitting.summary import changing, summary
from bot.procedure.customer_file import CHANGE, CUSTOMER_FILE
from bot.procedure.plans import opening_plan
from bot.tongue import Tongue

NOW = datetime(2026, 11, 23, 1, 12, tzinfo=UTC)
CONTACT = {
    "name": "郑国强郑国强郑国强", "post": "总装车间主任 Final assembly", "phone": "+86 138 4312 0099 ext 12",
    "language": "zh_CN", "channel": "email", "email": "guoqiang.zheng@final-assembly.example",
}  # fmt: skip
PLANT = {"name": "Changchun plant one", "line": "Final assembly line three", "address": "Dongfeng Avenue 2259"}
DATA: dict[str, Any] = {"customer_id": 1, "name": "FAW Jiefang", "contacts": [CONTACT] * 20, "plants": [PLANT] * 20}


IMPORTED = 130  # contacts, more than anybody enters one by one
HOLDS = 100  # buttons in one keyboard


def sitting(question: Question | None, **more: Any) -> Sitting:
    plan, data = opening_plan(CUSTOMER_FILE, CHANGE), DATA | more
    return Sitting(1, "open", CUSTOMER_FILE, CHANGE, None, "", plan, data, question, 2, 9, NOW, {}, False)


def keys(card: Card) -> list[str]:
    """The data of its buttons."""
    found = [button.data for row in card.rows for button in row]
    assert len(found) <= HOLDS
    return found


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_customer_file_with_many_contacts_fits(language: Literal["zh_CN", "en"]) -> None:
    t = Tongue(language, ZoneInfo("Asia/Shanghai"), NOW)
    assert len(summary(sitting(None), Memory(), t).text) < 4096
    further = Question("contacts", CUSTOMER_FILE.form.field("contacts"), more=True, saved=20)
    assert len(asking(sitting(further), further, [], Memory(), t).text) < 4096


def test_every_answer_of_a_file_with_very_many_contacts_is_on_some_page() -> None:
    t, now = Tongue("en", ZoneInfo("Asia/Shanghai"), NOW), sitting(None, contacts=[CONTACT] * IMPORTED)
    pages = [keys(changing(now, Memory(), t, page)) for page in range(IMPORTED)]
    reached = {key for found in pages for key in found if key.startswith(f"{GO_TO}:")}
    turned = [f"{CHANGING}::{n + 1}" in found for n, found in enumerate(pages)]
    assert turned == sorted(turned, reverse=True), "every page leads to the next one, but for the last"
    lines = {f"{GO_TO}::contacts.{n}.{column}" for n in range(IMPORTED) for column in CONTACT}
    assert lines | {f"{GO_TO}::name", f"{GO_TO}::plants"} <= reached
    assert keys(changing(now, Memory(), t, 10_000)), "a page that is no longer there"


def test_every_one_of_very_many_lines_can_be_removed() -> None:
    t = Tongue("en", ZoneInfo("Asia/Shanghai"), NOW)
    asked = Question("contacts", CUSTOMER_FILE.form.field("contacts"), more=True, saved=IMPORTED)
    now = sitting(asked, contacts=[CONTACT] * IMPORTED)
    cards = [asking(now, asked, [], Memory(page=page), t) for page in range(5)]
    found = [key for card in cards for key in keys(card) if key.startswith(f"{DROP_LINE}:")]
    assert {key.rpartition(":")[2] for key in found} == {f"{n}.{IMPORTED}" for n in range(1, IMPORTED + 1)}
    assert any(key.startswith(f"{PAGE}:") for key in keys(cards[0]))
    assert max(len(card.text) for card in cards) < 4096
