"""Let no decision stand that is the applicant's own"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FREE = "(' ' || barred || ' ') NOT LIKE ('% ' || CAST({by} AS TEXT) || ' %')"
RULE = f"state <> 'done' OR ({FREE.format(by='done_by')} AND {FREE.format(by='done_for')})"

# The steps that are open in databases of this revision: who opened the record does not decide (APPROVALS), nor do those
# whom these fields of it name. Kept here as they were, whatever becomes of the chapters.
APPROVALS = {
    "site_job": "confirm_determination",
    "spare_part": "review confirm approve sign confirm_waiver confirm_determination",
    "late_delivery": "confirm_determination",
    "customer_file": "check check_deputy",
    "visit": "approve",
    "customer_info": "confirm_determination",
    "data_request": "confirm_determination",
    "training": "effect",
    "tool_loan": "approve extension confirm_determination",
    "service_agreement": "review approve",
    "service_centre": "approve",
    "review": "approve",
    "disposal": "approve",
}
NAMED = {
    ("cpa", "verify"): "owner_id",
    ("training", "effect"): "trainer_id",
    ("agreement_duty", "verify"): "fulfilled_by",
    ("service_centre", "approve"): "verified_by",
    ("centre_finding", "confirm"): "fixed_by",
}
OPEN = (
    "SELECT i.id, i.step, r.kind, r.created_by, r.data FROM work_item i JOIN record r ON r.id = i.record_id "
    "WHERE i.state = 'open'"
)
BAR = "UPDATE work_item SET barred = :barred WHERE id = :id"


def upgrade() -> None:
    op.execute(f"ALTER TABLE work_item ADD COLUMN barred TEXT CONSTRAINT ck_work_item_four_eyes CHECK ({RULE})")
    conn = op.get_bind()
    for row in conn.execute(sa.text(OPEN)).all():
        barred = _barred(row)
        if barred:
            conn.execute(sa.text(BAR), {"barred": barred, "id": row.id})


def _barred(row: Any) -> str:
    data = json.loads(row.data) if isinstance(row.data, str) else row.data or {}
    named = data.get(NAMED.get((row.kind, row.step), ""))
    asked = row.created_by if row.step in APPROVALS.get(row.kind, "").split() else None
    return " ".join(sorted({str(person) for person in (named, asked) if person}))


def downgrade() -> None:
    op.execute("ALTER TABLE work_item DROP COLUMN barred")
