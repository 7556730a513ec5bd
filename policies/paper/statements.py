"""The statements, each with its conditions and with the evidence for, against and beside it."""

from collections.abc import Callable, Iterator

from policies.models import EvidenceLink, Statement
from policies.paper.content import (
    NOTHING,
    Block,
    Column,
    Facts,
    Heading,
    Item,
    Items,
    Paragraph,
    Run,
    Runs,
    Table,
    muted,
    note_of,
    place_of,
    plain,
)
from policies.presenters import EvidenceItem, Node, StatementView, evidence_item
from policies.presenters.evidence import IndicationEvidence
from policies.vocabulary import EvidenceBearing

EVIDENCE = (Column("Study or work", 22), Column("Outcome", 25), Column("As printed", 17), Column("What it shows", 41))
DEEPEST = 8  # what is deeper in an outline is indented no further
BEARINGS = {
    EvidenceBearing.SUPPORTS: "Supports the position",
    EvidenceBearing.OPPOSES: "Opposes the position",
    EvidenceBearing.CONTEXT: "Context",
}
Cite = Callable[[EvidenceLink], str]  # " [12, 14]" of a link, "" where no reference is held


def sections(views: list[StatementView], links: dict[int, list[EvidenceLink]], cite: Cite) -> Iterator[Block]:
    """`links` by statement."""
    if views:
        yield Heading(1, plain("Statements"), "statements")
    for view in views:
        statement = view.statement
        position = Run(f": {statement.get_position_display().lower()}")
        yield Heading(2, (Run(view.name, href=statement.get_absolute_url()), position), statement.key)
        yield Paragraph(plain(statement.text))
        if view.outline:
            yield Items("outline", tuple(_outline(view.outline, 0, statement)))
        yield _facts(view)
        yield from _evidence(view, links.get(statement.pk, []), cite)


def _outline(node: Node, depth: int, statement: Statement) -> Iterator[Item]:
    """`depth` of the root is 0. A node that only says how its children count is a line of its own."""
    criterion = node.criterion
    runs = [Run(criterion.text)] if criterion.text else []
    if node.lead:
        runs.append(Run(f" {node.lead.lower()}:" if runs else f"{node.lead}:", "logic"))
    for definition in criterion.definitions.all():
        runs.append(Run(f" ({definition.term}: {definition.definition})", "muted"))
    own = statement.label.rstrip(".")  # stands in the heading
    label = "" if depth == 0 and node.label.rstrip(".") == own else node.label
    anchor = criterion.key if criterion.key != statement.key else ""
    yield Item(label, min(depth, DEEPEST), tuple(runs), anchor)
    for child in node.children:
        yield from _outline(child, depth + 1, statement)


def _facts(view: StatementView) -> Facts:
    statement = view.statement
    bases = [f"{part.name}: {part.basis.lower()}" for part in view.evidence if part.basis]
    excepted = ", ".join(other.title for other in statement.exceptions.all())
    rows = [
        ("Intervention", plain(statement.intervention.name)),
        ("Indications", plain(view.about)),
        ("Rest of", plain(statement.scope)),
        ("Takes in", plain(statement.get_covers_display().lower() if statement.covers else "")),
        ("Except", plain(excepted)),
        ("When not met", plain(statement.not_met_label)),
        ("Basis", (*plain("; ".join([statement.basis_label, *bases])), *note_of(statement.basis_note))),
        ("Products", plain("; ".join(statement.products))),
        ("Patient selection", plain("; ".join(group.text for group in statement.patient_selection.all()))),
        ("Conclusion", plain(view.conclusion_in_short)),
        ("Place", muted(statement.location)),
    ]
    return Facts(tuple((name, runs) for name, runs in rows if runs))


def _evidence(view: StatementView, links: list[EvidenceLink], cite: Cite) -> Iterator[Block]:
    for part in view.evidence:
        yield Heading(3, plain(f"Evidence: {part.name[:1].lower()}{part.name[1:]}"))
        own = [link for link in links if _is_of(link, part)]
        for bearing, caption in BEARINGS.items():
            if rows := tuple(_rows([link for link in own if link.bearing == bearing], cite)):
                yield Table(caption, EVIDENCE, rows)
        if part.no_evidence_reason:
            yield Paragraph((Run("No evidence linked. ", "strong"), Run(part.no_evidence_reason)))
        elif part.is_owed:
            yield Paragraph((Run("Evidence owed: ", "strong"), Run("nothing is linked, and no reason is written.")))
        elif not own:
            yield Paragraph(plain("Not seen."))


def _is_of(link: EvidenceLink, part: IndicationEvidence) -> bool:
    if part.indication is None:
        return link.criterion_id is not None
    return link.criterion_id is None and link.indication_id == part.indication.pk


def _rows(links: list[EvidenceLink], cite: Cite) -> Iterator[tuple[Runs, ...]]:
    """The heaviest design first, and what one study shows together."""
    told = sorted(((evidence_item(link), link) for link in links), key=lambda each: each[0].rank)
    groups: dict[str, list[tuple[EvidenceItem, EvidenceLink]]] = {}
    for item, link in told:
        groups.setdefault(item.title, []).append((item, link))
    for group in groups.values():
        for item, link in group:
            yield _row(item, link, cite(link))


def _row(item: EvidenceItem, link: EvidenceLink, cited: str) -> tuple[Runs, ...]:
    named: Runs = (Run(item.title, href=item.url), *plain(cited))
    if study := study_of(link):
        named = (*named, Run(f" {study.get_design_display()}", "muted"))
    return (
        named,
        plain(item.about) or muted(NOTHING),
        (Run(item.figure, "strong", item.url),) if item.figure else muted(NOTHING),
        (
            *plain(f"{item.note} " if item.note else ""),
            *muted(item.marks),
            *place_of(item.document, item.location, " · "),
        ),
    )


def study_of(link: EvidenceLink):
    figure = link.measurement or link.effect_estimate
    return figure.outcome.account.study if figure else link.study
