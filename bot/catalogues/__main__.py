"""python -m bot.catalogues extract [--prune] | check | compile. See locales/README.md."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog

from bot.catalogues.checks import faults, strings
from bot.catalogues.extraction import UnreadableTextError, catalogue_of
from bot.catalogues.store import LANGUAGES, LOCALES, compile_catalogue, read, write

SOURCE: Final = Path(__file__).parents[1]
ENGLISH: Final = "en"


def extract(*, prune: bool = False, source: Path = SOURCE, locales: Path = LOCALES) -> None:
    """Bring the texts of the source into every catalogue; what vanished is kept aside unless `prune`."""
    template = catalogue_of(source)
    for language in LANGUAGES:
        catalog = read(language, locales)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        if language == ENGLISH:
            _speak_as_written(catalog)
        for key, message in list(catalog.obsolete.items()):
            if prune or language == ENGLISH or not any(strings(message)):
                del catalog.obsolete[key]
        write(language, catalog, locales)


def check(*, source: Path = SOURCE, locales: Path = LOCALES) -> list[str]:
    """What is wrong with the catalogues, one line each."""
    template = catalogue_of(source)
    return [
        f"{language}: {fault}" for language in LANGUAGES for fault in sorted(faults(template, read(language, locales)))
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bot.catalogues", description=__doc__)
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("--prune", action="store_true", help="drop texts that the source no longer has")
    given = parser.parse_args(arguments)
    try:
        return COMMANDS[given.command](given)
    except UnreadableTextError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _extract(given: argparse.Namespace) -> int:
    extract(prune=given.prune)
    return 0


def _check(_given: argparse.Namespace) -> int:
    found = check()
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


def _compile(_given: argparse.Namespace) -> int:
    for language in LANGUAGES:
        compile_catalogue(language)
    return 0


COMMANDS: Final[dict[str, Callable[[argparse.Namespace], int]]] = {
    "extract": _extract,
    "check": _check,
    "compile": _compile,
}


def _speak_as_written(catalog: Catalog) -> None:
    for message in catalog:
        if message.id:
            message.string = message.id
            message.flags.discard("fuzzy")


if __name__ == "__main__":
    sys.exit(main())
