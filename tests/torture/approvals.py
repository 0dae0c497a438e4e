"""The approval of a spare part as a machine: anybody does anything at any time, and the rules must hold after each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection, Engine, text

from bot.app import house_of
from bot.demo.company import seed
from bot.desk import acting, opening, steering
from bot.desk.house import House
from bot.desk.model import Actor, Refused
from bot.procedure.kinds import Unreadable
from bot.settings import Settings
from bot.storage import evidence, people, sqlite, trail
from bot.storage.migrate import bring_up_to_date
from bot.storage.tx import Tx
from tests.support.clocks import HandClock

APPLICANT = 1001
# Applicant, colleague, unit leader, quality and its leader, manufacturing, purchasing, finance, auditor.
ACTORS = (1001, 1002, 1003, 1004, 1005, 1006, 1008, 1009, 1018)
PART: dict[str, Any] = {
    "customer_id": 1, "site_id": 1, "receiver_id": 1, "receiver_phone": "138 4312 0099", "part_id": 1, "qty": 2,
    "reason": "faulty", "needed_on": "2026-12-10", "urgency": "normal", "complaint": "It died",
    "failed_on": "2026-11-20", "mileage_km": 12000, "photos": [], "quality_info": False,
}  # fmt: skip
DEEDS: dict[str, dict[str, Any]] = {
    "approve": {},
    "sign": {"finding": "ours"},
    "return": {"reason": "Which batch?"},
    "reject": {"reason": "Not ours"},
    "ready_made": {},
    "ready_bought": {},
    "settle": {"settlement": "free"},
    "ship": {"carrier": "SF Express", "waybill_no": "SF1"},
    "resubmit": {**PART, "photos": [1]},
    "receive": {"received_qty": 2, "received_state": "good", "received_by": "Zheng"},
}
APPROVALS = ("approve", "sign")
WHAT = ("right",) * 8 + ("any",) * 6 + ("time", "urge", "withdraw")
# Who does what as it should be done, so that walks come far.
PROPER = {
    "review": (1003, "approve"), "confirm": (1004, "sign"), "make_ready": (1006, "ready_made"),
    "buy_ready": (1008, "ready_bought"), "settle": (1009, "settle"), "ship": (1006, "ship"),
    "receive": (1001, "receive"), "amend": (1001, "resubmit"),
}  # fmt: skip
# What must have been signed, in the round in which it was signed last, before a step can be owed.
BEFORE = {"confirm": {"review"}, "make_ready": {"review", "confirm"}, "ship": {"review", "confirm"}}

ITEMS = text("SELECT id, step, state, version, outcome FROM work_item WHERE record_id = :id ORDER BY id")
STATE = text("SELECT state FROM record WHERE id = :id")
NOTED = text(f"SELECT action, count(*) FROM event WHERE record_id = :id AND action IN {tuple(DEEDS)} GROUP BY 1")


@dataclass
class Company:
    """One database for all walks: each walk is rolled back."""

    engine: Engine
    house: House
    clock: HandClock = field(default_factory=HandClock)
    walks: int = 0
    steps: int = 0
    refused: int = 0
    deeds: Counter[str] = field(default_factory=Counter)

    def close(self) -> None:
        self.engine.dispose()


def ground(path: Path) -> Company:
    """A migrated database with the company in it."""
    bring_up_to_date(path)
    company = Company(sqlite.writer_engine(path), house_of(Settings(_env_file=None, data_dir=path.parent)))
    with company.engine.begin() as conn:
        tx = Tx(conn, company.clock.now())
        seed(tx)
        evidence.announce(
            tx, kind="photo", telegram_file_id="f", telegram_unique_id="u", person_id=None, mime="image/jpeg"
        )
    return company


class Approvals(RuleBasedStateMachine):
    def __init__(self, company: Company) -> None:
        super().__init__()
        self.company = company
        self.conn: Connection = company.engine.connect()
        self.conn.begin()
        self.now = company.clock.now()
        self.updates = 0
        self.decided: Counter[int] = Counter()
        self.versions: dict[int, int] = {}
        self.items: list[Any] = []
        self.has_changed = True
        company.walks += 1

    def teardown(self) -> None:
        assert trail.first_broken(Tx(self.conn, self.now)) is None
        self.conn.rollback()
        self.conn.close()

    @initialize()
    def apply(self) -> None:
        tx = self._tx()
        self.record_id = opening.open_record(
            tx, self.company.house, self._actor(tx, APPLICANT), "spare_part", "warranty_spare", dict(PART)
        ).id

    @rule(
        what=st.sampled_from(WHAT),
        account=st.sampled_from(ACTORS),
        deed=st.sampled_from(sorted(DEEDS)),
        which=st.integers(0, 5),
        odd=st.integers(0, 9),
        hours=st.integers(1, 30),
    )
    def anything(self, what: str, account: int, deed: str, which: int, odd: int, hours: int) -> None:
        """One rule for all: Hypothesis leaves out whole rules in a walk, and then walks do not come far."""
        match what:
            case "right":
                self._press_rightly(which, odd)
            case "any":
                self._press(account, deed, which, odd)
            case "time":
                self.now += timedelta(hours=hours)
            case "urge":
                self._do(steering.urge, account, self.record_id, deed="urge")
            case "withdraw" if account != APPLICANT or odd == 0:  # mostly by those who may not
                self._do(steering.withdraw, account, self.record_id, deed="withdraw")

    def _press(self, account: int, deed: str, which: int, odd: int) -> None:
        """A press on any item, open or not; the card may be old, the update may come twice."""
        item = self.items[which % len(self.items)]
        for _ in range(2 if odd == 1 else 1):
            version = item.version - (odd == 2)
            self._do(acting.act, account, item.id, version, deed, DEEDS[deed], deed=deed, item=item)

    def _press_rightly(self, which: int, odd: int) -> None:
        """Somebody who owes it does it; or, now and then, sends it back."""
        owed = [item for item in self.items if item.state == "open" and item.step in PROPER]
        if not owed:
            return
        item = owed[which % len(owed)]
        account, usual = PROPER[item.step]
        deed = {0: "reject", 1: "return", 2: "return"}.get(odd, usual) if usual in APPROVALS else usual
        self._do(acting.act, account, item.id, item.version, deed, DEEDS[deed], deed=deed, item=item)

    def _do(self, verb: Any, account: int, *arguments: Any, deed: str, item: Any = None) -> None:
        self.company.steps += 1
        self.updates += 1
        tx = self._tx()
        savepoint = self.conn.begin_nested()
        try:
            pressed = verb(tx, self.company.house, self._actor(tx, account), *arguments)
        except (Refused, Unreadable):
            savepoint.rollback()
            self.company.refused += 1
            return
        savepoint.commit()
        self.has_changed = True
        if pressed.done:
            self.company.deeds[deed] += 1
            self._counts(account, deed, item)

    def _counts(self, account: int, deed: str, item: Any) -> None:
        """What took effect was allowed: an open item, decided once, and never by its applicant."""
        if item is None:
            assert deed != "withdraw" or account == APPLICANT
            return
        assert item.state == "open"
        self.decided[item.id] += 1
        assert self.decided[item.id] == 1, "decided twice"
        assert not (deed in (*APPROVALS, "reject") and account == APPLICANT), "approved by the applicant"

    @invariant()
    def the_rules_hold(self) -> None:
        """Asked of the tables, whenever something was written."""
        if not self.has_changed:
            return
        self.has_changed = False
        self.items = self._items()
        self._every_version_follows_the_last()
        self._only_the_legal_way()
        self._the_trail_says_what_the_items_say()
        [(state,)] = self.conn.execute(STATE, {"id": self.record_id}).all()
        assert state == "open" or not any(i.state == "open" for i in self.items), "a closed record owes nothing"

    def _every_version_follows_the_last(self) -> None:
        for item in self.items:
            assert item.version - self.versions.get(item.id, 1) in (0, 1, 2)
            self.versions[item.id] = item.version

    def _only_the_legal_way(self) -> None:
        signed = {i.step for i in self.items if i.state == "done" and i.outcome in APPROVALS}
        for item in self.items:
            assert BEFORE.get(item.step, set()) <= signed, f"{item.step} without its approvals"

    def _the_trail_says_what_the_items_say(self) -> None:
        noted = dict(map(tuple, self.conn.execute(NOTED, {"id": self.record_id})))
        done = Counter(i.outcome for i in self.items if i.state == "done" and i.outcome in DEEDS)
        assert noted == dict(done)

    def _items(self) -> list[Any]:
        return list(self.conn.execute(ITEMS, {"id": self.record_id}))

    def _tx(self) -> Tx:
        return Tx(self.conn, self.now)

    def _actor(self, tx: Tx, account: int) -> Actor:
        member = people.by_account(tx, account)
        assert member is not None
        return Actor(member, account, self.updates)
