"""Promised dates that cannot be kept."""

from __future__ import annotations

from typing import Any

from bot.demo.naming import In, Shown
from bot.demo.past import Case, Deed

INJECTORS: dict[str, Any] = {
    "order_line_id": "PO-88257/2", "new_date": In(32), "late_qty": 60, "cause_class": "material",
    "cause": "驱动芯片到货推迟两周", "remedy": "改用空运，到货当天两班装配",
}  # fmt: skip
THROTTLES: dict[str, Any] = {
    "order_line_id": "4500917362/20", "new_date": In(23), "late_qty": 150, "cause_class": "equipment",
    "cause": "二号压装机主轴损坏", "remedy": "备件已在途，周末加班补产", "line_effect": "首批250件按期，不停线",
}  # fmt: skip
VALVES: dict[str, Any] = {
    "order_line_id": "BYD-2611-077/2", "new_date": In(36), "late_qty": 150, "cause_class": "quality",
    "cause": "阀座毛刺超差，整批返工", "remedy": "返工后全检发运",
}  # fmt: skip

ORDERS = (
    Case("喷油", 14, "09:00", "陈刚", "late_delivery", "late_delivery", INJECTORS, (
        Deed(14, "10:30", "徐睿", "told", {"told_contact_id": "郑国强", "told_channel": "phone",
            "told_proof": Shown(("paper",))}),
        Deed(13, "15:20", "徐睿", "answered", {"consent": "agreed", "consent_contact_id": "郑国强",
            "consent_channel": "email", "consent_proof": Shown(("paper",))}),
        Deed(12, "09:00", "陈刚", "no_action", {"reason": "芯片已建安全库存"}), Deed(12, "11:00", "马丽", "confirm"),
    )),
    Case("压装", 2, "09:40", "陈刚", "late_delivery", "late_delivery", THROTTLES, (
        Deed(2, "11:00", "黄玲", "told", {"told_contact_id": "David Keller", "told_channel": "email",
            "told_proof": Shown(("paper",))}),
    )),
    Case("返工", 3, "13:40", "陈刚", "late_delivery", "late_delivery", VALVES, (
        Deed(3, "15:00", "黄玲", "told", {"told_contact_id": "彭亮", "told_channel": "phone"}),
        Deed(2, "16:30", "黄玲", "answered", {"consent": "refused", "consent_contact_id": "彭亮",
            "consent_channel": "phone",
             "refusal_reason": "三线新车型爬坡，一天也不能晚", "next_action": "分两批，先保100件"}),
    )),
)  # fmt: skip
