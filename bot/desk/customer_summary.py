"""What a customer file says of the dealings with the customer, computed each time it is read (R3, R13 to R16)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Final

from bot.cards.file_card import Dealings
from bot.procedure import figures
from bot.procedure.chapters import CHAPTERS
from bot.procedure.engine import OPEN
from bot.procedure.figures import SCORING, Duty, Matter, Span
from bot.storage import figures as rows
from bot.storage.tx import Tx

YEAR: Final = timedelta(days=365)
COUNTED: Final = ("quality_alert", "cpa", "late_delivery", "visit")
"""What the year before is summed up by: complaints and what follows from them, broken promises, visits."""
BESIDE: Final = ("customer_file",)  # no matter of the customer's


def dealings(tx: Tx, customer_id: int) -> Dealings:
    """What is open with the customer, what the last year brought, and how content they were in it and the year
    before."""
    records = [r for r in rows.about_customer(tx, customer_id) if r.kind not in BESIDE]
    now = tx.now + timedelta(seconds=1)  # what happens at this moment belongs to the year
    year, before = Span(now - YEAR, now), Span(now - 2 * YEAR, now - YEAR)
    matters = [Matter(r.id, r.kind, r.created_at, r.closed_at, r.origin_id, r.data) for r in records]
    duties = [
        Duty(i.record_id, i.step, i.opened_at, done_at=i.done_at) for i in rows.done_for(tx, customer_id, SCORING)
    ]
    opened: Counter[str] = figures.opened(matters, year)
    contents = [figures.satisfaction(matters, duties, span) for span in (year, before)]
    return Dealings(
        sum(r.state == OPEN for r in records),
        tuple((CHAPTERS[kind].title, opened[kind]) for kind in COUNTED if opened[kind]),
        *(str(content) if content else "" for content in contents),
    )
