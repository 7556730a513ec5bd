from policies.models.evidence_links import EvidenceLink
from policies.models.judgements import ChangeReview, GuidelineReason
from policies.models.particulars import (
    CoverageDetermination,
    DocumentationRequirement,
    EvidenceConclusion,
    PolicyCode,
    PriorAuthorization,
    RegulatoryFact,
    RelatedPolicy,
)
from policies.models.policies import HistoryEntry, Payer, Policy, PolicyVersion, VersionDate
from policies.models.statements import (
    Criterion,
    Definition,
    PatientSelection,
    SelectionItem,
    Statement,
    StatementIndication,
)

__all__ = [
    "ChangeReview",
    "CoverageDetermination",
    "Criterion",
    "Definition",
    "DocumentationRequirement",
    "EvidenceConclusion",
    "EvidenceLink",
    "GuidelineReason",
    "HistoryEntry",
    "PatientSelection",
    "Payer",
    "Policy",
    "PolicyCode",
    "PolicyVersion",
    "PriorAuthorization",
    "RegulatoryFact",
    "RelatedPolicy",
    "SelectionItem",
    "Statement",
    "StatementIndication",
    "VersionDate",
]
