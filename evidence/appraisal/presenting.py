"""Appraisals and certainty as their pages tell them: rows -> plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audit.permissions import may_see_history
from evidence.appraisal.instruments import INSTRUMENTS, Instrument, Judgement, Proposal
from evidence.models import RiskOfBias, Study
from evidence.vocabulary import Endpoint

WHOLE_STUDY = "The study as a whole"


@dataclass(frozen=True)
class RiskColumn:
    """One appraisal. `told` says when, and to members by whom; `overridden` why its final judgement is no proposal."""

    heading: str
    told: str
    final: Judgement | None
    proposed: str
    overridden: str
    earlier: bool


@dataclass(frozen=True)
class RiskCell:
    column: str
    judgement: Judgement | None
    note: str


@dataclass(frozen=True)
class RiskTable:
    """What is judged now of a study by one instrument: a row for each domain, a column for each appraisal."""

    instrument: Instrument
    columns: list[RiskColumn]
    rows: list[tuple[str, list[RiskCell]]]


@dataclass(frozen=True)
class DomainField:
    """A domain of the form, with what was typed."""

    key: str
    name: str
    choices: list[Judgement]
    judgement: str
    note: str


def risk_tables(study: Study, user) -> list[RiskTable]:
    """Of the appraisals that stand, in one query; instruments in their own order."""
    rows = list(RiskOfBias.objects.current().filter(study=study).order_by("endpoint", "pk"))
    names = may_see_history(user)
    return [
        _table(tool, [row for row in rows if row.instrument == tool.key], names)
        for tool in INSTRUMENTS.values()
        if any(row.instrument == tool.key for row in rows)
    ]


def _table(tool: Instrument, rows: list[RiskOfBias], names: bool) -> RiskTable:
    columns = [_column(tool, row, names) for row in rows]
    cells = [
        (domain.name, [_cell(tool, column, row, domain.key) for row, column in zip(rows, columns, strict=True)])
        for domain in tool.domains
    ]
    return RiskTable(tool, columns, cells)


def _column(tool: Instrument, row: RiskOfBias, names: bool) -> RiskColumn:
    proposed = tool.overall_judgement(row.proposed)
    return RiskColumn(
        heading=about_of(row.endpoint),
        told=f"{row.at:%Y-%m-%d}, {row.by}" if names else f"{row.at:%Y-%m-%d}",
        final=tool.overall_judgement(row.final),
        proposed=proposed.label.lower() if proposed and row.final != row.proposed else "",
        overridden=row.reason if row.final != row.proposed else "",
        earlier=row.supersedes_id is not None,
    )


def _cell(tool: Instrument, column: RiskColumn, row: RiskOfBias, domain: str) -> RiskCell:
    told = row.domains.get(domain, {})
    return RiskCell(column.heading, tool.judgement(told.get("judgement", "")), told.get("note", ""))


def about_of(endpoint: str) -> str:
    return Endpoint(endpoint).label if endpoint else WHOLE_STUDY


def domain_fields(tool: Instrument, judgements: Mapping[str, str], notes: Mapping[str, str]) -> list[DomainField]:
    return [
        DomainField(d.key, d.name, tool.choices(d), judgements.get(d.key, ""), notes.get(d.key, ""))
        for d in tool.domains
    ]


def proposal_told(tool: Instrument, proposal: Proposal | None, judgements: Mapping[str, str]) -> dict:
    """What the form shows as proposed: the judgement with its why, or what is still missing."""
    left = [domain.name for domain in tool.domains if not judgements.get(domain.key)]
    return {
        "judgement": tool.overall_judgement(proposal.judgement) if proposal else None,
        "why": proposal.why if proposal else "",
        "remark": proposal.remark if proposal else "",
        "left": left,
        "no_rule": tool.rule is None,
    }


def endpoints_of(values: Iterable[str]) -> list[tuple[str, str]]:
    """Choices in the order of the vocabulary, without what only describes the patients."""
    asked = set(values) - {Endpoint.BASELINE, Endpoint.FOLLOW_UP}
    return [(each.value, each.label) for each in Endpoint if each in asked]
