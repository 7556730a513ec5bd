"""What is judged here at /api/v1/, each resource read in a number of queries that does not grow with the rows."""

from django.db.models import BooleanField, Prefetch, Value

from audit.permissions import may_see_history
from evidence.appraisal import filters
from evidence.appraisal.reading import with_studies
from evidence.models import CertaintyOfEvidence, EffectEstimate, Measurement, RiskOfBias, Verification
from evidence.resource import resource
from evidence.serializers.appraisals import CertaintyOfEvidenceSerializer, RiskOfBiasSerializer, VerificationSerializer

OF_OUTCOME = ("outcome__account__study", "outcome__account__document")


def risk_of_bias(user):
    rows = RiskOfBias.objects.select_related("study", "supersedes", "superseded_by")
    return rows.annotate(names_people=_names_people(user))


def certainty_of_evidence(user):
    rows = with_studies(CertaintyOfEvidence.objects.all()).prefetch_related("measurements", "effect_estimates")
    rows = rows.select_related("indication", "intervention", "condition", "supersedes", "superseded_by")
    return rows.annotate(names_people=_names_people(user))


def verifications(user):
    rows = Verification.objects.with_state().annotate(names_people=_names_people(user))
    return rows.prefetch_related(
        Prefetch("measurement", Measurement.objects.select_related(*OF_OUTCOME)),
        Prefetch("effect_estimate", EffectEstimate.objects.select_related(*OF_OUTCOME)),
    )


def _names_people(user) -> Value:
    """Asked once for the whole list."""
    return Value(may_see_history(user), output_field=BooleanField())


RESOURCES = {
    "risk-of-bias": resource(
        "Studies appraised here, by an instrument in one version; what a later appraisal replaced is kept.",
        risk_of_bias,
        RiskOfBiasSerializer,
        filters.RISK_OF_BIAS,
    ),
    "certainty-of-evidence": resource(
        "GRADE: how certain a body of evidence makes of one outcome, judged here.",
        certainty_of_evidence,
        CertaintyOfEvidenceSerializer,
        filters.CERTAINTY,
    ),
    "verifications": resource(
        "Figures of which is kept who entered them, or what a second person said. A figure without a row is not"
        " verified.",
        verifications,
        VerificationSerializer,
        filters.VERIFICATIONS,
    ),
}
