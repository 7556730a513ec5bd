"""Who may see evidence: everybody, for now. Objects are fetched here all the same, so that no view forgets to ask.

Who may change what: an objection is the sentence to show, "" where there is none.
"""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from audit.permissions import may, objection
from evidence.models import EffectEstimate, Flag, Measurement, Outcome, Reference, ReferenceFile, Study, SynonymGroup

PoliciesSeen = Callable[[object], QuerySet]
_policies_seen: list[PoliciesSeen] = []


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
    flag = visible_flags(user).with_acceptance().select_related("study").filter(fingerprint=fingerprint).first()
    if flag is None:
        raise Http404("There is no such flag: its figures may have changed, or the rule finds nothing in them now.")
    return flag


def objection_to_accepting_flags(user) -> str:
    return objection(user, "accept_flags")


def objection_to_entering_evidence(user) -> str:
    return objection(user, "enter_evidence")


def objection_to_taking_in_works(user) -> str:
    """Works come into the base by the judgement of those who read what a search found, or are entered."""
    return objection(user, "screen") and objection_to_entering_evidence(user)


def objection_to_correcting_evidence(user) -> str:
    return objection(user, "correct_evidence")


def get_study_to_enter_or_refuse(user, key: str) -> Study:
    """A study whose evidence the user may enter; 404 where there is none, 403 with the sentence where they may not."""
    study = get_or_404(user, Study.objects.all(), key)
    refuse(objection_to_entering_evidence(user))
    return study


def get_figure_to_correct_or_refuse(user, key: str) -> Measurement | EffectEstimate:
    for model in (Measurement, EffectEstimate):
        if figure := model.objects.select_related("outcome__account__study").filter(key=key).first():
            refuse(objection_to_correcting_evidence(user))
            return figure
    raise Http404("There is no such figure here.")


def get_outcome_or_404(user, outcomes: QuerySet[Outcome], key: str) -> Outcome:
    outcome = outcomes.select_related("account__study", "account__document").filter(key=key).first()
    if outcome is None:
        raise Http404("There is no such outcome in the study's own paper.")
    return outcome


def objection_to_editing_synonyms(user) -> str:
    return objection(user, "keep_synonyms")


def objection_to_appraising(user) -> str:
    return objection(user, "appraise")


def objection_to_verifying(user) -> str:
    return objection(user, "verify_figures")


def may_read_full_texts(user) -> bool:
    """Whether this user is told of the files of works, and of their retrieval."""
    return may(user, "read_full_texts")


def objection_to_reading_full_texts(user) -> str:
    return objection(user, "read_full_texts")


def objection_to_keeping_full_texts(user) -> str:
    return objection(user, "keep_full_texts")


def get_reference_to_keep_or_refuse(user, key: str) -> Reference:
    """A work whose files and retrieval the user may keep."""
    refuse(objection_to_keeping_full_texts(user))
    return get_or_404(user, Reference.objects.all(), key)


def get_file_or_refuse(user, key: str, pk: int) -> ReferenceFile:
    """A file of the work with that key. Who may read none is not told whether there is one."""
    refuse(objection_to_reading_full_texts(user))
    file = ReferenceFile.objects.filter(pk=pk, reference__key=key, removed_at__isnull=True).first()
    if file is None:
        raise Http404("There is no such file here. It may have been removed.")
    return file


def refuse(objection: str) -> None:
    """For pages that only some may see at all."""
    if objection:
        raise PermissionDenied(objection)


def register_policies_seen(seen: PoliciesSeen) -> None:
    """`seen(user)` gives the keys of the policies whose flags the user may see; no flag tells of a draft to others."""
    _policies_seen.append(seen)


def policies_seen(user, keys) -> set[str]:
    """Those of the keys that are policies the user may see."""
    return {key for seen in _policies_seen for key in seen(user).filter(key__in=keys).values_list("key", flat=True)}


def visible_flags(user) -> QuerySet[Flag]:
    flags = Flag.objects.all()
    for seen in _policies_seen:
        flags = flags.filter(Q(policy="") | Q(policy__in=seen(user).values("key")))
    return flags
