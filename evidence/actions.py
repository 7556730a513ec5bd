"""Every write of evidence that people make here: permitted, audited, and in one transaction."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

import audit.actions
from evidence.models import SynonymGroup
from evidence.permissions import objection_to_editing_synonyms
from search.words import words

LONGEST_NAME = 120


@transaction.atomic
def add_synonyms(*, names: list[str], by) -> SynonymGroup:
    """Keeps names that mean the same to a search. ValidationError where they cannot be told apart from others."""
    _refuse_unless_permitted(by)
    names = list(dict.fromkeys(" ".join(name.split()) for name in names if words(name)))
    if len(names) < 2:
        raise ValidationError("Give two names or more that mean the same, each on a line of its own.")
    if any(len(name) > LONGEST_NAME for name in names):
        raise ValidationError(f"A name is longer than {LONGEST_NAME} characters.")
    group = SynonymGroup.objects.create(names=names)
    _record("synonyms.added", group, by, after={"names": names})
    return group


@transaction.atomic
def remove_synonyms(*, group: SynonymGroup, by) -> None:
    _refuse_unless_permitted(by)
    _record("synonyms.removed", group, by, before={"names": group.names})
    group.delete()


def _refuse_unless_permitted(by) -> None:
    if objection := objection_to_editing_synonyms(by):
        raise PermissionDenied(objection)


def _record(event: str, group: SynonymGroup, by, **told) -> None:
    audit.actions.record(event=event, target_type="synonyms", target_key=str(group.pk), by=by.get_username(), **told)
