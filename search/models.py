from django.db import models


class Change(models.Model):
    """A row that searchers must hear of, written in the transaction of the content's own change.

    Undrained rows are those the index does not hold yet. A drain puts the row's present state, so
    draining twice does no harm.
    """

    type = models.CharField(max_length=30)  # a source's name, such as "study"
    key = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    drained_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)  # why the row could not be indexed; a change or a rebuild tries again

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(drained_at__isnull=True), name="search_change_undrained")
        ]
