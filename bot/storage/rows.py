"""Records, work items and drafts as plain values, as they were when they were read."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import Row


class FromRow:
    """Builds a value from a row that has (at least) its columns."""

    @classmethod
    def of(cls, row: Row[Any]) -> Self:
        """The value that `row` holds."""
        mapping = row._mapping
        return cls(**{f.name: mapping[f.name] for f in fields(cls)})  # type: ignore[arg-type]  # subclasses are dataclasses


@dataclass(frozen=True)
class RecordRow(FromRow):
    """A record. data: the form's answers, JSON."""

    id: int
    kind: str
    route: str
    number: str
    state: str
    stage: int
    round: int
    version: int
    data: dict[str, Any]
    title: str
    customer_id: int | None
    site_id: int | None
    unit_id: int | None
    created_by: int
    origin_id: int | None
    urgency: str
    quality_info: bool
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    rules: dict[str, Any] | None = None
    retention: str | None = None
    keep_until: date | None = None
    held_by: int | None = None
    disposed_in: int | None = None


@dataclass(frozen=True)
class ItemRow(FromRow):
    """A work item: who owes what on which record by when."""

    id: int
    record_id: int
    step: str
    round: int
    state: str
    version: int
    assignee_id: int | None
    unit_id: int | None
    unit_kinds: str | None
    roles: str | None
    parent_id: int | None
    opened_at: datetime
    deadline_rule: str | None
    clock_start: datetime | None
    due_at: datetime | None
    paused_at: datetime | None
    wakes_at: datetime | None
    next_reminder_at: datetime | None
    next_level: int
    urged_at: datetime | None
    urged: int
    outcome: str | None
    reason: str | None
    done_by: int | None
    done_for: int | None
    done_at: datetime | None
    data: dict[str, Any] | None


@dataclass(frozen=True)
class DraftRow(FromRow):
    """A half-filled form."""

    id: int
    person_id: int
    purpose: str
    kind: str
    route: str
    work_item_id: int | None
    item_version: int | None
    action: str | None
    origin_id: int | None
    data: dict[str, Any]
    skipped: list[str]
    field: str | None
    created_at: datetime
    updated_at: datetime
    rules: dict[str, Any] | None = None
