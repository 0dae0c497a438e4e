"""The measurements measure. What they find is not asserted: it is the machine's, and another's work beside it."""

from __future__ import annotations

import json

import pytest

from bot.bench.goals import NotMeasured, Ratio
from bot.bench.plan import GOALS, measured
from bot.bench.rounds import Size
from bot.bench.targets import TARGETS
from bot.errors import StartError

CHEAP = ("G6", "G15", "G16", "G19", "G20")


async def test_each_goal_yields_a_figure() -> None:
    found = [json.loads(result.record()) async for result in measured(Size(quick=True), CHEAP)]
    assert {said["goal"].partition("-")[0] for said in found} == set(CHEAP)
    for said in found:
        if said["goal"] == "G19":
            assert (said["ratio"], said["met"]) == (None, None)
            assert "no PDF" in said["why"]
        else:
            assert said["ratio"] > 0
            assert said["met"] in (True, False)
            assert said["base_us"] > 0 < said["candidate_us"]


async def test_what_is_no_goal_is_said_so() -> None:
    with pytest.raises(StartError, match="no goal G99"):
        [result async for result in measured(Size(quick=True), ["G99"])]


def test_every_target_belongs_to_a_goal_that_is_measured() -> None:
    assert {name.partition("-")[0] for name in TARGETS} <= set(GOALS)


def test_a_goal_is_met_from_its_own_side() -> None:
    assert (Ratio("G1", 100, 200).met, Ratio("G1", 100, 201).met) == (True, False)
    assert (Ratio("G3", 200, 100).met, Ratio("G3", 199, 100).met) == (True, False)
    assert Ratio("G3", 300, 100).ratio == 3


def test_people_read_a_line() -> None:
    assert Ratio("G1", 100, 300).line().endswith("3.00 x   (at most 2)  NOT MET")
    assert NotMeasured("G4", "there is none").line().endswith("not measured: there is none")
