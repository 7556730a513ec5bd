from django.db import models


class LoadedRow(models.Model):
    """What the fixtures put into a row, so that a later load can tell an edited row from an untouched one."""

    model = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256 of the row's values as loaded

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="evidence_loadedrow_model_key_unique")]
