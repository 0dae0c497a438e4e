"""Every table, in one place: master data, records and their work, the trail, and the post in and out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.types import Instant, Key

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[Any]:
    return Column("id", Key, primary_key=True, autoincrement=True)


def _ref(name: str, target: str, *, nullable: bool = True) -> Column[Any]:
    return Column(name, Key, ForeignKey(f"{target}.id"), nullable=nullable)


# --- people -----------------------------------------------------------------------------------------------------------

unit = Table(
    "unit",
    metadata,
    _id(),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("name_en", Text),
    Column("kind", Text, nullable=False),  # procedure.roles.UnitKind
    _ref("parent_id", "unit"),
)

person = Table(
    "person",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("name_en", Text),
    _ref("unit_id", "unit"),
    Column("role", Text, nullable=False),  # procedure.roles.Role
    _ref("supervisor_id", "person"),
    Column("language", Text, nullable=False, server_default="zh_CN"),
    Column("zone", Text, nullable=False, server_default="Asia/Shanghai"),
    Column("phone", Text),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("created_at", Instant, nullable=False),
    Index("ix_person_unit_role", "unit_id", "role"),
)

# One person may write from several accounts: whoever acts is the person, never the account.
account = Table(
    "account",
    metadata,
    Column("telegram_id", BigInteger, primary_key=True, autoincrement=False),
    _ref("person_id", "person", nullable=False),
    Column("linked_at", Instant, nullable=False),
    Column("blocked_at", Instant),  # the person blocked the bot: nothing reaches this account
    Index("ix_account_person_id", "person_id"),
)

invitation = Table(
    "invitation",
    metadata,
    _id(),
    Column("token_hash", Text, nullable=False, unique=True),
    _ref("person_id", "person"),  # set when it invites somebody who is already on file
    Column("name", Text),
    _ref("unit_id", "unit"),
    Column("role", Text),
    _ref("supervisor_id", "person"),
    _ref("invited_by", "person"),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("used_by", BigInteger),  # telegram id
)

absence = Table(
    "absence",
    metadata,
    _id(),
    _ref("person_id", "person", nullable=False),
    _ref("deputy_id", "person", nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    _ref("set_by", "person"),
    Index("ix_absence_person_id_ends_at", "person_id", "ends_at"),
    Index("ix_absence_deputy_id_ends_at", "deputy_id", "ends_at"),
)

# --- customers, products, orders --------------------------------------------------------------------------------------

customer = Table(
    "customer",
    metadata,
    _id(),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("name_en", Text),
    Column("short_name", Text),
    Column("kind", Text, nullable=False, server_default="oem"),
    Column("group_name", Text),
    _ref("engineer_id", "person"),
    _ref("deputy_id", "person"),
    Column("annual_volume", Integer),
    Column("acknowledge_hours", Integer),  # response times agreed with the customer: they replace the usual limits
    Column("acknowledge_urgent_hours", Integer),
    Column("answer_days", Integer),
    Column("on_site_hours", Integer),
    Column("on_site_urgent_hours", Integer),
    Column("containment_hours", Integer),  # 8D: D3
    Column("root_cause_days", Integer),  # D4 and D5, working days
    Column("actions_days", Integer),  # D6
    Column("closed_days", Integer),  # D7 and D8
    Column("warranty_months", Integer),
    Column("warranty_km", Integer),
    Column("warranty_start", Text),
    Column("old_part_rule", Text),
    Column("ntf_agreement", Text),
    Column("portal", Text),
    Column("special_requirements", Text),
    Column("agreement", Text),
    Column("retention_years", Integer),  # the customer's own demand
    Column("confidentiality", Text),
    Column("file_version", Integer),  # of the customer file in force; none: there is no file (R14)
    Column("verified_on", Date),
)

# What a customer file said from when on, and who put it into force (R15).
customer_version = Table(
    "customer_version",
    metadata,
    _id(),
    _ref("customer_id", "customer", nullable=False),
    Column("version", Integer, nullable=False),
    Column("data", JSON, nullable=False),
    Column("changed", JSON, nullable=False),  # names of the fields that differ from the version before
    _ref("record_id", "record"),  # none: imported
    _ref("person_id", "person"),
    Column("at", Instant, nullable=False),
    UniqueConstraint("customer_id", "version"),
)

customer_product = Table(
    "customer_product",
    metadata,
    _id(),
    _ref("customer_id", "customer", nullable=False),
    _ref("part_id", "part", nullable=False),
    Column("since", Date),
    UniqueConstraint("customer_id", "part_id"),
)

site = Table(
    "site",
    metadata,
    _id(),
    Column("code", Text, nullable=False, unique=True),
    _ref("customer_id", "customer", nullable=False),
    Column("name", Text, nullable=False),
    Column("name_en", Text),
    Column("line", Text),
    Column("line_en", Text),
    Column("address", Text),
    Column("zone", Text, nullable=False, server_default="Asia/Shanghai"),
    Column("windows", Text),  # working hours of this site where they differ, "08:00-12:00,13:00-17:00"
    Column(
        "active", Boolean, nullable=False, server_default=text("true")
    ),  # no longer in the customer file: not offered
    Index("ix_site_customer_id", "customer_id"),
)

contact = Table(
    "contact",
    metadata,
    _id(),
    _ref("customer_id", "customer", nullable=False),
    _ref("site_id", "site"),
    Column("name", Text, nullable=False),
    Column("name_en", Text),
    Column("post", Text),
    Column("post_en", Text),
    Column("phone", Text),
    Column("email", Text),
    Column("language", Text),
    Column("channel", Text),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    UniqueConstraint("customer_id", "name", "phone"),
)

product = Table(
    "product",
    metadata,
    _id(),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("name_en", Text),
)

part = Table(
    "part",
    metadata,
    _id(),
    Column("part_no", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("name_en", Text),
    Column("spec_model", Text),
    Column("unit_of_measure", Text),
    _ref("product_id", "product"),
    Column("warranty_months", Integer),
    Column("price", Float),
    Column("life_ends", Date),  # when the last one is out of use; none: not known yet
    Column("production_ends", Date),
)

customer_order = Table(
    "customer_order",
    metadata,
    _id(),
    Column("order_no", Text, nullable=False, unique=True),
    _ref("customer_id", "customer", nullable=False),
    _ref("unit_id", "unit"),  # the sales unit or project team that answers for it (R33)
)

order_line = Table(
    "order_line",
    metadata,
    _id(),
    _ref("order_id", "customer_order", nullable=False),
    Column("line_no", Integer, nullable=False),
    _ref("part_id", "part", nullable=False),
    Column("qty", Integer, nullable=False),
    Column("promised_date", Date, nullable=False),
    Column("delivered_on", Date),
    Column("asked_t5_at", Instant),  # when manufacturing was asked five, and two, working days before
    Column("asked_t2_at", Instant),
    Column("answer", Text),  # on_time, late: what manufacturing last said of it, when asked
    Column("answered_at", Instant),
    _ref("answered_by", "person"),
    UniqueConstraint("order_id", "line_no"),
    Index("ix_order_line_promised_date", "promised_date"),
)

tool = Table(
    "tool",
    metadata,
    _id(),
    Column("tool_no", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("name_en", Text),
    Column("model", Text),
    _ref("unit_id", "unit"),
    Column("calibration_valid_until", Date),
    Column("active", Boolean, nullable=False, server_default=text("true")),  # no: lost or written off
    _ref("loan_id", "record"),  # the loan that has it, until it is checked after its return
)

# Who was trained on a product, from when and until when (R28).
briefing = Table(
    "briefing",
    metadata,
    _id(),
    _ref("person_id", "person", nullable=False),
    _ref("product_id", "product", nullable=False),
    _ref("record_id", "record"),  # the training; none: known from before
    Column("since", Date, nullable=False),
    Column("valid_until", Date, nullable=False),
    Index("ix_briefing_person_id_product_id", "person_id", "product_id"),
)

calendar_day = Table(
    "calendar_day",
    metadata,
    _id(),
    _ref("site_id", "site"),  # none: the company's own calendar
    Column("day", Date, nullable=False),
    Column("kind", Text, nullable=False),  # off, work, half
    Column("note", Text),
    UniqueConstraint("site_id", "day"),
)

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", JSON, nullable=False),
    _ref("set_by", "person"),
    Column("set_at", Instant, nullable=False),
)

# --- records and what they owe ----------------------------------------------------------------------------------------

record = Table(
    "record",
    metadata,
    _id(),
    Column("kind", Text, nullable=False),  # chapter
    Column("route", Text, nullable=False),
    Column("number", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),  # open, done, rejected, withdrawn
    Column("stage", Integer, nullable=False, server_default="0"),
    Column("round", Integer, nullable=False, server_default="1"),  # grows when it is amended and handed in again
    Column("version", Integer, nullable=False, server_default="1"),
    Column("data", JSON, nullable=False),
    Column("title", Text, nullable=False, server_default=""),
    _ref("customer_id", "customer"),
    _ref("site_id", "site"),
    _ref("unit_id", "unit"),
    _ref("created_by", "person", nullable=False),
    _ref("origin_id", "record"),
    Column("urgency", Text, nullable=False, server_default="normal"),  # normal, urgent, line_down
    Column("quality_info", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("retention", Text),  # the class by which it is kept, once it is closed
    Column("keep_until", Date),  # none: for good, as far as is known
    _ref("held_by", "record"),  # the legal hold in force
    _ref("disposed_in", "record"),  # the disposal record by which its content went
    Column("rules", JSON),  # the house rules and time limits that it was opened under
    Column("search", Text, nullable=False, server_default=""),
    Index("ix_record_kind_state", "kind", "state"),
    Index("ix_record_created_by", "created_by", "state"),
    Index("ix_record_customer_id", "customer_id"),
    Index("ix_record_origin_id", "origin_id"),
)

work_item = Table(
    "work_item",
    metadata,
    _id(),
    _ref("record_id", "record", nullable=False),
    Column("step", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("state", Text, nullable=False),  # open, done, void, transferred
    Column("version", Integer, nullable=False, server_default="1"),
    # Who owes it: a person, or anyone of a unit / unit kind / role. Resolved to people whenever it is asked.
    _ref("assignee_id", "person"),
    _ref("unit_id", "unit"),
    Column("unit_kinds", Text),  # parted by blanks
    Column("roles", Text),  # parted by blanks; any one of them
    _ref("parent_id", "work_item"),  # a question's answer belongs to the item that asked
    Column("opened_at", Instant, nullable=False),
    Column("deadline_rule", Text),
    Column("clock_start", Instant),
    Column("due_at", Instant),
    Column("paused_at", Instant),
    Column("wakes_at", Instant),  # nobody is asked before
    Column("next_reminder_at", Instant),
    Column("next_level", Integer, nullable=False, server_default="0"),
    Column("urged_at", Instant),
    Column("urged", Integer, nullable=False, server_default="0"),
    Column("outcome", Text),
    Column("reason", Text),
    _ref("done_by", "person"),
    _ref("done_for", "person"),  # the absent person whose deputy acted
    Column("done_at", Instant),
    Column("data", JSON),  # what this step asked and got
    Column("barred", Text),  # parted by blanks; who may not have decided, whatever they are
    CheckConstraint(
        "state <> 'done' OR ((' ' || barred || ' ') NOT LIKE ('% ' || CAST(done_by AS TEXT) || ' %')"
        " AND (' ' || barred || ' ') NOT LIKE ('% ' || CAST(done_for AS TEXT) || ' %'))",
        name="ck_work_item_four_eyes",
    ),
    Index("ix_work_item_record_id", "record_id"),
    Index("ix_work_item_state_assignee_id", "state", "assignee_id"),
    Index("ix_work_item_state_unit_id", "state", "unit_id"),
    # What sleeps, and of what is awake the reminders, in their order: each sweep reads what is due and no more.
    Index("ix_work_item_state_wakes_at_next_reminder_at", "state", "wakes_at", "next_reminder_at"),
)

draft = Table(
    "draft",
    metadata,
    _id(),
    _ref("person_id", "person", nullable=False),
    Column("purpose", Text, nullable=False),  # open, act, amend
    Column("kind", Text, nullable=False),
    Column("route", Text, nullable=False, server_default=""),
    _ref("work_item_id", "work_item"),
    Column("item_version", Integer),
    Column("action", Text),
    _ref("origin_id", "record"),
    Column("data", JSON, nullable=False),
    Column("skipped", JSON, nullable=False),  # names of optional questions answered with Skip
    Column("field", Text),  # where it stood
    Column("rules", JSON),  # of a new record: the house rules that it was begun under
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("reminded_at", Instant),
    Index("ix_draft_person_id", "person_id"),
    sqlite_autoincrement=True,  # what was done for a draft is remembered by its id: no later one may have it again
)

number_series = Table(
    "number_series",
    metadata,
    Column("prefix", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

# Append-only, hash chained; corrections are new events.
event = Table(
    "event",
    metadata,
    Column("seq", Key, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    _ref("actor_id", "person"),
    Column("telegram_id", BigInteger),
    Column("update_id", BigInteger),
    Column("action", Text, nullable=False),
    _ref("record_id", "record"),
    _ref("work_item_id", "work_item"),
    Column("version", Integer),
    Column("reason", Text),
    Column("data", JSON, nullable=False),
    Column("salt", Text),  # goes with the content when that is disposed of, so that nobody can guess it
    Column("payload_sha256", Text, nullable=False),  # of reason, data and salt: it stays
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("ix_event_record_id", "record_id"),
)

# Where the trail stood at the end of a day: told to people, so that a trail that was cut or written anew is found.
anchor = Table(
    "anchor",
    metadata,
    Column("day", Date, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("seq", Key, nullable=False),
    Column("hash", Text, nullable=False),
)

# A press or message that already had its effect answers with the stored result.
idempotency = Table(
    "idempotency",
    metadata,
    Column("key", Text, primary_key=True),
    Column("result", JSON),
    Column("at", Instant, nullable=False),
)

file = Table(
    "file",
    metadata,
    _id(),
    Column("sha256", Text),  # empty until the bytes are here
    Column("size", Integer),
    Column("mime", Text),
    Column("name", Text),
    Column("kind", Text, nullable=False),  # photo, document, voice, video
    Column("telegram_file_id", Text),
    Column("telegram_unique_id", Text),
    _ref("person_id", "person"),
    Column("sent_at", Instant, nullable=False),
    Column("stored_at", Instant),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Index("ix_file_sha256", "sha256"),
    Index("ix_file_stored_at", "stored_at"),
    Index("ix_file_person_id", "person_id", "sent_at"),
)

# --- the post ---------------------------------------------------------------------------------------------------------

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("bot_id", BigInteger, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("epoch", Integer, nullable=False, server_default="0"),  # Telegram restarts ids after a week of silence
    Column("lane", BigInteger, nullable=False),  # chat id: updates of a lane are handled in order
    Column("sha256", Text, nullable=False),
    Column("raw", Text, nullable=False),
    Column("state", Text, nullable=False),  # new, done, failed, quarantined
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    Column("received_at", Instant, nullable=False),
    Column("done_at", Instant),
    UniqueConstraint("bot_id", "epoch", "update_id"),
    Index("ix_inbox_state_lane", "state", "lane"),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),  # card, redraw, notice, reminder, digest, ...
    _ref("person_id", "person"),
    Column("chat_id", BigInteger),  # where the person is not (yet) known, or one account is meant
    _ref("record_id", "record"),
    _ref("work_item_id", "work_item"),
    Column("params", JSON, nullable=False),
    Column("state", Text, nullable=False),  # queued, sending, sent, ambiguous, dead, superseded
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("holder", Text),  # the replica whose courier is sending it; none: there is only one
    Column("sent_at", Instant),
    Column("message_id", BigInteger),
    Column("error", Text),
    Index("ix_outbox_state_not_before", "state", "not_before"),
    Index("ix_outbox_work_item_id", "work_item_id"),
)

# Which message shows which card to whom, so that every open card can be redrawn.
delivery = Table(
    "delivery",
    metadata,
    _id(),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    _ref("person_id", "person", nullable=False),
    _ref("record_id", "record"),
    _ref("work_item_id", "work_item"),
    _ref("order_line_id", "order_line"),  # of the question whether it will be on time; there is no record yet
    Column("version", Integer, nullable=False),  # of the work item (or record) that the card shows
    Column("kind", Text, nullable=False),  # card, progress, notice, question
    Column("sent_at", Instant, nullable=False),
    Column("open", Boolean, nullable=False, server_default=text("true")),
    UniqueConstraint("chat_id", "message_id"),
    Index("ix_delivery_work_item_id_open", "work_item_id", "open"),
    Index("ix_delivery_record_id_open", "record_id", "open"),
    Index("ix_delivery_order_line_id", "order_line_id"),
)

# A pause that Telegram asked for outlives a restart: chat 0 is the whole bot.
courier_pause = Table(
    "courier_pause",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("until", Instant, nullable=False),
)

# Each rung of the ladder at most once, whatever restarts.
reminder = Table(
    "reminder",
    metadata,
    Column("key", Text, primary_key=True),
    _ref("work_item_id", "work_item"),
    Column("level", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("outcome", Text, nullable=False),  # sent, merged, skipped(downtime)
    Index("ix_reminder_work_item_id", "work_item_id"),
    Index("ix_reminder_sent_at", "sent_at"),
)

snooze = Table(
    "snooze",
    metadata,
    _id(),
    _ref("person_id", "person", nullable=False),
    _ref("work_item_id", "work_item", nullable=False),
    Column("until", Instant, nullable=False),
    UniqueConstraint("person_id", "work_item_id"),
)

dialog_state = Table(
    "dialog_state",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("business_id", Text, primary_key=True),
    Column("destiny", Text, primary_key=True),
    Column("state", Text),
    Column("data", JSON, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index("ix_dialog_state_updated_at", "updated_at"),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("note", JSON),
)

# --- several processes on one database (PostgreSQL) -------------------------------------------------------------------

# Who is at work. By the server's clock: those of the replicas may differ.
replica = Table(
    "replica",
    metadata,
    Column("name", Text, primary_key=True),  # new at every start
    Column("until", Instant, nullable=False),  # dead after that, unless it gave another sign of life
)

# Whose turn the updates of a chat are.
lane = Table(
    "lane",
    metadata,
    Column("lane", BigInteger, primary_key=True, autoincrement=False),
    Column("holder", Text, nullable=False),
    Index("ix_lane_holder", "holder"),
)

# The leader polls, sweeps and sends. What an earlier one still tries to write is refused by its epoch.
leadership = Table(
    "leadership",
    metadata,
    Column("name", Text, primary_key=True),
    Column("epoch", BigInteger, nullable=False),
    Column("holder", Text, nullable=False),
    Column("since", Instant, nullable=False),
)
