"""A believable company for the demo, the pictures and the scenario tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.demo.goods import BRIEFINGS, CONTACTS, CUSTOMERS, ORDERS, PARTS, PRODUCTS, SITES, TOOLS, OrderHead, SiteLine
from bot.demo.staff import PEOPLE, UNITS
from bot.procedure.calendar import WorkingCalendar
from bot.storage import people
from bot.storage.customer_files import adopt
from bot.storage.loading import put, rows
from bot.storage.tx import Tx

NAME = "长春华科电控"
NAME_EN = "Huake Controls, Changchun"
ZONE = "Asia/Shanghai"

Ids = dict[str, int]


@dataclass(frozen=True)
class Seeded:
    """A person who can be played. role: the label of the role, English (a msgid of the catalogues)."""

    name: str
    role: str
    unit: str
    language: str
    name_en: str
    unit_en: str


def seed(tx: Tx) -> dict[int, Seeded]:
    """Fill an empty database; one with people in it stays as it is. Who can be played, by Telegram id."""
    if not people.count_people(tx):
        units = _units(tx)
        staff = _people(tx, units)
        customers = _customers(tx, staff)
        _contacts(tx, customers, _sites(tx, customers))
        parts = _parts(tx)
        for customer_id in customers.values():
            adopt(tx, customer_id)
        _orders(tx, customers, units, parts)
        _tools(tx, units["SH"])
        _briefings(tx, staff)
    return _playable(tx)


def _playable(tx: Tx) -> dict[int, Seeded]:
    found: dict[int, Seeded] = {}
    for telegram_id in sorted(line.telegram_id for line in PEOPLE):
        member = people.by_account(tx, telegram_id)
        if member is not None:
            name_en, unit_en = member.called("en"), member.unit_called("en")
            found[telegram_id] = Seeded(
                member.name, member.role.label, member.unit_name, member.language, name_en, unit_en
            )
    return found


def _units(tx: Tx) -> Ids:
    ids: Ids = {}
    for line in UNITS:
        parent_id = ids[line.parent] if line.parent else None
        values = {"name": line.name, "name_en": line.name_en, "kind": line.kind.value, "parent_id": parent_id}
        ids[line.code] = put(tx, "unit", {"code": line.code}, values)[0]
    return ids


def _people(tx: Tx, units: Ids) -> Ids:
    ids: Ids = {}
    for line in PEOPLE:
        ids[line.name] = people.add_person(
            tx,
            name=line.name,
            name_en=line.name_en,
            unit_id=units[line.unit],
            role=line.role.value,
            supervisor_id=ids[line.supervisor] if line.supervisor else None,
            language=line.language,
            zone=ZONE,
            phone=f"1380431{line.telegram_id}",
        )
        people.link_account(tx, line.telegram_id, ids[line.name])
    return ids


def _customers(tx: Tx, staff: Ids) -> Ids:
    ids: Ids = {}
    for line in CUSTOMERS:
        values = {"name": line.name, "name_en": line.name_en, "short_name": line.short_name}
        care = {"engineer_id": staff[line.engineer], "deputy_id": staff[line.deputy]}
        ids[line.code] = put(tx, "customer", {"code": line.code}, values | care)[0]
    return ids


def _sites(tx: Tx, customers: Ids) -> Ids:
    return {line.code: put(tx, "site", {"code": line.code}, _placed(line, customers))[0] for line in SITES}


def _placed(line: SiteLine, customers: Ids) -> dict[str, Any]:
    values = line._asdict()
    del values["code"]
    return {"customer_id": customers[values.pop("customer")], **values, "zone": ZONE}


def _contacts(tx: Tx, customers: Ids, sites: Ids) -> None:
    for line in CONTACTS:
        values = line._asdict()
        key = {"customer_id": customers[values.pop("customer")], "name": values.pop("name")}
        put(tx, "contact", key, {"site_id": sites[values.pop("site")], **values})


def _parts(tx: Tx) -> Ids:
    products = {
        code: put(tx, "product", {"code": code}, {"name": name, "name_en": name_en})[0]
        for code, name, name_en in PRODUCTS
    }
    ids: Ids = {}
    for line in PARTS:
        values = line._asdict()
        key = {"part_no": values.pop("part_no")}
        refers = {"product_id": products[values.pop("product")], "unit_of_measure": "件"}
        ids[line.part_no] = put(tx, "part", key, values | refers)[0]
    return ids


def _orders(tx: Tx, customers: Ids, units: Ids, parts: Ids) -> None:
    for head in ORDERS:
        values = {"customer_id": customers[head.customer], "unit_id": units[head.unit]}
        order_id, _ = put(tx, "customer_order", {"order_no": head.order_no}, values)
        _order_lines(tx, order_id, head, parts)


def _order_lines(tx: Tx, order_id: int, head: OrderHead, parts: Ids) -> None:
    calendar = WorkingCalendar.from_settings(ZONE)
    today = calendar.local_date(tx.now)
    for line in head.lines:
        promised = calendar.shift_day(today, line.working_days)
        values = {"part_id": parts[line.part_no], "qty": line.qty, "promised_date": promised}
        put(tx, "order_line", {"order_id": order_id, "line_no": line.line_no}, values)


def _tools(tx: Tx, unit_id: int) -> None:
    today = WorkingCalendar.from_settings(ZONE).local_date(tx.now)
    for line in TOOLS:
        values = {"name": line.name, "name_en": line.name_en, "model": line.model, "unit_id": unit_id}
        valid_until = today + timedelta(days=line.days)
        put(tx, "tool", {"tool_no": line.tool_no}, values | {"calibration_valid_until": valid_until})


def _briefings(tx: Tx, staff: Ids) -> None:
    """Every briefing lasts a year."""
    today = WorkingCalendar.from_settings(ZONE).local_date(tx.now)
    products = {row.code: row.id for row in rows(tx, "product")}
    for line in BRIEFINGS:
        valid_until = today + timedelta(days=line.days)
        key = {"person_id": staff[line.person], "product_id": products[line.product]}
        put(tx, "briefing", key, {"since": valid_until - timedelta(days=365), "valid_until": valid_until})
