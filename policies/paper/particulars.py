"""What a version states besides its statements: selection, definitions, codes, authorization, regulation, history."""

from collections.abc import Callable, Iterator, Sequence

from policies.models import (
    CoverageDetermination,
    Criterion,
    Definition,
    DocumentationRequirement,
    EvidenceConclusion,
    HistoryEntry,
    PatientSelection,
    PolicyCode,
    PriorAuthorization,
    RegulatoryFact,
    RelatedPolicy,
)
from policies.paper.content import (
    NOTHING,
    Block,
    Column,
    Heading,
    Item,
    Items,
    Paragraph,
    Run,
    Runs,
    Table,
    muted,
    note_of,
    plain,
)
from policies.vocabulary import CodeSystem

CODES = (
    Column("Code", 13),
    Column("System", 15),
    Column("Description", 34),
    Column("Status", 22),
    Column("Statements", 16),
)
AUTHORIZATION = (Column("Setting", 20), Column("Product", 35), Column("Requirement", 20), Column("Note", 25))
REGULATION = (Column("Device", 20), Column("Pathway", 14), Column("Date", 14), Column("Labelled use", 52))
CONCLUSIONS = (Column("Population", 24), Column("Conclusion", 24), Column("In short", 38), Column("Statements", 14))
HISTORY = (Column("Date as printed", 16), Column("What changed", 50), Column("Class", 18), Column("Effective", 16))
OUR_LABELS = "CPT codes carry a short label of our own, not the descriptor of the American Medical Association."


def selection(groups: Sequence[PatientSelection]) -> Iterator[Block]:
    if groups:
        yield Heading(1, plain("Patient selection"), "selection")
    for group in groups:
        strength = group.get_strength_display().lower()
        not_met = group.get_position_when_not_met_display().lower()
        yield Paragraph((Run(group.text), Run(f" ({strength}; position when not met: {not_met})", "muted")))
        items = [Item("", 0, (Run(item.text), *note_of(item.applicability))) for item in group.items.all()]
        if items:
            yield Items("bullets", tuple(items))
        governed = ", ".join(statement.title for statement in group.governs.all())
        governs = f"Governs: {governed}." if governed else "Descriptive: governs no statement."
        yield Paragraph(muted(" ".join(filter(None, [governs, group.note]))))


def definitions(rows: Sequence[Definition]) -> Iterator[Block]:
    if not rows:
        return
    yield Heading(1, plain("Definitions"), "definitions")
    yield Items(
        "bullets",
        tuple(
            Item("", 0, (Run(row.term[:1].upper() + row.term[1:], "strong"), Run(f": {row.definition}"), *_within(row)))
            for row in rows
        ),
    )


def _within(definition: Definition) -> Runs:
    places = ", ".join(_place(criterion) for criterion in definition.criteria.all())
    return muted(f" Within {places} only." if places else "")


def _place(criterion: Criterion) -> str:
    label = criterion.computed_label
    return f"{criterion.statement.title}, {label}" if label else criterion.statement.title


def codes(rows: Sequence[PolicyCode], notes: Sequence[str]) -> Iterator[Block]:
    if not rows:
        return
    yield Heading(1, plain("Codes"), "codes")
    yield Table("Codes and what they stand for", CODES, tuple(_code(row) for row in rows))
    ours = [OUR_LABELS] if any(row.system == CodeSystem.CPT for row in rows) else []
    for note in [*notes, *ours]:
        yield Paragraph(muted(note))


def _code(row: PolicyCode) -> tuple[Runs, ...]:
    within = f"{row.valid_from or 'start not stated'} to {row.valid_to or 'end not stated'}"
    said = [
        f"Counts with {', '.join(row.applies_with)}." if row.applies_with else "",
        f"Products: {', '.join(row.products)}." if row.products else "",
        f"Valid: {within}." if row.valid_from or row.valid_to else "",
        row.note,
    ]
    told = " ".join(filter(None, said))
    return (
        (Run(row.code, "strong"),),
        plain(row.get_system_display()),
        plain(row.description) or muted(NOTHING),
        (*plain(row.get_status_display()), *note_of(told)),
        _statements(row.statements.all()),
    )


def _statements(statements) -> Runs:
    labels = ", ".join(statement.label or str(statement.order) for statement in statements)
    return plain(labels) or muted("none")


def authorization(
    rows: Sequence[PriorAuthorization], documentation: Sequence[DocumentationRequirement], nothing: str
) -> Iterator[Block]:
    """`nothing` is what to say of what the base does not hold of the version."""
    yield Heading(1, plain("Prior authorization and documentation"), "authorization")
    if rows:
        cells = tuple(
            (plain(row.setting), plain(row.product), plain(row.get_requirement_display()), muted(row.note or NOTHING))
            for row in rows
        )
        yield Table("Prior authorization", AUTHORIZATION, cells)
    else:
        yield Paragraph(plain(f"Prior authorization: {nothing.lower()}."))
    if documentation:
        yield Heading(2, plain("Documentation required"))
        yield Items("bullets", tuple(_documentation(documentation)))
    else:
        yield Paragraph(plain(f"Documentation required: {nothing.lower()}."))


def _documentation(rows: Sequence[DocumentationRequirement]) -> Iterator[Item]:
    for row in rows:
        yield Item("", 0, (Run(row.text), *muted(f" ({row.applies_to})" if row.applies_to else "")))
        for part in row.parts:
            yield Item("", 1, plain(part))


def regulation(
    rows: Sequence[RegulatoryFact],
    determinations: Sequence[CoverageDetermination],
    related: Sequence[RelatedPolicy],
    cite: Callable[[int | None], str],
) -> Iterator[Block]:
    if not rows and not determinations and not related:
        return
    yield Heading(1, plain("Regulation and related policies"), "regulation")
    if rows:
        cells = tuple(
            (
                plain(row.device.name if row.device else "No device named"),
                plain(row.get_pathway_display()),
                plain(row.on or "not stated"),
                (*plain(row.labelled_use), *plain(cite(row.reference_id)), *note_of(row.note)),
            )
            for row in rows
        )
        yield Table("Regulatory facts", REGULATION, cells)
    if determinations:
        yield Heading(2, plain("Medicare determinations"))
        yield Items("bullets", tuple(Item("", 0, _determination(row)) for row in determinations))
    if related:
        yield Heading(2, plain("Related policies"))
        yield Items("bullets", tuple(Item("", 0, _related(row)) for row in related))


def _determination(row: CoverageDetermination) -> Runs:
    named = " ".join(filter(None, [row.system, row.number or "none named", row.title]))
    return (Run(named), *muted(f" Checked on: {row.checked_on or 'not stated'}. {row.note}".rstrip()))


def _related(row: RelatedPolicy) -> Runs:
    number = f"no. {row.number}" if row.number else ""
    return plain(", ".join(filter(None, [row.title, row.section, number])))


def conclusions(rows: Sequence[EvidenceConclusion], nothing: str) -> Iterator[Block]:
    yield Heading(1, plain("Evidence conclusions"), "conclusions")
    if not rows:
        yield Paragraph(plain(f"{nothing}."))
        return
    cells = tuple(
        (
            plain(row.population),
            (Run(row.get_conclusion_display(), "strong"), *note_of(row.location)),
            (*plain(row.text), *muted(f" Outcomes: {', '.join(row.outcomes)}." if row.outcomes else "")),
            _statements(row.statements.all()),
        )
        for row in rows
    )
    yield Table("What the document concludes from the evidence", CONCLUSIONS, cells)


def history(rows: Sequence[HistoryEntry], nothing: str) -> Iterator[Block]:
    yield Heading(1, plain("History"), "history")
    if not rows:
        yield Paragraph(plain(f"{nothing}."))
        return
    cells = tuple(
        (
            plain(row.date_as_printed),
            (*plain(row.text), *note_of(row.note)),
            plain(row.get_change_class_display()),
            plain(row.effective_on or "not stated"),
        )
        for row in rows
    )
    yield Table("What changed and when", HISTORY, cells)
