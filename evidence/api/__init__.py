"""The evidence at /api/v1/: each resource with its rows, read in a number of queries that does not grow with them."""

from django.db.models import F, Prefetch
from rest_framework.settings import api_settings

from evidence import filters, serializers
from evidence.api import appraisals
from evidence.exporters.bibtex import BibTeXRenderer
from evidence.exporters.csl_json import CslJsonRenderer
from evidence.flags import filters as flag_filters
from evidence.models import (
    Appraisal,
    Arm,
    ArmSize,
    Citation,
    Condition,
    Device,
    DeviceCharacteristic,
    Document,
    EffectEstimate,
    Formula,
    Guideline,
    GuidelineVersion,
    GuidelineVersionRelation,
    Indication,
    Intervention,
    Measurement,
    Outcome,
    Recommendation,
    Reference,
    SelectionThreshold,
    Study,
    StudyAccount,
    Trial,
)
from evidence.permissions import visible_flags
from evidence.resource import resource

OUTCOME = ("outcome__account__study", "outcome__account__document")
# What has no order of its own is told in the order it was read.
SIZES = ArmSize.objects.select_related("arm", "account__document").order_by("pk")
ACCOUNTS = StudyAccount.objects.select_related("document").prefetch_related(
    Prefetch("arm_sizes", SIZES), Prefetch("appraisals", Appraisal.objects.order_by("pk")), "includes"
)
VERSION_RELATIONS = GuidelineVersionRelation.objects.select_related("other").order_by("pk")
GUIDELINE_VERSIONS = GuidelineVersion.objects.select_related("reference").prefetch_related(
    Prefetch("relations", VERSION_RELATIONS)
)


def documents(user):
    return Document.objects.prefetch_related("response_definitions")


def references(user):
    citations = Citation.objects.select_related("document")
    return Reference.objects.prefetch_related("identifiers", Prefetch("citations", citations))


def studies(user):
    return Study.objects.prefetch_related(
        "conditions",
        "interventions",
        "trials",
        "reports__reference",
        "arms__sizes",
        Prefetch("accounts", ACCOUNTS),
    )


def trials(user):
    return Trial.objects.select_related("document").prefetch_related("studies")


def arms(user):
    return Arm.objects.select_related("study").prefetch_related("interventions", Prefetch("sizes", SIZES))


def outcomes(user):
    rows = Outcome.objects.select_related("account__study", "account__document")
    return rows.prefetch_related("measurements", "effect_estimates")


def measurements(user):
    return Measurement.objects.select_related("arm", *OUTCOME)


def effect_estimates(user):
    return EffectEstimate.objects.select_related("intervention_arm", "comparator_arm", *OUTCOME)


def conditions(user):
    return Condition.objects.prefetch_related("parents", "narrower")


def interventions(user):
    return Intervention.objects.prefetch_related("parents", "narrower")


def indications(user):
    return Indication.objects.select_related("intervention", "condition")


def guidelines(user):
    return Guideline.objects.select_related("body").prefetch_related(Prefetch("versions", GUIDELINE_VERSIONS))


def recommendations(user):
    rows = Recommendation.objects.select_related("document", "guideline_version__guideline__body")
    return rows.prefetch_related("conditions", "interventions")


def devices(user):
    characteristics = DeviceCharacteristic.objects.select_related("document")
    return Device.objects.prefetch_related("interventions", "formulas", Prefetch("characteristics", characteristics))


def formulas(user):
    return Formula.objects.select_related("document").prefetch_related("devices")


def thresholds(user):
    return SelectionThreshold.objects.select_related("document").prefetch_related("conditions", "interventions")


def flags(user):
    """A flag's key is its fingerprint: its row is another one after every run of the checks."""
    return visible_flags(user).with_acceptance().annotate(key=F("fingerprint")).select_related("study")


RESOURCES = {
    "documents": resource(
        "What was read: every figure says which document prints it.",
        documents,
        serializers.DocumentSerializer,
        filters.DOCUMENTS,
    ),
    "references": resource(
        "Publications, with the documents that cite them. Also as BibTeX and as CSL-JSON.",
        references,
        serializers.ReferenceSerializer,
        filters.REFERENCES,
        renderer_classes=[*api_settings.DEFAULT_RENDERER_CLASSES, BibTeXRenderer, CslJsonRenderer],
    ),
    "studies": resource(
        "Investigations, apart from the reports that tell of them.",
        studies,
        serializers.StudySerializer,
        filters.STUDIES,
    ),
    "trials": resource("Registration records.", trials, serializers.TrialSerializer, filters.TRIALS),
    "arms": resource("Groups of a study, as allocated.", arms, serializers.ArmSerializer, filters.ARMS),
    "outcomes": resource(
        "What was measured, of whom, when and how, as one document tells it of one study.",
        outcomes,
        serializers.OutcomeSerializer,
        filters.OUTCOMES,
    ),
    "measurements": resource(
        "Figures of one arm, as printed, impossible or not.",
        measurements,
        serializers.MeasurementSerializer,
        filters.MEASUREMENTS,
    ),
    "effect-estimates": resource(
        "Figures of one arm against another, as printed, impossible or not.",
        effect_estimates,
        serializers.EffectEstimateSerializer,
        filters.EFFECT_ESTIMATES,
    ),
    "conditions": resource("Diseases and states.", conditions, serializers.ConditionSerializer, filters.CONDITIONS),
    "interventions": resource(
        "Treatments, with their synonyms and broader and narrower terms.",
        interventions,
        serializers.InterventionSerializer,
        filters.INTERVENTIONS,
    ),
    "indications": resource(
        "An intervention for a condition, with purpose, line of therapy and extent.",
        indications,
        serializers.IndicationSerializer,
        filters.INDICATIONS,
    ),
    "guidelines": resource(
        "Guidelines with their versions and how these follow each other.",
        guidelines,
        serializers.GuidelineSerializer,
        filters.GUIDELINES,
    ),
    "recommendations": resource(
        "What one guideline version says of one thing, as one document tells it.",
        recommendations,
        serializers.RecommendationSerializer,
        filters.RECOMMENDATIONS,
    ),
    "devices": resource(
        "Devices with their characteristics, each as its document prints it.",
        devices,
        serializers.DeviceSerializer,
        filters.DEVICES,
    ),
    "formulas": resource(
        "Formulas of activity and dose, as printed.", formulas, serializers.FormulaSerializer, filters.FORMULAS
    ),
    "thresholds": resource(
        "Limits by which documents select or exclude patients, and doses they tie to response.",
        thresholds,
        serializers.SelectionThresholdSerializer,
        filters.THRESHOLDS,
    ),
    "flags": resource(
        "Figures that cannot be right, or hardly, with what would be consistent; the gravest first.",
        flags,
        serializers.FlagSerializer,
        flag_filters.FLAGS,
    ),
    **appraisals.RESOURCES,
}
