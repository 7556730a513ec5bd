"""Policies as pages show them: rows -> plain values, a module for each thing shown."""

from policies.presenters.dates import DateView, date_views
from policies.presenters.days import DayView, day_view
from policies.presenters.evidence import (
    DESIGN_ORDER,
    EvidenceGroup,
    EvidenceItem,
    IndicationEvidence,
    evidence_item,
    evidence_of,
    marks_of_links,
    statement_of,
)
from policies.presenters.outlines import Node, branch_indications, outline
from policies.presenters.statements import StatementView, statement_view, statement_views, with_flags

__all__ = [
    "DESIGN_ORDER",
    "DateView",
    "DayView",
    "EvidenceGroup",
    "EvidenceItem",
    "IndicationEvidence",
    "Node",
    "StatementView",
    "branch_indications",
    "date_views",
    "day_view",
    "evidence_item",
    "evidence_of",
    "marks_of_links",
    "outline",
    "statement_of",
    "statement_view",
    "statement_views",
    "with_flags",
]
