"""Several processes on one PostgreSQL: which of them live, whose turn a chat is, who leads."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, delete, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from bot.storage import inbox, outbox
from bot.storage.fence import Fenced
from bot.storage.inbox import InboxRow
from bot.storage.tables import inbox as inbox_table
from bot.storage.tables import lane, leadership, replica
from bot.storage.tables import outbox as outbox_table
from bot.storage.tx import Tx

LEADER = "leader"


def _living() -> Select[tuple[Any]]:
    """The names of the replicas that gave a sign of life lately, by the server's clock."""
    return select(replica.c.name).where(replica.c.until > func.clock_timestamp())


def waits(tx: Tx, me: str, besides: Collection[int] = (), full: Collection[int] = ()) -> bool:
    """Whether there is an update that `me` might handle: not among `besides`, of no chat that is `full`."""
    return tx.conn.execute(_waiting(me, besides, full).limit(1)).first() is not None


def take(
    tx: Tx, me: str, *, limit: int, besides: Collection[int] = (), full: Collection[int] = ()
) -> tuple[list[InboxRow], set[int]]:
    """Updates that wait, oldest first, of chats that are nobody else's; from now on these chats are `me`'s. The
    updates, and those of the chats that were not `me`'s before."""
    found = tx.conn.execute(_waiting(me, besides, full).order_by(inbox_table.c.id).limit(limit))
    rows = [InboxRow(row.id, row.bot_id, row.update_id, row.lane, row.raw, row.attempts) for row in found]
    lanes = {row.lane for row in rows}
    mine = select(lane.c.lane).where(lane.c.holder == me, lane.c.lane.in_(lanes))
    new = lanes - set(tx.conn.execute(mine).scalars())
    if new:
        claim = insert(lane).values([{"lane": number, "holder": me} for number in new])
        tx.conn.execute(claim.on_conflict_do_update(index_elements=["lane"], set_={"holder": me}))
    return rows, new


def _waiting(me: str, besides: Collection[int], full: Collection[int]) -> Select[Any]:
    others = select(lane.c.lane).where(lane.c.lane == inbox_table.c.lane, lane.c.holder != me)
    waiting = inbox_table.c.state.in_(inbox.WAITING)
    free = ~exists(others.where(lane.c.holder.in_(_living())))
    return select(inbox_table).where(waiting, free, inbox_table.c.id.not_in(besides), inbox_table.c.lane.not_in(full))


def check_lane(tx: Tx, me: str, number: int) -> None:
    """Raise Fenced unless the chat is still `me`'s."""
    mine = select(lane.c.lane).where(lane.c.lane == number, lane.c.holder == me)
    if tx.conn.execute(mine).first() is None:
        raise Fenced(f"chat {number} is another replica's by now")


def stands(tx: Tx, me: str, row: InboxRow) -> bool:
    """Whether the update still waits, and for `me`."""
    mine = select(lane.c.lane).where(lane.c.lane == row.lane, lane.c.holder == me)
    waiting = select(inbox_table.c.id).where(inbox_table.c.id == row.id, inbox_table.c.state.in_(inbox.WAITING))
    return tx.conn.execute(waiting.where(exists(mine))).first() is not None


def give_back(tx: Tx, me: str, lanes: Collection[int]) -> None:
    """These chats are anybody's again."""
    tx.conn.execute(delete(lane).where(lane.c.holder == me, lane.c.lane.in_(lanes)))
    tx.wake("inbox")


def leave(tx: Tx, me: str) -> None:
    """`me` ends in order: nobody has to wait until it counts as dead."""
    tx.conn.execute(delete(lane).where(lane.c.holder == me))
    tx.conn.execute(delete(replica).where(replica.c.name == me))
    tx.wake("inbox")


def check_epoch(tx: Tx, epoch: int) -> None:
    """Raise Fenced unless `epoch` is the present leader's."""
    if tx.conn.execute(select(leadership.c.epoch).where(leadership.c.name == LEADER)).scalar() != epoch:
        raise Fenced("another replica leads by now")


def take_back(tx: Tx) -> int:
    """Queue again what dead replicas were sending, whatever is left of their leases; forget who is long dead."""
    tx.conn.execute(delete(replica).where(replica.c.until < func.clock_timestamp() - func.make_interval(0, 0, 0, 1)))
    orphaned = or_(outbox_table.c.holder.is_(None), outbox_table.c.holder.not_in(_living()))
    return outbox.take_back(tx, orphaned=orphaned)
