"""Policies as pages show them: rows -> plain values."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from evidence import vocabulary as evidence_words
from evidence.models import Indication
from evidence.presenters import effect_line, figure_cell, outcome_details
from policies import agreement, labels
from policies.models import Criterion, EvidenceConclusion, EvidenceLink, PolicyVersion, Statement, VersionDate
from policies.vocabulary import (
    Comparison,
    Conclusion,
    CriterionLogic,
    DateKind,
    Directness,
    EvidenceBearing,
    LinkGround,
)

NOTHING = SafeString("")
DESIGN_ORDER = {value: rank for rank, value in enumerate(evidence_words.StudyDesign.values)}
ENDPOINT_ORDER = {value: rank for rank, value in enumerate(evidence_words.Endpoint.values)}
ALWAYS_SHOWN = (DateKind.EFFECTIVE, DateKind.NEXT_REVIEW)


@dataclass(frozen=True)
class Node:
    """A criterion with its children, as an outline."""

    criterion: Criterion
    label: str  # as printed, else the last part of the computed label in brackets
    lead: str  # "All of", "At least 2 of"; "" for a condition
    children: list["Node"] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """What it asks for, in one line."""
        if self.criterion.text or not self.lead:
            return self.criterion.text
        held = "; ".join(child.criterion.text or f"{child.lead.lower()} {child.label}" for child in self.children)
        return f"{self.lead}: {held}"


@dataclass(frozen=True)
class EvidenceItem:
    """One evidence link, ready to be shown."""

    title: str
    url: str
    design: str
    bearing: str
    figure: str
    about: str
    note: str
    marks: str  # "Similar · Indirect (population) · Inferred · med140, lines 379-381"
    ground_note: str
    drawing: SafeString
    rank: tuple[int, int, bool]  # by design, then endpoint, then whether only a p-value is printed


@dataclass(frozen=True)
class EvidenceGroup:
    """What one study, work or guideline version shows."""

    title: str
    url: str
    design: str
    items: list[EvidenceItem]


@dataclass(frozen=True)
class IndicationEvidence:
    """What is held for one indication of a statement: the evidence, or the written reason why none."""

    indication: Indication | None  # none: what is linked to criteria
    name: str
    supports: list[EvidenceGroup]
    opposes: list[EvidenceGroup]
    context: list[EvidenceGroup]
    no_evidence_reason: str
    basis: str  # "" where it is the statement's
    context_elsewhere: int = 0  # results linked as context that are not among these, but on a page of their own

    @property
    def key(self) -> str:
        return self.indication.key if self.indication else ""

    @property
    def link_count(self) -> int:
        here = sum(len(group.items) for group in (*self.supports, *self.opposes, *self.context))
        return here + self.context_elsewhere

    @property
    def is_owed(self) -> bool:
        """Neither evidence nor a reason: the pair still owes one."""
        return not self.link_count and not self.no_evidence_reason


@dataclass(frozen=True)
class StatementView:
    statement: Statement
    name: str
    about: str
    outline: Node | None
    evidence: list[IndicationEvidence]
    conclusions: list[EvidenceConclusion]
    conclusion_in_short: str
    disagreements: list[agreement.Disagreement]

    @property
    def link_count(self) -> int:
        return sum(part.link_count for part in self.evidence)


@dataclass(frozen=True)
class DateView:
    """A date with how sure it is."""

    label: str
    text: str
    precision: str
    note: str


def statement_views(version: PolicyVersion, statements: list[Statement], links: list[EvidenceLink]):
    """The statements of one version. Expects the prefetches of queries.STATEMENTS."""
    views = []
    for statement in statements:
        own = [link for link in links if statement_of(link) == statement.pk]
        views.append(statement_view(statement, own))
    return views


def statement_of(link: EvidenceLink) -> int:
    """The id of the statement a link argues for, be it from the statement or from one of its criteria."""
    return link.criterion.statement_id if link.criterion else link.statement_id


def statement_view(
    statement: Statement,
    links: list[EvidenceLink],
    *,
    within: set[int] | None = None,
    context_elsewhere: dict[int, int] | None = None,
) -> StatementView:
    """The statement with its evidence.

    `within` names some of its indications, by id, where it is asked about these alone. `context_elsewhere` counts the
    context of each indication that is not among the links.
    """
    pairs = list(statement.statement_indications.all())
    conclusions = list(statement.evidence_conclusions.all())
    if within is not None:
        pairs = [pair for pair in pairs if pair.indication_id in within]
        links = [link for link in links if link.indication_id in within]
        conclusions = [each for each in conclusions if {about.pk for about in each.indications.all()} & within]
    elsewhere = context_elsewhere or {}
    evidence = [indication_evidence(pair, links, elsewhere.get(pair.indication_id, 0)) for pair in pairs]
    if of_criteria := [link for link in links if link.criterion_id]:
        evidence.append(evidence_of("Its criteria", of_criteria))
    return StatementView(
        statement=statement,
        name=statement.title,
        about="; ".join(pair.indication.short_name for pair in pairs),
        outline=outline(list(statement.criteria.all())),
        evidence=evidence,
        conclusions=conclusions,
        conclusion_in_short=conclusions_in_short(conclusions, {pair.indication_id for pair in pairs}),
        disagreements=disagreements(statement, pairs, conclusions, links),
    )


def outline(criteria: list[Criterion]) -> Node | None:
    """The tree of one statement from its flat rows, in depth-first order."""
    nodes: dict[int | None, Node] = {}
    root = None
    for criterion in criteria:
        parent = nodes.get(criterion.parent_id)
        label = criterion.printed_label or labels.last_part(criterion.computed_label)
        node = Node(criterion, label, lead(criterion))
        nodes[criterion.pk] = node
        if parent:
            parent.children.append(node)
        else:
            root = root or node
    return root


def branch_indications(statement: Statement, above: tuple[Node, ...], node: Node) -> set[int]:
    """The ids of the indications a criterion's branch is about; all of the statement's where the branch names none."""
    pairs = statement.statement_indications.all()
    for at in (node, *reversed(above)):
        tested = set(_tested(at))
        own = {pair.indication_id for pair in pairs if pair.indication.condition_id in tested}
        if own:
            return own
    return {pair.indication_id for pair in pairs}


def _tested(node: Node):
    yield from (condition.pk for condition in node.criterion.conditions.all())
    for child in node.children:
        yield from _tested(child)


def lead(criterion: Criterion) -> str:
    if criterion.logic == CriterionLogic.CONDITION:
        return ""
    if criterion.logic == CriterionLogic.AT_LEAST:
        return f"At least {criterion.minimum} of"
    return criterion.get_logic_display()


def indication_evidence(pair, links: list[EvidenceLink], context_elsewhere: int = 0) -> IndicationEvidence:
    name = pair.indication.short_name
    return evidence_of(
        name[:1].upper() + name[1:],
        [link for link in links if link.indication_id == pair.indication_id],
        indication=pair.indication,
        no_evidence_reason=pair.no_evidence_reason,
        basis=pair.get_basis_display() if pair.basis else "",
        context_elsewhere=context_elsewhere,
    )


def evidence_of(
    name: str, links: list[EvidenceLink], *, indication=None, no_evidence_reason="", basis="", context_elsewhere=0
) -> IndicationEvidence:
    """The links by their bearing, each side by study, work or guideline."""
    items = [evidence_item(link) for link in links]

    def bearing(wanted: str) -> list[EvidenceGroup]:
        return grouped([item for item in items if item.bearing == wanted])

    return IndicationEvidence(
        indication=indication,
        name=name,
        supports=bearing(EvidenceBearing.SUPPORTS),
        opposes=bearing(EvidenceBearing.OPPOSES),
        context=bearing(EvidenceBearing.CONTEXT),
        no_evidence_reason=no_evidence_reason,
        basis=basis,
        context_elsewhere=context_elsewhere,
    )


def grouped(items: list[EvidenceItem]) -> list[EvidenceGroup]:
    """The items by what they are of: the heaviest design first, survival before response before harms."""
    groups: dict[tuple, EvidenceGroup] = {}
    for item in sorted(items, key=lambda item: item.rank):
        about = (item.url.partition("#")[0], item.title)
        if about not in groups:
            label = evidence_words.StudyDesign(item.design).label if item.design else ""
            groups[about] = EvidenceGroup(item.title, about[0], label, [])
        groups[about].items.append(item)
    return list(groups.values())


def evidence_item(link: EvidenceLink) -> EvidenceItem:
    title, url, design, figure, about, drawing = _TARGETS[link.target_type](link.target)
    return EvidenceItem(
        title=title,
        url=url,
        design=design,
        bearing=link.bearing,
        figure=figure,
        about=about,
        note=link.note,
        marks=" · ".join(_marks(link)),
        ground_note=link.ground_note,
        drawing=drawing,
        rank=_rank(link, design),
    )


def _rank(link: EvidenceLink, design: str) -> tuple[int, int, bool]:
    figure = link.measurement or link.effect_estimate
    endpoint = ENDPOINT_ORDER[figure.outcome.endpoint] if figure else len(ENDPOINT_ORDER)
    bare = bool(link.effect_estimate and not link.effect_estimate.estimate)
    return DESIGN_ORDER.get(design, len(DESIGN_ORDER)), endpoint, bare


def _study(study):
    return str(study), study.get_absolute_url(), study.design, "", "", NOTHING


def _reference(reference):
    return f"{reference.label}. {reference.display_title}", reference.get_absolute_url(), "", "", "", NOTHING


def _measurement(figure):
    outcome = figure.outcome
    study = outcome.account.study
    arm = figure.arm.name if figure.arm else ""
    about = ", ".join(filter(None, [outcome.title, *outcome_details(outcome), arm]))
    return str(study), _figure_url(study, figure), study.design, figure_cell(figure).text, about, NOTHING


def _effect(figure):
    outcome = figure.outcome
    study = outcome.account.study
    line = effect_line(figure)
    direction = line.direction if figure.measure == evidence_words.EffectMeasure.COMPARISON else ""
    about = ", ".join(filter(None, [outcome.title, *outcome_details(outcome), line.between, direction]))
    return str(study), _figure_url(study, figure), study.design, figure.as_reported, about, line.drawing


def _figure_url(study, figure) -> str:
    return f"{study.get_absolute_url()}#{figure.key}"


def _recommendation(recommendation):
    version = recommendation.guideline_version
    category = f", {recommendation.rating}" if recommendation.category else ""
    title = f"{version.guideline.title}, {version.name}"
    about = f"{recommendation.get_kind_display()}{category}"
    return title, recommendation.get_absolute_url(), "", "", about, NOTHING


_TARGETS = {
    "study": _study,
    "reference": _reference,
    "measurement": _measurement,
    "effect_estimate": _effect,
    "recommendation": _recommendation,
}


def _marks(link: EvidenceLink) -> list[str]:
    """Comparison, directness, ground and place in words; direct evidence without comparison goes unmarked."""
    marks = []
    if link.comparison != Comparison.NO_COMPARISON:
        marks.append(Comparison(link.comparison).label)
    if link.directness == Directness.INDIRECT:
        marks.append(f"Indirect ({', '.join(link.indirect_in)})" if link.indirect_in else "Indirect")
    marks.append("Stated" if link.ground == LinkGround.STATED else "Inferred")
    return [mark for mark in (*marks, _place(link)) if mark]


def _place(link: EvidenceLink) -> str:
    figure = link.measurement or link.effect_estimate
    if figure:
        return f"{figure.outcome.account.document.key}, {figure.location}"
    return ", ".join(filter(None, [link.document.key if link.document else "", link.location]))


def disagreements(statement: Statement, pairs, conclusions, links: list[EvidenceLink]) -> list[agreement.Disagreement]:
    """Between the statement and its document's conclusions, the evidence linked, and guidelines for or against."""
    found = [
        agreement.with_conclusion(statement.position, c.conclusion, c.population, basis_for(statement, c))
        for c in conclusions
    ]
    for pair in pairs:
        about = pair.indication.short_name
        own = [link for link in links if link.indication_id == pair.indication_id]
        found.append(agreement.with_evidence([link.bearing for link in own], about))
        for link in own:
            if link.recommendation and link.bearing != EvidenceBearing.CONTEXT:
                guideline = str(link.recommendation.guideline_version)
                kind = link.recommendation.kind
                found.append(agreement.with_recommendation(statement.position, kind, guideline, about))
    return [disagreement for disagreement in dict.fromkeys(found) if disagreement]


def basis_for(statement: Statement, conclusion: EvidenceConclusion) -> str:
    """The basis of the indications the conclusion is about, where they have one of their own; else the statement's."""
    about = {indication.pk for indication in conclusion.indications.all()}
    own = [pair.basis for pair in statement.statement_indications.all() if pair.indication_id in about and pair.basis]
    return own[0] if own else statement.basis


def conclusions_in_short(conclusions: list[EvidenceConclusion], within: set[int]) -> str:
    """ "Insufficient", or of several "Sufficient (colorectal liver metastases); Insufficient (melanoma ...)".

    Only indications among `within`, by id, are named. Conclusions in other words are only counted: what they say stands
    in full further down.
    """
    by_kind: dict[str, list[EvidenceConclusion]] = {}
    for conclusion in conclusions:
        by_kind.setdefault(conclusion.conclusion, []).append(conclusion)
    told = []
    for kind, of_kind in by_kind.items():
        indications = [each for conclusion in of_kind for each in conclusion.indications.all()]
        names = dict.fromkeys(each.short_name for each in indications if each.pk in within)
        about = str(len(of_kind)) if kind == Conclusion.OTHER_WORDING else ", ".join(names)
        told.append(f"{Conclusion(kind).label} ({about})" if len(conclusions) > 1 and about else Conclusion(kind).label)
    return "; ".join(told)


def date_views(dates: list[VersionDate]) -> list[DateView]:
    """Every date the version has, and the ones a reader asks for even when nobody stated them."""
    views = [
        DateView(date.get_kind_display(), date.as_printed or date.on or "not stated", date.precision, date.note)
        for date in dates
    ]
    present = {date.kind for date in dates}
    views += [DateView(kind.label, "not stated", "not stated", "") for kind in ALWAYS_SHOWN if kind not in present]
    return views
