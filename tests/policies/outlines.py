"""A policy's statements and their trees as text, to be pinned in tests."""

from policies.models import Criterion, PolicyVersion, Statement


def outline(statement_key: str) -> str:
    """The tree of a statement: printed label, logic or text, and the key below the statement's."""
    criteria = list(Criterion.objects.filter(statement__key=statement_key).select_related("parent"))
    depth: dict[int | None, int] = {None: -1}
    lines = []
    for criterion in sorted(criteria, key=lambda criterion: criterion.order):
        depth[criterion.pk] = depth[criterion.parent_id] + 1
        said = (
            criterion.text if criterion.logic == "condition" else f"{criterion.logic.upper()} {criterion.text}".strip()
        )
        own = criterion.key.removeprefix(statement_key).strip("/") or "."
        lines.append("  ".join([*[""] * depth[criterion.pk], f"{criterion.printed_label} {said} <{own}>".strip()]))
    return "\n".join(lines) + "\n"


def statements(version_key: str) -> str:
    """One line a statement: label, key, kind, intervention, position, position when not met, indications, basis."""
    rows = Statement.objects.filter(version__key=version_key).prefetch_related("statement_indications__indication")
    return "".join(
        f"{row.label or '-'} {row.key.partition('/')[2]} {row.kind} {row.intervention.key}: {row.position}, "
        f"not met {row.position_when_not_met}, {row.basis}; "
        f"{' '.join(pair.indication.key for pair in row.statement_indications.all())}\n"
        for row in rows
    )


def dates(version: PolicyVersion) -> list[tuple[str, str, str, str]]:
    return [(date.kind, date.on, date.as_printed, date.precision) for date in version.dates.all()]


def keys(rows) -> list[str]:
    return [row.key for row in rows.all()]
