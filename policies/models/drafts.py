"""What is kept of the writing of a version: its edits, who is at it, and what people say of it."""

from django.db import models

from policies.models.policies import PolicyVersion


class DraftEdit(models.Model):
    """One edit of a draft: which rows it changed, from what to what. `number` is the version's edition it made.

    `changes` holds {part, key, before, after} with images of the rows (policies/drafts/parts.py), None where there was
    or is no row. `undoes` is the number of the edit that this one took back, and `undone` whether one took this back.
    """

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    what = models.CharField(max_length=200)
    changes = models.JSONField()
    undoes = models.PositiveIntegerField(null=True, blank=True)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["version_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="policies_draftedit_number_once_a_version")
        ]


class DraftPresence(models.Model):
    """When somebody last had the draft open, for others to be told."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="presences")
    name = models.CharField(max_length=150)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="policies_draftpresence_once_a_person")]


class Comment(models.Model):
    """A remark on a statement or a criterion of a draft, or an answer to one.

    It is held to the stable key, so that it outlives the row: a removed criterion keeps what was said of it.
    """

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="comments")
    about = models.CharField(max_length=200)  # the stable key of a statement or criterion; of an answer too
    answers = models.ForeignKey("self", models.CASCADE, related_name="replies", null=True, blank=True)
    text = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    resolved_by = models.CharField(max_length=150, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["version_id", "id"]
        indexes = [models.Index(fields=["version", "about"], name="policies_comment_about")]
