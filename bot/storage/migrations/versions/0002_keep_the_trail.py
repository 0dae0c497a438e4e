"""Keep the audit trail append-only"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SENTENCE = "the audit trail is append-only"
KEPT = ("seq", "at", "actor_id", "telegram_id", "update_id", "action", "record_id", "work_item_id", "version",
        "payload_sha256", "prev_hash", "hash")  # fmt: skip  # one tuple, read as a line


def _emptied(same: str, empty: str) -> str:
    """The one change that is let through: a record was disposed of, and what its entries held goes with it (R51)."""
    unchanged = " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in KEPT)
    disposed = "EXISTS (SELECT 1 FROM record WHERE record.id = OLD.record_id AND record.disposed_in IS NOT NULL)"
    return f"{unchanged} AND NEW.reason IS NULL AND NEW.salt IS NULL AND {empty} AND {disposed}"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        emptied = _emptied("IS", "NEW.data = '{}'")
        op.execute(f"CREATE TRIGGER event_no_update BEFORE UPDATE ON event WHEN NOT ({emptied}) {refusal}")
        op.execute(f"CREATE TRIGGER event_no_delete BEFORE DELETE ON event {refusal}")
        return
    emptied = _emptied("IS NOT DISTINCT FROM", "NEW.data::text = '{}'")
    op.execute(
        "CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' THEN IF {emptied} THEN RETURN NEW; END IF; END IF; "
        f"RAISE EXCEPTION '{SENTENCE}'; END $$"
    )
    for doing, each in (("UPDATE", "ROW"), ("DELETE", "STATEMENT"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER event_no_{doing.lower()} BEFORE {doing} ON event "
            f"FOR EACH {each} EXECUTE FUNCTION event_is_append_only()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for doing in ("update", "delete"):
            op.execute(f"DROP TRIGGER event_no_{doing}")
        return
    for doing in ("update", "delete", "truncate"):
        op.execute(f"DROP TRIGGER event_no_{doing} ON event")
    op.execute("DROP FUNCTION event_is_append_only()")
