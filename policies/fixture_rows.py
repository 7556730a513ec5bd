"""From the policy sections of fixture files to rows of the policy models. Reads no database."""

from collections.abc import Iterator

from evidence.fixture_files import Problem, ReadFile, parts
from evidence.fixture_rows import sources
from evidence.rows import Row, Source
from policies import models as m
from policies.labels import computed_labels
from policies.vocabulary import StatementKind, VersionOrigin, VersionStatus


def rows_of(file: ReadFile) -> Iterator[Row]:
    for source in sources(file, "payers"):
        yield source.row(m.Payer, source.entry.key)
    if file.content.policy:
        yield from _policy(Source(file, ("policy",), file.content.policy), file.content.document)
    for source in sources(file, "reconstructed_versions"):
        yield from _reconstructed(source, file.content.document)


def link_problems(files: list[ReadFile]) -> Iterator[Problem]:
    """Links from a statement with an indication that is none of the statement's own."""
    policies = [file.content.policy for file in files if file.content.policy]
    read = [statement for policy in policies for statement in policy.statements]
    own = {(statement.key, pair.indication) for statement in read for pair in statement.indications}
    for file in files:
        for index, link in enumerate(file.content.evidence_links):
            if link.statement and (link.statement, link.indication) not in own:
                message = f'indication: the statement "{link.statement}" has no indication "{link.indication}"'
                yield Problem(file.name, file.line_of(("evidence_links", index, "indication")), message)
        yield from _lineage_problems(file, {entry.key for statement in read for entry in _lasting(statement)})


def _lineage_problems(file: ReadFile, known: set[str]) -> Iterator[Problem]:
    """Lineages that lead to no statement or criterion of a text that was read."""
    for part in parts(file.content):
        lineage = getattr(part.entry, "lineage", None)
        if lineage and lineage not in known:
            message = f'lineage: no text read has a statement or criterion "{lineage}"'
            yield Problem(file.name, file.line_of((*part.path, "lineage")), message)


def _lasting(statement):
    """The statement and every criterion under it."""
    return [part.entry for part in parts(statement) if getattr(part.entry, "key", None)]


def link_rows(files: list[ReadFile], effect_keys: set[str]) -> Iterator[Row]:
    """The evidence links. A link's `figure` is an effect estimate where its key is among `effect_keys`."""
    order = 0
    for file in files:
        for source in sources(file, "evidence_links"):
            order += 1
            entry = source.entry
            of_effect = entry.figure in effect_keys
            yield source.row(
                m.EvidenceLink,
                _link_key(entry),
                document=file.content.document,
                order=order,
                effect_estimate=entry.figure if of_effect else "",
                measurement="" if of_effect or not entry.figure else entry.figure,
            )


def _link_key(entry) -> str:
    start = entry.criterion or f"{entry.statement}/{entry.indication}"
    target = next(name for name in ("reference", "study", "figure", "recommendation") if getattr(entry, name))
    return f"{start}/{target}/{getattr(entry, target)}"


def _policy(source: Source, document: str) -> Iterator[Row]:
    entry = source.entry
    yield source.row(m.Policy, entry.key, note=entry.payer_note)
    yield source.row(
        m.PolicyVersion,
        entry.version,
        policy=entry.key,
        label=entry.version_label,
        document=document,
        status=VersionStatus.PUBLISHED.value,
        origin=VersionOrigin.READ.value,
        prints_citations=entry.prints_citations != "no",
    )
    for order, statement in enumerate(source.children("statements"), start=1):
        yield from _statement(statement, entry.version, order)
    yield from _governing(source, entry.version)
    yield from _particulars(source, entry.version)


def _reconstructed(source: Source, document: str) -> Iterator[Row]:
    key = source.entry.key
    yield source.row(
        m.PolicyVersion,
        key,
        policy=source.entry.policy,
        document=document,
        status=VersionStatus.WITHDRAWN.value,
        origin=VersionOrigin.RECONSTRUCTED.value,
    )
    for order, statement in enumerate(source.children("statements"), start=1):
        yield from _statement(statement, key, order)


def _statement(source: Source, version: str, order: int) -> Iterator[Row]:
    entry = source.entry
    yield source.row(
        m.Statement,
        entry.key,
        links={"exceptions": "exceptions", "scope_conditions": "scope_conditions"},
        version=version,
        order=order,
    )
    for position, pair in enumerate(source.children("indications")):
        yield pair.row(
            m.StatementIndication,
            f"{entry.key}/{pair.entry.indication}",
            statement=entry.key,
            position=position,
            by_name=(pair.entry.by_name or ("no" if entry.kind == StatementKind.RESIDUAL else "yes")) == "yes",
        )
    if entry.criteria:
        labels = iter(computed_labels(entry.criteria))
        yield from _criteria(source.child("criteria"), entry.key, "", labels)


def _criteria(source: Source, statement: str, parent: str, labels: Iterator[tuple[int, str]]) -> Iterator[Row]:
    order, label = next(labels)
    minimum = source.entry.minimum or None
    yield source.row(
        m.Criterion,
        source.entry.key,
        links={"conditions": "conditions", "excludes": "excludes"},
        statement=statement,
        parent=parent,
        computed_label=label,
        order=order,
        minimum=int(minimum) if minimum and minimum.isdecimal() else minimum,
        carried_over=source.entry.carried_over == "yes",
    )
    for child in source.children("children"):
        yield from _criteria(child, statement, source.entry.key, labels)


def _governing(source: Source, version: str) -> Iterator[Row]:
    for definition in source.children("definitions"):
        yield definition.row(m.Definition, definition.entry.key, links={"criteria": "within"}, version=version)
    for group in source.children("patient_selection"):
        key = group.entry.key
        yield group.row(m.PatientSelection, key, links={"governs": "governs"}, version=version)
        for order, item in enumerate(group.children("items"), start=1):
            yield item.row(m.SelectionItem, f"{key}/item-{order}", group=key, order=order)


def _particulars(source: Source, version: str) -> Iterator[Row]:
    for order, code in enumerate(source.children("codes"), start=1):
        key = f"{version}/{code.entry.system}/{code.entry.code}"
        yield code.row(m.PolicyCode, key, links={"statements": "statements"}, version=version, order=order)
    for conclusion_order, conclusion in enumerate(source.children("evidence_conclusions"), start=1):
        yield conclusion.row(
            m.EvidenceConclusion,
            conclusion.entry.key,
            version=version,
            order=conclusion_order,
            links={"indications": "indications", "statements": "statements"},
        )
    ordered = {
        "prior_authorization": m.PriorAuthorization,
        "documentation": m.DocumentationRequirement,
        "regulatory_facts": m.RegulatoryFact,
    }
    for section, model in ordered.items():
        for order, item in enumerate(source.children(section), start=1):
            yield item.row(model, f"{version}/{section}/{order}", version=version, order=order)
    for order, item in enumerate(source.children("related_policies"), start=1):
        key = f"{version}/related_policies/{order}"
        yield item.row(m.RelatedPolicy, key, links={"interventions": "interventions"}, version=version, order=order)
    for number, date in enumerate(source.children("dates"), start=1):
        yield date.row(m.VersionDate, f"{version}/date/{date.entry.kind}-{number}", version=version)
    for number, item in enumerate(source.children("coverage_determinations"), start=1):
        yield item.row(m.CoverageDetermination, f"{version}/determination/{number}", version=version)
    for number, entry in enumerate(source.children("history"), start=1):
        yield entry.row(m.HistoryEntry, f"{version}/history/{number}", version=version, position=number)
