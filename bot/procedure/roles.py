"""Who there is: the units of the procedure (section 1.2 of the requirements) and the roles people hold in them."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from bot.procedure.words import N_


class Choice(StrEnum):
    """A closed list whose members carry their label, one line a member: `NAME = "value", N_("Label")`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class UnitKind(Choice):
    """What a unit is to the procedure (R4, R5, R7 to R12, R17, R18, R37, R40)."""

    RESEARCH_INSTITUTE = "research_institute", N_("Research institute")
    MARKET_DEV_DEPT = "market_dev_dept", N_("Market development")
    PROJECT_TEAM = "project_team", N_("Project team")
    SALES_COMPANY = "sales_company", N_("Sales company")
    BRANCH_SALES_DEPT = "branch_sales_dept", N_("Branch sales")
    SERVICE_UNIT = "service_unit", N_("After-sale service")
    SERVICE_CENTRE = "service_centre", N_("Service centre")
    QUALITY_DEPT = "quality_dept", N_("Quality")
    MANUFACTURING_DEPT = "manufacturing_dept", N_("Manufacturing")
    PURCHASING_DEPT = "purchasing_dept", N_("Purchasing")
    FINANCE_DEPT = "finance_dept", N_("Finance")
    HR_DEPT = "hr_dept", N_("Human resources")
    BRANCH_PLANT = "branch_plant", N_("Branch plant")
    GM_OFFICE = "gm_office", N_("General manager's office")
    MANAGEMENT = "management", N_("Management")


PRE_IN_SALE_UNITS = frozenset({UnitKind.RESEARCH_INSTITUTE, UnitKind.MARKET_DEV_DEPT, UnitKind.PROJECT_TEAM})  # R4
AFTER_SALE_UNITS = frozenset(  # R5, R40, R44
    {UnitKind.SALES_COMPANY, UnitKind.BRANCH_SALES_DEPT, UnitKind.SERVICE_UNIT, UnitKind.SERVICE_CENTRE}
)


class Role(Choice):
    """What a person is in their unit. An administrator keeps people and settings and approves nothing."""

    FIELD_STAFF = "field_staff", N_("Field engineer")
    STAFF = "staff", N_("Staff")
    UNIT_LEADER = "unit_leader", N_("Unit leader")
    MANAGEMENT_REP = "management_rep", N_("Management representative")
    DEPUTY_GM = "deputy_gm", N_("Deputy general manager")
    GENERAL_MANAGER = "general_manager", N_("General manager")
    AUDITOR = "auditor", N_("Auditor")
    ADMIN = "admin", N_("Administrator")


MANAGEMENT_ROLES = frozenset({Role.MANAGEMENT_REP, Role.DEPUTY_GM, Role.GENERAL_MANAGER})
LEADING_ROLES = MANAGEMENT_ROLES | {Role.UNIT_LEADER}
WATCHING_ROLES = frozenset({Role.AUDITOR, Role.ADMIN})  # see or keep house, decide nothing


class Urgency(Choice):
    """How fast the clocks run (deadlines.md); a stopped line also lets a part ship before its signatures (T6)."""

    NORMAL = "normal", N_("Normal")
    URGENT = "urgent", N_("Urgent")
    LINE_DOWN = "line_down", N_("Line stopped")
