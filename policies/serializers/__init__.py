from policies.serializers.evidence_links import EvidenceLinkSerializer
from policies.serializers.policies import PayerSerializer, PolicySerializer, PolicyVersionSerializer
from policies.serializers.statements import CriterionSerializer, PolicyCodeSerializer, StatementSerializer

__all__ = [
    "CriterionSerializer",
    "EvidenceLinkSerializer",
    "PayerSerializer",
    "PolicyCodeSerializer",
    "PolicySerializer",
    "PolicyVersionSerializer",
    "StatementSerializer",
]
