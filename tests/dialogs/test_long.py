"""A form with as many lines as it takes still fits into one message."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest

from bot.desk.model import Question, Sitting
from bot.dialogs.sitting.asking import asking
from bot.dialogs.sitting.memory import Memory
from bot.dialogs.sitting.summary import summary
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


def sitting(question: Question | None) -> Sitting:
    plan = opening_plan(CUSTOMER_FILE, CHANGE)
    return Sitting(1, "open", CUSTOMER_FILE, CHANGE, None, "", plan, DATA, question, 2, 9, NOW, {}, False)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_customer_file_with_many_contacts_fits(language: Literal["zh_CN", "en"]) -> None:
    t = Tongue(language, ZoneInfo("Asia/Shanghai"), NOW)
    assert len(summary(sitting(None), Memory(), t).text) < 4096
    further = Question("contacts", CUSTOMER_FILE.form.field("contacts"), more=True, saved=20)
    assert len(asking(sitting(further), further, [], Memory(), t).text) < 4096
