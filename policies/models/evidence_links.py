from django.db import models
from django.db.models import Q

from evidence.models import Document, EffectEstimate, Indication, Measurement, Recommendation, Reference, Study
from evidence.models.keyed import Printed
from policies import vocabulary as words
from policies.models.statements import Criterion, Statement

TARGETS = ("reference", "study", "measurement", "effect_estimate", "recommendation")
TARGET_COLUMNS = {target: f"{target}_id" for target in TARGETS}


def exactly_one_target() -> Q:
    condition = Q()
    for target in TARGETS:
        alone = Q(**{f"{target}__isnull": False})
        for other in TARGETS:
            if other != target:
                alone &= Q(**{f"{other}__isnull": True})
        condition |= alone
    return condition


class EvidenceLink(Printed):
    """Why we hold it: what one result shows for a statement and one of its indications, or for a criterion."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="evidence_links", null=True, blank=True)
    indication = models.ForeignKey(Indication, models.PROTECT, related_name="evidence_links", null=True, blank=True)
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="evidence_links", null=True, blank=True)
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="evidence_links", null=True, blank=True)
    study = models.ForeignKey(Study, models.PROTECT, related_name="evidence_links", null=True, blank=True)
    measurement = models.ForeignKey(Measurement, models.PROTECT, related_name="evidence_links", null=True, blank=True)
    effect_estimate = models.ForeignKey(
        EffectEstimate, models.PROTECT, related_name="evidence_links", null=True, blank=True
    )
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="evidence_links", null=True, blank=True
    )
    bearing = models.CharField(max_length=20, choices=words.EvidenceBearing)
    ground = models.CharField(max_length=20, choices=words.LinkGround)
    ground_note = models.TextField(blank=True)
    directness = models.CharField(max_length=20, choices=words.Directness, default=words.Directness.DIRECT)
    indirect_in = models.JSONField(default=list, blank=True)
    comparison = models.CharField(max_length=20, choices=words.Comparison, default=words.Comparison.NO_COMPARISON)
    document = models.ForeignKey(Document, models.PROTECT, related_name="evidence_links", null=True, blank=True)
    order = models.PositiveIntegerField(default=0)

    # Set on reading the link of a published version whose figure was corrected since: the figure as it is now.
    figure_now: models.Model | None = None

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(name="policies_evidencelink_one_target", condition=exactly_one_target()),
            models.CheckConstraint(
                name="policies_evidencelink_one_source",
                condition=Q(criterion__isnull=False, statement__isnull=True, indication__isnull=True)
                | Q(criterion__isnull=True, statement__isnull=False, indication__isnull=False),
            ),
        ]

    @property
    def target_type(self) -> str:
        return next(name for name, column in TARGET_COLUMNS.items() if getattr(self, column))

    @property
    def target(self):
        return getattr(self, self.target_type)
