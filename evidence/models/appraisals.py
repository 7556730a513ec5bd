"""What people here judge of studies and of bodies of evidence, and which figures a second person read again.

An appraisal that a document prints is models.studies.Appraisal; these are our own. Nothing here changes a figure.
"""

from django.db import models
from django.db.models import Case, CharField, F, Func, Q, Value, When
from django.db.models.functions import Coalesce, Concat

from evidence import vocabulary as words
from evidence.models.keyed import Keyed, page_address
from evidence.models.outcomes import EffectEstimate, Measurement
from evidence.models.studies import Study
from evidence.models.terms import Condition, Indication, Intervention

# Of a figure, what a second person vouches for: all that is entered of it, and what it is the figure of.
OF_OUTCOME = tuple(f"outcome__{name}" for name in ("endpoint", "name", "event_term", "subgroup", "timepoint"))
OF_ANY = ("as_reported", "bound", "ci_level", "ci_lower", "ci_upper", "i2", *OF_OUTCOME)
OF_MEASUREMENT = (
    *("arm__key", "statistic", "value", "unit", "not_reached", "events", "participants", "spread_kind", "spread"),
    *("range_lower", "range_upper", "iqr_lower", "iqr_upper"),
)
OF_EFFECT = (
    *("measure", "estimate", "intervention_arm__key", "comparator_arm__key", "p_comparator", "p_value"),
    *("adjusted", "direction"),
)
VOUCHED = {Measurement: (*OF_ANY, *OF_MEASUREMENT), EffectEstimate: (*OF_ANY, *OF_EFFECT)}
BETWEEN = "\x1f"  # stands in no text that people type


class Superseded(models.QuerySet):
    def current(self):
        """Without those that a later one replaced."""
        return self.filter(superseded_by__isnull=True)


class RiskOfBias(Keyed):
    """One person's judgement of one study, or of its results of one endpoint, by one version of an instrument.

    What the instrument holds stands in evidence.appraisal.instruments. A later judgement of the same person on the
    same thing supersedes this one, which is kept as it was.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="risk_of_bias")
    endpoint = models.CharField(max_length=30, choices=words.Endpoint, blank=True)  # "": the study as a whole
    instrument = models.CharField(max_length=60)  # "rob-2-2019"
    domains = models.JSONField(default=dict)  # {"randomization": {"judgement": "low", "note": "..."}}
    proposed = models.CharField(max_length=40, blank=True)  # "": its authors publish no rule
    final = models.CharField(max_length=40)
    reason = models.TextField(blank=True)  # why the final judgement is another than the proposed
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)
    supersedes = models.OneToOneField("self", models.PROTECT, related_name="superseded_by", null=True, blank=True)

    objects = Superseded.as_manager()

    class Meta:
        ordering = ["study_id", "id"]
        verbose_name = "appraisal"
        constraints = [
            models.CheckConstraint(name="evidence_riskofbias_reason", condition=Q(final=F("proposed")) | ~Q(reason=""))
        ]


class CertaintyOfEvidence(Keyed):
    """GRADE: the certainty of what some studies show of one endpoint, for one intervention in one condition."""

    indication = models.ForeignKey(Indication, models.PROTECT, related_name="certainty", null=True, blank=True)
    intervention = models.ForeignKey(Intervention, models.PROTECT, related_name="certainty")
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="certainty")
    comparator = models.CharField(max_length=200, blank=True)  # "": against nothing named
    endpoint = models.CharField(max_length=30, choices=words.Endpoint)
    studies = models.ManyToManyField(Study, related_name="certainty")
    measurements = models.ManyToManyField(Measurement, related_name="certainty", blank=True)
    effect_estimates = models.ManyToManyField(EffectEstimate, related_name="certainty", blank=True)
    start = models.CharField(max_length=10, choices=words.Certainty)
    start_reason = models.TextField(blank=True)  # why it starts elsewhere than the designs say; "": as they say
    steps = models.JSONField(default=dict)  # {"imprecision": {"step": -1, "reason": "..."}}
    computed = models.CharField(max_length=10, choices=words.Certainty)
    final = models.CharField(max_length=10, choices=words.Certainty)
    reason = models.TextField(blank=True)  # why the final certainty is another than the computed
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)
    supersedes = models.OneToOneField("self", models.PROTECT, related_name="superseded_by", null=True, blank=True)

    objects = Superseded.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "body of evidence"
        constraints = [
            models.CheckConstraint(
                name="evidence_certaintyofevidence_reason", condition=Q(final=F("computed")) | ~Q(reason="")
            )
        ]

    def get_absolute_url(self):
        return page_address("certainty", self.key)


class VerificationQuerySet(models.QuerySet):
    def with_state(self):
        """Adds `key` ("measurement/..."), and `state` as a word of VerificationState."""
        changed = Q(measurement__isnull=False) & ~Q(held_to=as_it_stands(Measurement, "measurement__"))
        changed |= Q(effect_estimate__isnull=False) & ~Q(held_to=as_it_stands(EffectEstimate, "effect_estimate__"))
        state = Case(
            When(verified_at__isnull=True, then=Value(words.VerificationState.NOT_VERIFIED)),
            When(changed, then=Value(words.VerificationState.CHANGED)),
            When(read_instead="", then=Value(words.VerificationState.VERIFIED)),
            default=Value(words.VerificationState.DISPUTED),
            output_field=CharField(),
        )
        key = Case(
            When(measurement__isnull=False, then=Concat(Value("measurement/"), "measurement__key")),
            default=Concat(Value("effect_estimate/"), "effect_estimate__key"),
        )
        return self.annotate(state=state, key=key)


class Verification(models.Model):
    """Who entered a figure, and what a second person said of it; a figure from the fixtures need not have one.

    It is held to the figure as it stood: when that changes, the word on it holds no longer.
    """

    measurement = models.OneToOneField(Measurement, models.CASCADE, related_name="verification", null=True, blank=True)
    effect_estimate = models.OneToOneField(
        EffectEstimate, models.CASCADE, related_name="verification", null=True, blank=True
    )
    extracted_by = models.CharField(max_length=150)
    extracted_at = models.DateTimeField(null=True, blank=True)  # None: with the starter base
    verified_by = models.CharField(max_length=150, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    held_to = models.TextField(blank=True)  # the figure as `as_it_stands` put it when the second person read it
    read_instead = models.CharField(max_length=400, blank=True)  # what they read where it is something else

    objects = VerificationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="evidence_verification_one_figure",
                condition=Q(measurement__isnull=False, effect_estimate__isnull=True)
                | Q(measurement__isnull=True, effect_estimate__isnull=False),
            ),
            models.CheckConstraint(
                name="evidence_verification_verified_whole",
                condition=Q(verified_at__isnull=True, verified_by="", held_to="", read_instead="")
                | (Q(verified_at__isnull=False) & ~Q(verified_by="") & ~Q(held_to="")),
            ),
            models.CheckConstraint(
                name="evidence_verification_second_person", condition=~Q(verified_by=F("extracted_by"))
            ),
        ]


def as_it_stands(model: type[models.Model], path: str = "") -> Func:
    """What is vouched for of the figure at the end of `path`, as one text that the database puts together.

    evidence.appraisal.states.as_it_stands gives the same of a row.
    """
    parts: list = []
    for name in VOUCHED[model]:
        field = F(f"{path}{name}")
        if name == "not_reached":
            parts.append(Case(When(**{f"{path}{name}": True}, then=Value("yes")), default=Value("")))
        elif name.endswith("arm__key"):
            parts.append(Coalesce(field, Value("")))
        else:
            parts.append(field)
        parts.append(Value(BETWEEN))
    # Not Concat, which nests a pair in a pair: so many are too deep for SQLite's parser.
    return Func(*parts, template="(%(expressions)s)", arg_joiner=" || ", output_field=models.TextField())
