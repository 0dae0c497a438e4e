"""The parameters of one call, whether they came as a query, a form, JSON or multipart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import bad_request

ATTACHED = "attach://"


@dataclass
class Upload:
    """A file as it came over the wire."""

    data: bytes
    name: str
    mime: str


class Params:
    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> None:
        self.values = {name: value for name, value in values.items() if value is not None}
        self.files = dict(files or {})

    def __contains__(self, name: str) -> bool:
        return name in self.values or name in self.files

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name, default)
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """As the real server: what is no number counts as 0."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            return 0

    def number(self, name: str) -> float | None:
        try:
            return float(self.text(name))
        except ValueError:
            return None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "yes", "1"}

    def json(self, name: str, refusal: str) -> Any:
        """The value as JSON, None when it is missing or empty. Raises 400 with `refusal` when it is not JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            raise bad_request(refusal) from None

    def required(self, name: str) -> str:
        """The value as text. Raises 400 when it is missing or empty."""
        text = self.text(name)
        if not text:
            raise bad_request(f'parameter "{name}" is required')
        return text

    def objects(self, name: str, kind: str, refusal: str) -> list[dict[str, Any]] | None:
        """The value as an Array of Objects of this kind, None when it is missing.

        Raises 400: with `refusal` for what is no JSON, else with what was expected.
        """
        found = self.json(name, refusal)
        if found is None:
            return None
        if not isinstance(found, list):
            raise bad_request(f"expected an Array of {kind}")
        if not all(isinstance(item, dict) for item in found):
            raise bad_request(f"can't parse {kind}: expected an Object")
        return found

    def upload(self, name: str) -> Upload | None:
        """The file of a parameter: part of that name, or the part that `attach://…` points to."""
        if name in self.files:
            return self.files[name]
        return self.attached(self.text(name))

    def attached(self, reference: str) -> Upload | None:
        return self.files.get(reference.removeprefix(ATTACHED)) if reference.startswith(ATTACHED) else None

    def shown(self) -> dict[str, Any]:
        """For the log: files by name and size only."""
        files = {name: f"<{file.name}, {len(file.data)} bytes>" for name, file in self.files.items()}
        return {**self.values, **files}
