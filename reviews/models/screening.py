"""Works to be judged in a cycle, and every word said on them."""

from django.db import models

from evidence.models import Reference
from evidence.models.keyed import Keyed, page_address
from reviews import vocabulary as words
from reviews.models.cycles import ReviewCycle
from reviews.models.searching import SearchRun


class Candidate(Keyed):
    """One work to be judged in one cycle, with the fields its first record gave.

    `title_abstract` and `full_text` are what its decisions come to, written with the last of them. `reference` is the
    work in the base, once it is one.
    """

    cycle = models.ForeignKey(ReviewCycle, models.CASCADE, related_name="candidates")
    position = models.PositiveIntegerField()  # in the order of arrival, from 1
    origin = models.CharField(max_length=20, choices=words.CandidateOrigin, default=words.CandidateOrigin.SEARCH)
    origin_note = models.TextField(blank=True)  # "citation list of Salem 2021"
    run = models.ForeignKey(SearchRun, models.SET_NULL, related_name="candidates", null=True, blank=True)
    previous = models.ForeignKey("self", models.SET_NULL, related_name="later", null=True, blank=True)
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="candidates", null=True, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    title = models.TextField(blank=True)
    folded_title = models.CharField(max_length=300, blank=True)  # for comparison alone
    authors = models.JSONField(default=list, blank=True)
    authors_et_al = models.BooleanField(default=False)
    journal = models.CharField(max_length=300, blank=True)
    published = models.CharField(max_length=80, blank=True)
    year = models.CharField(max_length=4, blank=True)
    volume = models.CharField(max_length=40, blank=True)
    issue = models.CharField(max_length=40, blank=True)
    pages = models.CharField(max_length=60, blank=True)
    abstract = models.TextField(blank=True)
    keywords = models.JSONField(default=list, blank=True)
    publication_types = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=40, blank=True)
    url = models.CharField(max_length=500, blank=True)
    doi = models.CharField(max_length=200, blank=True)  # in normal form (evidence/entry/identifiers.py)
    pmid = models.CharField(max_length=10, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    title_abstract = models.CharField(
        max_length=20, choices=words.ScreeningStatus, default=words.ScreeningStatus.UNDECIDED
    )
    full_text = models.CharField(max_length=20, choices=words.ScreeningStatus, default=words.ScreeningStatus.NOT_YET)
    excluded_because = models.CharField(max_length=20, choices=words.ExclusionReason, blank=True)  # at either stage
    excluded_note = models.TextField(blank=True)
    look_again = models.BooleanField(default=False)  # in the next cycle, though excluded
    relevance = models.FloatField(null=True, blank=True)  # the higher, the likelier it is included; None: not ordered

    class Meta:
        ordering = ["cycle_id", "position"]
        indexes = [
            models.Index(fields=["cycle", "title_abstract", "position"], name="reviews_candidate_by_title"),
            models.Index(fields=["cycle", "title_abstract", "-relevance"], name="reviews_candidate_relevance"),
            models.Index(fields=["cycle", "full_text", "position"], name="reviews_candidate_full_text"),
            models.Index(fields=["doi"], name="reviews_candidate_doi"),
            models.Index(fields=["pmid"], name="reviews_candidate_pmid"),
            models.Index(fields=["cycle", "folded_title"], name="reviews_candidate_folded"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "position"], name="reviews_candidate_position_unique"),
        ]

    def get_absolute_url(self):
        return page_address("candidate", self.key)


class ScreeningDecision(models.Model):
    """One person's word on one candidate at one stage. Taken back, it stays, with the time."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="decisions")
    stage = models.CharField(max_length=20, choices=words.Stage)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)
    verdict = models.CharField(max_length=10, choices=words.Verdict)
    reason = models.CharField(max_length=20, choices=words.ExclusionReason, blank=True)
    note = models.TextField(blank=True)
    look_again = models.BooleanField(default=False)
    settles = models.BooleanField(default=False)  # the third reader's word: it alone counts
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["candidate_id", "id"]
        indexes = [models.Index(fields=["by", "at"], name="reviews_decision_by")]
        constraints = [
            models.UniqueConstraint(
                name="reviews_screeningdecision_one_word_each",
                fields=["candidate", "stage", "by"],
                condition=models.Q(taken_back_at__isnull=True),
            ),
            models.CheckConstraint(
                name="reviews_screeningdecision_exclusion_has_a_reason",
                condition=models.Q(verdict="exclude") ^ models.Q(reason=""),
            ),
        ]
