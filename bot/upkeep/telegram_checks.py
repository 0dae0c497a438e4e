"""Whether Telegram can be reached, knows this bot, and agrees about the time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.errors import StartError
from bot.intake.client import ApiError, Client, ProxyUnreachable, Unreachable
from bot.settings import Settings
from bot.upkeep.finding import Finding, fault, ok, span, warning

SECONDS = 10.0
DRIFT, FAR = timedelta(seconds=30), timedelta(minutes=5)
BACKLOG = 1000
PATIENCE = timedelta(minutes=10)


async def telegram(settings: Settings, clock: Clock) -> list[Finding]:
    """Token, way, clock and webhook."""
    try:
        token = settings.bot_token()
    except StartError as error:
        return [fault("Token", "there is none that could be right", error.sentence)]
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    client = Client(token, settings.api_base, proxy)
    try:
        found = [await _reached(client)]
        if found[0].level == "ok":
            found.append(await _clock(client, clock))
            info = await client.call("getWebhookInfo", seconds=SECONDS)
            found += _webhook(info if isinstance(info, dict) else {}, settings, clock)
    except (ApiError, Unreachable) as error:
        found.append(warning("Telegram", f"it stopped answering ({error})", "look again in a minute."))
    finally:
        await client.close()
    return found


async def _reached(client: Client) -> Finding:
    try:
        me = await client.call("getMe", seconds=SECONDS)
    except ApiError as error:
        if error.is_token_refused:
            return fault("Token", "Telegram refuses it", "copy it anew from @BotFather into FIELDCLERK_TOKEN.")
        return warning("Telegram", f"it answers {error}", "look again in a minute.")
    except ProxyUnreachable as error:
        return fault("Telegram", f"the proxy did not let us through ({error})", "start it, or mend FIELDCLERK_PROXY.")
    except Unreachable as error:
        mend = "see that this machine may open connections to api.telegram.org:443, or set FIELDCLERK_PROXY."
        return fault("Telegram", f"it cannot be reached ({error})", mend)
    return ok("Telegram", f"it answers, and the token is that of @{me.get('username', '?')}")


async def _clock(client: Client, clock: Clock) -> Finding:
    theirs = await client.date(seconds=SECONDS)
    if theirs is None:
        return warning("Clock", "Telegram does not tell the time", "compare it with a clock that you trust.")
    drift = clock.now() - theirs
    if abs(drift) <= DRIFT:
        return ok("Clock", "it agrees with Telegram's")
    said = f"it is {span(drift)} {'ahead of' if drift > timedelta() else 'behind'} Telegram's"
    level = fault if abs(drift) > FAR else warning
    return level("Clock", said, "set it, and let the system keep it (NTP): deadlines go by it.")


def _webhook(info: dict[str, Any], settings: Settings, clock: Clock) -> Iterator[Finding]:
    url, wanted, waiting = (
        str(info.get("url") or ""),
        settings.webhook_url or "",
        int(info.get("pending_update_count", 0)),
    )
    if url != wanted and url:
        yield warning(
            "Webhook", "Telegram brings updates to another address", "the next start of this bot changes that."
        )
    elif wanted and not url:
        yield warning("Webhook", "it is not set yet", "start the bot: it sets it.")
    else:
        yield ok("Webhook", "updates are brought to FIELDCLERK_WEBHOOK_URL" if wanted else "none; updates are fetched")
    refused = clock.now().timestamp() - float(info.get("last_error_date") or 0)
    if wanted and refused < PATIENCE.total_seconds():
        said = f"Telegram could not deliver lately ({info.get('last_error_message', 'no reason given')})"
        yield fault("Webhook", said, "see that its address leads to FIELDCLERK_HTTP_LISTEN, with a certificate.")
    if waiting > BACKLOG:
        yield warning("Updates", f"{waiting} wait at Telegram", "see that the bot runs; they are kept for a day.")
