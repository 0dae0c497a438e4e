"""What one person may ask of the company: to see what is kept about them, and to be forgotten once they have left."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.upkeep.commands import Run, refused, settings_here

GROUND = (
    "Records and audit trail stay, with the pseudonym, because the company has to keep them (procedure R49; GDPR "
    "Article 17(3)(b) and (e), PIPL Article 47): what people wrote in their own words, photos and files, and in the "
    "trail the numbers of Telegram accounts. Backups and exports made before hold the name until they are removed."
)


def add_person(app: typer.Typer, run: Run) -> None:
    """Add it to the command."""

    @app.command()
    def person(
        who: Annotated[str, typer.Argument(help="whole name, or number of the person or of a Telegram account")],
        export: Annotated[Path | None, typer.Option("--export", help="a new folder, or FILE.zip")] = None,
        forget: Annotated[bool, typer.Option("--forget", help="put a pseudonym in place of who left")] = False,
        yes: Annotated[bool, typer.Option("--yes", help="do not ask whether that is meant")] = False,
    ) -> None:
        """Hand out what is kept about somebody, or forget who has left. On SQLite stop the bot before forgetting."""
        if (export is None) != forget:
            typer.echo("Say one of the two: --export FOLDER or FILE.zip, or --forget.", err=True)
            raise typer.Exit(2)
        run(_forget(who, yes=yes) if export is None else _export(who, export))


async def _export(who: str, target: Path) -> None:
    from bot.clock import SystemClock
    from bot.desk.erasure import PersonRefused
    from bot.desk.house import house_of
    from bot.documents.out import ExportRefused
    from bot.documents.subject import export_person
    from bot.storage.looking import look

    settings = settings_here()
    try:
        made = await look(settings.url, SystemClock(), export_person, house_of(settings), target, who)
    except (PersonRefused, ExportRefused, OSError) as error:
        raise refused(error) from None
    whose, entries = f"{made.name} (no. {made.row.id})", len(made.entries)
    typer.echo(f"{target} holds what is kept about {whose}: records {len(made.parts)}, entries of the trail {entries}.")
    typer.echo("It is theirs, and nobody else's to read.")


async def _forget(who: str, *, yes: bool) -> None:
    from bot.clock import SystemClock
    from bot.desk.erasure import PersonRefused, forget, may_be_forgotten
    from bot.desk.house import house_of
    from bot.storage.database import Database
    from bot.storage.looking import look

    settings = settings_here()
    house = house_of(settings)
    try:
        row = await look(settings.url, SystemClock(), may_be_forgotten, house, who)
        if not yes:
            typer.confirm(f"Forget {row.name_en or row.name} (no. {row.id}) for good?", abort=True)
        database = await Database.open(settings.url, SystemClock(), allow_network_share=settings.allow_network_share)
        try:
            name = await database.write(forget, house, who)
        finally:
            await database.close()
    except PersonRefused as error:
        raise refused(error) from None
    typer.echo(f"They are called {name} from now on, wherever they are named.")
    typer.echo(GROUND)
