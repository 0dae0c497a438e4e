"""Customer files to read, and the way from one to the report of a change (R13, R15)."""

from __future__ import annotations

from bot.cards.file_card import FileVersion, FileView, file_card
from bot.cards.model import Card
from bot.desk import answering, beginning, customer_summary
from bot.desk.customer_files import readable
from bot.desk.house import House, tongue_of
from bot.desk.model import Actor, Member, Option, Refused
from bot.procedure.customer_file import CHANGE, CUSTOMER_FILE
from bot.procedure.customer_terms import parts_of
from bot.procedure.forms import references
from bot.procedure.people import called
from bot.procedure.permissions import hidden_from
from bot.procedure.words import N_
from bot.storage import customer_files as files
from bot.storage import master, people, records
from bot.storage.customer_files import VersionRow
from bot.storage.tx import Tx

MOST = 3


def found(tx: Tx, member: Member, text: str) -> list[Option]:
    """The customers with a file that a search finds."""
    rows = master.search(tx, "customer", text, member.language, limit=MOST) if text.strip() else []
    return [Option(row_id, label) for row_id, label in rows if readable(tx, member, row_id)]


def page(tx: Tx, member: Member, customer_id: int) -> Card:
    """The file in force and its versions, as far as this person may read them. Refused if there is none."""
    data, verified_on = readable(tx, member, customer_id), files.verified_on(tx, customer_id)
    if not data or verified_on is None:
        raise Refused(N_("There is no such customer file."))
    versions = files.versions(tx, customer_id)[: 1 if hidden_from(member, CUSTOMER_FILE) else None]
    refs = [("customer", customer_id), *references(CUSTOMER_FILE.form, data)]
    labels = master.labels(tx, refs, member.language)
    told = tuple(_version(tx, member, row) for row in versions)
    known = None if hidden_from(member, CUSTOMER_FILE) else customer_summary.dealings(tx, customer_id)
    view = FileView(customer_id, labels["customer", customer_id], verified_on, data, labels, told, known)
    return file_card(view, tongue_of(member, tx))


def _version(tx: Tx, member: Member, row: VersionRow) -> FileVersion:
    names = people.names(tx, [row.person_id] if row.person_id else [])
    who = called(*names[row.person_id], member.language) if row.person_id in names else ""
    record = records.get(tx, row.record_id) if row.record_id else None
    return FileVersion(row.version, row.at, who, tuple(parts_of(row.changed)), record.number if record else "")


def begin_change(tx: Tx, house: House, actor: Actor, customer_id: int) -> int:
    """Begin the report of a change, with what is on file filled in. The draft's id."""
    draft_id = beginning.start(tx, house, actor, CUSTOMER_FILE.kind, CHANGE, None)
    answering.pick(tx, actor, draft_id, "customer_id", customer_id)
    return draft_id
