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

    The log is only read: every index keeps for itself how far it has followed (search/changes.py).
    """

    type = models.CharField(max_length=30)  # a source's name, such as "study"
    key = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    transaction = models.BigIntegerField(null=True, db_default=TransactionId())
    problem = models.TextField(blank=True)  # why the row could not be indexed; a change or a rebuild tries again

    class Meta:
        indexes = [models.Index(fields=["transaction"], name="search_change_transaction")]
