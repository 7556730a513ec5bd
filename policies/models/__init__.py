from policies.models.days import DayTurned
from policies.models.drafts import Comment, DraftEdit, DraftPresence
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
from policies.models.signing import ApproverAsked, EvidenceAlert, PublishedContent, Signoff
from policies.models.statements import (
    Criterion,
    Definition,
    PatientSelection,
    SelectionItem,
    Statement,
    StatementIndication,
)

__all__ = [
    "ApproverAsked",
    "ChangeReview",
    "Comment",
    "CoverageDetermination",
    "Criterion",
    "DayTurned",
    "Definition",
    "DocumentationRequirement",
    "DraftEdit",
    "DraftPresence",
    "EvidenceAlert",
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
    "PublishedContent",
    "RegulatoryFact",
    "RelatedPolicy",
    "SelectionItem",
    "Signoff",
    "Statement",
    "StatementIndication",
    "VersionDate",
]
