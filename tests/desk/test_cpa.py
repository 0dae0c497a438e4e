"""R47, R48: an action's clocks, who verifies it, and what a further occurrence of the same fault does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.desk import cpa_sweeps, ledger, rules
from bot.desk.model import Refused
from bot.procedure.kinds import Unreadable
from bot.storage import records
from bot.storage.rows import ItemRow, RecordRow
from bot.storage.tx import Tx
from tests.desk.office import ALERT, AUDITOR, CHEN, LI, SUN, WANG, ZHANG, ZHAO, Office
from tests.desk.test_handing_over import leaves

WHYS = [{"because": "Cold joint"}, {"because": "Belt too fast"}]
DEMANDED = {"title": "Dead ECU", "part_id": 1, "trigger": "OEM demands an 8D", "safety": False}
DETERMINED = {"reason": "Same fault"}
LATE = {"action_type": "corrective", "title": "On site too late", "trigger": "Customer complained", "safety": False}


async def alert(office: Office, **answers: Any) -> RecordRow:
    """An alert that quality is to determine about."""
    found = await office.hand_in(LI, "quality_alert", "quality_alert", {**ALERT, **answers})
    await office.press(ZHAO, found.id, "take", priority="1")
    await office.press(ZHAO, found.id, "contain", containment="Blocked")
    await office.press(ZHAO, found.id, "analyse", occurrence_cause="Cold joint", failure_code="P0606")
    await office.press(ZHAO, found.id, "handle", handling="Sorted", customer_told_on="2026-11-23")
    return found


async def opened(office: Office, **answers: Any) -> RecordRow:
    """The action that such an alert opens."""
    found = await alert(office, **answers)
    await office.press(ZHAO, found.id, "action_needed", **DETERMINED)
    return await action(office)


async def action(office: Office) -> RecordRow:
    """The newest action."""
    return (await office.read(lambda tx: records.of_kind(tx, "cpa")))[0]


async def described(office: Office, found: RecordRow, *, bought: bool = False) -> None:
    """D1 and D2: Sun Hao owns it."""
    owner = (await office.actor(SUN)).member.id
    team = {"owner_id": owner, "team": [{"person_id": owner, "role": "Process"}], "safety": False}
    await office.press(ZHAO, found.id, "team", **team)
    five_w = dict.fromkeys(("who_found", "what", "where", "why_bad", "how"), "This")
    await office.press(SUN, found.id, "problem", **five_w, first_on="2026-11-20", how_many=3, sub_supplier=bought)


async def contained(office: Office, found: RecordRow | None = None, *, bought: bool = False) -> RecordRow:
    """An action of Sun Hao's that looks for its causes."""
    found = found or await opened(office)
    await described(office, found, bought=bought)
    stock = [{"place": "ours", "checked": 4, "not_good": 1, "person_id": found.created_by}]
    await office.press(SUN, found.id, "contain", containment="Hot test", stock=stock)
    return await office.record(found.id)


async def to_be_verified(office: Office) -> RecordRow:
    """An action of Sun Hao's whose effect is to be verified."""
    found = await contained(office)
    owner, proof = found.data["owner_id"], await office.photo(SUN)
    await office.press(SUN, found.id, "causes", occurrence_whys=WHYS, escape_whys=WHYS[:1])
    measure = {"what": "Lock it", "against": "occurrence", "person_id": owner, "due_on": "2026-12-01"}
    await office.press(SUN, found.id, "measures", measures=[measure], error_proof=True)
    await office.press(SUN, found.id, "done", done_on="2026-11-23", proof=[proof], break_point="20261125")
    await office.press(SUN, found.id, "prevent", fmea_reviewed=True, fmea_what="v7", read_across="None")
    return await office.record(found.id)


async def closed(office: Office) -> RecordRow:
    """An action after D8, of which nobody has been asked yet whether it came back."""
    found = await to_be_verified(office)
    await office.press(ZHAO, found.id, "effective", verified_how="200 parts")
    await office.press(SUN, found.id, "close", accepted="not_asked")
    return await office.record(found.id)


async def due(office: Office, record: RecordRow) -> tuple[str | None, str]:
    """By which rule the record's one open item is due, and the day."""
    item = await office.item(record.id)
    return item.deadline_rule, f"{item.due_at:%m-%d %H:%M}"


async def test_its_clocks_run_from_when_the_fault_was_reported(office: Office) -> None:
    case = await alert(office)
    office.clock.advance(days=3)
    await office.press(ZHAO, case.id, "action_needed", **DETERMINED)
    found = await action(office)
    assert (await due(office, found))[0] == "approval_step:1wd"
    assert found.data["clock_at"] == case.created_at.isoformat()
    rule, at = await due(office, await contained(office, found))
    assert (rule, at) == ("root_cause:5wd", "11-30 09:30")


async def test_without_an_alert_the_fault_is_contained_within_a_day(office: Office) -> None:
    found = await office.hand_in(ZHAO, "cpa", "corrective", DEMANDED)
    await described(office, found)
    assert await due(office, found) == ("containment:24h", f"{found.created_at + timedelta(hours=24):%m-%d %H:%M}")


async def test_safety_makes_them_run_faster(office: Office) -> None:
    found = await office.hand_in(ZHAO, "cpa", "corrective", {**DEMANDED, "safety": True})
    assert (await due(office, found))[0] == "approval_step.urgent:4wh"
    await described(office, found)
    assert (await due(office, found))[0] == "containment.urgent:12h"


async def test_quality_says_of_an_alert_that_safety_is_at_stake(office: Office) -> None:
    case = await office.hand_in(LI, "quality_alert", "quality_alert", ALERT)
    await office.press(ZHAO, case.id, "take_safety", priority="1")
    assert (await due(office, case))[0] == "containment.urgent:12h"
    await office.press(ZHAO, case.id, "contain", containment="Blocked")
    await office.press(ZHAO, case.id, "analyse", occurrence_cause="Cold joint")
    await office.press(ZHAO, case.id, "handle", handling="Sorted", customer_told_on="2026-11-23")
    await office.press(ZHAO, case.id, "action_needed", **DETERMINED)
    found = await action(office)
    assert (found.data["safety"], found.data["safety_known"]) == (True, True)


async def test_a_sub_supplier_gets_ten_days_for_the_causes(office: Office) -> None:
    found = await contained(office, bought=True)
    assert (await due(office, found))[0] == "root_cause_sub_supplier:10wd"


async def test_the_portals_time_counts_when_it_is_the_earlier(office: Office) -> None:
    portal_at = (office.clock.now() - timedelta(days=3)).isoformat()
    found = await office.hand_in(ZHAO, "cpa", "corrective", {**DEMANDED, "portal_at": portal_at})
    assert found.data["clock_at"] == portal_at
    await described(office, found)
    late = await office.item(found.id)
    assert late.due_at is not None
    assert late.due_at < late.opened_at
    assert late.next_reminder_at is not None
    assert late.next_reminder_at > late.opened_at


async def test_only_quality_opens_a_corrective_action(office: Office) -> None:
    with pytest.raises(Refused, match="does not open"):
        await office.desk.start(await office.actor(LI), "cpa", "corrective")
    with pytest.raises(Refused, match="does not open"):
        await office.desk.start(await office.actor(LI), "cpa", "from_case")


async def test_who_only_watches_owns_no_action(office: Office) -> None:
    found = await opened(office)
    auditor = (await office.actor(AUDITOR)).member.id
    with pytest.raises(Unreadable, match="administrator or auditor"):
        await office.press(ZHAO, found.id, "team", owner_id=auditor, team=[{"person_id": 1, "role": "x"}], safety=False)


async def test_who_is_named_in_it_may_see_it_and_nobody_else(office: Office) -> None:
    found = await opened(office)
    member = (await office.actor(WANG)).member.id
    owner = (await office.actor(SUN)).member.id
    await office.press(
        ZHAO, found.id, "team", owner_id=owner, team=[{"person_id": member, "role": "Process"}], safety=False
    )
    for account in (WANG, LI):  # in the team; who reported the fault
        assert found.number in (await office.desk.show(await office.actor(account), found.id)).text
    for account in (ZHANG, CHEN):
        with pytest.raises(Refused, match="no such record"):
            await office.desk.show(await office.actor(account), found.id)


async def test_the_last_because_is_the_root_cause(office: Office) -> None:
    found = await to_be_verified(office)
    assert (found.data["occurrence_cause"], found.data["escape_cause"]) == ("Belt too fast", "Cold joint")


async def test_a_why_is_asked_five_times_at_most(office: Office) -> None:
    found = await contained(office)
    item = await office.item(found.id, "causes")
    draft = (await office.desk.press(await office.actor(SUN), item.id, item.version, "causes")).draft_id
    assert draft is not None
    who = await office.actor(SUN)
    for n in range(5):
        question = (await office.desk.sitting(who.member, draft)).question
        assert question is not None
        assert question.path.startswith("occurrence_whys")
        await office.desk.answer(who, draft, question.path, f"Because {n}")
    question = (await office.desk.sitting(who.member, draft)).question
    assert question is not None
    assert question.path == "escape_whys.0.because"
    with pytest.raises(Unreadable, match="At most"):
        await office.desk.answer(who, draft, "occurrence_whys", "Because 6")


async def test_its_owner_does_not_verify_it(office: Office) -> None:
    found = await to_be_verified(office)
    with pytest.raises(Refused, match="not yours"):
        await office.press(SUN, found.id, "effective", verified_how="I looked")
    with pytest.raises(Refused, match="cannot be passed on"):
        await office.press(ZHAO, found.id, "transfer", transfer_to=found.data["owner_id"], reason="No time")
    assert (await office.item(found.id)).step == "verify"


async def test_what_does_not_help_is_begun_anew_at_the_causes(office: Office) -> None:
    found = await to_be_verified(office)
    office.clock.advance(days=14)
    await office.press(ZHAO, found.id, "not_effective", reason="The fault still occurs")
    changed = await office.record(found.id)
    assert (await office.item(found.id)).step == "causes"
    assert not {"occurrence_whys", "occurrence_cause", "measures", "proof", "fmea_reviewed"} & set(changed.data)
    assert changed.data["stock"] == found.data["stock"]
    assert changed.data["clock_at"] > found.data["clock_at"]
    card = await office.desk.show(await office.actor(SUN), found.id)
    assert "The fault still occurs" in card.text


async def test_the_same_failure_of_the_same_part_is_linked(office: Office) -> None:
    first = await opened(office)
    again = await opened_again(office)
    assert (await action(office)).id == first.id
    assert again.data["same_as"] == first.id
    counted = (await office.record(first.id)).data
    assert (counted["times"], counted["repeats"][0]["record_id"]) == (1, again.id)
    told = office.rows("SELECT person_id, params FROM outbox WHERE kind = 'notice' AND record_id = ?", first.id)
    assert any(again.number in row["params"] for row in told)


async def opened_again(office: Office) -> RecordRow:
    """A second alert of the same failure, about which nobody says that it is the same."""
    found = await alert(office)
    await office.press(ZHAO, found.id, "action_needed", **DETERMINED)
    return await office.record(found.id)


@pytest.mark.parametrize(("code", "asked"), [("P0606", "reason"), ("P0335", "same_as"), (None, "same_as")])
async def test_what_the_failure_code_says_is_not_asked(office: Office, code: str | None, asked: str) -> None:
    await opened(office)
    found = await alert(office)
    await office.database.write(_recode, found.id, code)
    item = await office.item(found.id)
    who = await office.actor(ZHAO)
    draft = (await office.desk.press(who, item.id, item.version, "action_needed")).draft_id
    assert draft is not None
    question = (await office.desk.sitting(who.member, draft)).question
    assert question is not None
    assert question.path == asked


async def test_another_fault_of_the_part_opens_another_action(office: Office) -> None:
    first = await opened(office)
    found = await alert(office)
    await office.database.write(_recode, found.id, "P0335")
    await office.press(ZHAO, found.id, "action_needed", **DETERMINED)
    assert (await action(office)).id != first.id


def _recode(tx: Tx, record_id: int, code: str | None) -> None:
    record = records.get(tx, record_id)
    assert record is not None
    records.change(tx, record, data={**record.data, "failure_code": code})


async def test_after_its_end_it_is_taken_back_to_the_causes(office: Office) -> None:
    first = await closed(office)
    admin = await office.actor(1017)
    await office.database.write(rules.change, office.desk.house, admin, "cpa_keeps_case_open", True)
    again = await opened_again(office)
    assert await office.database.write(cpa_sweeps.sweep_actions, office.desk.house) == 1
    assert await office.database.write(cpa_sweeps.sweep_actions, office.desk.house) == 0
    assert (await office.item(again.id)).step == "await_action", "what the case disproved does not count as verified"
    changed = await office.record(first.id)
    assert (await office.item(first.id)).step == "causes"
    assert changed.data["came_back"] == again.number


async def test_one_that_is_archived_is_followed_by_another(office: Office) -> None:
    first = await closed(office)
    for _ in range(3):
        office.clock.advance(days=31)
        await office.database.write(ledger.sweep_sleepers, office.desk.house)
        await office.press(LI, first.id, "stayed_away")
    assert (await office.record(first.id)).state == "done"
    again = await opened_again(office)
    second = await action(office)
    assert (second.route, second.data["repeat_of"], second.origin_id) == ("again", first.id, again.id)
    assert (await office.item(second.id)).step == "contain"
    assert (second.data["owner_id"], second.data["times"]) == (first.data["owner_id"], 1)
    assert not {"measures", "occurrence_whys", "finished_at"} & set(second.data)


async def test_a_case_is_archived_with_a_link_to_the_open_action(office: Office) -> None:
    found = await opened_again(office)
    await office.press(ZHAO, found.id, "close")
    assert (await office.record(found.id)).state == "done"
    details = await office.desk.show(await office.actor(ZHAO), found.id)
    assert (await action(office)).number in details.text


async def test_the_house_may_keep_a_case_open_until_the_action_is_verified(office: Office) -> None:
    admin = await office.actor(1017)
    await office.database.write(rules.change, office.desk.house, admin, "cpa_keeps_case_open", True)
    found = await to_be_verified(office)
    case = await office.record(found.origin_id or 0)
    assert (await office.item(case.id)).step == "await_action"
    assert not await office.desk.work((await office.actor(WANG)).member)
    assert await office.database.write(cpa_sweeps.sweep_actions, office.desk.house) == 0
    with pytest.raises(Refused):
        await office.press(LI, case.id, "verified")

    await office.press(ZHAO, found.id, "effective", verified_how="200 parts")
    await leaves(office, LI)  # who opened the case: it goes on all the same
    assert await office.database.write(cpa_sweeps.sweep_actions, office.desk.house) == 1
    assert (await office.item(case.id)).step == "close"


async def test_a_question_that_rests_says_until_when(office: Office) -> None:
    first = await closed(office)
    asker, owner = await office.actor(LI), await office.actor(SUN)
    assert "30 days\u2060○ Wed 23 Dec → 60 days\u2060○ →" in (await office.desk.show(owner, first.id)).text
    (line,) = [line for line in await office.desk.find(asker.member, first.number) if line.number == first.number]
    assert line.waits_for == "you, from Wed 23 Dec"


async def test_an_action_about_no_part_is_asked_for_no_stock_and_no_batch(office: Office) -> None:
    found = await office.hand_in(WANG, "cpa", "unit_action", LATE)
    owner = (await office.actor(SUN)).member.id
    await office.press(WANG, found.id, "team", owner_id=owner, team=[{"person_id": owner, "role": "Process"}])
    five_w = dict.fromkeys(("who_found", "what", "where", "why_bad", "how"), "This")
    await office.press(SUN, found.id, "problem", **five_w, first_on="2026-11-20")
    await office.press(SUN, found.id, "contain", containment="A second engineer stands by")
    await office.press(SUN, found.id, "causes", occurrence_whys=WHYS, escape_whys=WHYS)
    await office.press(SUN, found.id, "measures", measures=[await measure(office)], error_proof=True)
    proof = await office.photo(SUN)
    await office.press(SUN, found.id, "done", done_on="2026-11-23", proof=[proof])
    assert (await office.item(found.id)).step == "prevent"


async def in_hand(office: Office) -> RecordRow:
    """An action with a measure of Chen Gang's for Friday and one of its opener's."""
    found = await contained(office)
    await office.press(SUN, found.id, "causes", occurrence_whys=WHYS, escape_whys=WHYS)
    line = await measure(office)
    lines = [line, {**line, "what": "Check it", "person_id": found.created_by}]
    await office.press(SUN, found.id, "measures", measures=lines, error_proof=True)
    return found


async def measures(office: Office, found: RecordRow) -> list[ItemRow]:
    """What those who carry out a measure owe."""
    items = await office.read(lambda tx: records.items(tx, found.id, only_open=True))
    return [item for item in items if item.step == "measure"]


async def test_a_measure_is_owed_by_its_own_day(office: Office) -> None:
    found = await in_hand(office)
    mine, other = await measures(office, found)
    assert mine.due_at is not None
    assert f"{mine.due_at:%F}" == "2026-11-27"
    assert mine.next_reminder_at is not None
    assert mine.next_reminder_at < mine.due_at
    text = (await office.desk.show(await office.actor(CHEN), found.id)).text
    assert "Measure: Lock the belt" in text
    assert "Please carry out the measure by 17:30 on Fri 27 Nov" in text
    await office.press(CHEN, found.id, "measure_done")
    assert [i.id for i in await measures(office, found)] == [other.id]
    proof = [await office.photo(SUN)]
    await office.press(SUN, found.id, "done", done_on="2026-11-23", proof=proof, break_point="B-1")
    assert not await measures(office, found), "the owner says that all are in place"
    assert (await office.item(found.id)).step == "prevent"


async def test_who_takes_over_the_action_or_a_measure_has_what_was_open(office: Office) -> None:
    found = await in_hand(office)
    await office.press(CHEN, found.id, "measure_done")
    (other,) = await measures(office, found)
    owner = await office.item(found.id, "done")
    zhao = (await office.actor(ZHAO)).member.id
    await hand(office, SUN, owner, zhao)
    (still,) = await measures(office, found)
    assert (still.id, still.parent_id) == (other.id, (await office.item(found.id, "done")).id)
    sun = (await office.actor(SUN)).member.id
    await hand(office, ZHAO, still, sun)
    (passed,) = await measures(office, found)
    assert (passed.assignee_id, passed.due_at, passed.data) == (sun, other.due_at, {"line": 1})


async def hand(office: Office, account: int, item: ItemRow, to: int) -> None:
    pressed = await office.desk.press(await office.actor(account), item.id, item.version, "transfer")
    assert pressed.draft_id is not None
    await office.put(pressed.draft_id, {"transfer_to": to, "reason": "I am away"})
    await office.desk.submit(await office.actor(account), pressed.draft_id)


async def test_no_more_are_bad_than_were_checked(office: Office) -> None:
    found = await opened(office)
    await described(office, found)
    stock = [{"place": "ours", "checked": 0, "not_good": 5, "person_id": found.created_by}]
    with pytest.raises(Unreadable) as refused:
        await office.press(SUN, found.id, "contain", containment="Hot test", stock=stock)
    assert refused.value.values == {"checked": 0, "text": "5"}


async def measure(office: Office) -> dict[str, Any]:
    """A measure that Chen Gang carries out."""
    chen = (await office.actor(CHEN)).member.id
    return {"what": "Lock the belt", "against": "occurrence", "person_id": chen, "due_on": "2026-11-27"}


async def test_who_should_own_it_is_offered_first(office: Office) -> None:
    """The customer's responsible engineer and the deputy, then the leader of the unit whose case it is."""
    found = await opened(office)
    item = await office.item(found.id, "team")
    pressed = await office.desk.press(await office.actor(ZHAO), item.id, item.version, "team")
    member = (await office.actor(ZHAO)).member
    assert pressed.draft_id is not None
    offered = await office.desk.options(member, pressed.draft_id, "owner_id", "")
    engineer, deputy = office.rows("SELECT engineer_id, deputy_id FROM customer WHERE id = 1")[0]
    leader = (await office.actor(WANG)).member.id
    assert [o.value for o in offered][:3] == [engineer, deputy, leader]
