"""Where a call of the webhook comes from."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.errors import StartError
from bot.intake.callers import FORWARDED, Callers, networks
from bot.settings import load

TELEGRAM = networks("149.154.160.0/20, 91.108.4.0/22")


def call(peer: str, *said: str) -> Any:
    request = make_mocked_request("POST", "/telegram", [(FORWARDED, line) for line in said])
    return request.clone(remote=peer)


@pytest.mark.parametrize(
    ("peer", "let_in"),
    [("149.154.167.197", True), ("91.108.7.255", True), ("::ffff:91.108.6.1", True), ("91.108.8.1", False),
     ("127.0.0.1", False), ("::1", False), ("", False)],
)  # fmt: skip  # a case after the other
def test_only_the_networks_that_are_named(peer: str, let_in: bool) -> None:
    assert Callers(TELEGRAM).lets_in(call(peer)) is let_in
    assert Callers().lets_in(call(peer))


@pytest.mark.parametrize(
    ("behind", "said", "let_in"),
    [(1, ["149.154.167.197"], True), (1, ["10.0.0.1, 149.154.167.197"], True), (1, ["10.0.0.1", "91.108.4.9"], True),
     (1, ["149.154.167.197, 10.0.0.1"], False), (2, ["149.154.167.197, 10.0.0.1"], True),
     (2, ["149.154.167.197"], False), (1, [], False), (1, ["unknown"], False)],
)  # fmt: skip  # as above
def test_behind_balancers_what_they_say_counts_and_nothing_further_left(
    behind: int, said: list[str], let_in: bool
) -> None:
    assert Callers(TELEGRAM, behind).lets_in(call("10.0.0.2", *said)) is let_in


def test_what_a_caller_says_counts_for_nothing_where_no_balancer_is_named() -> None:
    assert not Callers(TELEGRAM).lets_in(call("10.0.0.2", "149.154.167.197"))


def test_a_list_that_is_none_ends_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDCLERK_WEBHOOK_FROM", "149.154.160.0/20, telegram")
    with pytest.raises(StartError, match="FIELDCLERK_WEBHOOK_FROM is wrong: write networks"):
        load()
