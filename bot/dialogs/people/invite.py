"""Inviting somebody: name, unit, role, supervisor; then a link that works once."""

from __future__ import annotations

from aiogram import Bot
from aiogram_dialog import Dialog

from bot.cards.model import Button, Card
from bot.desk.model import Option
from bot.dialogs.layout import safe
from bot.dialogs.people.dialog import answers_of, steps_dialog
from bot.dialogs.people.states import InviteStates
from bot.dialogs.people.steps import Answers, Steps
from bot.dialogs.talk import Talk
from bot.dialogs.tools import Tools
from bot.procedure.forms import Ask, FormField
from bot.procedure.kinds import OneOf, Ref, Words
from bot.procedure.roles import Role
from bot.procedure.words import N_

NAME = FormField("name", Words(60), Ask("", N_("Name"), N_("Whom do you invite? Write the name.")))
UNIT = FormField("unit", Ref("unit"), Ask("", N_("Unit"), N_("Which unit?")))
ROLE = FormField("role", OneOf(Role), Ask("", N_("Role"), N_("Which role?")))
SUPERVISOR = FormField("supervisor", Ref("person"), Ask("", N_("Supervisor"), N_("Who is the supervisor?"), "should"))

LEADERS_MAY_GIVE = (Role.FIELD_STAFF, Role.STAFF)
MOST = 8


def invite_dialog(tools: Tools) -> Dialog:
    """The dialog behind /invite."""
    steps = Steps(N_("Invite a colleague"), (NAME, UNIT, ROLE, SUPERVISOR), _options, _finish)
    return steps_dialog(tools, steps, InviteStates.asking)


async def _options(talk: Talk, field: FormField, query: str) -> list[Option]:
    if field is NAME:
        return []
    if field is ROLE:
        roles = list(Role) if talk.member.role is Role.ADMIN else LEADERS_MAY_GIVE
        return [Option(role.value, talk.t(role.label)) for role in roles]
    if field is UNIT:
        return _matching(await _units(talk), query)[:MOST]
    unit_id = answers_of(talk)["unit"]
    return (await talk.tools.desk.supervisors(talk.actor, unit_id, query))[:MOST]


async def _units(talk: Talk) -> list[Option]:
    units = await talk.tools.desk.units(talk.actor)
    own = [unit for unit in units if unit.value == talk.member.unit_id]
    return units if talk.member.role is Role.ADMIN else own


def _matching(options: list[Option], query: str) -> list[Option]:
    return [option for option in options if query.strip().lower() in option.label.lower()]


async def _finish(talk: Talk, answers: Answers) -> Card:
    token = await talk.tools.desk.invite(
        talk.actor,
        name=answers["name"],
        unit_id=answers["unit"],
        role=answers["role"],
        supervisor_id=answers["supervisor"],
    )
    bot: Bot = talk.manager.middleware_data["bot"]
    link = f"https://t.me/{(await bot.me()).username}?start={token}"
    text = talk.t("Send {name} this link. It works once, for 24 hours:", name=safe(answers["name"]))
    return Card(f"{text}\n{link}", ((Button(talk.t("Copy the link"), copy=link),),))
