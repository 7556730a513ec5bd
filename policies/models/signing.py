"""Who is asked to sign a version, what they said, and what was published."""

from django.db import models

from policies import vocabulary as words
from policies.models.policies import PolicyVersion


class ApproverAsked(models.Model):
    """Somebody who is asked to sign the version. One who left is replaced, with a reason; the row stays."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="approvers_asked")
    name = models.CharField(max_length=150)
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    replaced_by = models.CharField(max_length=150, blank=True)  # the name of the approver asked instead
    reason = models.TextField(blank=True)  # why replaced

    class Meta:
        ordering = ["version_id", "id"]


class Signoff(models.Model):
    """One approver's word on one content: it holds as long as the version's content has this hash."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="signoffs")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    verdict = models.CharField(max_length=30, choices=words.SignoffVerdict)
    comments = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["version_id", "id"]


class PublishedContent(models.Model):
    """The whole of a version as it was published, its linked figures and references as they stood."""

    version = models.OneToOneField(PolicyVersion, models.PROTECT, related_name="published_content")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    signoffs = models.JSONField(default=list)  # who signed, when, and what they said


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
