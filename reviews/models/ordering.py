"""How the works of a cycle came to stand in the order of likely relevance."""

from django.db import models

from reviews.models.cycles import ReviewCycle


class RelevanceOrder(models.Model):
    """When the undecided works of a cycle were put in order last, and from how many decisions that was learned."""

    cycle = models.OneToOneField(ReviewCycle, models.CASCADE, related_name="relevance_order")
    ordered_at = models.DateTimeField()
    took = models.FloatField()  # seconds
    included = models.PositiveIntegerField()  # the cycle's own decisions by title and abstract, when it was ordered
    excluded = models.PositiveIntegerField()
    earlier = models.PositiveIntegerField()  # decisions of the policy's earlier cycles that were learned from too
    learned = models.BooleanField()  # False: too little was decided, and the works most like the question come first

    class Meta:
        ordering = ["cycle_id"]

    @property
    def decisions(self) -> int:
        return self.included + self.excluded
