"""A person of the company as the procedure sees them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.procedure.roles import Role, UnitKind


@dataclass(frozen=True)
class Member:
    """A person of the company, as they are at this moment."""

    id: int
    name: str
    name_en: str | None
    unit_id: int | None
    unit_name: str
    unit_name_en: str | None
    unit_kind: UnitKind | None
    unit_parent_id: int | None
    role: Role
    supervisor_id: int | None
    language: str
    zone: str

    def called(self, language: str) -> str:
        """The name as a reader of `language` writes it."""
        return called(self.name, self.name_en, language)

    def unit_called(self, language: str) -> str:
        """The unit's name as a reader of `language` writes it."""
        return called(self.unit_name, self.unit_name_en, language)


def called(name: str, name_en: str | None, language: str) -> str:
    """The one of two names that a reader of `language` expects."""
    return name if language.startswith("zh") or not name_en else name_en
