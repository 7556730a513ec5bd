"""Who may see evidence: everybody, for now. Objects are fetched here all the same, so that no view forgets to ask."""

from django.db.models import Model, QuerySet
from django.http import Http404


def get_or_404(user, rows: QuerySet, key: str) -> Model:
    row = rows.filter(key=key).first()
    if row is None:
        raise Http404(f"There is no such {rows.model._meta.verbose_name} here.")
    return row
