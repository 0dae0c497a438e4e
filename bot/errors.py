"""The tree of Fieldclerk's own exceptions.

FieldclerkError
├── StartError          the bot cannot start; `.sentence` names the mend (the command exits with 78)
└── StorageClosed       something was written after the database was closed
"""

from __future__ import annotations


class FieldclerkError(Exception):
    """Whatever Fieldclerk itself raises on purpose."""


class StartError(FieldclerkError):
    """What keeps the bot from starting, in one sentence for whoever started it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class StorageClosed(FieldclerkError):
    """The database was closed before this could be written."""
