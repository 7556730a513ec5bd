"""Outcomes and their figures. Numbers are text: what is printed is stored, impossible or not."""

from django.db import models

from evidence import vocabulary as words
from evidence.models.keyed import Printed
from evidence.models.studies import Arm, StudyAccount


class Outcome(Printed):
    """What was measured, of whom, when and how, as one document tells it of one study."""

    account = models.ForeignKey(StudyAccount, models.CASCADE, related_name="outcomes")
    endpoint = models.CharField(max_length=30, choices=words.Endpoint)
    name = models.CharField(max_length=200, blank=True)
    subgroup = models.CharField(max_length=200, blank=True)
    timepoint = models.CharField(max_length=100, blank=True)
    time_origin = models.CharField(max_length=30, choices=words.TimeOrigin, default=words.TimeOrigin.NOT_STATED)
    criteria = models.CharField(max_length=60, blank=True)
    criteria_version = models.CharField(max_length=20, blank=True)
    population = models.CharField(
        max_length=20, choices=words.AnalysisPopulation, default=words.AnalysisPopulation.NOT_STATED
    )
    line_of_therapy = models.CharField(
        max_length=20, choices=words.LineOfTherapy, default=words.LineOfTherapy.NOT_STATED
    )
    event_term = models.CharField(max_length=200, blank=True)
    grade = models.CharField(max_length=60, blank=True)
    stated = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["account_id", "position"]
        indexes = [models.Index(fields=["endpoint"], name="evidence_outcome_endpoint")]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        """ "Adverse event: diarrhea" or "Overall survival"."""
        about = self.event_term or self.name
        label = words.Endpoint(self.endpoint).label
        return f"{label}: {about}" if about else label


class Figure(Printed):
    """What both kinds of figure have. `as_reported` is the printed form."""

    as_reported = models.CharField(max_length=400)
    bound = models.CharField(max_length=10, choices=words.Bound, blank=True)
    ci_level = models.CharField(max_length=10, blank=True)  # percent
    ci_lower = models.CharField(max_length=30, blank=True)
    ci_upper = models.CharField(max_length=30, blank=True)  # may be "not reached"
    i2 = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class Measurement(Figure):
    """One arm's value, or the whole study's where `arm` is empty."""

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="measurements")
    arm = models.ForeignKey(Arm, models.PROTECT, related_name="measurements", null=True, blank=True)
    statistic = models.CharField(max_length=20, choices=words.Statistic)
    value = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    not_reached = models.BooleanField(default=False)
    events = models.CharField(max_length=30, blank=True)
    participants = models.CharField(max_length=30, blank=True)
    spread_kind = models.CharField(max_length=20, choices=words.Spread, blank=True)
    spread = models.CharField(max_length=30, blank=True)
    range_lower = models.CharField(max_length=30, blank=True)
    range_upper = models.CharField(max_length=30, blank=True)
    iqr_lower = models.CharField(max_length=30, blank=True)
    iqr_upper = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ["outcome_id", "position"]


class EffectEstimate(Figure):
    """An estimate of the intervention arm against the comparator arm. p keeps its comparator."""

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="effect_estimates")
    measure = models.CharField(max_length=20, choices=words.EffectMeasure)
    estimate = models.CharField(max_length=30, blank=True)
    intervention_arm = models.ForeignKey(
        Arm, models.PROTECT, related_name="effects_as_intervention", null=True, blank=True
    )
    comparator_arm = models.ForeignKey(Arm, models.PROTECT, related_name="effects_as_comparator", null=True, blank=True)
    p_comparator = models.CharField(max_length=4, blank=True)
    p_value = models.CharField(max_length=20, blank=True)
    adjusted = models.CharField(max_length=200, blank=True)
    direction = models.CharField(max_length=30, choices=words.Direction, default=words.Direction.NOT_STATED)

    class Meta:
        ordering = ["outcome_id", "position"]
