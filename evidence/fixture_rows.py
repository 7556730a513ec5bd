"""From the entries of fixture files to rows of the evidence models. Reads no database."""

from collections import Counter
from collections.abc import Iterator

from django.utils.text import slugify

from evidence import models as m
from evidence.fixture_files import ReadFile
from evidence.rows import Row, Source


def sources(file: ReadFile, section: str) -> list[Source]:
    return Source(file, (), file.content).children(section)


def rows_of(file: ReadFile) -> Iterator[Row]:
    yield from _identities(file)
    for source in sources(file, "references"):
        yield from _reference(source)
    for source in sources(file, "studies"):
        yield from _study(source)
    yield from _guidelines(file)
    if file.content.document:
        yield from _document_rows(file, file.content.document)


def account_rows(files: list[ReadFile]) -> Iterator[Row]:
    """Accounts over all files, since a document may tell of one study in two places."""
    seen: Counter = Counter()
    order = 0
    for file in files:
        for source in sources(file, "accounts"):
            name = f"{file.content.document}/{source.entry.study}"
            seen[name] += 1
            key = name if seen[name] == 1 else f"{name}/part-{seen[name]}"
            order += 1
            yield from _account(source, key, order, file.content.document)


def _identities(file: ReadFile) -> Iterator[Row]:
    for source in sources(file, "documents"):
        yield source.row(m.Document, source.entry.key)
    for section, model in (("conditions", m.Condition), ("interventions", m.Intervention)):
        for source in sources(file, section):
            yield source.row(model, source.entry.key, links={"parents": "parents"})
    for source in sources(file, "indications"):
        yield source.row(m.Indication, source.entry.key)
    for source in sources(file, "trials"):
        yield source.row(m.Trial, source.entry.key)
    for source in sources(file, "devices"):
        yield source.row(m.Device, source.entry.key, links={"interventions": "interventions"})


def _reference(source: Source) -> Iterator[Row]:
    entry = source.entry
    yield source.row(m.Reference, entry.key, authors_et_al=entry.authors_et_al == "yes")
    for scheme in ("pmid", "doi"):
        value = getattr(entry, scheme)
        if value:
            yield source.row(m.Identifier, f"{scheme}:{value}", reference=entry.key, scheme=scheme, value=value)


def _study(source: Source) -> Iterator[Row]:
    entry = source.entry
    terms = {"conditions": "conditions", "interventions": "interventions", "trials": "trials"}
    yield source.row(m.Study, entry.key, links=terms)
    for position, reference in enumerate(entry.reports):
        yield source.row(
            m.StudyReport, f"{entry.key}/{reference}", study=entry.key, reference=reference, position=position
        )
    for position, arm in enumerate(source.children("arms")):
        yield arm.row(
            m.Arm,
            f"{entry.key}/{arm.entry.key}",
            links={"interventions": "interventions"},
            study=entry.key,
            position=position,
        )


def _guidelines(file: ReadFile) -> Iterator[Row]:
    for source in sources(file, "guideline_bodies"):
        yield source.row(m.GuidelineBody, source.entry.key)
    for source in sources(file, "guidelines"):
        yield source.row(m.Guideline, source.entry.key)
        for version in source.children("versions"):
            yield version.row(m.GuidelineVersion, version.entry.key, guideline=source.entry.key)
            for relation in version.children("relations"):
                other = relation.entry.guideline_version
                yield relation.row(
                    m.GuidelineVersionRelation,
                    f"{version.entry.key}/{relation.entry.relation}/{other}",
                    version=version.entry.key,
                    other=other,
                )


def _document_rows(file: ReadFile, document: str) -> Iterator[Row]:
    for position, source in enumerate(sources(file, "citations")):
        entry = source.entry
        key = f"{document}/{entry.number or 'unnumbered'}/{entry.reference}"
        yield source.row(m.Citation, key, document=document, position=_order_of(entry.number, position))
    terms = {"conditions": "conditions", "interventions": "interventions"}
    for position, source in enumerate(sources(file, "recommendations")):
        yield source.row(m.Recommendation, source.entry.key, links=terms, document=document, position=position)
    for position, source in enumerate(sources(file, "thresholds")):
        yield source.row(m.SelectionThreshold, source.entry.key, links=terms, document=document, position=position)
    for position, source in enumerate(sources(file, "formulas")):
        yield source.row(
            m.Formula, source.entry.key, links={"devices": "devices"}, document=document, position=position
        )
    for position, source in enumerate(sources(file, "device_characteristics")):
        entry = source.entry
        key = f"{document}/{entry.device}/{slugify(entry.name)}/{entry.lines}"
        yield source.row(m.DeviceCharacteristic, key, document=document, position=position)
    for position, source in enumerate(sources(file, "response_definitions")):
        entry = source.entry
        key = f"{document}/{slugify(entry.criteria)}/{slugify(entry.category)}"
        yield source.row(m.ResponseDefinition, key, document=document, position=position)


def _order_of(number: str, position: int) -> int:
    digits = "".join(sign for sign in number if sign.isdigit())
    return int(digits) if digits else 100_000 + position


def _account(source: Source, key: str, order: int, document: str) -> Iterator[Row]:
    entry = source.entry
    yield source.row(m.StudyAccount, key, links={"includes": "includes"}, document=document, position=order)
    for size in source.children("arm_sizes"):
        arm = f"{entry.study}/{size.entry.arm}"
        yield size.row(m.ArmSize, f"{key}/size/{size.entry.arm}", account=key, arm=arm)
    for number, appraisal in enumerate(source.children("appraisals"), start=1):
        yield appraisal.row(m.Appraisal, f"{key}/appraisal-{number}", account=key)
    for number, outcome in enumerate(source.children("outcomes"), start=1):
        yield from _outcome(outcome, f"{key}/{outcome.entry.endpoint}-{number}", number, key, entry.study)


def _outcome(source: Source, key: str, position: int, account: str, study: str) -> Iterator[Row]:
    yield source.row(m.Outcome, key, account=account, position=position)
    for number, figure in enumerate(source.children("figures"), start=1):
        entry = figure.entry
        yield figure.row(
            m.Measurement,
            entry.key or f"{key}/figure-{number}",
            outcome=key,
            position=number,
            arm=_arm(study, entry.arm),
            not_reached=entry.not_reached == "yes",
            lines=entry.lines or source.entry.lines,
        )
    for number, effect in enumerate(source.children("effects"), start=1):
        entry = effect.entry
        yield effect.row(
            m.EffectEstimate,
            entry.key or f"{key}/effect-{number}",
            outcome=key,
            position=number,
            estimate=entry.value,
            lines=entry.lines or source.entry.lines,
            intervention_arm=_arm(study, entry.intervention_arm),
            comparator_arm=_arm(study, entry.comparator_arm),
        )


def _arm(study: str, arm: str | None) -> str:
    return f"{study}/{arm}" if arm else ""
