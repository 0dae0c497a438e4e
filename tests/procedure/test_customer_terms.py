"""What a customer's code and a mailbox look like."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.procedure.customer_file import CustomerFile
from bot.procedure.customer_terms import Contact
from bot.procedure.kinds import Reading, Unreadable

AT = Reading(datetime(2026, 11, 23, 1, 0, tzinfo=UTC), ZoneInfo("UTC"))


@pytest.mark.parametrize("code", ["BMW", "faw-2", "A"])
def test_a_code_is_short_and_plain(code: str) -> None:
    assert CustomerFile.field("code").kind.read(f" {code} ", AT) == code


@pytest.mark.parametrize("wrong", ["华晨宝马", "BMW Brilliance", "", "-", "X" * 21])
def test_what_is_no_code(wrong: str) -> None:
    with pytest.raises(Unreadable, match="for example BMW"):
        CustomerFile.field("code").kind.read(wrong, AT)


def test_a_mailbox_has_a_name_and_a_place() -> None:
    kind = Contact.field("email").kind
    assert kind.read(" t.mueller@bba.cn ", AT) == "t.mueller@bba.cn"
    for wrong in ("t.mueller", "a@b", "two words@bba.cn"):
        with pytest.raises(Unreadable, match="looks like"):
            kind.read(wrong, AT)
