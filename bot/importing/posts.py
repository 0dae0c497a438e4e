"""Who may do what follows from people's posts: where an import changes one, administrators and the trail are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.procedure.roles import Role
from bot.procedure.words import N_
from bot.storage import loading, outbox, people, trail
from bot.storage.tx import Tx

Posts = Mapping[int, tuple[str, str, int | None, bool]]
"""By person: name, role, unit, and whether they are still here."""

CHANGED: Final = N_("An import changed the posts of {names}. If you did not expect that, please ask who ran it.")
SAID: Final = 10  # names


def posts(tx: Tx) -> Posts:
    """Everybody's, as they are now."""
    return {row.id: (row.name, row.role, row.unit_id, bool(row.active)) for row in loading.rows(tx, "person")}


def announce(tx: Tx, before: Posts) -> None:
    """What changed since `before`: an entry a person, and one message to each administrator, the former ones too."""
    now = posts(tx)
    changed = {person_id: post for person_id, post in before.items() if now[person_id][1:] != post[1:]}
    for person_id, was in changed.items():
        trail.append(
            tx, "post_changed", data={"person": person_id, "from": list(was[1:]), "to": list(now[person_id][1:])}
        )
    names = [name for name, *_ in changed.values()]
    if names:
        said = ", ".join(names[:SAID]) + (" …" if len(names) > SAID else "")
        _tell(tx, {person_id for person_id, post in before.items() if post[1] == Role.ADMIN.value and post[3]}, said)


def _tell(tx: Tx, former: set[int], names: str) -> None:
    for person_id in former | {admin.id for admin in people.matching(tx, roles=[Role.ADMIN.value])}:
        outbox.enqueue(
            tx,
            key=f"notice:posts:{tx.now.timestamp():.0f}:{person_id}",
            kind="notice",
            person_id=person_id,
            params={"msgid": CHANGED, "values": {"names": names}},
        )
