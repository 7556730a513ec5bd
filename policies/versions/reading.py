"""Versions as values to be compared: rows -> policies/versions/values.py, in a number of queries that does not grow."""

from django.db.models import Prefetch

from policies.models import (
    Criterion,
    Definition,
    PatientSelection,
    PolicyCode,
    PolicyVersion,
    Statement,
    VersionDate,
)
from policies.queries import PAIRS
from policies.references import NumberedReference, version_references
from policies.versions.values import DefinitionText, Listed, Node, SelectionGroup, StatementTree, VersionTree

STATEMENTS = Statement.objects.select_related("intervention").prefetch_related(
    Prefetch("criteria", Criterion.objects.prefetch_related("conditions", "excludes")),
    Prefetch("statement_indications", PAIRS),
    "exceptions",
)


def version_tree(version: PolicyVersion) -> VersionTree:
    statements = list(STATEMENTS.filter(version=version))
    if version.is_reconstructed:
        told = tuple(_statement(row, version) for row in statements)
        return VersionTree(version.key, version.label, complete=False, statements=told)
    references = version_references(version)
    return VersionTree(
        version.key,
        version.label or version.key,
        statements=tuple(_statement(row, version) for row in statements),
        definitions=tuple(
            _definition(row, version) for row in Definition.objects.filter(version=version).order_by("pk")
        ),
        selection=tuple(_selection(row, version) for row in _selection_rows(version)),
        codes=tuple(_code(row, version) for row in version.codes.prefetch_related("statements")),
        dates=tuple(_date(row, version) for row in version.dates.all()),
        references=tuple(_reference(row, version) for row in references if row.citation),
        works=tuple(_reference(row, version) for row in references if row.is_linked),
    )


def place(version: PolicyVersion, row) -> str:
    """Where the row was read: "bcbsma-292, line 45"; "" where it was not read anywhere."""
    if not version.document_id:
        return ""
    return ", ".join(filter(None, [version.document.key, row.location]))


def _statement(row: Statement, version: PolicyVersion) -> StatementTree:
    return StatementTree(
        key=row.stable_key,
        title=row.title,
        kind=row.kind,
        position=row.position,
        position_when_not_met=row.position_when_not_met,
        text=row.text,
        intervention=row.intervention.name,
        indications=tuple((p.indication.key, p.indication.short_name) for p in row.statement_indications.all()),
        scope=row.scope,
        covers=row.covers,
        exceptions=tuple(sorted(other.stable_key for other in row.exceptions.all())),
        tree=_tree(list(row.criteria.all()), version),
        place=place(version, row),
        address="" if version.is_reconstructed else row.get_absolute_url(),
    )


def _tree(criteria: list[Criterion], version: PolicyVersion) -> Node | None:
    under: dict[int | None, list[Criterion]] = {}
    for criterion in criteria:
        under.setdefault(criterion.parent_id, []).append(criterion)

    def node(row: Criterion) -> Node:
        return Node(
            key=row.stable_key,
            logic=row.logic,
            text=row.text,
            minimum=row.minimum,
            terms=_terms(row),
            label=row.printed_label,
            path=row.computed_label,
            place=place(version, row),
            carried_over=row.carried_over,
            children=tuple(node(child) for child in under.get(row.pk, ())),
        )

    roots = under.get(None)
    return node(roots[0]) if roots else None


def _terms(row: Criterion) -> tuple[str, ...]:
    """What it tests, what it shuts out, and what the treatment has to be for."""
    tested = sorted(condition.name for condition in row.conditions.all())
    excluded = sorted(f"other than {condition.name}" for condition in row.excludes.all())
    return (*tested, *excluded, *([f"for {row.get_purpose_display().lower()}"] if row.purpose else []))


def _definition(row: Definition, version: PolicyVersion) -> DefinitionText:
    return DefinitionText(row.stable_key, row.term, row.definition, place(version, row))


def _selection_rows(version: PolicyVersion):
    return PatientSelection.objects.filter(version=version).order_by("pk").prefetch_related("items", "governs")


def _selection(row: PatientSelection, version: PolicyVersion) -> SelectionGroup:
    return SelectionGroup(
        key=row.stable_key,
        text=row.text,
        strength=row.strength,
        items=tuple((item.text, place(version, item)) for item in row.items.all()),
        governs=frozenset(statement.position for statement in row.governs.all()),
        place=place(version, row),
    )


def _code(row: PolicyCode, version: PolicyVersion) -> Listed:
    serves = ", ".join(sorted(statement.stable_key for statement in row.statements.all()))
    said = [
        row.get_status_display(),
        ", ".join(row.applies_with),
        f"for {serves}" if serves else "",
        ", ".join(row.products),
    ]
    return Listed(str(row), str(row), "; ".join(filter(None, said)), place(version, row))


def _date(row: VersionDate, version: PolicyVersion) -> Listed:
    label = row.get_kind_display()
    return Listed(row.kind, label, row.as_printed or row.on or "not stated", place(version, row))


def _reference(row: NumberedReference, version: PolicyVersion) -> Listed:
    where = place(version, row) if row.citation else ""
    return Listed(row.reference.key, row.reference.label, row.reference.display_title, where)
