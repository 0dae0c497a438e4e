"""R47, R48, T15: what is determined is carried out, D by D, verified by somebody else, and asked after for 90 days."""

from __future__ import annotations

from typing import Any

import pytest

from bot.procedure.cpa import EIGHT_D
from tests.scenario.backstage import Backstage
from tests.scenario.stage import in_both_languages, move
from tests.scenario.talk import CHEN, LI, LIN, PHOTO, SUN, WANG, ZHAO, Books, Talk, labels, only

D_STEPS = [step.key for stage in EIGHT_D for step in (stage.steps[0], *stage.steps[0].parts)]


async def alert_to_determine(backstage: Backstage, books: Books) -> str:
    """An alert of Li Wei's job that Zhao Min is to determine about; its number."""
    await backstage.reported_job(LI, quality_info=True)
    alert = books.numbers("quality_alert")[-1]
    await backstage.act(ZHAO, alert, "take", priority="1")
    await backstage.act(ZHAO, alert, "contain", containment="Stock blocked")
    await backstage.act(ZHAO, alert, "analyse", occurrence_cause="Cold joint")
    await backstage.act(ZHAO, alert, "handle", handling="Batch sorted", customer_told_on="2026-11-23")
    return alert


WHYS = {"occurrence_whys": [{"because": "Belt too fast"}], "escape_whys": [{"because": "No hot test"}]}
WHAT = {"who_found": "Li Wei", "what": "Resets", "where": "At the socket", "why_bad": "It stalls", "how": "Hot test"}
STOCK = {"place": "ours", "checked": 400, "not_good": 3, "person_id": 1}
MEASURE = {"what": "Lock the belt", "against": "occurrence", "person_id": 1, "due_on": "2026-11-27"}
DEEDS: dict[str, dict[str, Any]] = {
    "team": {"owner_id": "孙浩", "safety": False, "team": [{"person_id": 1, "role": "Process"}]},
    "problem": {**WHAT, "first_on": "2026-11-20", "how_many": 12, "sub_supplier": False},
    "contain": {"containment": "Hot test", "stock": [STOCK]},
    "causes": WHYS,
    "measures": {"measures": [MEASURE], "error_proof": True},
    "done": {"done_on": "2026-11-23", "proof": 1, "break_point": "20261125"},
    "prevent": {"fmea_reviewed": True, "fmea_what": "v7", "read_across": "There are none"},
}
"""What is answered from D1 to D7."""


async def walk(backstage: Backstage, action: str, first: str, last: str) -> None:
    """The Ds from `first` to `last`: Zhao Min names the team, Sun Hao owns the action."""
    names = list(DEEDS)
    for name in names[names.index(first) : names.index(last) + 1]:
        await backstage.act(ZHAO if name == "team" else SUN, action, name, **DEEDS[name])


async def action_of(backstage: Backstage, books: Books, upto: str = "prevent") -> str:
    """The action that such an alert opens, after this D: Sun Hao owns it, Zhao Min may verify it."""
    await backstage.act(ZHAO, await alert_to_determine(backstage, books), "action_needed", reason="Same fault")
    action = books.numbers("cpa")[-1]
    await walk(backstage, action, "team", upto)
    return action


@pytest.mark.shows("R47", "R48", "T15")
async def test_an_action_from_its_determination_to_its_end(talk: Talk, books: Books, backstage: Backstage) -> None:
    alert = await alert_to_determine(backstage, books)
    await talk.press(ZHAO, alert, "Action needed", "A whole batch is affected")
    action = only(books.numbers("cpa"))
    assert books.record(action)["origin_id"] == books.record(alert)["id"]
    assert action in (await talk.card(ZHAO, alert))["text"]
    assert alert in (await talk.card(ZHAO, action))["text"]

    team = ("=Sun Hao", "=Wang Fang", "Process", "That's all")
    await talk.press(ZHAO, action, "Name the team", "No", *team, "Hand in")
    await talk.sees(WANG, action, "You are in the team of this action. Its owner will come to you.")
    five_w = ("=Li Wei", "=Resets above 85 °C", "=2026-11-20", "=At the socket", "=It stalls", "=Hot test", "=12")
    await talk.press(SUN, action, "Describe the problem", *five_w, "No", "Hand in")
    ours = ("Our stock", "=400", "=3", "=Chen Gang", "Add another")
    oem = ("At the OEM", "=120", "=0", "=Li Wei", "That's all")
    await talk.press(SUN, action, "Record containment", *ours, *oem, "=Hot test before shipping", "Hand in")
    await walk(backstage, action, "causes", "causes")
    measure = ("=Lock the belt speed", "Occurrence", "=Chen Gang", "=2026-11-27", "That's all")
    await talk.press(SUN, action, "Choose the measures", *measure, "No", "=Speeds must differ", "Hand in")
    await talk.press(CHEN, action, "Measure is done")
    await talk.press(SUN, action, "Measures are in place", "Today", PHOTO, "That's all", "=20261125", "Hand in")
    reviewed = ("Yes", "=PFMEA v7, belt speed", "There are none")
    await talk.press(SUN, action, "Record the prevention", *reviewed, "Hand in")
    await talk.press(ZHAO, action, "Effective", "=200 parts hot tested", "Skip", "Hand in")
    await talk.press(SUN, action, "Close the action", "No report was asked for", "=Lock machine settings", "Hand in")
    assert not await talk.heard(LIN, action)  # who has nothing to do with it hears nothing
    for day in ("2026-12-23 08:30", "2027-01-22 08:30", "2027-02-22 08:30"):
        assert books.record(action)["state"] == "open"
        await move(talk.play, day)
        await talk.press(LI, action, "Did not come back")

    record = books.record(action)
    assert (record["state"], record["retention"]) == ("done", "cpa_3y")
    assert [item.step for item in books.work(action)] == D_STEPS
    assert [line["place"] for line in record["data"]["stock"]] == ["ours", "oem"]
    assert record["data"]["fmea_reviewed"] is True
    assert not books.undelivered()


async def ask_why(talk: Talk, action: str) -> None:
    """D4: one why at a time, until somebody says that it is the root cause."""
    await talk.press(SUN, action, "Find the causes", "=Solder joint is cold")
    further = "“{before}”. And why that? Write it, or say that it is the root cause."
    asked = await talk.fill(SUN, "=Preheating was too short")
    assert talk(further, before="Preheating was too short") in asked["text"]
    assert labels(asked)[0] == talk("That is the root cause")
    asked = await talk.fill(SUN, "=Belt speed was changed", "That is the root cause")
    assert talk("5-why, escape") in asked["text"]
    await talk.fill(SUN, "=Nobody tests warm", "That is the root cause", "=X-ray of 12 parts", "Hand in")


@pytest.mark.shows("R48")
@in_both_languages
async def test_whys_proof_and_the_question_after_thirty_days(talk: Talk, books: Books, backstage: Backstage) -> None:
    action = await action_of(backstage, books, upto="contain")
    await ask_why(talk, action)
    found = books.record(action)["data"]
    assert (found["occurrence_cause"], found["escape_cause"]) == ("Belt speed was changed", "Nobody tests warm")
    await walk(backstage, action, "measures", "prevent")
    await talk.press(ZHAO, action, "Effective", "=200 parts hot tested", "Skip", "Hand in")
    await talk.press(SUN, action, "Close the action", "No report was asked for", "Skip", "Hand in")
    await move(talk.play, "2026-12-23 08:31")
    await talk.press(LI, action, "It came back", "=Plant 1, after the wash")
    assert books.owed(action) == ["causes"]
    again = await talk.card(SUN, action, "Find the causes")
    assert talk.tongue.pair(talk("Came back"), "Plant 1, after the wash") in again["text"]
    assert not books.undelivered()


@pytest.mark.shows("R47", "R48")
async def test_who_confirms_for_the_unit_names_the_owner(talk: Talk, books: Books, backstage: Backstage) -> None:
    job = await backstage.reported_job(LI)
    signed = {"signed": True, "signature": 1, "signer": "Zheng", "score": 4}
    await backstage.act(LI, job, "sign_off", **signed)
    await talk.press(LI, job, "Action needed", "Delay caused by us")
    assert not books.numbers("cpa")  # a proposal, until the unit leader confirms it
    await talk.press(WANG, job, "Confirm")
    action = only(books.numbers("cpa"))
    assert books.record(job)["state"] == "done"
    assert action in (await talk.card(LI, job))["text"]
    card = await talk.card(WANG, action, "Name the team")
    assert "Problem: Resets above 85 degrees" in card["text"]
    assert books.record(action)["data"]["trigger"] == "Delay caused by us"
    for person in (ZHAO, SUN):
        assert not await talk.heard(person, action)


@pytest.mark.shows("R48")
async def test_its_owner_does_not_verify_it(talk: Talk, books: Books, backstage: Backstage) -> None:
    action = await action_of(backstage, books)
    assert books.owed(action) == ["verify"]
    assert "Effective" not in labels(await talk.card(SUN, action))
    with pytest.raises(Exception, match="not yours to decide"):
        await backstage.act(SUN, action, "effective", verified_how="I looked")
    asked = await talk.press(ZHAO, action, "Transfer")
    assert not [label for label in labels(asked) if "Sun Hao" in label]


@pytest.mark.shows("R48")
async def test_what_does_not_help_goes_back_to_the_causes(talk: Talk, books: Books, backstage: Backstage) -> None:
    action = await action_of(backstage, books)
    await move(talk.play, "2026-12-07 09:00")
    await talk.press(ZHAO, action, "Not effective", "The fault still occurs")
    assert books.owed(action) == ["causes"]
    card = await talk.card(SUN, action, "Find the causes")
    assert "The fault still occurs" in card["text"]
    assert "by 17:30 on Mon 14 Dec" in card["text"]  # five working days from now, not from the alert
    kept = books.record(action)["data"]
    assert not {"occurrence_whys", "measures", "proof", "fmea_reviewed", "effective"} & set(kept)
    assert kept["containment"] == "Hot test"
    assert "effective" not in books.trail(action)


@pytest.mark.shows("R47", "R48")
async def test_the_same_fault_links_to_the_action_that_it_has(talk: Talk, books: Books, backstage: Backstage) -> None:
    action = await action_of(backstage, books)
    alert = await alert_to_determine(backstage, books)
    asked = await talk.press(ZHAO, alert, "Action needed")
    assert "This part has an action already. Is it the same fault?" in asked["text"]
    await talk.fill(ZHAO, f"{action} · Stalls when warm", "Same fault came before", "Hand in")

    assert books.numbers("cpa") == [action]
    assert books.record(alert)["data"]["same_as"] == books.record(action)["id"]
    linked = books.record(action)["data"]
    assert (linked["times"], linked["repeats"][0]["record_id"]) == (1, books.record(alert)["id"])
    await talk.sees(SUN, f"The same fault came again: {alert}. It is linked here, and counted.")
    assert action in (await talk.card(ZHAO, alert))["text"]
    assert "came_again" in books.trail(action)
