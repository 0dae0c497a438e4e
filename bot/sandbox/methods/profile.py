"""The bot itself: getMe, its commands by scope and language, name and descriptions."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.model import BotAccount, Json
from bot.sandbox.shapes import me_json

MAX_COMMANDS = 100


@method("getMe")
async def get_me(call: Call) -> Json:
    return me_json(call.bot)


@method("logOut", "close")
async def end_session(_: Call) -> bool:
    return True


def scope_key(scope: Any, language: str) -> str:
    """`default|`, `chat:1001|zh`: where a list of commands is kept."""
    scope = scope if isinstance(scope, dict) else {"type": "default"}
    parts = [str(scope.get("type", "default")), *(str(scope[k]) for k in ("chat_id", "user_id") if k in scope)]
    return f"{':'.join(parts)}|{language}"


def _key(call: Call) -> str:
    scope = call.params.json("scope", "can't parse BotCommandScope JSON object")
    return scope_key(scope, call.params.text("language_code"))


@method("setMyCommands")
async def set_my_commands(call: Call) -> bool:
    given = call.params.objects("commands", "BotCommand", "can't parse commands JSON object") or []
    if len(given) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [{**item, "command": str(item.get("command", "")).removeprefix("/")} for item in given]
    for item in commands:
        _check_command(item)
    call.bot.commands[_key(call)] = commands
    call.world.announce({"type": "people"})
    return True


def _check_command(item: Json) -> None:
    name = item["command"]
    if not (1 <= len(name) <= 32 and name.isascii() and name.replace("_", "a").isalnum() and name == name.lower()):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(str(item.get("description", ""))) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


@method("getMyCommands")
async def get_my_commands(call: Call) -> list[Json]:
    return call.bot.commands.get(_key(call), [])


@method("deleteMyCommands")
async def delete_my_commands(call: Call) -> bool:
    call.bot.commands.pop(_key(call), None)
    call.world.announce({"type": "people"})
    return True


def commands_for(bot: BotAccount, person_id: int, language: str) -> list[Json]:
    """The list that a person sees in the private chat: the narrowest scope first, the language before none."""
    for scope in (f"chat:{person_id}", "all_private_chats", "default"):
        for tongue in (language.partition("-")[0], ""):
            if f"{scope}|{tongue}" in bot.commands:
                return bot.commands[f"{scope}|{tongue}"]
    return []


@method("setChatMenuButton")
async def set_chat_menu_button(call: Call) -> bool:
    given = call.params.json("menu_button", "can't parse menu button JSON object")
    call.bot.menu_button = given if isinstance(given, dict) else {"type": "commands"}
    return True


@method("getChatMenuButton")
async def get_chat_menu_button(call: Call) -> Json:
    return call.bot.menu_button


PROFILE = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}


def _register(suffix: str, field: str) -> None:
    @method(f"setMy{suffix}")
    async def put(call: Call) -> bool:
        language, text = call.params.text("language_code"), call.params.text(field)
        call.bot.profile[f"{field}|{language}"] = text
        if field == "name" and text and not language:
            call.bot.name = text
            call.world.announce({"type": "people"})
        call.world.bump()
        return True

    @method(f"getMy{suffix}")
    async def get(call: Call) -> Json:
        default = call.bot.name if field == "name" else ""
        return {field: call.bot.profile.get(f"{field}|{call.params.text('language_code')}", default)}


for _suffix, _field in PROFILE.items():
    _register(_suffix, _field)
