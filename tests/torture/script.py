"""What the engineers do, and what must come of it: a model of its own that knows nothing of the bot's code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.torture.crew import Job

Deed = dict[str, Any]
Effect = tuple[int, str, int, str]
"""Of one update: its number, the action, the record, the words."""
# A card that was out of date is sent anew, and each card that is shown is redrawn at each press: few of these.
KINDS = {"press": 12.0, "remark": 20.0, "again": 0.3, "look": 3.0, "form": 1.0, "document": 1.0}


@dataclass
class Work:
    """Where a job stands. Every press that counts makes the card's version one higher."""

    job: Job
    version: int = 1

    @property
    def next(self) -> str:
        if self.version == 1:
            return "start"
        return "pause" if self.version % 2 == 0 else "resume"


@dataclass
class Script:
    """Deeds at random, one engineer after the other as the dice have it, and the effects that they must have."""

    jobs: Sequence[Job]
    cards: dict[int, int]
    """By record, the message in its engineer's chat that shows it."""
    dice: Random
    effects: list[Effect] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)
    drafts: Counter[int] = field(default_factory=Counter)
    remarks: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    updates: set[int] = field(default_factory=set)
    _due: list[tuple[str, int, int, str]] = field(default_factory=list)
    _told: int = 0

    def __post_init__(self) -> None:
        self._work = [Work(job) for job in self.jobs]

    def deeds(self, count: int, *, with_document: bool = False) -> list[Deed]:
        """The next ones. `noted` must be told under which numbers they went out."""
        chosen = self.dice.choices(tuple(KINDS), tuple(KINDS.values()), k=count)
        if with_document:
            chosen[-1] = "document"
        return [self._deed(kind, self.dice.choice(self._work)) for kind in chosen]

    def noted(self, numbers: Sequence[int]) -> None:
        """Telegram gave the last deeds these numbers."""
        for number, (action, account, record, words) in zip(numbers, self._due, strict=True):
            self.updates.add(number)
            if action == "form":
                self.drafts[account] += 1
            elif action:
                self.effects.append((number, action, record, words))
        self._due.clear()

    def _deed(self, kind: str, work: Work) -> Deed:
        job, card = work.job, self.cards[work.job.record_id]
        who = {"person": job.account}
        match kind:
            case "press":
                action, version = work.next, work.version
                work.version += 1
                self._due.append((action, job.account, job.record_id, ""))
                return {**who, "press": f"w:{job.item_id}:{version}:{action}", "message_id": card}
            case "again":  # a card that was out of date before it was pressed: nothing comes of it
                self._due.append(("", job.account, job.record_id, ""))
                return {**who, "press": f"w:{job.item_id}:{max(work.version - 1, 0)}:start", "message_id": card}
            case "form":
                self._due.append(("form", job.account, job.record_id, ""))
                return {**who, "press": "n:spare_part:warranty_spare:anew", "message_id": card}
            case "look":
                self._due.append(("", job.account, job.record_id, ""))
                return {**who, "say": "/work"}
        return {**who, **self._remark(kind, job), "reply_to": card}

    def _remark(self, kind: str, job: Job) -> Deed:
        self._told += 1
        if kind == "document":
            content = f"%PDF-1.4 evidence {self._told}"
            self.documents.add(content)
            self._due.append(("remarked", job.account, job.record_id, ""))
            return {"document": content}
        words = f"note {self._told}"
        self.remarks[job.account].add(words)
        self._due.append(("remarked", job.account, job.record_id, words))
        return {"say": words}

    def versions(self) -> Iterator[tuple[int, int]]:
        """By item, the version that its card must have."""
        for work in self._work:
            yield work.job.item_id, work.version
