"""Logging that gives no secret away."""

from __future__ import annotations

import logging
import re
import sys

# What concerns nobody who runs the bot. httpx logs each address at INFO, and the address holds the token; the limiter
# logs a traceback at each 429.
LEVELS = {
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "aiohttp.access": logging.WARNING,
    "telegram.ext.AIORateLimiter": logging.CRITICAL,
}
SECRETS = (
    (re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}"), "<token>"),
    (re.compile(r"(?<=://)([^\s:/@]+):[^\s/@]+@"), r"\1:***@"),
    (re.compile(r"^DETAIL: .*$", re.MULTILINE), "DETAIL: left out"),  # PostgreSQL shows the row: what people wrote
)


def redact(text: str) -> str:
    """`text` without bot tokens, the passwords of addresses, and the row that a database would not take."""
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


class RedactingFormatter(logging.Formatter):
    """Redacts the finished line: message, arguments and traceback alike."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def configure_logging(level: str = "INFO") -> None:
    """Log to standard error at `level`, a name as in `logging`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, quieter in LEVELS.items():
        logging.getLogger(name).setLevel(quieter)
