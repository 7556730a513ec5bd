from evidence.models.appraisals import CertaintyOfEvidence, RiskOfBias, Verification
from evidence.models.devices import Device, DeviceCharacteristic, Formula, ResponseDefinition, SelectionThreshold
from evidence.models.documents import Document
from evidence.models.flags import CheckRun, Flag, FlagAcceptance
from evidence.models.full_texts import FullText, ReferenceFile
from evidence.models.guidelines import (
    Guideline,
    GuidelineBody,
    GuidelineVersion,
    GuidelineVersionRelation,
    Recommendation,
)
from evidence.models.loaded import LoadedRow
from evidence.models.outcomes import EffectEstimate, Measurement, Outcome
from evidence.models.references import Citation, Identifier, Reference
from evidence.models.studies import Appraisal, Arm, ArmSize, Study, StudyAccount, StudyReport, Trial
from evidence.models.terms import Condition, Indication, Intervention, SynonymGroup

__all__ = [
    "Appraisal",
    "Arm",
    "ArmSize",
    "CertaintyOfEvidence",
    "CheckRun",
    "Citation",
    "Condition",
    "Device",
    "DeviceCharacteristic",
    "Document",
    "EffectEstimate",
    "Flag",
    "FlagAcceptance",
    "Formula",
    "FullText",
    "Guideline",
    "GuidelineBody",
    "GuidelineVersion",
    "GuidelineVersionRelation",
    "Identifier",
    "Indication",
    "Intervention",
    "LoadedRow",
    "Measurement",
    "Outcome",
    "Recommendation",
    "Reference",
    "ReferenceFile",
    "ResponseDefinition",
    "RiskOfBias",
    "SelectionThreshold",
    "Study",
    "StudyAccount",
    "StudyReport",
    "SynonymGroup",
    "Trial",
    "Verification",
]
