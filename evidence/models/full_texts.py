"""The full text of a work: whether it was had, and its files."""

from django.db import models

from evidence import vocabulary as words
from evidence.models.references import Reference


class FullText(models.Model):
    """Where the search for a work's full text stands."""

    reference = models.OneToOneField(Reference, models.CASCADE, related_name="full_text")
    state = models.CharField(max_length=20, choices=words.RetrievalState)
    note = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now=True)


class ReferenceFile(models.Model):
    """A file of a work, kept under the name of its hash. For members only: publishers' texts are not ours to give."""

    reference = models.ForeignKey(Reference, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)  # as it was sent in
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reference_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "sha256"],
                name="evidence_referencefile_once_a_work",
                condition=models.Q(removed_at__isnull=True),
            )
        ]
