"""What quality has: alerts, corrective actions, service centres, reviews, and the end of records."""

from __future__ import annotations

from typing import Any

from bot.demo.naming import In, Shown
from bot.demo.past import Case, Deed

DRIFT: dict[str, Any] = {
    "customer_id": "SGM", "site_id": "SGM-WH", "part_id": "PRS-0720-C", "title": "轨压传感器零点漂移",
    "description": "总装二线下线检测，三台车轨压零点偏高6至9MPa，同一批次", "found_where": "zero_km",
    "urgency": "normal",
    "batch_no": "20260915-A", "photos": Shown(("part",)), "defect_qty": 3, "checked_qty": 120,
}  # fmt: skip
WATER: dict[str, Any] = {
    "customer_id": "FAW", "site_id": "FAW-CC1", "part_id": "ECU-2045-B", "title": "ECU外壳渗水",
    "trigger": "顾客要求8D报告", "safety": False,
}  # fmt: skip
LOOSE: dict[str, Any] = {
    "customer_id": "BYD", "site_id": "BYD-XA", "part_id": "TMP-0316", "title": "水温传感器螺纹滑牙",
    "description": "装配时两件拧不紧，目测螺纹有缺口", "found_where": "zero_km", "urgency": "normal",
    "batch_no": "20260822-C",
}  # fmt: skip

WATER_DEEDS = (
    Deed(50, "09:30", "赵敏", "team", {"owner_id": "赵敏", "team": [{"person_id": "陈刚", "role": "工艺"},
        {"person_id": "吴斌", "role": "Design"}]}),
    Deed(50, "10:20", "赵敏", "problem", {
        "who_found": "顾客返修班", "what": "密封面渗水，要求IP67", "first_on": In(-52), "where": "返修区，壳体接缝",
        "why_bad": "进水后控制器失效",
        "how": "拆检见水渍", "how_many": 2, "sub_supplier": False}),
    Deed(50, "15:00", "赵敏", "contain", {
        "stock": [{"place": "ours", "checked": 640, "not_good": 5, "person_id": "陈刚"}],
        "containment": "库存全检气密，合格贴绿点"}),
    Deed(47, "10:00", "赵敏", "causes", {
        "occurrence_whys": [{"because": "密封胶断线"}, {"because": "胶嘴堵塞没有报警"}],
        "escape_whys": [{"because": "气密只抽检"}, {"because": "控制计划未按新接缝更新"}],
        "evidence": "堵嘴试验10件复现"}),
    Deed(47, "15:30", "赵敏", "measures", {
        "measures": [
            {"what": "胶压传感器，断胶停机", "against": "occurrence", "person_id": "陈刚", "due_on": In(-41)},
            {"what": "气密改为全检", "against": "escape", "person_id": "赵敏", "due_on": In(-41)}],
            "error_proof": True}),
    Deed(41, "16:00", "赵敏", "done", {"done_on": In(-41), "proof": Shown(("paper",)), "break_point": "20261012-0001"}),
    Deed(38, "09:20", "赵敏", "prevent", {
        "fmea_reviewed": True, "fmea_what": "PFMEA第7版，密封工序RPN重评",
        "read_across": "ECU-2052-A同线生产，已一并改"}),
    Deed(36, "10:00", "孙浩", "effective", {"verified_how": "连续1200件气密零不良"}),
    Deed(35, "09:00", "赵敏", "close", {"accepted": "accepted", "accepted_proof": Shown(("paper",)),
        "lessons": "改接缝必须同步改控制计划"}),
    Deed(12, "09:00", "赵敏", "stayed_away"),
)  # fmt: skip

QUALITY = (
    Case("漂移", 22, "10:10", "张磊", "quality_alert", "quality_alert", DRIFT, (
        Deed(22, "10:50", "赵敏", "take", {"priority": "2"}),
        Deed(22, "16:00", "赵敏", "contain", {"containment": "同批次860件封存，在途200件已拦下", "suspect_qty": 1060}),
        Deed(19, "14:00", "赵敏", "analyse", {
            "occurrence_cause": "分供方膜片烘烤温度偏低", "escape_cause": "零点只在常温下检",
            "failure_code": "PRS-02"}),
        Deed(16, "11:00", "赵敏", "handle", {"handling": "更换三件，同批全部热态复检", "customer_told_on": In(-17)}),
        Deed(15, "09:10", "赵敏", "action_needed", {"reason": "同一故障重复发生"}), Deed(15, "09:30", "赵敏", "close"),
        Deed(15, "10:00", "赵敏", "team", {"safety": False, "owner_id": "陈刚", "team": [{"person_id": "周杰",
            "role": "采购"}]}, "cpa"),
        Deed(14, "09:40", "陈刚", "problem", {
            "who_found": "顾客下线检测", "what": "轨压零点偏高6至9MPa", "first_on": In(-22), "where": "总装二线",
            "why_bad": "发动机限扭",
            "how": "诊断仪读数", "how_many": 3, "sub_supplier": True}, "cpa"),
        Deed(14, "15:00", "陈刚", "contain", {
            "stock": [{"place": "ours", "checked": 860, "not_good": 11, "person_id": "陈刚"},
                      {"place": "oem", "checked": 200, "not_good": 2, "person_id": "张磊"}],
            "containment": "发运前热态全检"}, "cpa"),
        Deed(11, "10:30", "陈刚", "causes", {
            "occurrence_whys": [{"because": "膜片应力没有释放"}, {"because": "烘箱一侧低12度"}],
            "escape_whys": [{"because": "入厂检验没有热态项目"}]}, "cpa"),
        Deed(10, "16:00", "陈刚", "measures", {
            "measures": [{"what": "烘箱九点测温，每班记录", "against": "occurrence", "person_id": "周杰",
                "due_on": In(3)}],
            "error_proof": False, "error_proof_why": "烘箱是分供方的，先用记录控制"}, "cpa"),
    )),
    Case("渗水", 50, "08:50", "赵敏", "cpa", "corrective", WATER, WATER_DEEDS),
    Case("胶嘴", 1, "10:30", "马丽", "cpa", "unit_action", {
        "action_type": "preventive", "title": "其他胶机也可能断胶", "trigger": "ECU渗水的经验", "safety": False}),
    Case("滑牙", 4, "14:20", "罗成", "quality_alert", "quality_alert", LOOSE),
    Case("成都", 15, "13:40", "王芳", "service_centre", "service_centre", {
        "centre_id": "CD", "verify_by": In(-8), "occasion": "年度验证"}, (
        Deed(10, "14:00", "赵敏", "verify", {
            "tools_valid": True, "staff_trained": False, "stock_kept": True, "score": 82, "centre_state": "conditional",
            "any_findings": True, "evidence": Shown(("paper",)),
            "findings": [{"finding": "备件架没有标签", "fix_by": In(-3)}, {"finding": "罗成没有执行器培训证明",
                "fix_by": In(12)}]}),
        Deed(9, "10:00", "孙浩", "approve"),
        Deed(4, "11:00", "罗成", "fix", {"fixed_how": "备件架已全部贴标签", "fix_proof": Shown(("part",))},
            "centre_finding"),
        Deed(3, "09:20", "赵敏", "confirm", kind="centre_finding"),
    )),
    Case("评审", 40, "", "孙浩", "review", "", {}, (
        Deed(38, "14:00", "孙浩", "record_findings", {"conclusion": "上一年度总体平稳，目标不变", "found": False}),
        Deed(38, "14:20", "孙浩", "record_findings", {"conclusion": "服务及时，备货偏慢，下月盯采购", "found": False}),
        Deed(37, "09:30", "林涛", "approve"), Deed(37, "09:40", "林涛", "approve"),
    )),
    Case("旧单", 1600, "10:00", "李伟", "site_job", "site_job", {
        "service_type": "other", "customer_id": "FAW", "site_id": "FAW-CC1", "contact_id": "郑国强",
        "contact_phone": "13604310021",
        "product_id": "HAR", "part_id": "HAR-6120", "symptom_told": "查看老款线束走向", "urgency": "normal"}, (
        Deed(1600, "10:30", "李伟", "start"), Deed(1600, "11:20", "李伟", "finish"),
        Deed(1600, "14:00", "李伟", "report", {
            "symptom_found": "走向与图纸一致", "cause_class": "unknown", "actions_taken": "拍照留存",
            "parts_swapped": False,
            "photos": Shown(("part",)), "result": "solved", "quality_info": False}),
        Deed(1600, "15:00", "李伟", "sign_off", {"signed": True, "signature": Shown(("paper",)), "signer": "郑国强",
            "score": 5}),
        Deed(1600, "16:00", "李伟", "no_action", {"reason": "无故障"}), Deed(1600, "16:30", "王芳", "confirm"),
    )),
    Case("封存", 12, "09:00", "孙浩", "legal_hold", "hold", {"reason": "顾客索赔尚未了结"}, origin="传感器"),
    Case("处置", 2, "09:00", "孙浩", "disposal", "disposal", {"papers": "已粉碎"}, (
        Deed(2, "09:20", "孙浩", "list_is_right"),
    )),
)  # fmt: skip
