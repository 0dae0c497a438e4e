"""What customers say, ask for and come for, and what is on file of them."""

from __future__ import annotations

from typing import Any

from bot.demo.naming import Earlier, In
from bot.demo.past import Case, Deed
from bot.procedure.visit_form import Topic

PRICE: dict[str, Any] = {
    "customer_id": "SGM", "contact_id": "David Keller", "channel": "email", "received_at": Earlier(2),
    "stage": "in_sale",
    "said": "Can the throttle be calibrated for the 1.2 t engine as well? We need a yes or no before our gate review.",
    "quality_info": False, "urgency": "normal",
}  # fmt: skip
LABELS: dict[str, Any] = {
    "customer_id": "FAW", "site_id": "FAW-QD", "contact_id": "孟丽华", "channel": "chat", "received_at": Earlier(1),
    "stage": "after_sale",
    "said": "外箱标签的二维码扫不出来，仓库要手工录入，什么时候能换？", "quality_info": False, "urgency": "normal",
}  # fmt: skip
RATTLE: dict[str, Any] = {
    "customer_id": "BYD", "site_id": "BYD-CS", "contact_id": "彭亮", "channel": "phone", "received_at": Earlier(1),
    "stage": "after_sale",
    "said": "三线装上的EGR阀有异响，已挑出4件", "quality_info": True, "urgency": "normal", "part_id": "EGR-4410",
}  # fmt: skip
AUDIT: dict[str, Any] = {
    "customer_id": "SGM", "site_id": "SGM-WH", "purpose": "Process audit", "stage": "in_sale",
    "visitors": "David Keller, supplier quality manager; two auditors", "our_people": "Zhao Min, Chen Gang",
}  # fmt: skip
DRAWINGS: dict[str, Any] = {
    "purpose": "data", "customer_id": "BYD", "contact_id": "白静", "product_id": "SEN", "due_on": In(6),
    "lines": [{"kind": "a", "what": "TMP-0316外形图"}, {"kind": "b", "what": "使用说明书（中文）"}],
}  # fmt: skip

CUSTOMERS = (
    Case("标定", 16, "10:00", "黄玲", "customer_info", "customer_info", PRICE, (
        Deed(16, "11:00", "徐睿", "dispatch", {"unit_id": "YJ", "dispatch_note": "Gate review on Friday"}),
        Deed(16, "13:40", "吴斌", "acknowledge"),
        Deed(14, "16:00", "吴斌", "answered", {
            "findings": "Same motor, other return spring", "done": "Bench run of two hours",
            "answer": "Yes, with map version 7.",
            "answer_contact_id": "David Keller", "answer_channel": "email"}),
        Deed(13, "09:00", "黄玲", "no_action", {"reason": "不是故障"}), Deed(13, "10:00", "何俊", "confirm"),
    )),
    Case("标签", 2, "10:30", "李伟", "customer_info", "customer_info", LABELS, (
        Deed(2, "13:40", "徐睿", "dispatch", {"unit_id": "SH"}), Deed(2, "14:10", "李伟", "acknowledge"),
    )),
    Case("异响", 1, "09:10", "黄玲", "customer_info", "customer_info", RATTLE, (
        Deed(1, "09:40", "赵敏", "take", {"priority": "1"}, "quality_alert"),
        Deed(1, "16:30", "赵敏", "contain", {"containment": "长沙库存300件封存，4件寄回", "suspect_qty": 300},
            "quality_alert"),
    )),
    Case("搬家", 0, "90", "徐睿", "customer_file", "customer_change", {
        "customer_id": "FAW", "change": "计划部门调整；约定2个工作日内答复",
        "answer_days": 2}),
    Case("长城", 20, "09:00", "徐睿", "customer_file", "new_customer", {
        "code": "GWM", "name": "长城汽车", "name_en": "Great Wall Motor", "kind": "oem", "engineer_id": "罗成",
        "deputy_id": "张磊",
        "plants": [{"name": "保定徐水工厂", "line": "总装线"}],
        "contacts": [{"name": "田静", "post": "采购经理", "phone": "13903120876", "language": "zh_CN",
            "channel": "phone"}]}, (
        Deed(20, "15:00", "罗成", "right"),
    )),
    Case("审核", 12, "09:30", "徐睿", "visit", "visit", {**AUDIT, "arrives_on": In(-7), "leaves_on": In(-7)}, (
        Deed(12, "14:00", "林涛", "approve"),
        Deed(9, "10:00", "程静", "arranged", {"lodging": "海航紫荆花酒店", "travel": "公司商务车接送",
            "meals": "食堂小餐厅", "room": "三楼第一会议室"}),
        Deed(6, "10:00", "徐睿", "recorded", {
            "topics": ["production", "quality"], "topics_reason": "Customer knows us already", "questions_raised": True,
            "questions": [
                {"question": "How often is the torque tool checked?", "asker": "David Keller", "reply": "answered",
                 "answer": "Every shift", "answerer": "Chen Gang"},
                {"question": "Who audits your board supplier?", "asker": "David Keller", "reply": "later",
                    "answerer": "Zhao Min",
                 "due_on": In(5)},
                {"question": "Can labels carry our new code?", "asker": "Mr Ruan", "reply": "pass_on",
                    "quality": False}],
            "material": "Audit checklist, one copy"}),
    )),
    Case("来访", 1, "14:00", "徐睿", "visit", "visit", {
        "customer_id": "BYD", "purpose": "参观工厂", "stage": "pre_sale",
        "visitors": "白静（采购工程师）等4人",
        "our_people": "高欣", "arrives_on": In(9), "leaves_on": In(10)}),
    Case("参观", 38, "09:30", "徐睿", "visit", "visit", {
        "customer_id": "FAW", "purpose": "参观工厂", "stage": "after_sale", "visitors": "郑国强、孟丽华",
        "our_people": "王芳、孙浩", "arrives_on": In(-33), "leaves_on": In(-33)}, (
        Deed(38, "14:00", "方远", "approve"),
        Deed(36, "10:00", "程静", "arranged", {"lodging": "不需要", "travel": "公司商务车接送", "meals": "食堂小餐厅",
            "room": "二楼会议室"}),
        Deed(32, "10:00", "徐睿", "recorded", {"topics": [topic.value for topic in Topic], "questions_raised": False}),
        Deed(31, "15:00", "徐睿", "score_5", {}, "satisfaction"),
    )),
    Case("样件", 34, "10:00", "吴斌", "data_request", "data_request", {
        "purpose": "samples", "customer_id": "FAW", "contact_id": "孟丽华", "product_id": "SEN", "due_on": In(-28),
        "lines": [{"kind": "a", "what": "SPD-1108样件3件"}]}, (
        Deed(32, "15:00", "吴斌", "provide", {"documents": [
            {"line": 1, "what": "SPD-1108样件3件", "provider": "research_institute", "how": "sample",
             "document": "SPD-1108", "version": "B"}]}),
        Deed(31, "10:00", "徐睿", "pass_on", {"recipient_id": "孟丽华", "sent_via": "meeting"}),
        Deed(30, "09:00", "吴斌", "no_action", {"reason": "不是故障"}), Deed(30, "11:00", "宋珂", "confirm"),
    )),
    Case("图纸", 3, "10:00", "徐睿", "data_request", "data_request", DRAWINGS, (
        Deed(2, "15:00", "吴斌", "provide", {"documents": [
            {"line": 1, "what": "TMP-0316外形图", "provider": "research_institute", "how": "document",
             "document": "DWG-0316-01", "version": "C"}]}),
    )),
    Case("年度", 18, "09:00", "张磊", "satisfaction", "survey", {"customer_id": "SGM", "asker_id": "张磊",
        "year": In(0)}, (
        Deed(11, "15:00", "张磊", "surveyed", {"quality": 4, "delivery": 3, "service": 5, "price": 3,
            "opinion": "交付要再稳一些"}),
    ), by_clock=True),
    Case("解放", 4, "09:00", "李伟", "satisfaction", "survey", {"customer_id": "FAW", "asker_id": "李伟",
        "year": In(0)}, by_clock=True),
)  # fmt: skip
