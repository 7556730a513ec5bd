from django.db import models

from evidence import vocabulary as words
from evidence.models.keyed import Keyed, page_address


class Term(Keyed):
    name = models.CharField(max_length=200)
    synonyms = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self):
        return self.name


class Condition(Term):
    parents = models.ManyToManyField("self", symmetrical=False, related_name="narrower", blank=True)

    def get_absolute_url(self):
        return page_address("condition", self.key)


class Intervention(Term):
    parents = models.ManyToManyField("self", symmetrical=False, related_name="narrower", blank=True)

    def get_absolute_url(self):
        return page_address("intervention", self.key)


def ancestors(model: type[Term]) -> dict[int, set[int]]:
    """For each term's id, the ids of all broader terms, from two queries."""
    parents: dict[int, set[int]] = {pk: set() for pk in model.objects.values_list("pk", flat=True)}
    through = model.parents.through
    start, end = f"from_{model._meta.model_name}_id", f"to_{model._meta.model_name}_id"
    for child, parent in through.objects.values_list(start, end):
        parents[child].add(parent)
    above: dict[int, set[int]] = {}

    def collect(pk: int) -> set[int]:
        if pk not in above:
            above[pk] = set()  # a cycle ends here
            for parent in parents[pk]:
                above[pk] |= {parent} | collect(parent)
        return above[pk]

    for pk in parents:
        collect(pk)
    return above


class SynonymGroup(models.Model):
    """Names that mean the same to a search, beside those of the terms: "LRT", "locoregional therapy"."""

    names = models.JSONField(default=list)

    class Meta:
        ordering = ["names"]


class Indication(Keyed):
    """What a statement decides on: an intervention for a condition, with purpose, line and extent."""

    intervention = models.ForeignKey(Intervention, models.PROTECT, related_name="indications")
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="indications")
    purpose = models.CharField(max_length=30, choices=words.Purpose, default=words.Purpose.TREATMENT)
    line = models.CharField(max_length=20, choices=words.LineOfTherapy, default=words.LineOfTherapy.NOT_STATED)
    extent = models.CharField(max_length=20, choices=words.Extent, default=words.Extent.NOT_STATED)

    class Meta:
        ordering = ["key"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """ "Radioembolization for hepatocellular carcinoma, bridge to transplant"."""
        return f"{self.intervention.name} for {self.short_name}"

    @property
    def short_name(self) -> str:
        """The condition with what narrows it; used where the intervention is plain."""
        name = self.condition.name
        parts = [name if name[:3].isupper() else name[0].lower() + name[1:]]
        if self.purpose != words.Purpose.TREATMENT:
            parts.append(self.get_purpose_display().lower())
        if self.line != words.LineOfTherapy.NOT_STATED:
            parts.append(self.get_line_display().lower())
        if self.extent != words.Extent.NOT_STATED:
            parts.append(self.get_extent_display().lower())
        return ", ".join(parts)
