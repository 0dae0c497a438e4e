"""What the Bot API demands of a request: names, types and required fields, by method and by type.

The facts beside this module are those of `.butcher/schema/schema.json` in aiogram's source distribution, for the
methods that the sandbox emulates. Where FIELDCLERK_BOT_API_SCHEMA names that file, it is read itself, with all methods
and types: `pip download --no-deps --no-binary :all: aiogram==3.31.0`. The facts are written anew by
`python -m tests.support.bot_api SCHEMA > tests/support/bot_api.txt`.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]

FACTS = Path(__file__).with_suffix(".txt")
VARIABLE = "FIELDCLERK_BOT_API_SCHEMA"
ONE_OF = re.compile(r"\n((?: - \w+\n)+)")
LIST = "Array of "
UPLOAD = re.compile(r"<.*, \d+ bytes>", re.DOTALL)


@dataclass(frozen=True)
class Field:
    """`kind` as the documentation writes it: `Integer or String`, `Array of MessageEntity`."""

    kind: str
    required: bool


@dataclass(frozen=True)
class Schema:
    """Methods (small first letter) and types by name, and the types that are one of several others."""

    fields: Mapping[str, Mapping[str, Field]]
    unions: Mapping[str, tuple[str, ...]]

    def misfits(self, method: str, params: Json) -> list[str]:
        """What is wrong with a request as the sandbox's log shows it: values as texts, files as `<name, n bytes>`."""
        if method not in self.fields:
            return [f"{method}: no such method"]
        text = str(params)
        given = {
            name: value
            for name, value in params.items()
            if not (UPLOAD.fullmatch(str(value)) and f"attach://{name}" in text)
        }
        return list(self._object(method, method, {name: self._unpacked(method, name, given[name]) for name in given}))

    def _unpacked(self, method: str, name: str, value: Any) -> Any:
        """A form value as what it stands for."""
        field = self.fields[method].get(name)
        if field is None or not isinstance(value, str) or "String" in field.kind:
            return value
        if UPLOAD.fullmatch(value) or (name == "media" and value.startswith("attach://")):
            return value
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            return value

    def _object(self, name: str, path: str, value: Any) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{path}: {value!r} is no {name}"
            return
        fields = self.fields[name]
        yield from (f"{path}: {name} has no {unknown}" for unknown in value.keys() - fields.keys())
        for key, field in fields.items():
            if value.get(key) is not None:
                yield from self.check(field.kind, f"{path}.{key}", value[key])
            elif field.required:
                yield f"{path}: {key} of {name} is missing"

    def check(self, kind: str, path: str, value: Any) -> list[str]:
        """What is wrong with a value of this kind."""
        if kind.startswith(LIST):
            return self._list(kind.removeprefix(LIST), path, value)
        tries = [self._one(name, path, value) for name in self._names(kind)]
        return min(tries, key=len)

    def _list(self, kind: str, path: str, value: Any) -> list[str]:
        if not isinstance(value, list):
            return [f"{path}: {value!r} is no list"]
        return [wrong for place, item in enumerate(value) for wrong in self.check(kind, f"{path}[{place}]", item)]

    def _names(self, kind: str) -> list[str]:
        found: list[str] = []
        for name in re.split(r", | or | and ", kind):
            found += self._names(" or ".join(self.unions[name])) if name in self.unions else [name]
        return found

    def _one(self, name: str, path: str, value: Any) -> list[str]:
        if name in PLAIN:
            return [] if PLAIN[name](value) else [f"{path}: {value!r} is no {name}"]
        if name not in self.fields:
            return [f"{path}: no facts of {name}"]
        return list(self._object(name, path, value))


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


PLAIN: dict[str, Callable[[Any], bool]] = {
    "Integer": _is_integer,
    "Float": lambda value: isinstance(value, float) or _is_integer(value),
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
    "InputFile": lambda value: isinstance(value, str),
}


@cache
def schema() -> Schema:
    """That of the file named in the environment, else the facts."""
    named = os.environ.get(VARIABLE)
    return read_schema(Path(named)) if named else read_facts(FACTS.read_text("utf-8"))


def read_schema(path: Path) -> Schema:
    """Of aiogram's schema.json."""
    entries = [item for group in json.loads(path.read_text("utf-8"))["items"] for item in group["children"]]
    fields = {
        entry["name"]: {a["name"]: Field(a["type"], bool(a["required"])) for a in entry["annotations"]}
        for entry in entries
    }
    found = (
        (entry["name"], ONE_OF.search(entry["description"] + "\n")) for entry in entries if not entry["annotations"]
    )
    return Schema(fields, {name: tuple(re.findall(r"\w+", match[1])) for name, match in found if match})


def read_facts(text: str) -> Schema:
    fields: dict[str, dict[str, Field]] = {}
    unions: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        name, sign, rest = line.partition(" = ") if " = " in line else line.partition(":")
        if sign == " = ":
            unions[name] = tuple(rest.split(" | "))
            continue
        rows = (row.strip().split(" ", 1) for row in rest.split(";") if row.strip())
        fields[name] = {key.removesuffix("!"): Field(kind, key.endswith("!")) for key, kind in rows}
    return Schema(fields, unions)


def facts(whole: Schema, methods: Iterable[str]) -> str:
    """One method or type a line, with all that the methods' parameters lead to, but for rich messages, which nobody
    here sends. A `!` marks what is required."""
    wanted, lines = sorted(methods), []
    for name in wanted:  # grows as it is read
        if name in whole.unions:
            lines.append(f"{name} = {' | '.join(whole.unions[name])}")
            kinds: Iterable[str] = whole.unions[name]
        else:
            rows = [f"{key}{'!' * field.required} {field.kind}" for key, field in whole.fields[name].items()]
            lines.append(f"{name}: {'; '.join(rows)}")
            kinds = [field.kind for field in whole.fields[name].values()]
        for kind in kinds:
            words = re.split(r", | or | and ", re.sub(LIST, "", kind))
            wanted += [word for word in words if word not in PLAIN and word not in wanted and "Rich" not in word]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    from bot.sandbox.methods.registry import METHODS

    sys.stdout.write(facts(read_schema(Path(sys.argv[1])), METHODS))
