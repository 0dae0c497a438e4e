"""The subcommands for whoever keeps an installation: export, backup, restore, restored, migrate, verify, doctor.

Each imports what it needs when it is called: the command itself must start at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.errors import FieldclerkError, StartError

if TYPE_CHECKING:
    from bot.settings import Settings

Run = Callable[[Coroutine[Any, Any, None]], None]

DUMP = (
    "This database is on PostgreSQL, which has its own ways: `pg_dump --format=custom --file=fieldclerk.dump DATABASE` "
    "and `pg_restore --clean --if-exists --dbname=DATABASE fieldclerk.dump` with every replica stopped, then "
    "`fieldclerk restored`. "
    "Copy the folder {files} after the dump: it holds the evidence."
)


def add_upkeep(app: typer.Typer, run: Run) -> None:
    """Add them to the command; `run` runs a coroutine to its end and turns a StartError into its sentence."""

    @app.command()
    def export(
        target: Annotated[Path, typer.Argument(help="a new folder, or FILE.zip")],
        records: Annotated[list[str] | None, typer.Option("--records", help="only this one; may be repeated")] = None,
    ) -> None:
        """Write the records so that they can be read and proven without Fieldclerk. The bot may run."""
        run(_export(target, records or []))

    @app.command()
    def backup(
        to: Annotated[Path | None, typer.Option("--to", help="a folder; DATA_DIR/backups if none is named")] = None,
    ) -> None:
        """Copy database and evidence, and check the copy. The bot may run."""
        run(_backup(to))

    @app.command()
    def restore(file: Annotated[Path, typer.Argument(help="a backup, fieldclerk-….db")]) -> None:
        """Put a backup in the place of the database, which is kept aside. Stop the bot first."""
        run(_restore(file))

    @app.command()
    def restored(backup: Annotated[str, typer.Argument(help="which, for the trail")] = "") -> None:
        """After pg_restore, before the first start: what waited is marked as perhaps sent, and the trail says so."""
        run(_restored(backup))

    @app.command()
    def migrate() -> None:
        """Bring the database to this program's revision, as the next start would. Stop every bot first."""
        run(_migrate())

    @app.command()
    def verify(file: Annotated[Path | None, typer.Argument(help="a backup; else what is in use")] = None) -> None:
        """Check every page, reference and entry of the trail, and every byte of evidence; 1 if something is wrong."""
        run(_verify(file))

    @app.command()
    def doctor(json: Annotated[bool, typer.Option("--json", help="a line of JSON a finding")] = False) -> None:
        """Look at everything and say what to do; 1 if there is a fault."""
        run(_doctor(json))


async def _export(target: Path, numbers: list[str]) -> None:
    from bot.clock import SystemClock
    from bot.desk.house import house_of
    from bot.documents.export import export
    from bot.documents.out import ExportRefused
    from bot.storage.files import FileStore
    from bot.storage.looking import look

    settings = settings_here()
    store = FileStore(settings.data_dir / "files")
    try:
        made = await look(settings.url, SystemClock(), export, house_of(settings), store, target, numbers)
    except (ExportRefused, OSError) as error:
        raise refused(error) from None
    typer.echo(f"{target} holds {made.records} records and {made.files} files of evidence.")
    if made.missing:
        typer.echo(f"{made.missing} files of evidence are missing here: `fieldclerk verify` names them.", err=True)
    typer.echo(f"Its seal is {made.seal[0]}:{made.seal[1]}")
    typer.echo("Keep it apart from the export: verify_audit.py --seal SEAL proves later that nothing was changed.")


async def _backup(to: Path | None) -> None:
    from bot.clock import SystemClock
    from bot.storage.backup import BackupError, back_up

    settings = settings_here()
    path = _file_of(settings)
    folder = to or path.parent / "backups"
    try:
        made = await back_up(path, folder, SystemClock().now(), settings.data_dir / "files")
    except BackupError as error:
        raise refused(error) from None
    typer.echo(f"{made} is whole, and so is the evidence beside it in {folder / 'files'}.")


async def _restore(file: Path) -> None:
    from bot.clock import SystemClock
    from bot.upkeep.restore import RestoreRefused, restore

    settings = settings_here()
    path = _file_of(settings, must_exist=False)
    try:
        found = await asyncio.to_thread(restore, file, path, settings.data_dir / "files", SystemClock().now())
    except (RestoreRefused, OSError) as error:
        raise refused(error) from None
    typer.echo(f"{path} is as it was at {found.made_at:%Y-%m-%d %H:%M} UTC; what came later is not in it.")
    if found.aside:
        typer.echo(f"What it replaced is {found.aside}.")
    if found.returned:
        typer.echo(f"{found.returned} files of evidence came back.")
    if found.missing:
        typer.echo(f"{found.missing} files of evidence are in neither place: `fieldclerk verify` names them.", err=True)


async def _restored(backup: str) -> None:
    from bot.clock import SystemClock
    from bot.upkeep.restore import RestoreRefused, note_restored

    try:
        waiting = await note_restored(settings_here(), SystemClock(), backup)
    except RestoreRefused as error:
        raise refused(error) from None
    typer.echo(f"The trail says that it was restored; {waiting} messages that waited are marked as perhaps repeated.")


async def _migrate() -> None:
    from bot.clock import SystemClock
    from bot.storage.database import Database
    from bot.storage.migrate import newest

    settings = settings_here()
    database = await Database.open(settings.url, SystemClock(), allow_network_share=settings.allow_network_share)
    await database.close()
    typer.echo(f"The database has revision {newest()}.")


async def _verify(file: Path | None) -> None:
    from bot.clock import SystemClock
    from bot.storage.looking import look, sqlite_file
    from bot.upkeep.verify import counted, verify, verify_copy

    if file is not None:
        _say_faults(await asyncio.to_thread(verify_copy, file))
        typer.echo(f"{file} is whole, and so is the evidence that belongs to it.")
        return
    settings = settings_here()
    if sqlite_file(settings.url):
        _file_of(settings)
    _say_faults(await verify(settings.url, settings.data_dir / "files", SystemClock()))
    last, digest, files = await look(settings.url, SystemClock(), counted)
    typer.echo(f"All is whole (entries of the trail: {last}, files of evidence: {files}). The seal is {last}:{digest}")


def _say_faults(found: list[str]) -> None:
    for what in found:
        typer.echo(f"Wrong: {what}.", err=True)
    if found:
        typer.echo("Stop the bot and restore a backup that `fieldclerk verify FILE` finds whole.", err=True)
        raise typer.Exit(1)


async def _doctor(as_json: bool) -> None:
    from bot.clock import SystemClock
    from bot.upkeep.doctor import examine
    from bot.upkeep.finding import fault

    try:
        found = await examine(settings_here(), SystemClock())
    except StartError as error:
        found = [fault("Settings", "they cannot be read", error.sentence)]
    for finding in found:
        typer.echo(finding.record() if as_json else finding.line())
    if any(finding.level == "fault" for finding in found):
        raise typer.Exit(1)


def settings_here() -> Settings:
    """The settings of this installation; only what matters is logged. Raises StartError."""
    from bot.logs import configure_logging
    from bot.settings import load

    settings = load()
    configure_logging("WARNING")
    return settings


def _file_of(settings: Settings, *, must_exist: bool = True) -> Path:
    from bot.storage.looking import sqlite_file

    path = sqlite_file(settings.url)
    if path is None:
        raise StartError(DUMP.format(files=settings.data_dir / "files"))
    if must_exist and not path.exists():
        raise StartError(f"There is no database {path}: see FIELDCLERK_DATA_DIR, or start the bot once.")
    return path


def refused(error: Exception) -> typer.Exit:
    """Say why in one line."""
    sentence = str(error) if isinstance(error, FieldclerkError) else f"It could not be done: {error}"
    typer.echo(sentence, err=True)
    return typer.Exit(1)
