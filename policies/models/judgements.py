"""What people here say of a version: the class of a change, and why a position stands as it does to a guideline."""

from django.db import models

from evidence.models import Recommendation
from policies import vocabulary as words
from policies.models.policies import PolicyVersion
from policies.models.statements import StatementIndication


class ChangeReview(models.Model):
    """A person's word on the class of one change between two versions. The proposal is computed, never stored.

    `fingerprint` is of what changed: where the texts are edited afterwards it no longer fits, and the change is open
    again.
    """

    older = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="+")
    newer = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="change_reviews")
    change = models.CharField(max_length=300)  # the change's name: its kind and what it is about
    fingerprint = models.CharField(max_length=64)
    proposed = models.CharField(max_length=30, choices=words.ChangeClass)
    change_class = models.CharField(max_length=30, choices=words.ChangeClass)
    reason = models.TextField()
    confirmed_by = models.CharField(max_length=150)
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["newer_id", "older_id", "change"]
        constraints = [
            models.UniqueConstraint(fields=["older", "newer", "change"], name="policies_changereview_one_a_change")
        ]


class GuidelineReason(models.Model):
    """Why a statement's position on one indication stands as it does to what a guideline says of it.

    A verdict given here takes the place of the computed one.
    """

    statement_indication = models.ForeignKey(StatementIndication, models.CASCADE, related_name="guideline_reasons")
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="reasons")
    text = models.TextField()
    verdict = models.CharField(max_length=20, choices=words.GuidelineVerdict, blank=True)  # empty: the computed one
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["statement_indication_id", "recommendation_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement_indication", "recommendation"], name="policies_guidelinereason_one_a_pair"
            )
        ]
