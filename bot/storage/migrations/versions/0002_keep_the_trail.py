"""Keep the audit trail append-only"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SENTENCE = "the audit trail is append-only"
DOINGS = ("UPDATE", "DELETE")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for doing in DOINGS:
            op.execute(
                f"CREATE TRIGGER event_no_{doing.lower()} BEFORE {doing} ON event "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
    )
    for doing in (*DOINGS, "TRUNCATE"):
        op.execute(
            f"CREATE TRIGGER event_no_{doing.lower()} BEFORE {doing} ON event "
            "FOR EACH STATEMENT EXECUTE FUNCTION event_is_append_only()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for doing in DOINGS:
            op.execute(f"DROP TRIGGER event_no_{doing.lower()}")
        return
    for doing in (*DOINGS, "TRUNCATE"):
        op.execute(f"DROP TRIGGER event_no_{doing.lower()} ON event")
    op.execute("DROP FUNCTION event_is_append_only()")
