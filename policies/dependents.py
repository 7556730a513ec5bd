"""Which statements rest on a piece of evidence, for the evidence pages to show."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from evidence.models import Condition, Device, Document, Intervention, Reference, Study
from policies import permissions
from policies.models import EvidenceLink, RegulatoryFact, Statement
from policies.presenters import statement_of


def context_of(row, user) -> dict:
    if isinstance(row, Study):
        return {"rests": resting_on(_links_to_study(row), user)}
    if isinstance(row, Reference):
        return {"rests": resting_on(_links_to_reference(row), user)}
    if isinstance(row, Condition):
        return {"statements": _named(Q(statement_indications__indication__condition=row), user)}
    if isinstance(row, Intervention):
        return {"statements": _named(Q(intervention=row), user)}
    if isinstance(row, Device):
        versions = permissions.current_versions(user)
        facts = RegulatoryFact.objects.filter(device=row, version__in=versions)
        return {"facts": facts.select_related("version__policy")}
    if isinstance(row, Document):
        return {"policy_versions": permissions.visible_versions(user).filter(document=row).select_related("policy")}
    return {}


def policy_names(keys: Iterable[str], user) -> dict[str, tuple[str, str]]:
    """The name and address of each policy of these keys that the user may see."""
    rows = permissions.visible_policies(user).filter(key__in=list(keys)).select_related("payer")
    return {row.key: (f"{row.payer.name}, policy {row.number}", row.get_absolute_url()) for row in rows}


def resting_on(links: Iterable[EvidenceLink], user) -> list[dict]:
    """The statements of these links, each once, with how the links bear on it."""
    bearings: dict[int, Counter] = {}
    for link in links:
        bearings.setdefault(statement_of(link), Counter())[link.get_bearing_display().lower()] += 1
    rows = _with_names(permissions.current_statements(user).filter(pk__in=bearings))
    return [named(row) | {"bearings": _in_words(bearings[row.pk])} for row in rows]


def named(statement: Statement) -> dict:
    """The statement with what it is about."""
    about = "; ".join(pair.indication.short_name for pair in statement.statement_indications.all())
    return {"statement": statement, "name": statement.title, "about": about or statement.scope}


def _with_names(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    rows = statements.select_related("version__policy__payer")
    return rows.prefetch_related("statement_indications__indication__condition")


def _in_words(bearings: Counter) -> str:
    """ "opposes: 1, supports: 2"."""
    return ", ".join(f"{bearing}: {count}" for bearing, count in sorted(bearings.items()))


def _links_to_study(study: Study):
    return EvidenceLink.objects.select_related("criterion").filter(
        Q(study=study)
        | Q(measurement__outcome__account__study=study)
        | Q(effect_estimate__outcome__account__study=study)
    )


def _links_to_reference(reference: Reference):
    return EvidenceLink.objects.select_related("criterion").filter(
        Q(reference=reference)
        | Q(study__reports__reference=reference)
        | Q(measurement__outcome__account__study__reports__reference=reference)
        | Q(effect_estimate__outcome__account__study__reports__reference=reference)
    )


def _named(condition: Q, user) -> list[dict]:
    return [named(row) for row in _with_names(permissions.current_statements(user).filter(condition).distinct())]
