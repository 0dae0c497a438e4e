"""The chapters that there are. A new one is a file of its own and a line here."""

from __future__ import annotations

from bot.procedure.cpa import CPA
from bot.procedure.customer_file import CUSTOMER_FILE
from bot.procedure.customer_info import CUSTOMER_INFO
from bot.procedure.data_request import DATA_REQUEST
from bot.procedure.disposal import DISPOSAL, LEGAL_HOLD
from bot.procedure.late_delivery import LATE_DELIVERY
from bot.procedure.quality_alert import QUALITY_ALERT
from bot.procedure.review import REVIEW
from bot.procedure.satisfaction import SATISFACTION
from bot.procedure.service_agreement import AGREEMENT_DUTY, SERVICE_AGREEMENT
from bot.procedure.service_centre import CENTRE_FINDING, SERVICE_CENTRE
from bot.procedure.site_job import SITE_JOB
from bot.procedure.spare_part import SPARE_PART
from bot.procedure.tool_loan import TOOL_LOAN
from bot.procedure.training import TRAINING
from bot.procedure.visit import VISIT
from bot.procedure.workflow import Chapter

CHAPTERS: dict[str, Chapter] = {
    c.kind: c
    for c in (
        SITE_JOB,
        SPARE_PART,
        LATE_DELIVERY,
        QUALITY_ALERT,
        CPA,
        CUSTOMER_FILE,
        VISIT,
        CUSTOMER_INFO,
        DATA_REQUEST,
        TRAINING,
        TOOL_LOAN,
        SERVICE_AGREEMENT,
        AGREEMENT_DUTY,
        SERVICE_CENTRE,
        CENTRE_FINDING,
        SATISFACTION,
        REVIEW,
        DISPOSAL,
        LEGAL_HOLD,
    )
}


def chapter(kind: str) -> Chapter:
    """The chapter of that kind. KeyError if there is none."""
    return CHAPTERS[kind]


def chapter_of_number(number: str) -> Chapter | None:
    """The chapter that a record number belongs to, by its prefix; None if it is no record number."""
    prefix = number.split("-", 1)[0].upper()
    return next((c for c in CHAPTERS.values() if prefix in {c.prefix, *(r.own_prefix for r in c.routes)}), None)
