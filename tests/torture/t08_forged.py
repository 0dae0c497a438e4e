"""T8: presses that no card offers, by everybody, in every state, in a button, hidden in a text and in a deep link.

The steps and their buttons come from the chapters; who may press which is expected_permissions.py, written by hand."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from aiogram_dialog.utils import join_reply_callback

from bot.procedure.chapters import CHAPTERS, chapter
from bot.procedure.kinds import Ref
from tests.handlers.conversation import Person
from tests.support.clocks import HandClock
from tests.support.databases import open_database
from tests.torture.crowd import Crowd
from tests.torture.expected_permissions import STEPS
from tests.torture.forgery import LEFT, LIVE, STATES, STRANGER, Forgery, Owed, Staged
from tests.torture.scale import Scale

TITLE = "exactly those who may change something do, however a press comes"
BUTTON, HIDDEN, LINK = "button", "hidden in a text", "deep link"
FULL = 9_000
LIMIT = 600.0


@dataclass(frozen=True)
class Case:
    """account does that by this carrier; whether the company's business changes."""

    account: int
    data: str
    carrier: str
    changes: bool


@dataclass
class Found:
    """What came of it."""

    tried: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    wrong: list[str] = field(default_factory=list)

    def note(self, what: str, case: Case, *, changed: bool) -> None:
        self.tried[case.carrier] += 1
        self.changed += changed
        if changed is not case.changes:
            outcome = "did it" if changed else "could not"
            self.wrong.append(f"{what}: {case.account} {case.data} ({case.carrier}) {outcome}")


async def run(scale: Scale) -> dict[str, Any]:
    logging.getLogger("bot").setLevel(logging.ERROR)
    house = await _house(scale.folder)
    crowd, dice, found = Crowd(house), scale.random(), Found()
    try:
        await _open_forms(house, crowd, found, scale)
        for owed in _all_owed(crowd, dice, scale.pick(2, None), scale.pick(1, 3)):
            await _press_all(house, crowd, dice, owed, found)
    finally:
        await house.close()
    cases = found.tried.total()
    return {
        "cases": cases,
        "permitted": found.changed,
        "refused": cases - found.changed,
        "by": dict(found.tried),
        "steps": sum(len(stage.steps) for _, route in _routes() for stage in route.stages),
        "wrong": found.wrong[:20],
        "met": not found.wrong and found.changed > 0 and cases >= scale.pick(50, FULL),
    }


async def _house(folder: Path) -> Forgery:
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    house = Forgery(await open_database(folder, HandClock()), folder / "fieldclerk.db")
    await house.furnish()
    return house


def _routes() -> Iterator[tuple[str, Any]]:
    return ((of.kind, route) for of in CHAPTERS.values() for route in of.routes)


async def _open_forms(house: Forgery, crowd: Crowd, found: Found, scale: Scale) -> None:
    """Everybody begins every form, whether it is on their menu or not."""
    await house.stage(None)
    routes = list(_routes())
    for kind, route in scale.pick(routes[:1], routes):
        may = crowd.openers(kind, route.key)
        data = f"n:{kind}:{route.key}:anew"
        cases = [Case(account, data, BUTTON, account in may) for account in crowd.accounts]
        cases += [Case(account, data, carrier, False) for account in list(may)[:2] for carrier in (HIDDEN, LINK)]
        for case in cases:
            await _try(house, case, f"form {kind}.{route.key}", found)


def _all_owed(crowd: Crowd, dice: Random, at_most: int | None, others: int) -> Iterator[Owed]:
    """Every step of every route, as somebody's record and as one of whoever would do it; and in some other states."""
    steps = [(kind, route.key, step.key) for kind, route in _routes() for s in route.stages for step in s.steps]
    dice.shuffle(steps)
    for kind, route, step in steps[:at_most]:
        fields = _named(kind)
        for state in ("open", *dice.sample(STATES[1:], others)):
            owed = Owed(kind, route, step, state, dice.choice(crowd.workers()), crowd.named_in(kind, fields, dice))
            yield owed
            if state == "open" and (able := sorted(crowd.allowed(STEPS[kind][step], owed) - {owed.applicant})):
                yield Owed(kind, route, step, state, dice.choice(able), owed.data)


def _named(kind: str) -> dict[str, str]:
    """The fields of a chapter's form that name people or units."""
    refs = ((f.name, f.kind) for f in chapter(kind).form.all_fields())
    return {name: ref.entity for name, ref in refs if isinstance(ref, Ref) and ref.entity in {"person", "unit"}}


async def _press_all(house: Forgery, crowd: Crowd, dice: Random, owed: Owed, found: Found) -> None:
    staged = await house.stage(owed)
    assert staged is not None
    what = f"{owed.kind}.{owed.route}.{owed.step} {owed.state}, of {owed.applicant}"
    for case in _cases(crowd, dice, owed, staged):
        await _try(house, case, what, found)


def _cases(crowd: Crowd, dice: Random, owed: Owed, staged: Staged) -> Iterator[Case]:
    step = chapter(owed.kind).step(owed.route, owed.step)
    may = crowd.allowed(STEPS[owed.kind][owed.step], owed)
    actions = [action.name for action in step.actions]
    some = dice.choice(actions)

    def pressed(account: int, action: str, carrier: str = BUTTON) -> Case:
        is_right = account in may and action in staged.offered and owed.state in LIVE and carrier == BUTTON
        return Case(account, f"w:{staged.item_id}:{staged.version}:{action}", carrier, is_right)

    able = dice.sample(sorted(may), min(3, len(may)))
    yield from (pressed(account, some, carrier) for account in able[:1] for carrier in (HIDDEN, LINK))
    others = dice.sample(crowd.accounts, 3)
    yield from (pressed(account, some) for account in {*able, owed.applicant, *others, LEFT, STRANGER})
    yield from (pressed(able[0], action) for action in actions if able and action != some and owed.state in LIVE)
    if owed.state in LIVE:
        yield from (pressed(dice.choice(crowd.accounts), action) for action in actions if action != some)
    strange = dice.choice([a for a in crowd.accounts if a != owed.applicant])
    for verb in ("withdraw", "urge"):
        yield Case(strange, f"r:{staged.record_id}:{verb}", BUTTON, False)


async def _try(house: Forgery, case: Case, what: str, found: Found) -> None:
    before = house.looks()
    try:
        await _press(house.person(case.account), case)
    except Exception as error:  # noqa: BLE001 - whatever it is, nobody may bring it about by a press
        found.wrong.append(f"{what}: {case.account} {case.data} ({case.carrier}) broke it: {error!r}")
    changed = house.looks() != before
    found.note(what, case, changed=changed)
    if changed:
        house.undo()


async def _press(person: Person, case: Case) -> None:
    match case.carrier:
        case "button":
            await person.tap(case.data)
        case "hidden in a text":
            await person.say(join_reply_callback("Hello", case.data))
        case _:
            await person.say(f"/start {case.data.replace(':', '_')}")
            await person.say(f"/start {case.data}")
