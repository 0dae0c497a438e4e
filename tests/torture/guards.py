"""Every guard that could be forgotten: where it stands, what it is without it, and the tests that must then fail."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Guard:
    """`text` stands once in the file of bot/ and is replaced by `by`; `tests` are pytest's own names."""

    name: str
    file: str
    text: str
    by: str
    tests: tuple[str, ...]


def _guard(name: str, file: str, text: str, by: str, *tests: str) -> Guard:
    return Guard(name, file, text, by, tuple(f"tests/{test}" for test in tests))


GUARDS = (
    _guard(
        "the same update is kept once",
        "storage/inbox.py",
        'if any(other.sha256 == row["sha256"] for other in known):',
        "if False:",
        "storage/test_inbox.py",
    ),
    _guard(
        "another update under a known number is kept",
        "storage/inbox.py",
        "return 1 + max(int(other.epoch) for other in known)",
        "return None",
        "storage/test_inbox.py",
    ),
    _guard(
        "Telegram is told only after the commit",
        "intake/poller.py",
        "await self._database.write(inbox.store, self._client.bot_id, updates)",
        "self._confirm(updates); await self._database.write(inbox.store, self._client.bot_id, updates)",
        "intake/test_poller.py",
    ),
    _guard("one lane a chat", "intake/lanes.py", "if len(waiting) == 1:", "if True:", "intake/test_lanes.py"),
    _guard(
        "what cannot be read is set aside at once",
        "intake/attempts.py",
        "return await self._failed(row, error, for_good=True)",
        "return await self._failed(row, error)",
        "intake/test_lanes.py",
    ),
    _guard(
        "an outage is not the update's fault",
        "intake/attempts.py",
        "    if any(map(is_outage, errors)):\n        return False\n",
        "",
        "intake/test_lanes.py",
    ),
    _guard(
        "only Telegram brings updates",
        "intake/webhook.py",
        "if not hmac.compare_digest(given, self._secret):",
        "if False:",
        "intake/test_webhook.py",
    ),
    _guard(
        "an update has its effect once",
        "storage/idempotency.py",
        "return dict(row.result) if row else None",
        "return None",
        "desk/test_remarks.py",
    ),
    _guard(
        "a work item changes from the version that was seen",
        "storage/records.py",
        'work_item.c.version == bindparam("seen"), work_item.c.state == "open"',
        'bindparam("seen").is_not(None)',
        "storage/test_guards.py",
    ),
    _guard(
        "a card that is not there changes nothing",
        "desk/acting.py",
        "if version != item.version or action not in engine.offered(case_of(record), step):",
        "if False:",
        "storage/test_guards.py",
    ),
    _guard(
        "nobody decides on their own request",
        "desk/casework.py",
        "return named | ({record.created_by} if step.approval else set())",
        "return named",
        "scenario/test_approvals.py::test_a_leader_does_not_approve_their_own_request",
        "scenario/test_approvals.py::test_an_applicant_does_not_approve_as_the_leaders_deputy",
    ),
    _guard(
        "whoever does not owe it may not do it",
        "desk/acting.py",
        '\n    raise Refused(N_("This is not yours to decide. /work shows what waits for you."))\n',
        "\n    return Holder(actor.member)\n",
        "scenario/test_may_not_happen.py",
    ),
    _guard(
        "strangers stay outside",
        "handlers/middleware.py",
        '        if member is None:\n            return await self._strangers.answer(update, user, data["bot"])\n',
        "",
        "handlers/test_door.py",
    ),
    _guard(
        "members are met in private chats only",
        "handlers/middleware.py",
        "if chat is not None and chat.type != ChatType.PRIVATE:",
        "if False:",
        "handlers/test_door.py",
    ),
    _guard(
        "no press is hidden in a text",
        "handlers/middleware.py",
        "return await handler(without_traps(update), data)",
        "return await handler(update, data)",
        "handlers/test_door.py",
    ),
    _guard(
        "nobody is faster than the rest can bear",
        "handlers/limits.py",
        "        if self.left < 1:\n            return self._refused()\n",
        "",
        "handlers/test_door.py",
    ),
    _guard(
        "nobody tries many tokens",
        "handlers/strangers.py",
        "if token and self._knocks.take(user.id, update.update_id, now):",
        "if token:",
        "handlers/test_door.py",
    ),
    _guard(
        "an invitation is used once",
        "storage/people.py",
        "invitation.c.used_at.is_(None), invitation.c.expires_at > tx.now",
        "True",
        "storage/test_guards.py",
    ),
    _guard(
        "an invitation stands as long as who made it may invite",
        "desk/staff.py",
        "if not _still_stands(tx, found):",
        "if False:",
        "desk/test_invitations.py",
    ),
    _guard(
        "only administrators shut somebody out",
        "desk/staff.py",
        "if not may_shut_out(actor.member):",
        "if False:",
        "desk/test_invitations.py",
    ),
    _guard(
        "who did what is told to those concerned",
        "desk/acting.py",
        "if not owed and not views.allowed(tx, actor.member, record):",
        "if False:",
        "desk/test_settled.py",
    ),
    _guard(
        "quality information is not passed on",
        "handlers/say.py",
        "private = card.private or None",
        "private = None",
        "handlers/test_harmless.py",
    ),
    _guard(
        "one message a recipient at a time",
        "storage/outbox.py",
        "~in_hand.exists(), ~pause.exists()",
        "~pause.exists()",
        "storage/test_outbox.py",
    ),
    _guard(
        "a pause of a chat is kept",
        "storage/outbox.py",
        "~in_hand.exists(), ~pause.exists()",
        "~in_hand.exists()",
        "storage/test_outbox.py",
    ),
    _guard(
        "a pause of the bot is kept",
        "storage/outbox.py",
        "    if paused_until(tx) is not None:\n        return []\n",
        "",
        "storage/test_outbox.py",
    ),
    _guard(
        "a claim that lost its lease ends nothing",
        "storage/outbox.py",
        'outbox.c.attempts == bindparam("token"), outbox.c.state == "sending"',
        'bindparam("token").is_not(None)',
        "storage/test_outbox.py",
    ),
    _guard(
        "what was on its way at a crash is marked",
        "storage/outbox.py",
        '"the courier stopped while sending", unsure=True)',
        '"the courier stopped while sending")',
        "courier/test_courier.py",
    ),
    _guard(
        "an unknown outcome is marked",
        "reminders/courier_round.py",
        "unsure=verdict.fate is Fate.UNSURE)",
        "unsure=False)",
        "courier/test_courier.py",
    ),
    _guard(
        "a pause outlives the process",
        "reminders/courier_post.py",
        "    outbox.pause(tx, WHOLE_BOT, tx.now + verdict.delay)\n",
        "",
        "courier/test_courier.py",
    ),
    _guard(
        "a failed verb leaves nothing",
        "storage/writer.py",
        "        savepoint.rollback()\n",
        "        savepoint.commit()\n",
        "storage/test_database.py",
    ),
    _guard(
        "a writer locks at once",
        "storage/sqlite.py",
        'return _engine(path, "BEGIN IMMEDIATE", PRAGMAS, pool_size=1)',
        'return _engine(path, "BEGIN", PRAGMAS, pool_size=1)',
        "storage/test_guards.py",
    ),
    _guard(
        "a commit survives a power cut",
        "storage/sqlite.py",
        '"synchronous": 2,',
        '"synchronous": 1,',
        "storage/test_guards.py",
    ),
    _guard(
        "one bot a file",
        "storage/startup.py",
        "        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)\n",
        "        pass\n",
        "storage/test_startup.py",
    ),
    _guard(
        "a damaged file is not opened",
        "storage/sqlite.py",
        '    if verdict != "ok":',
        "    if False:",
        "storage/test_startup.py",
    ),
    _guard(
        "the chain's links are followed",
        "storage/trail.py",
        'entry["prev_hash"] != previous or ',
        "",
        "storage/test_guards.py",
    ),
    _guard(
        "no cell is a formula",
        "documents/cells.py",
        "return MARK + value if value[:1] in RISKY else value",
        "return value",
        "documents/test_export.py",
    ),
    _guard(
        "no log holds a token",
        "logs.py",
        "return redact(super().format(record))",
        "return super().format(record)",
        "storage/test_settings.py",
    ),
    _guard(
        "a file is known by its bytes",
        "storage/files.py",
        '    raise FileRefused("unknown_kind")\n\n\ndef _office_kind',
        '    return "application/pdf"\n\n\ndef _office_kind',
        "intake/test_fetcher.py",
    ),
    _guard(
        "a file that is too big is refused",
        "storage/files.py",
        "        if self._size > CAP:\n",
        "        if False:\n",
        "intake/test_fetcher.py",
    ),
    _guard(
        "a picture is opened with little memory",
        "dialogs/label_worker.py",
        "    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))\n",
        "",
        "dialogs/test_label_reader.py",
    ),
    _guard(
        "one person opens so many records a day",
        "desk/handing_in.py",
        "        day_limits.may_open(tx, house, actor.member, answers)\n",
        "",
        "desk/test_day_limits.py",
    ),
    _guard(
        "one person sends so much a day",
        "desk/remarks.py",
        "    day_limits.may_send(tx, house, actor.member, sent, urgency)\n",
        "",
        "desk/test_day_limits.py",
    ),
    _guard(
        "only the networks that are named bring updates",
        "intake/webhook.py",
        "if not self._callers.lets_in(request):",
        "if False:",
        "intake/test_webhook.py",
    ),
    _guard(
        "a file that is too large is refused when it is sent",
        "dialogs/sitting/answering.py",
        "if file.size and file.size > talk.tools.largest:",
        "if False:",
        "dialogs/test_photos.py",
    ),
    _guard(
        "an outage costs no evidence",
        "intake/fetcher.py",
        "if not _passes(error) and await self._count(file, error):",
        "if await self._count(file, error):",
        "intake/test_fetcher.py",
    ),
    _guard(
        "a message that met a fault of ours holds up no other",
        "reminders/courier.py",
        'await write_surely(self._database, outbox.in_doubt, row, redact(f"{type(error).__name__}: {error}"))',
        "pass",
        "courier/test_courier.py",
    ),
    _guard(
        "a clock that leapt ahead is not believed",
        "reminders/wall_clock.py",
        "if ahead > LEAP and not await self._is_confirmed(ahead):",
        "if False:",
        "desk/test_ticks.py",
    ),
    _guard(
        "an old number silences no new update",
        "night.py",
        "await self._database.write(idempotency.forget, now - ANSWERS_REMEMBERED)",
        "pass",
        "test_night.py",
    ),
    _guard(
        "whoever writes is written to",
        "handlers/middleware.py",
        "await self._desk.heard_from(user.id)",
        "pass",
        "handlers/test_with_the_house.py",
    ),
)
