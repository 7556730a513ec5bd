"""Who is asked to sign a version, what they said, and what was published."""

from django.db import models

from policies import vocabulary as words
from policies.models.policies import PolicyVersion


class ApproverAsked(models.Model):
    """Somebody who is asked to sign the version, until a time. One who left is replaced, with a reason; the row stays.

    `asked_at` is when they were last asked: again, where a correction of the evidence voided what they had signed.
    """

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="approvers_asked")
    name = models.CharField(max_length=150)
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)  # None: asked now
    replaced_by = models.CharField(max_length=150, blank=True)  # the name of the approver asked instead
    reason = models.TextField(blank=True)  # why replaced

    class Meta:
        ordering = ["version_id", "id"]
        constraints = [
            models.UniqueConstraint(
                name="policies_approverasked_once_at_a_time",
                fields=["version", "name"],
                condition=models.Q(until__isnull=True),
            )
        ]


class Signoff(models.Model):
    """One approver's word on one content: it holds as long as the version's content has this hash.

    `edition` and `evidence` (a mark of each row of the evidence linked) tell afterwards what changed since.
    """

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="signoffs")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    verdict = models.CharField(max_length=30, choices=words.SignoffVerdict)
    comments = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64)
    edition = models.PositiveIntegerField(default=0)
    evidence = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["version_id", "id"]


class PublishedContent(models.Model):
    """The whole of a version as it was published, its linked figures and references as they stood."""

    version = models.OneToOneField(PolicyVersion, models.PROTECT, related_name="published_content")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    signoffs = models.JSONField(default=list)  # who signed, when, what hash, and what they said
    notice = models.JSONField(default=dict)  # the days its changes asked for, those given, and why fewer


class EvidenceAlert(models.Model):
    """A published version rests on a figure that was corrected afterwards; it keeps what it was published with."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="evidence_alerts")
    figure_type = models.CharField(max_length=20)  # measurement or effect_estimate
    figure_key = models.CharField(max_length=200)
    before = models.JSONField()  # the printed fields that changed
    after = models.JSONField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    closed_by = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["version", "closed_at"], name="policies_evidencealert_open")]
