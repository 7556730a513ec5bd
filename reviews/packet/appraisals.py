"""What was judged of the studies (risk of bias) and of the bodies of evidence (GRADE)."""

from collections import defaultdict
from collections.abc import Iterator

from evidence.appraisal.instruments import INSTRUMENTS, Instrument
from evidence.appraisal.presenting import about_of
from evidence.appraisal.reading import CertaintyRow, certainty_of
from evidence.models import Appraisal, RiskOfBias, Study
from policies.paper.content import (
    Block,
    Column,
    Heading,
    Paragraph,
    Run,
    Runs,
    Table,
    cell,
    muted,
    note_of,
    place_of,
    plain,
)
from reviews.packet.studies import Evidence
from reviews.packet.subject import Subject

CERTAINTY = (
    Column("Indication", 22),
    Column("Outcome", 18),
    Column("Studies and patients", 16),
    Column("Certainty", 14),
    Column("Why", 30),
)
MOST_NAMED = 12  # more are only counted: the evidence table names them
PRINTED = (Column("Study", 20), Column("By", 20), Column("Scale", 22), Column("Judgement", 22), Column("Place", 16))


def appraisals(subject: Subject, found: Evidence) -> Iterator[Block]:
    yield Heading(1, plain("Appraisals"), "appraisals", is_wide=True)
    studies = [each.study for each in found.studies]
    yield from _risk_of_bias(studies)
    yield from _certainty(subject)
    yield from _printed(studies)


def _risk_of_bias(studies: list[Study]) -> Iterator[Block]:
    yield Heading(2, plain("Risk of bias, study by study"))
    rows: dict[str, list[RiskOfBias]] = defaultdict(list)
    for row in RiskOfBias.objects.current().filter(study__in=studies).order_by("endpoint", "pk"):
        rows[row.instrument].append(row)
    order = {study.pk: place for place, study in enumerate(studies)}
    for tool in INSTRUMENTS.values():
        if own := sorted(rows[tool.key], key=lambda row: order[row.study_id]):
            by_id = {study.pk: study for study in studies}
            yield _by_instrument(tool, own, by_id)
    judged = {row.study_id for of_one in rows.values() for row in of_one}
    left = [str(study) for study in studies if study.pk not in judged]
    if not judged:
        yield Paragraph(plain("No study that the statements rest on has been appraised here."))
    elif left:
        names = f": {'; '.join(left)}" if len(left) <= MOST_NAMED else ""
        yield Paragraph(plain(f"Not appraised here: {len(left)} of {len(studies)} studies{names}."))


def _by_instrument(tool: Instrument, rows: list[RiskOfBias], studies: dict[int, Study]) -> Table:
    domains = tuple(Column(domain.name, 11) for domain in tool.domains)
    columns = (Column("Study", 18), *domains, Column("Overall", 13))
    return Table(f"Risk of bias by {tool.title}", columns, tuple(_risk(tool, row, studies) for row in rows))


def _risk(tool: Instrument, row: RiskOfBias, studies: dict[int, Study]) -> tuple[Runs, ...]:
    study = studies[row.study_id]
    named = (Run(str(study), href=f"{study.get_absolute_url()}#risk-of-bias"), *muted(f"\n{about_of(row.endpoint)}"))
    judged = [tool.judgement(row.domains.get(domain.key, {}).get("judgement", "")) for domain in tool.domains]
    final = tool.overall_judgement(row.final)
    overridden = f"\n{row.reason}" if row.final != row.proposed and row.reason else ""
    overall = (Run(f"{final.sign} {final.label}" if final else row.final, "strong"), *muted(overridden))
    return (named, *(cell(f"{each.sign} {each.label}" if each else "") for each in judged), overall)


def _certainty(subject: Subject) -> Iterator[Block]:
    yield Heading(2, plain("Certainty of the evidence (GRADE), outcome by outcome"))
    graded = certainty_of(list(subject.indications.values()))
    rows = [(subject.indications[pk], row) for pk in subject.indications for row in graded.get(pk, ())]
    if rows:
        yield Table("Certainty of the evidence", CERTAINTY, tuple(_graded(each, row) for each, row in rows))
    else:
        yield Paragraph(plain("No body of evidence for an indication of this policy has been graded here."))


def _graded(indication, row: CertaintyRow) -> tuple[Runs, ...]:
    against = f"against {row.comparator}" if row.comparator else ""
    patients = f"{row.participants} patients (computed)" if row.participants else "no number of patients printed"
    unnumbered = f", {row.unnumbered} of them without a number" if row.participants and row.unnumbered else ""
    why = [f"{reason.factor}, {reason.words.lower()}: {reason.why}".rstrip(": ") for reason in row.reasons]
    return (
        plain(f"{indication.short_name[:1].upper()}{indication.short_name[1:]}"),
        (Run(row.outcome, href=row.url), *note_of(against)),
        plain(f"{row.studies} {'study' if row.studies == 1 else 'studies'}, {patients}{unnumbered}"),
        (Run(row.label, "strong"),),
        cell("; ".join(filter(None, [*why, row.overridden]))),
    )


def _printed(studies: list[Study]) -> Iterator[Block]:
    """Appraisals that stand in the documents: whose they are goes with each."""
    rows = Appraisal.objects.filter(account__study__in=studies).select_related("account__document")
    order = {study.pk: place for place, study in enumerate(studies)}
    by_id = {study.pk: study for study in studies}
    told = sorted(rows, key=lambda row: (order[row.account.study_id], row.account.document_id, row.pk))
    if told:
        yield Heading(2, plain("Appraisals that documents print"))
        cells = tuple(_as_printed(row, by_id[row.account.study_id]) for row in told)
        yield Table("As the documents print them", PRINTED, cells)


def _as_printed(row: Appraisal, study: Study) -> tuple[Runs, ...]:
    return (
        plain(str(study), study.get_absolute_url()),
        plain(row.by),
        plain(row.scale),
        (Run(row.judgement, "strong"), *note_of(row.note)),
        place_of(row.account.document.key, row.location, look=""),
    )
