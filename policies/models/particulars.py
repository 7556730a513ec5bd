"""What a policy version states besides its statements: codes, authorizations, regulation, conclusions."""

from django.db import models

from evidence.models import Device, Indication, Intervention, Reference
from evidence.models.keyed import Printed
from policies import vocabulary as words
from policies.models.policies import PolicyVersion
from policies.models.statements import Statement


class PolicyCode(Printed):
    """A code as the version lists it. CPT rows carry a short label of our own, never the descriptor."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="codes")
    system = models.CharField(max_length=20, choices=words.CodeSystem)
    code = models.CharField(max_length=20, db_index=True)
    description = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=30, choices=words.CodeStatus)
    applies_with = models.JSONField(default=list, blank=True)  # codes
    products = models.JSONField(default=list, blank=True)
    valid_from = models.CharField(max_length=10, blank=True)
    valid_to = models.CharField(max_length=10, blank=True)
    statements = models.ManyToManyField(Statement, related_name="codes", blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["version_id", "order"]

    def __str__(self):
        return f"{self.system} {self.code}"


class PriorAuthorization(Printed):
    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="prior_authorizations")
    setting = models.CharField(max_length=60)
    product = models.CharField(max_length=120)
    requirement = models.CharField(max_length=30, choices=words.AuthorizationRequirement)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["version_id", "order"]


class DocumentationRequirement(Printed):
    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="documentation")
    text = models.TextField()
    applies_to = models.CharField(max_length=300, blank=True)
    parts = models.JSONField(default=list, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["version_id", "order"]


class RelatedPolicy(Printed):
    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="related_policies")
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=40, blank=True)
    section = models.CharField(max_length=100, blank=True)
    interventions = models.ManyToManyField(Intervention, related_name="related_policies", blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["version_id", "order"]


class CoverageDetermination(Printed):
    """A Medicare determination (NCD, LCD) the version names, with the day it was checked."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="coverage_determinations")
    system = models.CharField(max_length=20)
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300, blank=True)
    checked_on = models.CharField(max_length=10, blank=True)


class RegulatoryFact(Printed):
    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="regulatory_facts")
    device = models.ForeignKey(Device, models.PROTECT, related_name="regulatory_facts", null=True, blank=True)
    pathway = models.CharField(max_length=20, choices=words.RegulatoryPathway)
    on = models.CharField(max_length=10, blank=True)
    labelled_use = models.TextField()
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="regulatory_facts", null=True, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["version_id", "order"]


class EvidenceConclusion(Printed):
    """The document's own conclusion on the evidence for a population. It may disagree with a statement."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="evidence_conclusions")
    population = models.TextField()
    conclusion = models.CharField(max_length=30, choices=words.Conclusion)
    text = models.TextField()
    wording = models.CharField(max_length=300, blank=True)
    outcomes = models.JSONField(default=list, blank=True)
    indications = models.ManyToManyField(Indication, related_name="evidence_conclusions", blank=True)
    statements = models.ManyToManyField(Statement, related_name="evidence_conclusions", blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["version_id", "order"]
