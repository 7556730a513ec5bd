import re

from django.db import models

from evidence import vocabulary as words
from evidence.models.documents import Document
from evidence.models.keyed import Findable, Keyed, Printed, page_address


def family_name(author: str) -> str:
    """ "van Hazel GA" -> "van Hazel"; a group's name stays whole."""
    return re.sub(r"\s+(?:[A-ZÀ-Ý-]{1,4}|II|III|Jr)(?:\s+(?:II|III|Jr))?$", "", author)


class Reference(Findable, Keyed):
    """One publication. An empty title means that no document read prints it."""

    kind = models.CharField(max_length=20, choices=words.ReferenceKind, default=words.ReferenceKind.ARTICLE)
    title = models.TextField(blank=True)
    authors = models.JSONField(default=list, blank=True)
    authors_et_al = models.BooleanField(default=False)  # the printed list of authors ends in "et al"
    journal = models.CharField(max_length=200, blank=True)
    published = models.CharField(max_length=40, blank=True)  # as printed: "May 18 2002"
    year = models.CharField(max_length=4, blank=True)  # of the printed issue
    online_year = models.CharField(max_length=4, blank=True)
    volume = models.CharField(max_length=40, blank=True)
    issue = models.CharField(max_length=40, blank=True)
    pages = models.CharField(max_length=60, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    accessed = models.CharField(max_length=60, blank=True)
    abstract = models.TextField(blank=True)
    keywords = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["key"]
        indexes = [models.Index(fields=["year"], name="evidence_reference_year")]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """ "Mulcahy 2021"."""
        name = family_name(self.authors[0]) if self.authors else self.title[:40] or self.key
        return f"{name} {self.year or self.online_year}".strip()

    @property
    def display_title(self) -> str:
        return self.title or "Title not stated"

    def get_absolute_url(self):
        return page_address("reference", self.key)


class Identifier(Keyed):
    """A name of the work in some scheme. No two works share one."""

    reference = models.ForeignKey(Reference, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=10, choices=words.IdentifierScheme)
    value = models.CharField(max_length=200)

    class Meta:
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="evidence_identifier_scheme_value_unique")
        ]

    @property
    def url(self) -> str:
        patterns = {
            words.IdentifierScheme.PMID: "https://pubmed.ncbi.nlm.nih.gov/{}/",
            words.IdentifierScheme.DOI: "https://doi.org/{}",
            words.IdentifierScheme.PMCID: "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
        }
        return patterns.get(self.scheme, "").format(self.value)


class Citation(Printed):
    """A document's mention of a work under the number it prints, which need not be unique there."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="citations")
    reference = models.ForeignKey(Reference, models.CASCADE, related_name="citations")
    number = models.CharField(max_length=20, blank=True)
    year_as_printed = models.CharField(max_length=10, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["document_id", "position"]
