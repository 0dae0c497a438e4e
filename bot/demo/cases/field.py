"""Jobs on site, and the parts that came of them."""

from __future__ import annotations

from typing import Any

from bot.demo.naming import In, Shown
from bot.demo.past import Case, Deed

PART, SHEET = Shown(("part",)), Shown(("paper",))

STALLS: dict[str, Any] = {
    "service_type": "repair", "customer_id": "FAW", "site_id": "FAW-CC1", "contact_id": "郑国强",
    "contact_phone": "13604310021", "product_id": "ECM", "part_id": "ECU-2045-B", "urgency": "urgent",
    "symptom_told": "总装下线检测时怠速不稳，偶发熄火",
}  # fmt: skip
STALLS_REPORT: dict[str, Any] = {
    "symptom_found": "热机后ECU控制器第47号针脚无输出", "cause_class": "product",
    "actions_taken": "更换ECU控制器，试车30分钟正常",
    "parts_swapped": True, "photos": Shown(("part", "paper")), "result": "solved", "quality_info": False,
    "swapped": [{"old_serial": "20260811-0412", "new_serial": "20260902-0077", "old_part_kept": True}],
}  # fmt: skip
THROTTLE: dict[str, Any] = {
    "service_type": "repair", "customer_id": "SGM", "site_id": "SGM-WH", "contact_id": "David Keller",
    "contact_phone": "13971550462", "product_id": "ACT", "part_id": "THR-3301", "urgency": "normal",
    "symptom_told": "二线两台车加速迟滞",
}  # fmt: skip
THROTTLE_REPORT: dict[str, Any] = {
    "symptom_found": "节气门轴处有碎屑，开度信号跳变", "cause_class": "assembly",
    "actions_taken": "清理并重新标定，两台试车正常",
    "parts_swapped": False, "photos": PART, "result": "temporary", "follow_up_on": In(4), "quality_info": False,
}  # fmt: skip
OLD_SENT = {"old_part_qty": 4, "old_part_tag": "JJ-0730-12", "old_part_waybill": "SF1450 2240 1178"}
COMMISSION: dict[str, Any] = {
    "service_type": "commissioning", "customer_id": "FAW", "site_id": "FAW-QD", "contact_id": "孟丽华",
    "contact_phone": "13864210377", "product_id": "ECM", "part_id": "INJ-5502", "urgency": "normal",
    "symptom_told": "新机型首批喷油器驱动模块上线调试", "engineer_id": "李伟",
}  # fmt: skip
HARNESS: dict[str, Any] = {
    **COMMISSION, "service_type": "repair", "product_id": "HAR", "part_id": "HAR-6120",
    "symptom_told": "发动机线束插头松动，报码P0201",
}  # fmt: skip
SIGNED: dict[str, Any] = {
    "signed": True,
    "signature": SHEET,
    "signer": "郑国强",
    "score": 5,
    "opinion": "来得快，讲得清楚",
}

SENSOR: dict[str, Any] = {
    "customer_id": "FAW", "site_id": "FAW-CC1", "receiver_id": "郑国强", "receiver_phone": "13604310021",
    "part_id": "SPD-1108", "qty": 4, "reason": "faulty", "batch_no": "20260730-B", "needed_on": In(4),
    "urgency": "normal",
    "complaint": "车速信号时有时无，仪表报警", "failed_on": In(-66), "mileage_km": 18600, "photos": PART,
    "quality_info": False, "sold_on": In(-130),
}  # fmt: skip
RAIL: dict[str, Any] = {
    **SENSOR, "customer_id": "SGM", "site_id": "SGM-WH", "receiver_id": "David Keller", "receiver_phone": "13971550462",
    "part_id": "PRS-0720-C", "qty": 2, "batch_no": "20260915-A", "complaint": "轨压读数漂移约8MPa", "mileage_km": 9400,
}  # fmt: skip
COOLANT: dict[str, Any] = {
    **SENSOR, "customer_id": "BYD", "site_id": "BYD-XA", "receiver_id": "白静", "receiver_phone": "13709280645",
    "part_id": "TMP-0316", "qty": 6, "batch_no": "20260822-C", "complaint": "冷却液温度始终显示负40度",
    "mileage_km": 3100,
}  # fmt: skip

FIELD = (
    Case("熄火", 66, "08:50", "李伟", "site_job", "site_job", STALLS, (
        Deed(66, "09:40", "李伟", "en_route"), Deed(66, "10:30", "李伟", "on_site"),
        Deed(66, "10:45", "李伟", "start"), Deed(66, "11:50", "李伟", "finish"),
        Deed(66, "14:20", "李伟", "report", STALLS_REPORT), Deed(66, "15:10", "李伟", "sign_off", SIGNED),
        Deed(65, "09:00", "李伟", "no_action", {"reason": "单件故障，无重复"}), Deed(65, "10:15", "王芳", "confirm"),
    )),
    Case("节气门", 3, "09:20", "张磊", "site_job", "site_job", THROTTLE, (
        Deed(3, "10:00", "张磊", "en_route"), Deed(3, "14:05", "张磊", "on_site"), Deed(3, "14:15", "张磊", "start"),
        Deed(3, "16:40", "张磊", "finish"), Deed(2, "09:30", "张磊", "report", THROTTLE_REPORT),
        Deed(2, "10:10", "张磊", "sign_off", {"signed": False, "refusal_reason": "顾客要先观察一周再签字", "score": 3}),
    )),
    Case("调试", 2, "14:30", "王芳", "site_job", "site_job", {**COMMISSION, "promised_on": In(3)}, (
        Deed(2, "15:00", "李伟", "accept"),
    )),
    Case("线束", 1, "15:20", "王芳", "site_job", "site_job", {**HARNESS, "engineer_id": "罗成"}, (
        Deed(1, "16:00", "罗成", "decline", {"reason": "正在成都另一现场"}),
    )),
    Case("传感器", 45, "09:10", "李伟", "spare_part", "warranty_spare", {**SENSOR, "needed_on": In(-40)}, (
        Deed(45, "09:55", "王芳", "approve"), Deed(45, "11:00", "赵敏", "sign", {"finding": "ours"}),
        Deed(44, "09:00", "陈刚", "ready_made"),
        Deed(44, "09:40", "周杰", "ready_bought"), Deed(44, "10:20", "刘燕", "settle", {"settlement": "free"}),
        Deed(44, "14:00", "陈刚", "ship", {"carrier": "顺丰", "waybill_no": "SF1450 2216 8831"}),
        Deed(42, "10:00", "李伟", "receive", {"received_qty": 4, "received_state": "good", "received_by": "郑国强"}),
        Deed(40, "09:00", "李伟", "send_old", OLD_SENT),
        Deed(37, "10:30", "赵敏", "take_in"),
        Deed(33, "16:00", "赵敏", "analyse_old", {
            "old_part_verdict": "sub_supplier", "old_part_analysis": "霍尔芯片受潮，X光与温循复现",
            "disposition": "留样一年后报废",
            "recovery_claim": "CL-2026-118"}),
        Deed(32, "09:10", "李伟", "no_action", {"reason": "分供方已在整改"}), Deed(32, "11:00", "王芳", "confirm"),
        Deed(31, "10:00", "李伟", "score_5", kind="satisfaction"),
    )),
    Case("轨压", 0, "25", "张磊", "spare_part", "warranty_spare", {**RAIL, "failed_on": In(-2)}),
    Case("退回", 2, "10:40", "李伟", "spare_part", "warranty_spare", {**SENSOR, "part_id": "EGR-4410", "qty": 1,
        "failed_on": In(-4),
         "batch_no": "20260618-D", "complaint": "EGR阀卡滞，怠速冒黑烟", "mileage_km": 52000}, (
        Deed(2, "14:10", "王芳", "return", {"reason": "照片不清楚，看不到批次号"}),
    )),
    Case("提问", 1, "11:10", "李伟", "spare_part", "warranty_spare", {**SENSOR, "part_id": "HAR-6120", "qty": 1,
        "failed_on": In(-3),
         "batch_no": "20260703-A", "complaint": "线束与支架磨破，短路", "mileage_km": 36500}, (
        Deed(1, "13:50", "王芳", "ask", {"reason": "支架是我们的还是顾客自己装的？"}),
    )),
    Case("超保", 8, "09:30", "张磊", "spare_part", "warranty_spare", {**RAIL, "qty": 1, "failed_on": In(-20),
        "mileage_km": 412000,
        "sold_on": In(-800)}, (
        Deed(8, "11:20", "王芳", "reject", {"reason": "已过三包期"}),
    )),
    Case("撤回", 6, "15:30", "罗成", "spare_part", "warranty_spare", {**COOLANT, "failed_on": In(-7)}, (
        Deed(6, "16:10", "罗成", "withdraw"),
    )),
    Case("水温", 5, "08:45", "罗成", "spare_part", "warranty_spare", {**COOLANT, "failed_on": In(-6),
        "needed_on": In(1)}, (
        Deed(5, "10:00", "王芳", "approve"), Deed(5, "15:10", "孙浩", "sign", {"finding": "ours"}), Deed(4, "09:30",
            "陈刚", "ready_made"),
        Deed(4, "10:00", "刘燕", "settle", {"settlement": "free"}), Deed(1, "09:15", "罗成", "urge"),
    )),
    Case("补货", 4, "10:20", "高欣", "spare_part", "oem_resupply", {
        "customer_id": "SGM", "site_id": "SGM-YT", "receiver_id": "曲明", "receiver_phone": "13953580918",
        "part_id": "THR-3301",
        "qty": 12, "reason": "short", "source_no": "GM-ASN-5521", "needed_on": In(2), "urgency": "normal"}, (
        Deed(4, "11:40", "赵敏", "sign"), Deed(3, "09:00", "陈刚", "ready_made"), Deed(3, "09:20", "周杰",
            "ready_bought"),
        Deed(3, "10:30", "刘燕", "settle", {"settlement": "charged"}),
        Deed(2, "15:00", "陈刚", "ship", {"carrier": "德邦", "waybill_no": "DPK 7713 0482"}),
    )),
)  # fmt: skip
