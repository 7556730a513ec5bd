"""What the examination of a policy version reads, in a number of queries that does not grow with its rows."""

from evidence.models import Citation, Device, Recommendation, Reference, StudyReport
from evidence.vocabulary import ReferenceList
from policies import permissions
from policies.health.examining import examine
from policies.health.findings import Place, Section
from policies.health.guidelines import guideline_versions
from policies.health.links import linked
from policies.health.rows import (
    CitationRow,
    CodeRow,
    ConclusionRow,
    CorrectionRow,
    CriterionRow,
    DefinitionRow,
    FactRow,
    PairRow,
    PolicyRows,
)
from policies.models import Criterion, Definition, PolicyVersion, Statement, StatementIndication
from policies.presenters.alerts import alert_views
from policies.publishing.integrity import altered


def sections_of(version: PolicyVersion, user) -> list[Section]:
    """The examination of the version as this user may see it."""
    return examine(rows_of(version, user), whole=version.is_whole)


def rows_of(version: PolicyVersion, user) -> PolicyRows:
    """The definitions of other policies are those in force; of a policy without any, to come or in work."""
    statements = {row.pk: row for row in version.statements.all()}
    criteria = list(Criterion.objects.filter(statement__in=statements).exclude(text=""))
    links = linked(version)
    citations = _citations(version)
    return PolicyRows(
        policy=version.policy.key,
        name=str(version.policy),
        prints_citations=version.prints_citations,
        reference_list=version.document.reference_list if version.document else ReferenceList.NOT_SEEN,
        place=Place(version.policy.title, version.get_absolute_url()),
        pairs=_pairs(version, statements, links.by_pair),
        conclusions=_conclusions(version),
        criteria=[_criterion(row, statements[row.statement_id], version) for row in criteria],
        texts=_texts(statements, criteria),
        definitions=_definitions(version, user),
        codes=_codes(version),
        citations=citations,
        guideline_versions=guideline_versions(version, citations, links.recommendations, statements),
        facts=_facts(version),
        devices=dict(Device.objects.values_list("key", "name")),
        altered=altered(version),
        corrections=_corrections(version, user),
    )


def _corrections(version: PolicyVersion, user) -> list[CorrectionRow]:
    views = alert_views(permissions.seen_alerts(user).filter(version=version, closed_at=None).order_by("pk"))
    return [
        CorrectionRow(
            about=view.about,
            said="; ".join(before for _, before, _ in view.changes),
            says="; ".join(after for _, _, after in view.changes),
            on=view.alert.at.date().isoformat(),
            place=Place("the figure", view.url),
        )
        for view in views
    ]


def place_in(version: PolicyVersion, name: str, url: str, row) -> Place:
    """`row` is anything that was printed: it says on which lines."""
    return Place(name, url, version.document.key if version.document else "", row.lines)


def _pairs(version, statements: dict[int, Statement], links) -> list[PairRow]:
    rows = StatementIndication.objects.filter(statement__in=statements).select_related("indication__condition")
    found = []
    for row in sorted(rows, key=lambda row: (statements[row.statement_id].order, row.position)):
        statement = statements[row.statement_id]
        found.append(
            PairRow(
                statement=statement.key,
                title=statement.title,
                kind=statement.kind,
                position=statement.position,
                basis=row.basis or statement.basis,
                indication=row.indication.key,
                about=row.indication.short_name,
                has_reason=bool(row.no_evidence_reason),
                place=place_in(version, statement.title, statement.get_absolute_url(), statement),
                links=tuple(links.get((statement.pk, row.indication_id), ())),
            )
        )
    return found


def _conclusions(version) -> list[ConclusionRow]:
    url = f"{version.get_absolute_url()}#conclusions"
    return [
        ConclusionRow(
            conclusion=row.conclusion,
            population=row.population,
            indications=frozenset(each.key for each in row.indications.all()),
            statements=frozenset(each.key for each in row.statements.all()),
            place=place_in(version, "Evidence conclusion", url, row),
        )
        for row in version.evidence_conclusions.prefetch_related("indications", "statements")
    ]


def _criterion(row: Criterion, statement: Statement, version) -> CriterionRow:
    """A label tells the statement too where the statement itself has one: "I.B.3", but "A of Statement 3"."""
    name = f"Criterion {row.computed_label}".strip()
    if not (row.computed_label and statement.label):
        name += f" of {statement.title}"
    return CriterionRow(row.key, name, row.text, place_in(version, name, row.get_absolute_url(), row))


def _texts(statements: dict[int, Statement], criteria: list[Criterion]) -> dict[str, list[str]]:
    texts = {row.key: [row.text, row.scope] for row in statements.values()}
    for row in criteria:
        texts[statements[row.statement_id].key].append(row.text)
    return texts


def _definitions(version, user) -> list[DefinitionRow]:
    others = permissions.shown_versions(user).filter(permissions.is_living()).exclude(policy=version.policy_id)
    wanted = [version.pk, *others.values_list("pk", flat=True)]
    rows = Definition.objects.filter(version__in=wanted).order_by("pk")
    rows = rows.select_related("version__policy__payer", "version__document").prefetch_related("criteria")
    return [
        DefinitionRow(
            policy=row.version.policy.key,
            policy_name=f"{row.version.policy.numbered} of {row.version.policy.payer.name}",
            term=row.term,
            definition=row.definition,
            criteria=frozenset(each.key for each in row.criteria.all()),
            place=place_in(
                row.version, f"Definition of “{row.term}”", f"{row.version.get_absolute_url()}#definitions", row
            ),
        )
        for row in rows
    ]


def _codes(version) -> list[CodeRow]:
    return [
        CodeRow(
            system=row.system,
            code=row.code,
            description=row.description,
            statements=frozenset(each.key for each in row.statements.all()),
            place=place_in(version, f"{row.system} {row.code}", f"{version.get_absolute_url()}#{row.key}", row),
        )
        for row in version.codes.prefetch_related("statements")
    ]


def _facts(version) -> list[FactRow]:
    url = f"{version.get_absolute_url()}#regulation"
    return [
        FactRow(
            device=row.device.name if row.device else "",
            device_key=row.device.key if row.device else "",
            pathway=row.pathway,
            on=row.on,
            reference=row.reference.key if row.reference else "",
            place=place_in(version, "Regulatory facts", url, row),
        )
        for row in version.regulatory_facts.select_related("device", "reference")
    ]


def _citations(version) -> list[CitationRow]:
    if not version.document_id:
        return []
    rows = Citation.objects.filter(document=version.document_id).select_related("reference").order_by("position", "pk")
    used = _used_works(version)
    return [
        CitationRow(
            reference=row.reference.key,
            number=row.number,
            name=row.reference.label,
            kind=row.reference.kind,
            lines=row.lines,
            is_used=row.reference_id in used,
            place=place_in(version, row.reference.label, row.reference.get_absolute_url(), row),
            year=row.reference.year or row.reference.online_year,
            title=row.reference.title,
            address=row.reference.url,
        )
        for row in rows
    ]


def _used_works(version) -> set[int]:
    """Ids of references of which the document itself says something: by a study, a guideline, a fact or a link."""
    document = version.document_id
    used = set(StudyReport.objects.filter(study__accounts__document=document).values_list("reference", flat=True))
    used |= set(Recommendation.objects.filter(document=document).values_list("guideline_version__reference", flat=True))
    used |= set(version.regulatory_facts.values_list("reference", flat=True))
    stated = Reference.objects.filter(evidence_links__statement__version=version, evidence_links__ground="stated")
    return used | set(stated.values_list("pk", flat=True))
