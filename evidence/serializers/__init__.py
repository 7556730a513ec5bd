from evidence.serializers.devices import DeviceSerializer, FormulaSerializer, SelectionThresholdSerializer
from evidence.serializers.documents import DocumentSerializer
from evidence.serializers.flags import FlagSerializer
from evidence.serializers.guidelines import GuidelineSerializer, RecommendationSerializer
from evidence.serializers.outcomes import EffectEstimateSerializer, MeasurementSerializer, OutcomeSerializer
from evidence.serializers.references import ReferenceSerializer
from evidence.serializers.studies import ArmSerializer, StudySerializer, TrialSerializer
from evidence.serializers.terms import ConditionSerializer, IndicationSerializer, InterventionSerializer

__all__ = [
    "ArmSerializer",
    "ConditionSerializer",
    "DeviceSerializer",
    "DocumentSerializer",
    "EffectEstimateSerializer",
    "FlagSerializer",
    "FormulaSerializer",
    "GuidelineSerializer",
    "IndicationSerializer",
    "InterventionSerializer",
    "MeasurementSerializer",
    "OutcomeSerializer",
    "RecommendationSerializer",
    "ReferenceSerializer",
    "SelectionThresholdSerializer",
    "StudySerializer",
    "TrialSerializer",
]
