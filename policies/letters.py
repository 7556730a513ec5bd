""" "Copy for a letter": a statement as plain text, with everything a determination letter has to name."""

from evidence.models import Reference
from policies.days.answers import Answer
from policies.models import Policy, PolicyVersion, Statement
from policies.presenters import Node, StatementView, date_views
from policies.vocabulary import AnswerKind, EvidenceBearing

REST_LEFT_OUT = (
    "Basis, patient selection and references are left out: of that day only the statement and its criteria are known."
)


def letter_text(view: StatementView, works: dict[str, list[Reference]], found: Answer | None = None) -> str:
    """Expects the statement's version with policy, payer and dates; `works` by bearing, as queries.works_by_bearing.

    `found` is the answer for a day of service: of one that is inferred, only the statement and its criteria are told.
    """
    statement = view.statement
    is_whole = found is None or found.is_whole
    lines = [*_head(statement.version, found), "", *_about(view, is_whole=is_whole)]
    if view.outline:
        lines += ["", "Criteria", *_outline_lines(view.outline, 0)]
    lines += _section("Definitions", _definitions(view.outline))
    if not is_whole:
        return "\n".join([*lines, "", REST_LEFT_OUT]) + "\n"
    lines += _section("Patient selection", _selection(statement))
    for bearing, title in ((EvidenceBearing.SUPPORTS, "in support"), (EvidenceBearing.OPPOSES, "against")):
        cited = [_citation(work, statement.version.document_id) for work in works.get(bearing, [])]
        lines += _section(f"Key references, {title}", cited)
    return "\n".join(lines) + "\n"


def no_text(statement: Statement, found: Answer, *, is_there: bool) -> str:
    """In place of a text that might not have been in force on the day of service, or was not in the one that was."""
    if is_there or not found.has_text:
        why = "No text is given here, since it might not be the one that was in force."
    else:
        why = f"The text in force on that day has no such statement: {statement.stable_key} is not in it."
    return (
        "\n".join([*_policy(statement.version.policy), *_service(found), "", f"{statement.stable_key}: {why}"]) + "\n"
    )


def _head(version: PolicyVersion, found: Answer | None) -> list[str]:
    lines = [*_policy(version.policy), f"Version: {version.name}"]
    if found:
        lines += _service(found)
    elif not version.state.is_in_force:
        lines.append(f"Not in force today: {version.state.words[0].lower()}{version.state.words[1:]}")
    return lines + [f"{date.label}: {date.text}" for date in date_views(version)]


def _policy(policy: Policy) -> list[str]:
    return [policy.payer.name, f"{policy.numbered.capitalize()}: {policy.title}"]


def _service(found: Answer) -> list[str]:
    return [f"Service date: {found.day}", f"On that day: {AnswerKind(found.kind).label.lower()}. {found.sentence}"]


def _about(view: StatementView, *, is_whole: bool) -> list[str]:
    statement = view.statement
    own_number = "" if statement.label else ", by our own count: the policy prints no number"
    lines = [f"{view.name} ({statement.key}){own_number}", f"Intervention: {statement.intervention.name}"]
    if view.about:
        lines.append(f"Indications: {view.about}")
    lines.append(f"Position: {statement.get_position_display()}")
    if view.outline:
        lines.append(f"Position when criteria are not met: {statement.not_met_label}")
    if is_whole:
        lines.append(f"Basis: {_basis(view)}")
    return [*lines, "", statement.text, *_residual(statement)]


def _basis(view: StatementView) -> str:
    own = [f"{part.name}: {part.basis.lower()}" for part in view.evidence if part.basis]
    return "; ".join([view.statement.get_basis_display(), *own])


def _residual(statement: Statement) -> list[str]:
    if not statement.scope:
        return []
    lines = [f"Rest of: {statement.scope}"]
    if statement.covers:
        lines.append(f"Takes in: {statement.get_covers_display().lower()}")
    excepted = [f"{other.title} ({other.key})" for other in statement.exceptions.all()]
    return [*lines, f"Except: {', '.join(excepted)}"] if excepted else lines


def _outline_lines(node: Node, depth: int):
    text = node.criterion.text
    said = f"{node.lead}:" if node.lead and not text else f"{text} ({node.lead.lower()}):" if node.lead else text
    yield f"{'   ' * depth}{node.label} {said}".rstrip() if node.label else f"{'   ' * depth}{said}"
    for child in node.children:
        yield from _outline_lines(child, depth + 1)


def _definitions(node: Node | None) -> list[str]:
    found: dict[str, str] = {}

    def collect(at: Node):
        for definition in at.criterion.definitions.all():
            place = at.criterion.computed_label or at.label
            found[f"{definition.key} {place}"] = f"{definition.term} (in {place}): {definition.definition}"
        for child in at.children:
            collect(child)

    if node:
        collect(node)
    return list(found.values())


def _selection(statement: Statement) -> list[str]:
    lines = []
    for group in statement.patient_selection.all():
        lines.append(f"{group.text} ({group.get_strength_display().lower()})")
        for item in group.items.all():
            lines.append(f"   {item.text}" + (f" ({item.applicability})" if item.applicability else ""))
    return lines


def _section(title: str, lines: list[str]) -> list[str]:
    return ["", title, *lines] if lines else []


def _citation(work: Reference, document: int | None) -> str:
    """ "[74] Mulcahy 2021. Title. J Clin Oncol 2021; 39: 3897-3907. PMID 34541864"."""
    numbers = [c.number for c in work.citations.all() if c.document_id == document and c.number]
    printed = " ".join(part for part in (work.journal, work.year or work.online_year) if part)
    if work.volume:
        printed += f"; {work.volume}" + (f": {work.pages}" if work.pages else "")
    known = [f"{i.get_scheme_display()} {i.value}" for i in work.identifiers.all()]
    parts = [f"{work.label}.", f"{work.display_title}.", f"{printed}." if printed else "", *known]
    return " ".join([*(f"[{number}]" for number in numbers[:1]), *(part for part in parts if part)])
