"""What a review looks at besides the databases, and what is asked about a policy in between."""

from django.db import models

from evidence.models import GuidelineVersion, Reference
from policies.models import Policy
from reviews import vocabulary as words
from reviews.models.cycles import ReviewCycle


class SourceCheck(models.Model):
    """One place to look in one cycle. It is looked at when it has a day; finding nothing new is said, not left out."""

    cycle = models.ForeignKey(ReviewCycle, models.CASCADE, related_name="source_checks")
    kind = models.CharField(max_length=20, choices=words.SourceKind)
    name = models.CharField(max_length=200)
    checked_on = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=150, blank=True)
    nothing_new = models.BooleanField(default=False)
    found = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["cycle_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "kind", "name"], name="reviews_sourcecheck_once_a_cycle"),
            models.CheckConstraint(
                name="reviews_sourcecheck_says_what_was_found",
                condition=models.Q(checked_on__isnull=True, nothing_new=False, found="")
                | (models.Q(checked_on__isnull=False) & (models.Q(nothing_new=True) ^ ~models.Q(found=""))),
            ),
        ]


class GuidelineCheck(models.Model):
    """A guideline version that the policy cites was confirmed as current, or is not."""

    cycle = models.ForeignKey(ReviewCycle, models.CASCADE, related_name="guideline_checks")
    version = models.ForeignKey(GuidelineVersion, models.PROTECT, related_name="checks")
    standing = models.CharField(max_length=20, choices=words.GuidelineStanding)
    replaced_by = models.ForeignKey(GuidelineVersion, models.PROTECT, related_name="+", null=True, blank=True)
    replacement = models.CharField(max_length=200, blank=True)  # its version, where the base does not hold it
    checked_on = models.DateField()
    by = models.CharField(max_length=150)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["cycle_id", "id"]
        constraints = [models.UniqueConstraint(fields=["cycle", "version"], name="reviews_guidelinecheck_once_a_cycle")]


class OngoingTrial(models.Model):
    """A trial whose results a policy waits for, as its registry says on one day. Figures are as printed."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="ongoing_trials")
    nct = models.CharField(max_length=11)
    title = models.TextField()
    planned_size = models.CharField(max_length=40, blank=True)
    expected_completion = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=30, choices=words.TrialStatus)
    status_as_of = models.DateField()
    note = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["policy_id", "nct"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "nct"],
                name="reviews_ongoingtrial_once_a_policy",
                condition=models.Q(removed_at__isnull=True),
            )
        ]


class RequestEntry(models.Model):
    """Somebody asked something about a policy, and what was answered."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=20, choices=words.RequesterKind)
    asked_on = models.DateField()
    question = models.TextField()
    references = models.ManyToManyField(Reference, related_name="+", blank=True)  # sent along
    sent_along = models.TextField(blank=True)  # what was sent along that is no reference of the base
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
    by = models.CharField(max_length=150)

    class Meta:
        ordering = ["-asked_on", "-id"]
        verbose_name_plural = "request entries"
