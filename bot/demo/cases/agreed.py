"""What was agreed, taught and lent."""

from __future__ import annotations

from typing import Any

from bot.demo.naming import In, Shown
from bot.demo.past import Case, Deed

SCOPE: dict[str, Any] = {
    "customer_id": "FAW", "tool_id": "G-021", "purpose": "量曲轴信号波形", "borrower": "顾客本身",
    "borrower_person": "郑国强，总装车间主任",
    "due_on": In(2),
}  # fmt: skip
OUT: dict[str, Any] = {"state_out": "in_order", "photos_out": Shown(("part", "paper"))}
AFTER_SALE: dict[str, Any] = {
    "customer_id": "FAW", "content": "售后24小时到场，每年培训两次，现场备件常备", "valid_from": In(-15),
    "valid_to": In(230),
    "duties": [
        {"duty_kind": "training", "duty": "返修班ECU更换培训，不少于8人", "unit_id": "SH", "fulfil_by": In(-4),
            "verify_on": In(14)},
        {"duty_kind": "spares", "duty": "长春一厂常备ECU控制器5件", "unit_id": "XS", "fulfil_by": In(7),
            "verify_on": In(30)}],
    "papers": Shown(("paper",)),
}  # fmt: skip

AGREED = (
    Case("协定", 18, "09:00", "黄玲", "service_agreement", "service_agreement", AFTER_SALE, (
        Deed(18, "11:00", "何俊", "approve"), Deed(17, "10:00", "林涛", "approve"),
        Deed(6, "15:00", "李伟", "fulfil", {"done": "两天，9人，全部通过实操", "proof": Shown(("paper",))},
            "agreement_duty"),
    )),
    Case("新协定", 1, "15:40", "张磊", "service_agreement", "service_agreement", {
        "customer_id": "SGM", "content": "武汉工厂投诉4小时内应答", "valid_from": In(5), "valid_to": In(240),
        "duties": [{"duty_kind": "response", "duty": "4小时内电话应答，48小时到场", "unit_id": "SH",
            "fulfil_by": In(20), "verify_on": In(60)}]}),
    Case("传感器培训", 60, "10:00", "张磊", "training", "own_training", {
        "topic": "product", "product_id": "SEN", "need": "plan", "needed_by": In(-50),
        "trainees": [{"person_id": "张磊"}]}, (
        Deed(59, "09:30", "郝蕾", "plan", {"trainer_id": "吴斌", "planned_on": In(-52), "place": "二楼培训室"}),
        Deed(59, "11:00", "吴斌", "agree"),
        Deed(52, "16:30", "吴斌", "held", {
            "attendees": [{"person_id": "张磊", "outcome": "passed"}], "held_on": In(-52), "hours": 3,
            "content": "传感器型号、接插件与常见故障", "method": "questions", "result": "全部答对",
            "valid_until": In(200), "check_on": In(-30), "sign_in": Shown(("paper",))}),
        Deed(29, "09:00", "王芳", "effective", {"effect_how": "现场观察：能独立判断并更换"}),
    )),
    Case("执行器", 24, "10:00", "李伟", "training", "own_training", {
        "topic": "repair", "product_id": "ACT", "need": "new_product", "needed_by": In(-10),
        "trainees": [{"person_id": "张磊"}, {"person_id": "李伟"}]}, (
        Deed(23, "09:30", "郝蕾", "plan", {"trainer_id": "吴斌", "planned_on": In(-16), "place": "二楼培训室"}),
        Deed(23, "11:00", "吴斌", "agree"),
        Deed(16, "16:30", "吴斌", "held", {
            "attendees": [{"person_id": "张磊", "outcome": "passed"}, {"person_id": "李伟", "outcome": "passed"}],
            "held_on": In(-16), "hours": 6, "content": "步进电机、限位与零位示教", "method": "practice",
            "result": "两人的零位都在公差内", "valid_until": In(230), "check_on": In(-1),
            "sign_in": Shown(("paper",))}),
    )),
    Case("返修班", 5, "09:20", "黄玲", "training", "customer_training", {
        "customer_id": "FAW", "topic": "replacement", "product_id": "ECM", "need": "agreement",
        "basis_no": "售后服务协定",
        "needed_by": In(12), "guests": [{"name": "郑国强", "firm": "一汽解放"}, {"name": "于海", "firm": "一汽解放"}]},
        (
        Deed(1, "14:30", "郝蕾", "plan", {"trainer_id": "李伟", "planned_on": In(6), "place": "长春一厂返修区"}),
    )),
    Case("示波器", 9, "10:00", "李伟", "tool_loan", "tool_loan", SCOPE, (
        Deed(9, "11:00", "王芳", "approve"), Deed(9, "14:00", "张磊", "hand_out", OUT),
    )),
    Case("压接钳", 20, "10:00", "罗成", "tool_loan", "tool_loan", {
        "customer_id": "BYD", "tool_id": "G-041", "purpose": "线束返修", "borrower": "顾客本身",
        "borrower_person": "彭亮，总装工艺员",
        "due_on": In(-5)}, (
        Deed(20, "15:00", "王芳", "approve"), Deed(19, "09:00", "张磊", "hand_out", OUT),
    )),
    Case("扭矩", 30, "09:00", "张磊", "tool_loan", "tool_loan", {
        "customer_id": "SGM", "tool_id": "G-017", "purpose": "节气门螺栓复拧", "borrower": "顾客本身",
        "borrower_person": "曲明，物料计划员",
        "due_on": In(-22)}, (
        Deed(30, "10:00", "王芳", "approve"), Deed(30, "11:00", "李伟", "hand_out", OUT),
        Deed(23, "09:00", "张磊", "back", {"photos_back": Shown(("part",))}),
        Deed(22, "14:00", "赵敏", "fit", {"check_result": "误差在公差内"}),
    )),
    Case("轨压套件", 0, "50", "徐睿", "tool_loan", "tool_loan", {
        "customer_id": "SGM", "tool_id": "G-034", "purpose": "Rail pressure check at the OEM",
        "borrower": "The customer itself",
        "borrower_person": "David Keller", "due_on": In(12)}),
)  # fmt: skip
