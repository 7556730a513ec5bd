from django.conf import settings
from django.db import models


class TransactionId(models.Func):
    """PostgreSQL's number of the transaction that writes the row; none on SQLite, where one writes at a time."""

    template = "pg_current_xact_id()::text::bigint"
    arity = 0
    output_field = models.BigIntegerField(null=True)

    def as_sqlite(self, compiler, connection, **context):
        return "NULL", []


class Change(models.Model):
    """A row that searchers must hear of, written in the transaction of the content's own change.

    The log is only read: every index keeps for itself how far it has followed (search/following.py).
    """

    type = models.CharField(max_length=30)  # a source's name, such as "study"
    key = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    transaction = models.BigIntegerField(null=True, db_default=TransactionId())
    problem = models.TextField(blank=True)  # why the row could not be indexed; a change or a rebuild tries again

    class Meta:
        indexes = [models.Index(fields=["transaction"], name="search_change_transaction")]


class SavedSearch(models.Model):
    """A question somebody comes back to. What came into the base after `looked_at` is new to them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=120)
    asked = models.TextField(blank=True)  # the query of its address: "q=sirflox&design=rct"
    looked_at = models.DateTimeField()
    digest = models.BooleanField(default=False)  # whether what is new is sent by e-mail
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="search_savedsearch_user_name_unique")]

    def __str__(self):
        return self.name
