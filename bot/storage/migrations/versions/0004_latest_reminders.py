"""Find the reminders of an item, and the latest, without reading all"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_reminder_work_item_id", "reminder", ["work_item_id"])
    op.create_index("ix_reminder_sent_at", "reminder", ["sent_at"])


def downgrade() -> None:
    op.drop_index("ix_reminder_sent_at", "reminder")
    op.drop_index("ix_reminder_work_item_id", "reminder")
