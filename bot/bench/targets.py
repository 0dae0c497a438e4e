"""The goals that are ratios: what is compared, and the limit."""

from __future__ import annotations

from typing import Final, NamedTuple


class Target(NamedTuple):
    what: str
    limit: float
    at_least: bool = False


TARGETS: Final[dict[str, Target]] = {
    "G1": Target("durable dialog step : bare one", 2.0),
    "G1-cpu": Target("the same in CPU time, whatever else the machine does", 2.0),
    "G1b": Target("durable dialog step over loopback HTTP : bare one", 1.5),
    "G2": Target("durable : bare, 16 people at once", 1.4),
    "G2-p99": Target("p99 : p50 of the durable step, 16 at once", 2.0),
    "G3": Target("AsyncSession on aiosqlite : durable step", 2.0, at_least=True),
    "G3-16": Target("the same, 16 at once", 3.0, at_least=True),
    "G3-p99": Target("the same, 16 at once, p99 : p99", 10.0, at_least=True),
    "G4": Target("durable step on PostgreSQL : bare one", 3.0),
    "G5": Target("dialog step with its state in SQLite : in memory", 1.6),
    "G5-redis": Target("dialog step with its state in Redis : in memory", 1.6),
    "G5-cpu": Target("G5 in CPU time", 1.6),
    "G6": Target("dialog step behind 100 handlers : behind 1", 1.3),
    "G7": Target("p99.9 : p50 of a step, in CPU time, after gc.freeze", 2.0),
    "G8": Target("sweep of 100 due among 1,000,000 open : among 1,000", 2.0),
    "G8-idle": Target("sweep that finds nothing, the same", 1.5),
    "G8-pg": Target("on PostgreSQL: sweep of 100 due among 100,000 open : 1,000", 2.0),
    "G9": Target("an APScheduler job per reminder : sweep of 100 due", 15.0, at_least=True),
    "G9-rows": Target("the same : claiming 100 due and queueing 100, without the ladder", 15.0, at_least=True),
    "G10": Target("looking at 1,000,000 open items : finding the 100 due", 500.0, at_least=True),
    "G11": Target("start of the storage at 1,000,000 open : at 1,000", 1.5),
    "G11-rows": Target("the same without the check that the file is sound", 1.5),
    "G12": Target("Telegram's 30 a second : claim and mark a row, in CPU time", 500.0, at_least=True),
    "G13": Target("Telegram's 30 a second : claim, send over loopback, mark, in CPU time", 60.0, at_least=True),
    "G13-wall": Target("the same by the clock on the wall", 60.0, at_least=True),
    "G13-httpx": Target("the same with python-telegram-bot's own HTTP", 20.0, at_least=True),
    "G13-http": Target("python-telegram-bot's own HTTP : ours, 16 sends at once", 2.0, at_least=True),
    "G14": Target("share of a core, draining at 30 a second", 0.06),
    "G14-httpx": Target("the same with python-telegram-bot's own HTTP", 0.12),
    "G15": Target("most in any second : the rate set, from a standing start", 1.1),
    "G15-stock": Target("the same with AIORateLimiter alone (its own goal is none)", 1.1),
    "G16": Target("transaction with an outbox row : without", 1.2),
    "G17": Target("import of the bot : import aiogram, in CPU time", 1.25),
    "G17-rss": Target("the same, memory", 1.35),
    "G18": Target("memory of courier and renderer alone : of the bot", 0.5),
    "G18-aiogram": Target("the same : of a process with aiogram as it imports itself", 0.5),
    "G19": Target("one-page Chinese PDF : dialog step, in CPU time", 20.0),
    "G20": Target("reading a label of 220 pixels : dialog step, in CPU time", 60.0),
    "G20-read": Target("labels read : labels shown (220 pixels, blur 1, noise 12)", 0.95, at_least=True),
}
