from django.db import models
from django.db.models.functions import Lower

from evidence import vocabulary as words
from evidence.models.documents import Document
from evidence.models.keyed import Findable, Keyed, Printed, page_address
from evidence.models.references import Reference
from evidence.models.terms import Condition, Intervention


class Trial(Findable, Printed):
    """A registration record. It can stand alone while it has no results."""

    registry = models.CharField(max_length=60)
    number = models.CharField(max_length=40, blank=True)
    acronym = models.CharField(max_length=60, blank=True)
    title = models.TextField(blank=True)
    status = models.CharField(max_length=60, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="trials")

    class Meta:
        ordering = ["key"]

    def __str__(self):
        return self.number or self.acronym or self.key

    @property
    def url(self) -> str:
        return f"https://clinicaltrials.gov/study/{self.number}" if self.number.startswith("NCT") else ""

    def get_absolute_url(self):
        return page_address("trial", self.key)


class Study(Findable, Keyed):
    """The investigation, apart from the reports that tell of it and the documents that cite those."""

    label = models.CharField(max_length=120)  # first author and year as printed
    acronym = models.CharField(max_length=60, blank=True)
    design = models.CharField(max_length=30, choices=words.StudyDesign)
    setting = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    conditions = models.ManyToManyField(Condition, related_name="studies", blank=True)
    interventions = models.ManyToManyField(Intervention, related_name="studies", blank=True)
    trials = models.ManyToManyField(Trial, related_name="studies", blank=True)

    class Meta:
        ordering = [Lower("label"), "key"]

    def __str__(self):
        return f"{self.label} ({self.acronym})" if self.acronym else self.label

    def get_absolute_url(self):
        return page_address("study", self.key)


class StudyReport(Keyed):
    """A reference that reports the study; the first is the primary report."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="reports")
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="reports")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["study_id", "position"]


class Arm(Keyed):
    """A group as allocated; for a review, a group of pooled patients."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="arms")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=words.ArmRole, default=words.ArmRole.INTERVENTION)
    interventions = models.ManyToManyField(Intervention, related_name="arms", blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["study_id", "position"]

    def __str__(self):
        return self.name


class StudyAccount(Printed):
    """What one document says of one study. Documents disagree, so nothing here belongs to the study itself."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="accounts")
    study = models.ForeignKey(Study, models.CASCADE, related_name="accounts")
    heading = models.CharField(max_length=200, blank=True)
    citation_number = models.CharField(max_length=40, blank=True)
    year = models.CharField(max_length=40, blank=True)
    participants = models.CharField(max_length=60, blank=True)
    evaluable = models.CharField(max_length=60, blank=True)
    study_count = models.CharField(max_length=60, blank=True)  # reviews
    i2 = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=100, blank=True)
    population = models.TextField(blank=True)
    design_as_described = models.CharField(max_length=300, blank=True)
    conclusion = models.TextField(blank=True)
    includes = models.ManyToManyField(Study, related_name="included_in", blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["document_id", "position"]


class ArmSize(Keyed):
    account = models.ForeignKey(StudyAccount, models.CASCADE, related_name="arm_sizes")
    arm = models.ForeignKey(Arm, models.CASCADE, related_name="sizes")
    participants = models.CharField(max_length=60, blank=True)
    evaluable = models.CharField(max_length=60, blank=True)


class Appraisal(Printed):
    """A judgement of quality or certainty, with whose it is and on what scale."""

    account = models.ForeignKey(StudyAccount, models.CASCADE, related_name="appraisals")
    by = models.CharField(max_length=200)
    scale = models.CharField(max_length=200)
    judgement = models.CharField(max_length=300)
