"""Policies read in bulk for the checks, and handed to the run of them."""

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet

from evidence.checks import others
from evidence.checks.findings import Place
from evidence.checks.others import Found
from evidence.checks.registry import ask
from policies import checks
from policies.models import (
    EvidenceConclusion,
    PolicyCode,
    PolicyVersion,
    RegulatoryFact,
    Statement,
    StatementIndication,
)
from policies.permissions import current_versions, visible_versions
from policies.vocabulary import StatementKind

PAIRS = Prefetch("statement_indications", StatementIndication.objects.select_related("indication__condition"))


def register() -> None:
    others.register((checks.POSITION_AGREES, checks.CODE_UNDER_STATEMENT), found, policy_of_documents)


def policy_of_documents() -> dict[str, str]:
    """Of every text that everybody may see, be it in force or not: its document's figures are flagged all the same."""
    versions = visible_versions(AnonymousUser()).filter(document__isnull=False)
    return dict(versions.values_list("document__key", "policy__key"))


def _versions() -> QuerySet[PolicyVersion]:
    """What is in force and a document was read for: its figures have a place to lead to."""
    return current_versions(AnonymousUser()).filter(document__isnull=False)


def found() -> Iterator[Found]:
    for rule, value, about in (*_stands(), *_codes(), (checks.REGULATION, _facts(), "")):
        for _, finding in ask([rule], value):
            yield Found(rule, finding, study_label=about)


def _stands() -> Iterator[tuple]:
    statements = Statement.objects.filter(version__in=_versions()).exclude(kind=StatementKind.RESIDUAL)
    conclusions = EvidenceConclusion.objects.prefetch_related("indications").select_related("version__document")
    for row in statements.select_related("version__document", "version__policy").prefetch_related(
        PAIRS, Prefetch("evidence_conclusions", conclusions)
    ):
        for pair in row.statement_indications.all():
            stands = tuple(_stand(row, pair, each) for each in row.evidence_conclusions.all() if _is_on(each, pair))
            about = pair.indication.short_name
            yield from ((checks.POSITION_AGREES, stand, about) for stand in stands)
            yield checks.CONCLUSIONS_AGREE, stands, about


def _is_on(conclusion: EvidenceConclusion, pair: StatementIndication) -> bool:
    return pair.indication_id in {each.pk for each in conclusion.indications.all()}


def _stand(row: Statement, pair: StatementIndication, conclusion: EvidenceConclusion) -> checks.Stand:
    return checks.Stand(
        indication=pair.indication.short_name,
        position=row.position,
        basis=pair.basis or row.basis,
        conclusion=conclusion.conclusion,
        population=conclusion.population,
        statement=_statement(row, pair),
        concluded=_conclusion(conclusion, row.version),
    )


def _codes() -> Iterator[tuple]:
    rows = PolicyCode.objects.filter(version__in=_versions()).select_related("version__document", "version__policy")
    for row in rows.prefetch_related(Prefetch("statements", Statement.objects.select_related("version__document"))):
        statements = row.statements.all()
        code = checks.Code(
            code=str(row),
            status=row.status,
            positions=frozenset(each.position for each in statements),
            statements=tuple(_statement(each) for each in statements),
            place=_printed(row, ("code", "codes"), f"{row}: {row.get_status_display()}", row.version),
        )
        yield checks.CODE_UNDER_STATEMENT, code, ""


def _facts() -> tuple[checks.Fact, ...]:
    rows = RegulatoryFact.objects.filter(version__in=_versions(), device__isnull=False)
    return tuple(
        checks.Fact(
            device=row.device.key,
            device_name=row.device.name,
            pathway=row.get_pathway_display(),
            on=row.on,
            use=row.labelled_use,
            place=_printed(row, ("regulatory_fact", "particulars"), f"{row.pathway} {row.on}".strip(), row.version),
        )
        for row in rows.select_related("device", "version__document", "version__policy").order_by("pk")
    )


def _statement(row: Statement, pair: StatementIndication | None = None) -> Place:
    return Place(
        kind="statement_indication" if pair else "statement",
        key=pair.key if pair else row.key,
        text=row.get_position_display(),
        about=f"{row.title}, {pair.indication.short_name}" if pair else row.title,
        document=row.version.document.key,
        location=row.location,
        url=row.get_absolute_url(),
        fields=f"{row.position}|{row.basis}|{pair.basis if pair else ''}",
    )


def _conclusion(row: EvidenceConclusion, version: PolicyVersion) -> Place:
    return _printed(row, ("conclusion", "conclusions"), row.wording or row.get_conclusion_display(), version)


def _printed(row, kind_and_section: tuple[str, str], text: str, version: PolicyVersion) -> Place:
    kind, section = kind_and_section
    return Place(
        kind=kind,
        key=row.key,
        text=text,
        about=getattr(row, "population", "") or text,
        document=version.document.key,
        location=row.location,
        url=f"{version.policy.get_absolute_url()}#{section}",
        fields=text,
    )
