"""Find the reminders of an item, and the latest, without reading all; count them there alone"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_reminder_work_item_id", "reminder", ["work_item_id"])
    op.create_index("ix_reminder_sent_at", "reminder", ["sent_at"])
    op.drop_column("work_item", "reminded")


def downgrade() -> None:
    op.add_column("work_item", sa.Column("reminded", sa.Integer(), nullable=False, server_default="0"))
    op.drop_index("ix_reminder_sent_at", "reminder")
    op.drop_index("ix_reminder_work_item_id", "reminder")
