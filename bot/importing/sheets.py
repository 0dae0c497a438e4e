"""The sheets of the workbook and their columns, in the order in which they are stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.importing.kinds import (
    Code,
    Day,
    Email,
    Hours,
    Kind,
    LanguageChoice,
    Money,
    OneOf,
    Ref,
    Text,
    Whole,
    YesNo,
    Zone,
)
from bot.procedure.customer_terms import Confidentiality, ContactLanguage, CustomerKind, WarrantyStart
from bot.procedure.late_delivery import Channel
from bot.procedure.roles import Role, UnitKind


@dataclass(frozen=True)
class Col:
    """A column: its English and Chinese header, what it holds, and the table's column it fills."""

    key: str
    chinese: str
    kind: Kind
    need: bool = False
    stored: str = ""

    @property
    def column(self) -> str:
        """The name in the table."""
        return self.stored or (f"{self.key}_id" if isinstance(self.kind, Ref) else self.key)


@dataclass(frozen=True)
class Sheet:
    """A sheet. key: the columns that identify a row outside the database, first of all its code."""

    name: str
    chinese: str
    table: str
    key: tuple[str, ...]
    cols: tuple[Col, ...]

    def col(self, key: str) -> Col:
        """The column of that English header."""
        return next(col for col in self.cols if col.key == key)

    @property
    def loops(self) -> tuple[Col, ...]:
        """Columns that refer to rows of the same sheet."""
        return tuple(col for col in self.cols if isinstance(col.kind, Ref) and col.kind.sheet == self.name)


NAME = Col("name", "名称", Text(), need=True)
NAME_EN = Col("name_en", "英文名称", Text())
CUSTOMER = Col("customer", "顾客代码", Ref("Customers"), need=True)
PART = Col("part_no", "零件号", Ref("Parts"), need=True, stored="part_id")

SHEETS: Final = (
    Sheet("Units", "单位", "unit", ("code",), (
        Col("code", "单位代码", Code(), need=True),
        NAME,
        NAME_EN,
        Col("kind", "单位类别", OneOf(UnitKind), need=True),
        Col("parent", "上级单位代码", Ref("Units")),
    )),
    Sheet("People", "人员", "person", ("name", "unit"), (
        Col("name", "姓名", Code(200), need=True),
        Col("name_en", "英文姓名", Text()),
        Col("unit", "单位代码", Ref("Units"), need=True),
        Col("role", "角色", OneOf(Role), need=True),
        Col("supervisor", "上级姓名", Ref("People")),
        Col("language", "语言", OneOf(LanguageChoice)),
        Col("zone", "时区", Zone()),
        Col("phone", "电话", Text(60)),
        Col("active", "在职", YesNo()),
    )),
    Sheet("Customers", "顾客", "customer", ("code",), (
        Col("code", "顾客代码", Code(), need=True),
        NAME,
        NAME_EN,
        Col("short_name", "简称", Text(80)),
        Col("kind", "顾客类别", OneOf(CustomerKind)),
        Col("group", "所属集团", Text(), stored="group_name"),
        Col("engineer", "负责人姓名", Ref("People")),
        Col("deputy", "代理人姓名", Ref("People")),
        Col("annual_volume", "年用量", Whole(0, 999_999)),
        Col("acknowledge_hours", "答复时限(小时)", Whole(1, 999)),
        Col("acknowledge_urgent_hours", "紧急答复时限(小时)", Whole(1, 999)),
        Col("answer_days", "正式答复时限(工作日)", Whole(1, 365)),
        Col("on_site_hours", "到场时限(小时)", Whole(1, 999)),
        Col("on_site_urgent_hours", "紧急到场时限(小时)", Whole(1, 999)),
        Col("containment_hours", "8D遏制时限(小时)", Whole(1, 999)),
        Col("root_cause_days", "8D原因时限(工作日)", Whole(1, 365)),
        Col("actions_days", "8D措施时限(天)", Whole(1, 365)),
        Col("closed_days", "8D关闭时限(天)", Whole(1, 365)),
        Col("warranty_months", "三包期(月)", Whole(1, 240)),
        Col("warranty_km", "三包里程(公里)", Whole(1, 2_000_000)),
        Col("warranty_start", "三包起算", OneOf(WarrantyStart)),
        Col("old_part_rule", "旧件约定", Text(1000)),
        Col("ntf_agreement", "无故障件约定", Text(1000)),
        Col("portal", "顾客门户", Text(120)),
        Col("special_requirements", "特殊要求", Text(1000)),
        Col("agreement", "服务协定", Text(1000)),
        Col("retention_years", "记录保存年限", Whole(1, 50)),
        Col("confidentiality", "保密级别", OneOf(Confidentiality)),
    )),
    Sheet("Sites", "顾客现场", "site", ("code",), (
        Col("code", "现场代码", Code(), need=True),
        CUSTOMER,
        NAME,
        NAME_EN,
        Col("line", "生产线", Text()),
        Col("line_en", "英文生产线", Text()),
        Col("address", "地址", Text(400)),
        Col("zone", "时区", Zone()),
        Col("windows", "工作时间", Hours()),
    )),
    Sheet("Contacts", "联系人", "contact", ("customer", "name"), (
        CUSTOMER,
        Col("site", "现场代码", Ref("Sites")),
        Col("name", "姓名", Text(), need=True),
        Col("name_en", "英文姓名", Text()),
        Col("post", "职务", Text()),
        Col("post_en", "英文职务", Text()),
        Col("phone", "电话", Text(60)),
        Col("email", "电子邮箱", Email()),
        Col("language", "语言", OneOf(ContactLanguage)),
        Col("channel", "沟通渠道", OneOf(Channel)),
    )),
    Sheet("Products", "产品", "product", ("code",), (Col("code", "产品代码", Code(80), need=True), NAME, NAME_EN)),
    Sheet("Parts", "零件", "part", ("part_no",), (
        Col("part_no", "零件号", Code(80), need=True),
        NAME,
        NAME_EN,
        Col("spec_model", "规格/型号", Text()),
        Col("unit_of_measure", "计量单位", Text(20)),
        Col("product", "产品代码", Ref("Products")),
        Col("warranty_months", "三包期(月)", Whole(0, 240)),
        Col("price", "单价", Money()),
        Col("life_ends", "使用寿命终止", Day()),
        Col("production_ends", "停产日期", Day()),
    )),
    Sheet("Tools", "工具和量具", "tool", ("tool_no",), (
        Col("tool_no", "工具编号", Code(80), need=True),
        NAME,
        NAME_EN,
        Col("model", "型号/规格", Text()),
        Col("unit", "所属单位代码", Ref("Units"), need=True),
        Col("calibration_valid_until", "校准有效期至", Day()),
        Col("active", "在用", YesNo()),
    )),
    Sheet("Supplies", "供货产品", "customer_product", ("customer", "part_no"), (
        CUSTOMER,
        PART,
        Col("since", "开始日期", Day()),
    )),
    Sheet("Orders", "订单", "customer_order", ("order_no",), (
        Col("order_no", "订单号", Code(80), need=True),
        CUSTOMER,
        Col("unit", "责任单位代码", Ref("Units"), need=True),
    )),
    Sheet("OrderLines", "订单行", "order_line", ("order_no", "line_no"), (
        Col("order_no", "订单号", Ref("Orders"), need=True, stored="order_id"),
        Col("line_no", "行号", Whole(1, 99_999), need=True),
        PART,
        Col("qty", "数量", Whole(1, 9_999_999), need=True),
        Col("promised_date", "承诺交期", Day(), need=True),
        Col("delivered_on", "交货日期", Day()),
    )),
)  # fmt: skip  # a table of the sheets, one line a column

HELP: Final = ("help", "lists", "说明")


def sheet_called(title: str) -> Sheet | None:
    """The sheet of that English or Chinese name."""
    wanted = title.strip().casefold()
    return next((sheet for sheet in SHEETS if wanted in {sheet.name.casefold(), sheet.chinese}), None)
