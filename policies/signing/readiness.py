"""What a draft lacks before it can be sent to be signed; all of it at once."""

from collections import Counter
from dataclasses import dataclass

from policies.models import Criterion, PolicyVersion, Statement
from policies.vocabulary import CriterionLogic, StatementKind, VersionPurpose


@dataclass(frozen=True)
class Lack:
    """`part` and `key` are those of the statement or criterion, "" where the whole version lacks something."""

    sentence: str
    part: str = ""
    key: str = ""


def lacks(version: PolicyVersion) -> list[Lack]:
    """In a number of queries that does not grow."""
    statements = list(version.statements.prefetch_related("criteria", "statement_indications", "scope_conditions"))
    if not statements:
        return [Lack("The draft holds no statement. Add one, with its position and its text.")]
    found = [lack for statement in statements for lack in _of_statement(statement)]
    if version.purpose in (VersionPurpose.CORRECTION, VersionPurpose.RETIREMENT) and not version.purpose_reason:
        found.append(Lack("Say why the published text is corrected or retired."))
    return found


def _of_statement(statement: Statement) -> list[Lack]:
    found = []
    if not statement.text.strip():
        found.append(Lack(f"{statement.title} has no text.", "statement", statement.key))
    if statement.kind == StatementKind.NAMED and not statement.statement_indications.all():
        found.append(Lack(f"{statement.title} names no indication.", "statement", statement.key))
    criteria = list(statement.criteria.all())
    children = Counter(criterion.parent_id for criterion in criteria)
    for criterion in criteria:
        found += [
            Lack(f"{_named(criterion, statement)} {fault}", "criterion", criterion.key)
            for fault in _faults(criterion, children[criterion.pk])
        ]
    return found


def _faults(criterion: Criterion, children: int) -> list[str]:
    if criterion.logic == CriterionLogic.CONDITION:
        return [] if criterion.text.strip() else ["has no text."]
    if not children:
        return ["is a group with nothing under it. Add what it asks for, or remove it."]
    if criterion.logic == CriterionLogic.AT_LEAST and children < (criterion.minimum or 0):
        return [f"asks for at least {criterion.minimum} of the {children} under it. Add some, or ask for fewer."]
    return []


def _named(criterion: Criterion, statement: Statement) -> str:
    if criterion.computed_label:
        return f"{statement.title}, criterion {criterion.computed_label}"
    return f"{statement.title}: a criterion" if criterion.parent_id else f"The criteria of {statement.title}:"
