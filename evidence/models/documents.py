from django.db import models

from evidence import vocabulary as words
from evidence.models.keyed import Keyed, page_address


class Document(Keyed):
    """What was read: every figure says which document prints it."""

    kind = models.CharField(max_length=20, choices=words.DocumentKind)
    title = models.CharField(max_length=300)
    issuer = models.CharField(max_length=200, blank=True)
    citation = models.CharField(max_length=200, blank=True)
    doi = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    completeness = models.CharField(max_length=20, choices=words.Completeness, default=words.Completeness.WHOLE)
    known = models.TextField(blank=True)  # of one known in part: which part
    reference_list = models.CharField(max_length=20, choices=words.ReferenceList, default=words.ReferenceList.NOT_SEEN)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self):
        return self.title

    @property
    def is_whole(self) -> bool:
        return self.completeness == words.Completeness.WHOLE

    def get_absolute_url(self):
        return page_address("document", self.key)
