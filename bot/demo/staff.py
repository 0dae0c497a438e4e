"""Who works at the demo's company: its units and people, one line each."""

from __future__ import annotations

from typing import NamedTuple

from bot.procedure.roles import Role, UnitKind


class UnitLine(NamedTuple):
    code: str
    name: str
    name_en: str
    kind: UnitKind
    parent: str | None = "LD"


class PersonLine(NamedTuple):
    telegram_id: int
    name: str
    name_en: str
    unit: str
    role: Role
    supervisor: str | None
    language: str = "zh_CN"


UNITS = (
    UnitLine("LD", "公司领导", "Management", UnitKind.MANAGEMENT, None),
    UnitLine("JL", "经理部", "General manager's office", UnitKind.GM_OFFICE),
    UnitLine("SH", "售后服务科", "After-sale service", UnitKind.SERVICE_UNIT),
    UnitLine("CD", "成都售后服务中心", "Chengdu service centre", UnitKind.SERVICE_CENTRE, "SH"),
    UnitLine("XS", "销售公司", "Sales company", UnitKind.SALES_COMPANY),
    UnitLine("FX", "二分厂销售科", "Branch 2 sales", UnitKind.BRANCH_SALES_DEPT, "XS"),
    UnitLine("SC", "市场开发部", "Market development", UnitKind.MARKET_DEV_DEPT),
    UnitLine("YJ", "研究所", "Research institute", UnitKind.RESEARCH_INSTITUTE),
    UnitLine("XM", "一汽项目组", "FAW project team", UnitKind.PROJECT_TEAM, "SC"),
    UnitLine("ZL", "质量部", "Quality", UnitKind.QUALITY_DEPT),
    UnitLine("ZZ", "制造部", "Manufacturing", UnitKind.MANUFACTURING_DEPT),
    UnitLine("CG", "采购部", "Purchasing", UnitKind.PURCHASING_DEPT),
    UnitLine("CW", "财务部", "Finance", UnitKind.FINANCE_DEPT),
    UnitLine("RL", "人力资源部", "Human resources", UnitKind.HR_DEPT),
    UnitLine("EF", "二分厂", "Branch plant 2", UnitKind.BRANCH_PLANT),
)

# Superiors before those they lead.
PEOPLE = (
    PersonLine(1016, "方远", "Fang Yuan", "LD", Role.GENERAL_MANAGER, None),
    PersonLine(1015, "邓云", "Deng Yun", "LD", Role.DEPUTY_GM, "方远"),
    PersonLine(1014, "林涛", "Lin Tao", "LD", Role.MANAGEMENT_REP, "方远"),
    PersonLine(1003, "王芳", "Wang Fang", "SH", Role.UNIT_LEADER, "邓云"),
    PersonLine(1001, "李伟", "Li Wei", "SH", Role.FIELD_STAFF, "王芳"),
    PersonLine(1002, "张磊", "Zhang Lei", "SH", Role.FIELD_STAFF, "王芳"),
    PersonLine(1020, "罗成", "Luo Cheng", "CD", Role.FIELD_STAFF, "王芳"),
    PersonLine(1005, "孙浩", "Sun Hao", "ZL", Role.UNIT_LEADER, "林涛"),
    PersonLine(1004, "赵敏", "Zhao Min", "ZL", Role.STAFF, "孙浩"),
    PersonLine(1007, "马丽", "Ma Li", "ZZ", Role.UNIT_LEADER, "邓云"),
    PersonLine(1006, "陈刚", "Chen Gang", "ZZ", Role.STAFF, "马丽"),
    PersonLine(1008, "周杰", "Zhou Jie", "CG", Role.STAFF, "邓云"),
    PersonLine(1009, "刘燕", "Liu Yan", "CW", Role.STAFF, "邓云"),
    PersonLine(1011, "何俊", "He Jun", "XS", Role.UNIT_LEADER, "邓云"),
    PersonLine(1010, "黄玲", "Huang Ling", "XS", Role.STAFF, "何俊"),
    PersonLine(1013, "高欣", "Gao Xin", "SC", Role.UNIT_LEADER, "邓云", "en"),
    PersonLine(1021, "宋珂", "Song Ke", "YJ", Role.UNIT_LEADER, "邓云"),
    PersonLine(1012, "吴斌", "Wu Bin", "YJ", Role.STAFF, "宋珂", "en"),
    PersonLine(1019, "徐睿", "Xu Rui", "XM", Role.STAFF, "高欣", "en"),
    PersonLine(1017, "姜楠", "Jiang Nan", "JL", Role.ADMIN, "方远"),
    PersonLine(1022, "程静", "Cheng Jing", "JL", Role.STAFF, "方远"),
    PersonLine(1018, "谭文", "Tan Wen", "JL", Role.AUDITOR, "方远", "en"),
    PersonLine(1023, "郝蕾", "Hao Lei", "RL", Role.STAFF, "邓云"),
    PersonLine(1024, "秦岩", "Qin Yan", "EF", Role.STAFF, "马丽"),
)
