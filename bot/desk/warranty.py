"""The warranty basis of a part that is applied for: computed, not asked (T1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.desk.house import House
from bot.procedure.warranty import judged
from bot.storage import master
from bot.storage.tx import Tx


def judge_warranty(tx: Tx, house: House, data: dict[str, Any]) -> dict[str, Any]:
    """Whether a warranty part is in warranty and until when, by the customer's terms, else by the part's."""
    if data.get("route") != "warranty_spare":
        return data
    begun = date.fromisoformat(data["sold_on"]) if data.get("sold_on") else None
    terms = master.warranty_terms(tx, data["customer_id"], data["part_id"])
    status, until = judged(terms, begun, date.fromisoformat(data["failed_on"]), data["mileage_km"])
    return {**data, "warranty": status.value, "warranty_until": until.isoformat() if until else None}
