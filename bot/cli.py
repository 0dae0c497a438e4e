"""The command: demo, run, import, sandbox, trace, bench, and what keeps an installation (upkeep)."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.errors import StartError
from bot.upkeep.commands import add_upkeep
from bot.upkeep.person_command import add_person

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Fieldclerk: the service procedure, in chat.",
)
EX_CONFIG = 78
EX_UNAVAILABLE = 69  # a supervisor may start it again: what was wrong can pass


@app.command()
def demo() -> None:
    """Start sandbox, bot and page on the loopback, with a company to play."""
    _run(_demo())


@app.command()
def run() -> None:
    """Run the bot against Telegram (long poll)."""
    _run(_real())


@app.command()
def sandbox(port: Annotated[int, typer.Option(help="0 takes a free one")] = 8081) -> None:
    """Run the sandbox alone, as a Bot API for any bot."""
    _run(_sandbox(port))


@app.command(name="import")
def import_(
    file: Annotated[Path | None, typer.Argument(help="the workbook")] = None,
    template: Annotated[bool, typer.Option("--template", help="write an empty workbook instead")] = False,
) -> None:
    """Load people, units, customers, sites, contacts, parts and orders from a workbook, all of it or nothing."""
    if template:
        from bot.importing import write_template

        path = file or Path("fieldclerk-template.xlsx")
        try:
            write_template(path)
        except OSError as error:
            typer.echo(f"{path} cannot be written ({error.strerror}): name another place.", err=True)
            raise typer.Exit(1) from None
        typer.echo(f"{path} is ready to be filled in.")
    elif file is not None:
        _run(_import(file))
    else:
        typer.echo("Name a workbook, or --template for an empty one.", err=True)
        raise typer.Exit(2)


@app.command()
def trace(
    json: Annotated[bool, typer.Option("--json", help="for a program")] = False,
    page: Annotated[bool, typer.Option("--page", help="as docs/traceability.md")] = False,
) -> None:
    """Say of every requirement what carries it out and which scenario shows it; 1 if one has neither."""
    from bot.trace import report

    lines = report.trace()
    typer.echo(report.as_json(lines) if json else report.as_page(lines) if page else report.as_text(lines), nl=not page)
    if not all(line.is_whole for line in lines):
        raise typer.Exit(1)


@app.command()
def bench(
    json: Annotated[bool, typer.Option("--json", help="a line of JSON a goal")] = False,
    only: Annotated[str, typer.Option("--only", help="some goals, as G1,G8,tap")] = "",
    quick: Annotated[bool, typer.Option("--quick", help="few rounds: figures that say little")] = False,
    tests: Annotated[bool, typer.Option("--tests", help="time `make test` as well, which takes minutes")] = False,
) -> None:
    """Measure this machine against the goals; six minutes or more for all."""
    _run(_bench(json, [goal for goal in only.split(",") if goal], quick, tests))


async def _bench(as_json: bool, only: list[str], quick: bool, with_tests: bool) -> None:
    _import_quickly()
    from bot.app import spare_the_collector
    from bot.bench.plan import measured
    from bot.bench.rounds import Size
    from bot.logs import configure_logging

    configure_logging("ERROR")
    spare_the_collector()
    async for result in measured(Size(quick), only, with_tests=with_tests):
        typer.echo(result.record() if as_json else result.line())
    if not with_tests and not only:
        typer.echo("How long `make test` takes (at most 300 s): fieldclerk bench --tests", err=True)


def _import_quickly() -> None:
    """Before anything else of ours. The collector rests until all is imported: it would look at what stays anyway."""
    gc.disable()
    from bot.late_schemas import import_aiogram

    import_aiogram()


async def _demo() -> None:
    _import_quickly()
    from bot.app import spare_the_collector
    from bot.demo.run import start
    from bot.logs import configure_logging
    from bot.settings import load

    settings = load()
    configure_logging("WARNING")
    running = await start(settings, with_records=True)
    spare_the_collector()
    typer.echo(f"Fieldclerk is ready: {running.url}")
    typer.echo(f"  secret for scripts (X-Sandbox-Secret): {running.secret}")
    typer.echo(f"  bot token in the sandbox: {running.token}")
    typer.echo("  Ctrl+C ends it; what was played is kept.")
    try:
        await running.app.failed
    finally:
        await running.stop()


async def _real() -> None:
    _import_quickly()
    from bot.app import run_forever
    from bot.clock import SystemClock
    from bot.logs import configure_logging
    from bot.settings import load

    settings = load()
    configure_logging(settings.log_level)
    await run_forever(settings, SystemClock())


async def _sandbox(port: int) -> None:
    import secrets

    from bot.sandbox.alone import read_tokens, serve_alone
    from bot.settings import load

    settings = load()
    secret = settings.sandbox_secret.get_secret_value() if settings.sandbox_secret else secrets.token_urlsafe(24)

    def announce(url: str) -> None:
        typer.echo(f"The sandbox is ready: {url}")
        typer.echo(f"  secret for scripts (X-Sandbox-Secret): {secret}")

    try:
        tokens = read_tokens(settings.sandbox_token.get_secret_value()) if settings.sandbox_token else None
        await serve_alone(port, tokens, secret, announce=announce)
    except ValueError as error:
        raise StartError(f"FIELDCLERK_SANDBOX_TOKEN is no list of bot tokens: {error}.") from error
    except OSError as error:
        raise StartError(
            f"Port {port} cannot be had ({os.strerror(error.errno or 0)}): choose another with --port."
        ) from error


async def _import(file: Path) -> None:
    from bot.clock import SystemClock
    from bot.importing import import_file
    from bot.settings import load
    from bot.storage.database import Database

    settings = load()
    database = await Database.open(settings.url, SystemClock(), allow_network_share=settings.allow_network_share)
    try:
        report = await database.write(import_file, file)
    finally:
        await database.close()
    typer.echo(str(report))
    if not report.ok:
        raise typer.Exit(1)


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Run until done or told to end. A wrong start ends with its sentence and its exit code."""
    try:
        asyncio.run(_until_told(work))
    except StartError as error:
        typer.echo(error.sentence, err=True)
        raise SystemExit(EX_UNAVAILABLE if error.may_pass else EX_CONFIG) from None
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(0)


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    """SIGTERM and SIGINT end it as if it had been cancelled: what is in hand is finished."""
    task = asyncio.ensure_future(work)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    await task


add_upkeep(app, _run)
add_person(app, _run)


def main() -> None:
    """The entry point. What people write is nobody else's to read, in whatever folder: database, copies, exports."""
    os.umask(0o077)
    app()
