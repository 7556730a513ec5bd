"""How the literature was searched, and every record that came of it."""

from django.db import models

from evidence.models import Reference
from evidence.models.keyed import Keyed
from policies.models import Policy
from reviews import vocabulary as words
from reviews.models.cycles import ReviewCycle


class SearchStrategy(Keyed):
    """What a policy's literature is searched with in one database, year after year."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="search_strategies")
    source = models.CharField(max_length=30, choices=words.SearchSource)
    source_name = models.CharField(max_length=120, blank=True)  # of an "other" one; or the platform: "Ovid"
    query = models.TextField()
    note = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)  # None: still in use

    class Meta:
        ordering = ["policy_id", "source", "id"]


class SearchRun(Keyed):
    """One search on one day. Its window is by the day a record entered the database, and overlaps the one before."""

    cycle = models.ForeignKey(ReviewCycle, models.CASCADE, related_name="search_runs")
    strategy = models.ForeignKey(SearchStrategy, models.PROTECT, related_name="runs", null=True, blank=True)
    source = models.CharField(max_length=30, choices=words.SearchSource)
    source_name = models.CharField(max_length=120, blank=True)
    query = models.TextField()  # as it was run
    run_on = models.DateField()
    window_from = models.DateField(null=True, blank=True)  # None: no lower end
    window_to = models.DateField(null=True, blank=True)
    overlap_days = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(null=True, blank=True)  # as the database told; None: not stated
    by = models.CharField(max_length=150)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["cycle_id", "id"]

    @property
    def source_label(self) -> str:
        """ "Other database: LILACS", "PubMed"."""
        return ": ".join(filter(None, [self.get_source_display(), self.source_name]))


class ImportBatch(Keyed):
    """One file of records, as it was sent in. Counts are of its records, and add up to the file."""

    run = models.ForeignKey(SearchRun, models.CASCADE, related_name="batches")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()  # bytes
    format = models.CharField(max_length=40, blank=True)
    encoding = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=words.ImportState, default=words.ImportState.WAITING)
    problem = models.TextField(blank=True)  # why it failed as a whole
    bytes_read = models.PositiveBigIntegerField(default=0)
    by = models.CharField(max_length=150)
    added_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["run_id", "id"]

    @property
    def is_read(self) -> bool:
        """As far as it could be: nothing more comes of it."""
        return self.state not in (words.ImportState.WAITING, words.ImportState.RUNNING)


class ImportRecord(models.Model):
    """One record of one file, with its own text: whatever became of it, nothing of it is lost."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="records")
    position = models.PositiveIntegerField()  # in the file, from 1
    line = models.PositiveIntegerField()  # on which it begins
    outcome = models.CharField(max_length=20, choices=words.RecordOutcome)
    reason = models.TextField(blank=True)  # why it failed, is known, or may be a duplicate of what
    known_because = models.CharField(max_length=20, choices=words.KnownBecause, blank=True)
    title = models.TextField(blank=True)
    fields = models.JSONField(default=dict, blank=True)  # as read; of a new one, what its candidate does not tell
    raw = models.TextField()
    # What it is: a candidate of this cycle. What it may be, or was found as before: another candidate, of this cycle or
    # of an earlier one, or a work of the base.
    candidate = models.ForeignKey("reviews.Candidate", models.SET_NULL, related_name="records", null=True, blank=True)
    earlier = models.ForeignKey("reviews.Candidate", models.SET_NULL, related_name="+", null=True, blank=True)
    reference = models.ForeignKey(Reference, models.SET_NULL, related_name="+", null=True, blank=True)
    settled_by = models.CharField(max_length=150, blank=True)  # who said what a possible duplicate is
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["batch_id", "position"]
        indexes = [
            models.Index(fields=["batch", "outcome", "position"], name="reviews_record_outcome"),
            # The flow counts records by how they ended from this alone: a row with its text is some thousand bytes.
            models.Index(fields=["batch", "outcome", "known_because"], name="reviews_record_ended"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="reviews_importrecord_position_unique")
        ]
