"""What the checks found, and what a person said of it. Nothing here changes what was printed."""

from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from evidence import vocabulary as words
from evidence.models.documents import Document
from evidence.models.studies import Study


class FlagQuerySet(models.QuerySet):
    def with_acceptance(self):
        """Adds `accepted`, and `accepted_because`, `accepted_by` and `accepted_at`, which are None for an open flag."""
        acceptance = FlagAcceptance.objects.filter(fingerprint=OuterRef("fingerprint"))
        return self.annotate(
            accepted=Exists(acceptance),
            accepted_because=Subquery(acceptance.values("reason")[:1]),
            accepted_by=Subquery(acceptance.values("by")[:1]),
            accepted_at=Subquery(acceptance.values("at")[:1]),
        )

    def open(self):
        return self.exclude(Exists(FlagAcceptance.objects.filter(fingerprint=OuterRef("fingerprint"))))


class Flag(models.Model):
    """Figures that cannot be right, or hardly, as the last run of the checks found them.

    A run replaces all of them, so nothing refers to a flag by its id: its address is its fingerprint, a hash over
    the rule, the keys of the figures and what they print. It stays the same from run to run until a figure changes.
    """

    rule = models.CharField(max_length=60)  # its title and explanation stand in evidence.checks.registry
    grade = models.CharField(max_length=20, choices=words.FlagGrade)
    study = models.ForeignKey(Study, models.CASCADE, related_name="flags", null=True, blank=True)
    study_label = models.CharField(max_length=200, blank=True)
    # The one document whose figures they are; none where figures of several stand against each other.
    document = models.ForeignKey(Document, models.CASCADE, related_name="flags", null=True, blank=True)
    documents = models.ManyToManyField(Document, related_name="flags_with_others", blank=True)  # all of them
    policy = models.CharField(max_length=200, blank=True)  # the key of the policy that the document is
    # [{"kind": "measurement", "key": ..., "text": as printed, "about": "Overall survival, RE", "document": key,
    #   "location": "lines 718-720", "url": "/studies/x/#figure"}], in the order of the message
    figures = models.JSONField(default=list)
    message = models.TextField()
    expected = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, unique=True)
    position = models.PositiveIntegerField(default=0)  # the gravest first; then by rule, study and place

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["position"], name="evidence_flag_position"),
            models.Index(fields=["rule", "position"], name="evidence_flag_rule"),
            models.Index(fields=["policy"], name="evidence_flag_policy"),
        ]

    def __str__(self):
        return f"{self.rule}: {self.message}"


class FlagAcceptance(models.Model):
    """A person's word that figures are right, or known to be wrong, with the reason; held to the fingerprint."""

    fingerprint = models.CharField(max_length=64, unique=True)
    rule = models.CharField(max_length=60)
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="evidence_flagacceptance_reason")]


class CheckRun(models.Model):
    """One run of all checks. The last one says how old the flags are."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    figures = models.PositiveIntegerField()  # measurements and effect estimates looked at
    flags = models.PositiveIntegerField()
    position = models.TextField(blank=True)  # how far the change log had come when it began (search/following.py)
    rules = models.CharField(max_length=64, blank=True)  # which rules ran (checks/following.py)

    class Meta:
        ordering = ["-id"]
