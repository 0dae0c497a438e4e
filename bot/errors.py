"""The tree of Fieldclerk's own exceptions.

FieldclerkError
├── StartError          the bot cannot start; `.sentence` names the mend (exit code 78, or 69 if it may pass)
└── StorageClosed       something was written after the database was closed
"""

from __future__ import annotations


class FieldclerkError(Exception):
    """Whatever Fieldclerk itself raises on purpose."""


class StartError(FieldclerkError):
    """What keeps the bot from starting, in one sentence for whoever started it. `may_pass`: a later start can succeed
    with nothing changed here."""

    def __init__(self, sentence: str, *, may_pass: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.may_pass = may_pass


class StorageClosed(FieldclerkError):
    """The database was closed before this could be written."""
