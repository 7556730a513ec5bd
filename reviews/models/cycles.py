"""A policy's scheduled re-examination, and who does what in it."""

from django.db import models

from evidence.models import Document
from evidence.models.keyed import Printed, page_address
from policies.models import Policy, PolicyVersion
from reviews import vocabulary as words


class ReviewCycle(Printed):
    """One re-examination of a policy. One that only a document tells of has that document, and its lines.

    Dates are as precise as they are known; "" and None: not stated.
    """

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="review_cycles")
    type = models.CharField(max_length=20, choices=words.CycleType)
    trigger = models.CharField(max_length=20, choices=words.CycleTrigger, blank=True)  # of an interim one
    trigger_source = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=words.CycleState, default=words.CycleState.OPEN)
    outcome = models.CharField(max_length=20, choices=words.CycleOutcome, blank=True)  # of a closed one
    due_on = models.DateField(null=True, blank=True)
    opened_on = models.CharField(max_length=10, blank=True)
    opened_by = models.CharField(max_length=150, blank=True)
    closed_on = models.CharField(max_length=10, blank=True)  # 2024-09-12, 2024-09 or 2024
    closed_by = models.CharField(max_length=150, blank=True)
    closed_because = models.TextField(blank=True)
    next_due_on = models.DateField(null=True, blank=True)  # set by hand at the end
    literature_searched_through = models.CharField(max_length=10, blank=True)
    previous = models.ForeignKey("self", models.PROTECT, related_name="followed_by", null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="review_cycles", null=True, blank=True)
    version = models.ForeignKey(PolicyVersion, models.SET_NULL, related_name="review_cycles", null=True, blank=True)
    # What is asked of the literature, and how it is read:
    question = models.TextField(blank=True)
    criteria = models.TextField(blank=True)  # for inclusion and exclusion, shown beside the abstract
    highlighted = models.JSONField(default=list, blank=True)  # terms marked in titles and abstracts
    readers_needed = models.PositiveSmallIntegerField(default=1)
    flow = models.JSONField(default=dict, blank=True)  # the counts of the flow, kept when the cycle closed

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "due_on"], name="reviews_cycle_state_due")]
        constraints = [
            models.UniqueConstraint(
                name="reviews_reviewcycle_one_in_progress_a_policy",
                fields=["policy"],
                condition=~models.Q(state="closed"),
            ),
            models.CheckConstraint(
                name="reviews_reviewcycle_closed_has_an_outcome",
                condition=models.Q(state="closed") ^ models.Q(outcome=""),
            ),
            models.CheckConstraint(
                name="reviews_reviewcycle_one_or_two_readers", condition=models.Q(readers_needed__in=(1, 2))
            ),
        ]

    def __str__(self):
        return f"{self.get_type_display()} of {self.policy}"

    @property
    def number(self) -> str:
        """The end of its key: "review-2"."""
        return self.key.rpartition("/")[2]

    @property
    def is_closed(self) -> bool:
        return self.state == words.CycleState.CLOSED

    def get_absolute_url(self):
        return page_address("review", self.key)


class Assignment(models.Model):
    """Somebody is asked to do something in a cycle, until a time. `name` is that of an account."""

    cycle = models.ForeignKey(ReviewCycle, models.CASCADE, related_name="assignments")
    name = models.CharField(max_length=150)
    task = models.CharField(max_length=20, choices=words.ReviewTask)
    assigned_by = models.CharField(max_length=150)
    assigned_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)  # None: assigned now

    class Meta:
        ordering = ["cycle_id", "id"]
        indexes = [models.Index(fields=["name", "until"], name="reviews_assignment_of_name")]
        constraints = [
            models.UniqueConstraint(
                name="reviews_assignment_once_at_a_time",
                fields=["cycle", "name", "task"],
                condition=models.Q(until__isnull=True),
            )
        ]
