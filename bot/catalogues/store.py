"""Catalogues on disk: where they lie, how they are read, and translations that are never staler than their source."""

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Final, Literal, get_args

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

Language = Literal["zh_CN", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
DOMAIN: Final = "bot"
LOCALES: Final = Path(__file__).parents[2] / "locales"

# No dates and no names: a catalogue changes only when its texts do.
_HEADER: Final = (
    'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: {plurals}\\n"\n\n'
)


def path_of(language: Language, locales: Path = LOCALES) -> Path:
    return locales / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: Language, locales: Path = LOCALES) -> Catalog:
    """The catalogue of `language`, empty if it was never written."""
    path = path_of(language, locales)
    if not path.exists():
        return Catalog(locale=language, domain=DOMAIN)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def write(language: Language, catalog: Catalog, locales: Path = LOCALES) -> None:
    """Write `catalog` sorted by text, so that two people's additions seldom meet on one line."""
    body = BytesIO()
    write_po(body, catalog, width=120, omit_header=True, sort_output=True, include_lineno=False)
    header = _HEADER.format(language=language, plurals=catalog.plural_forms)
    path = path_of(language, locales)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header.encode() + body.getvalue().strip() + b"\n")


def compile_catalogue(language: Language, locales: Path = LOCALES) -> Path:
    """Write the .mo beside the .po and return its path."""
    target = path_of(language, locales).with_suffix(".mo")
    target.write_bytes(_compiled(read(language, locales)))
    return target


def load(language: Language, locales: Path = LOCALES) -> GNUTranslations:
    """Translations from the .mo, or compiled in memory where it is missing or older than its .po."""
    source = path_of(language, locales)
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime_ns > source.stat().st_mtime_ns:
        return GNUTranslations(BytesIO(compiled.read_bytes()))
    return GNUTranslations(BytesIO(_compiled(read(language, locales))))


@cache
def translations(language: Language) -> GNUTranslations:
    """The house's own texts in `language`, loaded once a process."""
    return load(language)


def _compiled(catalog: Catalog) -> bytes:
    body = BytesIO()
    write_mo(body, catalog)
    return body.getvalue()
