"""Statements with their outline, their evidence, and where the two disagree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evidence.appraisal.reading import NOTHING_APPRAISED, Appraised
from policies import agreement
from policies.models import EvidenceConclusion, EvidenceLink, PolicyVersion, Statement
from policies.presenters.evidence import (
    IndicationEvidence,
    evidence_of,
    indication_evidence,
    part_with_flags,
    statement_of,
)
from policies.presenters.outlines import Node, outline
from policies.vocabulary import Conclusion, EvidenceBearing


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


def statement_views(version: PolicyVersion, statements: list[Statement], links: list[EvidenceLink]):
    """The statements of one version. Expects the prefetches of queries.STATEMENTS."""
    views = []
    for statement in statements:
        own = [link for link in links if statement_of(link) == statement.pk]
        views.append(statement_view(statement, own))
    return views


def statement_view(
    statement: Statement,
    links: list[EvidenceLink],
    *,
    within: set[int] | None = None,
    context_elsewhere: dict[int, int] | None = None,
    appraised: Appraised = NOTHING_APPRAISED,
) -> StatementView:
    """The statement with its evidence, and with what is judged of that here.

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
    is_whole = statement.version.is_whole
    evidence = [
        indication_evidence(pair, links, elsewhere.get(pair.indication_id, 0), is_whole=is_whole, appraised=appraised)
        for pair in pairs
    ]
    if of_criteria := [link for link in links if link.criterion_id]:
        evidence.append(evidence_of("Its criteria", of_criteria, appraised=appraised))
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


def with_flags(view: StatementView, marks: Mapping[str, Sequence]) -> StatementView:
    """The same with the flags of its figures; `marks` as presenters.marks_of_links gives them."""
    return replace(view, evidence=[part_with_flags(part, marks) for part in view.evidence])


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
