"""What the people of a service centre learn of its verification, whose record they do not see (R39, R40)."""

from __future__ import annotations

from bot.desk import post
from bot.desk.house import House, tongue_of
from bot.desk.model import Actor
from bot.procedure.service_centre import CentreState
from bot.procedure.words import N_
from bot.storage import people
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

_VERDICT = N_("Your service centre was verified: {state}, {score} of 100.")
_WITH_FINDINGS = N_(
    "Your service centre was verified: {state}, {score} of 100. What is to be put right comes as a card of its own."
)


def tell_centre(tx: Tx, house: House, record: RecordRow, actor: Actor) -> RecordRow:
    """Everybody of the centre is told what it may do from now on."""
    text = _WITH_FINDINGS if record.data.get("findings") else _VERDICT
    label = CentreState(record.data["centre_state"]).label
    for reader in people.matching(tx, unit_ids=[record.data["centre_id"]]):
        said = {"state": tongue_of(reader, tx)(label), "score": record.data["score"]}
        post.tell(tx, reader.id, f"verdict:{record.id}", text, **said)
    return record
