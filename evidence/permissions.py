"""Who may see evidence: everybody, for now. Objects are fetched here all the same, so that no view forgets to ask.

Who may change what: an objection is the sentence to show, "" where there is none.
"""

from django.db.models import Model, QuerySet
from django.http import Http404

from audit.roles import ADMINISTRATOR, LIBRARIAN, roles_of
from evidence.models import Flag, Study, SynonymGroup


def get_or_404(user, rows: QuerySet, key: str) -> Model:
    row = rows.filter(key=key).first()
    if row is None:
        raise Http404(f"There is no such {rows.model._meta.verbose_name} here.")
    return row


def studies_seen_by(user) -> QuerySet[Study]:
    return Study.objects.all()


def get_synonyms_or_404(user, pk: int) -> SynonymGroup:
    group = SynonymGroup.objects.filter(pk=pk).first()
    if group is None:
        raise Http404("There are no such names here.")
    return group


def get_flag_or_404(user, fingerprint: str) -> Flag:
    flag = Flag.objects.with_acceptance().filter(fingerprint=fingerprint).first()
    if flag is None:
        raise Http404("There is no such flag: its figures may have changed, or the rule finds nothing in them now.")
    return flag


def objection_to_accepting_flags(user) -> str:
    if roles_of(user) & {LIBRARIAN, ADMINISTRATOR}:
        return ""
    return "Librarians and Administrators accept flags."


def objection_to_editing_synonyms(user) -> str:
    if roles_of(user) & {LIBRARIAN, ADMINISTRATOR}:
        return ""
    return "Librarians and Administrators keep the names that mean the same."
