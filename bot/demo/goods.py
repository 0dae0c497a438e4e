"""What the demo's company sells and to whom: customers, sites, contacts, parts, orders and tools, one line each."""

from __future__ import annotations

from typing import NamedTuple


class CustomerLine(NamedTuple):
    code: str
    name: str
    name_en: str
    short_name: str
    engineer: str
    deputy: str


class SiteLine(NamedTuple):
    code: str
    customer: str
    name: str
    name_en: str
    line: str
    line_en: str
    address: str
    windows: str | None = None


class ContactLine(NamedTuple):
    customer: str
    site: str
    name: str
    name_en: str
    post: str
    post_en: str
    phone: str
    language: str
    channel: str
    email: str | None = None


class PartLine(NamedTuple):
    part_no: str
    name: str
    name_en: str
    spec_model: str
    product: str
    warranty_months: int
    price: float


class OrderedLine(NamedTuple):
    line_no: int
    part_no: str
    qty: int
    working_days: int  # from the day of the seeding to the promised date


class OrderHead(NamedTuple):
    order_no: str
    customer: str
    unit: str
    lines: tuple[OrderedLine, ...]


class ToolLine(NamedTuple):
    tool_no: str
    name: str
    name_en: str
    model: str
    days: int  # from the day of the seeding to the end of its calibration


class BriefingLine(NamedTuple):
    person: str
    product: str
    days: int  # from the day of the seeding to the end of its validity


CUSTOMERS = (
    CustomerLine("FAW", "一汽解放", "FAW Jiefang", "解放", "李伟", "张磊"),
    CustomerLine("SGM", "上汽通用", "SAIC-GM", "通用", "张磊", "李伟"),
    CustomerLine("BYD", "比亚迪", "BYD", "比亚迪", "张磊", "罗成"),
)

SITES = (
    SiteLine(
        "FAW-CC1", "FAW", "长春一厂", "Changchun plant 1", "总装线", "final assembly", "长春市绿园区东风大街2259号"
    ),
    SiteLine("FAW-QD", "FAW", "青岛工厂", "Qingdao plant", "发动机线", "engine line", "青岛市即墨区龙泉街道"),
    SiteLine(
        "SGM-WH",
        "SGM",
        "武汉工厂",
        "Wuhan plant",
        "总装二线",
        "assembly line 2",
        "武汉市江夏区通用大道",
        "08:00-12:00,12:45-16:45,17:30-20:30",
    ),
    SiteLine("SGM-YT", "SGM", "烟台东岳工厂", "Yantai plant", "总装一线", "assembly line 1", "烟台市福山区长江路"),
    SiteLine("BYD-XA", "BYD", "西安工厂", "Xi'an plant", "整车一线", "vehicle line 1", "西安市高新区亚迪路2号"),
    SiteLine("BYD-CS", "BYD", "长沙工厂", "Changsha plant", "总装三线", "assembly line 3", "长沙市雨花区万家丽南路"),
)

CONTACTS = (
    ContactLine(
        "FAW",
        "FAW-CC1",
        "郑国强",
        "Zheng Guoqiang",
        "总装车间主任",
        "final assembly manager",
        "13604310021",
        "zh_CN",
        "phone",
    ),
    ContactLine(
        "FAW", "FAW-QD", "孟丽华", "Meng Lihua", "质量工程师", "quality engineer", "13864210377", "zh_CN", "chat"
    ),
    ContactLine(
        "SGM",
        "SGM-WH",
        "David Keller",
        "David Keller",
        "供应商质量经理",
        "supplier quality manager",
        "+8613971550462",
        "en",
        "email",
        "d.keller@sgm.example",
    ),
    ContactLine("SGM", "SGM-YT", "曲明", "Qu Ming", "物料计划员", "material planner", "13953580918", "zh_CN", "portal"),
    ContactLine(
        "BYD", "BYD-XA", "白静", "Bai Jing", "采购工程师", "purchasing engineer", "13709280645", "zh_CN", "phone"
    ),
    ContactLine(
        "BYD", "BYD-CS", "彭亮", "Peng Liang", "总装工艺员", "assembly engineer", "13807310552", "zh_CN", "chat"
    ),
)

PRODUCTS = (
    ("ECM", "发动机控制系统", "Engine control system"),
    ("SEN", "传感器", "Sensors"),
    ("ACT", "执行器", "Actuators"),
    ("HAR", "线束", "Wiring harnesses"),
)

PARTS = (
    PartLine("ECU-2045-B", "ECU控制器", "ECU controller", "12V 121针", "ECM", 24, 1860.0),
    PartLine("ECU-2052-A", "ECU控制器", "ECU controller", "24V 154针", "ECM", 24, 2240.0),
    PartLine("SPD-1108", "转速传感器", "Speed sensor", "霍尔式 M12", "SEN", 18, 86.5),
    PartLine("TMP-0316", "水温传感器", "Coolant temperature sensor", "NTC 2.5kΩ", "SEN", 18, 42.0),
    PartLine("PRS-0720-C", "轨压传感器", "Rail pressure sensor", "0-200MPa", "SEN", 24, 318.0),
    PartLine("THR-3301", "电子节气门", "Electronic throttle", "Φ52", "ACT", 24, 465.0),
    PartLine("EGR-4410", "EGR阀", "EGR valve", "24V 步进", "ACT", 18, 538.0),
    PartLine("INJ-5502", "喷油器驱动模块", "Injector driver", "6缸", "ECM", 24, 720.0),
    PartLine("HAR-6120", "发动机线束", "Engine harness", "国六 6缸", "HAR", 12, 356.0),
)

ORDERS = (
    OrderHead(
        "PO-88231",
        "FAW",
        "XS",
        (
            OrderedLine(1, "SPD-1108", 1200, 15),
            OrderedLine(2, "ECU-2045-B", 500, 6),
            OrderedLine(3, "HAR-6120", 300, 20),
        ),
    ),
    OrderHead("PO-88257", "FAW", "XM", (OrderedLine(1, "ECU-2052-A", 60, 12), OrderedLine(2, "INJ-5502", 60, 25))),
    OrderHead("4500917362", "SGM", "XS", (OrderedLine(10, "PRS-0720-C", 800, 3), OrderedLine(20, "THR-3301", 400, 18))),
    OrderHead("BYD-2611-077", "BYD", "XS", (OrderedLine(1, "TMP-0316", 2000, 10), OrderedLine(2, "EGR-4410", 150, 30))),
)

TOOLS = (
    ToolLine("G-017", "扭矩扳手", "Torque wrench", "20-100N·m", 210),
    ToolLine("G-021", "手持示波器", "Handheld oscilloscope", "4通道 200MHz", 34),
    ToolLine("G-022", "ECU诊断仪", "ECU diagnostic tester", "KT-700", 300),
    ToolLine("G-030", "数字万用表", "Digital multimeter", "FL-87V", 12),
    ToolLine("G-034", "轨压测试套件", "Rail pressure test kit", "RP-200", 150),
    ToolLine("G-041", "线束端子压接钳", "Terminal crimping pliers", "0.5-2.5mm²", 365),
)

# Luo Cheng was never trained on actuators, and what Zhang Lei knew of them ran out.
BRIEFINGS = (
    *(BriefingLine("李伟", code, 300) for code, _, _ in PRODUCTS),
    *(BriefingLine("张磊", code, 200) for code in ("ECM", "SEN", "HAR")),
    BriefingLine("张磊", "ACT", -20),
    *(BriefingLine("罗成", code, 150) for code in ("ECM", "SEN", "HAR")),
)
