from django.db import models

from evidence import vocabulary as words
from evidence.models.documents import Document
from evidence.models.keyed import Findable, Keyed, Printed, page_address
from evidence.models.references import Reference
from evidence.models.terms import Condition, Intervention


class GuidelineBody(Keyed):
    name = models.CharField(max_length=300)
    abbreviation = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "guideline bodies"

    def __str__(self):
        return self.abbreviation or self.name


class Guideline(Keyed):
    body = models.ForeignKey(GuidelineBody, models.PROTECT, related_name="guidelines")
    title = models.CharField(max_length=300)
    aliases = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return page_address("guideline", self.key)


class GuidelineVersion(Keyed):
    """One edition. An empty `version` means that the document read does not state it."""

    guideline = models.ForeignKey(Guideline, models.CASCADE, related_name="versions")
    version = models.CharField(max_length=40, blank=True)
    year = models.CharField(max_length=10, blank=True)
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="guideline_versions", null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["guideline_id", "key"]

    def __str__(self):
        return f"{self.guideline.title}, {self.name}"

    @property
    def edition_order(self) -> tuple:
        """What puts editions in order: year, then number. "2.2022" after "1.2022", "1.2024" after both."""
        return (self.year, *(number.zfill(6) for number in reversed(self.version.split("."))), self.key)

    def is_earlier_than(self, other: "GuidelineVersion") -> bool:
        """Whether both editions are named in one manner, by a year or by numbers, and this one comes first."""
        one, two = self.edition_order[:-1], other.edition_order[:-1]
        return any(one) and len(one) == len(two) and bool(one[0]) == bool(two[0]) and one < two

    @property
    def name(self) -> str:
        if self.version:
            return f"version {self.version}"
        return self.year or "version not stated"


class GuidelineVersionRelation(Keyed):
    """`version` replaces, partly updates, splits into, merges or withdraws `other`."""

    version = models.ForeignKey(GuidelineVersion, models.CASCADE, related_name="relations")
    relation = models.CharField(max_length=20, choices=words.VersionRelation)
    other = models.ForeignKey(GuidelineVersion, models.CASCADE, related_name="related_by")
    note = models.TextField(blank=True)


class Recommendation(Findable, Printed):
    """What one guideline version says of one thing, as one document tells it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="recommendations")
    guideline_version = models.ForeignKey(GuidelineVersion, models.PROTECT, related_name="recommendations")
    kind = models.CharField(max_length=20, choices=words.RecommendationKind)
    text = models.TextField()
    category = models.CharField(max_length=40, blank=True)
    category_scheme = models.CharField(max_length=100, blank=True)
    category_origin = models.CharField(
        max_length=20, choices=words.CategoryOrigin, default=words.CategoryOrigin.NOT_STATED
    )
    population = models.TextField(blank=True)
    purpose = models.CharField(max_length=30, choices=words.Purpose, default=words.Purpose.TREATMENT)
    citation_number = models.CharField(max_length=40, blank=True)
    conditions = models.ManyToManyField(Condition, related_name="recommendations", blank=True)
    interventions = models.ManyToManyField(Intervention, related_name="recommendations", blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["document_id", "position"]

    @property
    def rating(self) -> str:
        """ "category 2A", or the words of a scheme that has words: "usually appropriate"."""
        return f"category {self.category}" if self.category[:1].isdigit() else self.category.lower()

    def get_absolute_url(self):
        return f"{self.guideline_version.guideline.get_absolute_url()}#{self.key}"
