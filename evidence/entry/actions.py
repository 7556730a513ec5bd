"""Every write of evidence entered by hand: studies with their report, arms, outcomes, figures, and corrections of them.

Each is one transaction with its audit event, and is told to search, from where the checks hear of it too.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction

import audit.actions
import search.changes
from evidence import corrections
from evidence import vocabulary as words
from evidence.appraisal.actions import record_extraction
from evidence.entry import identifiers, keys, papers
from evidence.models import (
    Arm,
    ArmSize,
    Document,
    EffectEstimate,
    Identifier,
    Measurement,
    Outcome,
    Reference,
    Study,
    StudyAccount,
    StudyReport,
)
from evidence.models.references import family_name
from evidence.permissions import objection_to_correcting_evidence, objection_to_entering_evidence

LONGEST_REASON = 2000
Row = TypeVar("Row", bound=models.Model)
# Of both kinds of figure: what makes it one. An effect estimate may be a comparison in words.
SAYS_SOMETHING = {
    Measurement: ("value", "not_reached", "events", "range_lower", "range_upper", "ci_lower", "ci_upper", "iqr_lower"),
    EffectEstimate: ("estimate", "ci_lower", "ci_upper", "p_value"),
}
STUDY_TERMS = ("conditions", "interventions")


class AlreadyHere(ValidationError):
    """What was to be entered is here; `row` is it, to be linked to."""

    def __init__(self, message: str, row):
        super().__init__(message)
        self.row = row


@transaction.atomic
def add_reference(*, work: Mapping, by) -> Reference:
    """`work`: title, authors (a list), journal, year, volume, issue, pages, and pmid or doi as printed."""
    _refuse(objection_to_entering_evidence(by))
    known = _identifiers(work)
    _refuse_known(known)
    authors = [" ".join(author.split()) for author in work.get("authors", ()) if author.strip()]
    fields = {name: work.get(name, "") for name in ("title", "journal", "year", "volume", "issue", "pages")}
    if not (authors and fields["title"] and fields["year"]):
        raise ValidationError("Give the authors, the title and the year of the report as it prints them.")
    key = keys.free_key((Reference,), keys.slug(family_name(authors[0]), fields["year"]))
    reference = _saved(Reference(key=key, authors=authors, **fields))
    try:
        with transaction.atomic():
            for scheme, value in known.items():
                _saved(Identifier(key=f"{scheme}:{value}", reference=reference, scheme=scheme, value=value))
    except IntegrityError:  # somebody entered it in this moment
        _refuse_known(known)
        raise
    _record("reference.entered", "reference", reference, by, after=fields | {"authors": authors} | known)
    search.changes.record("reference", [reference.key])
    return reference


def _identifiers(work: Mapping) -> dict[str, str]:
    found = {}
    for scheme, read in (("pmid", identifiers.pmid), ("doi", identifiers.doi)):
        text = work.get(scheme, "").strip()
        if text and not read(text):
            raise ValidationError(
                {scheme: f"“{text}” is no {scheme.upper()}. Copy it as PubMed or the paper prints it."}
            )
        if text:
            found[scheme] = read(text)
    if not found:
        raise ValidationError("Give the PMID or the DOI of the report, so that it is not entered twice.")
    return found


def _refuse_known(known: Mapping[str, str]) -> None:
    for scheme, value in known.items():
        there = Identifier.objects.filter(scheme=scheme, value__iexact=value).select_related("reference").first()
        if there:
            message = (
                f"The report with this {scheme.upper()} is already here: {there.reference.label}. Choose it instead."
            )
            raise AlreadyHere(message, there.reference)


@transaction.atomic
def add_study(
    *,
    facts: Mapping,
    conditions: Iterable = (),
    interventions: Iterable = (),
    reference: Reference | None = None,
    work: Mapping | None = None,
    told: Mapping | None = None,
    is_another: bool = False,
    by,
) -> Study:
    """A study with the reference that reports it: one that is here, or the `work` to be entered.

    `facts` are label, acronym, design, setting and note; an empty label becomes that of the reference. `told` is what
    the paper says: participants, evaluable, population, period, ... `is_another`: the report is known to tell of
    several studies.
    """
    _refuse(objection_to_entering_evidence(by))
    if reference is None and work is None:
        raise ValidationError("Say which report the study is entered from: one that is here, or a new one.")
    _refuse_bare_place((told or {}).get("lines", ""))
    reference = reference or add_reference(work=work or {}, by=by)
    reported = reference.reports.select_related("study").first()
    if reported and not is_another:
        raise AlreadyHere(f"{reported.study} is already entered from this report.", reported.study)
    label = " ".join(facts.get("label", "").split()) or reference.label
    study = Study(key=keys.free_key((Study,), keys.slug(label)), **{**facts, "label": label})
    _saved(study)
    study.conditions.set(conditions)
    study.interventions.set(interventions)
    _saved(StudyReport(key=f"{study.key}/{reference.key}", study=study, reference=reference))
    told = {name: value for name, value in (told or {}).items() if value}
    after = _held(study, (*facts, *STUDY_TERMS)) | {"report": reference.key} | told
    _record("study.entered", "study", study, by, after=after)
    _account_of_paper(study, told, by)
    _changed(study)
    return study


def _account_of_paper(study: Study, told: Mapping, by) -> StudyAccount:
    """The account of the study's own paper, made with the document where there is none yet."""
    if account := papers.account_of_paper(study):
        return account
    report = study.reports.select_related("reference").first()
    if report is None:
        raise ValidationError("No report of this study is known, so there is no paper to enter figures from.")
    document = _paper(report.reference, by)
    key = keys.free_key((StudyAccount,), f"{document.key}/{study.key}")
    return _saved(StudyAccount(key=key, document=document, study=study, year=report.reference.year, **told))


def _paper(reference: Reference, by) -> Document:
    """The document that is this reference itself. Only what is entered of it is known: it is never called silent."""
    made = f"{reference.key}/report"
    if document := Document.objects.filter(key=made).first():
        return document
    doi = reference.identifiers.filter(scheme=words.IdentifierScheme.DOI).values_list("value", flat=True).first()
    document = _saved(
        Document(
            key=made,
            kind=words.DocumentKind.STUDY_REPORT,
            title=(reference.title or reference.label)[:300],
            issuer=reference.journal,
            citation=papers.citation_of(reference)[:200],
            doi=doi or "",
            completeness=words.Completeness.IN_PART,
            known="What was entered by hand: each figure names its place in the paper.",
        )
    )
    _record("document.entered", "document", document, by, after=_held(document, ("title", "issuer", "citation", "doi")))
    return document


@transaction.atomic
def add_arm(*, study: Study, facts: Mapping, interventions: Iterable = (), sizes: Mapping | None = None, by) -> Arm:
    """`facts` are name and role, `sizes` the participants and evaluable of the arm as the paper prints them."""
    _refuse(objection_to_entering_evidence(by))
    name = " ".join(facts.get("name", "").split())
    if study.arms.filter(name__iexact=name).exists():
        raise ValidationError({"name": f"The study already has an arm called {name}."})
    key = keys.free_key((Arm,), f"{study.key}/{keys.slug(name)}")
    arm = _saved(Arm(key=key, study=study, position=study.arms.count(), **{**facts, "name": name}))
    arm.interventions.set(interventions)
    held = {name: value for name, value in (sizes or {}).items() if value}
    if held:
        account = _account_of_paper(study, {}, by)
        _saved(ArmSize(key=f"{account.key}/size/{arm.key.rpartition('/')[2]}", account=account, arm=arm, **held))
    _record("arm.entered", "study", study, by, after=_held(arm, ("key", "name", "role", "interventions")) | held)
    _changed(study)
    return arm


@transaction.atomic
def add_outcome(*, study: Study, facts: Mapping, by) -> Outcome:
    """An outcome as the study's own paper tells it; `facts` are the fields of Outcome."""
    _refuse(objection_to_entering_evidence(by))
    _refuse_bare_place(facts.get("lines", ""))
    account = _account_of_paper(study, {}, by)
    key = keys.numbered_key(Outcome, f"{account.key}/{facts.get('endpoint', '')}")
    outcome = _saved(Outcome(key=key, account=account, position=account.outcomes.count() + 1, **facts))
    _record("outcome.entered", "study", study, by, after=_held(outcome, ("key", *facts)))
    _changed(study)
    return outcome


@transaction.atomic
def add_figures(*, outcome: Outcome, figures: Iterable[tuple[type, Mapping]], by) -> list:
    """Figures of one outcome, all or none: (Measurement or EffectEstimate, its fields), arms as rows."""
    return [_add_figure(outcome, model, fields, by) for model, fields in figures]


def _add_figure(outcome: Outcome, model: type, fields: Mapping, by):
    _refuse(objection_to_entering_evidence(by))
    study = outcome.account.study
    figure = model(outcome=outcome, position=_next_position(outcome), **fields)
    _refuse_impossible(figure, study)
    figure.key = keys.figure_key(study.key, *_named_after(figure))
    _saved(figure)
    _record("figure.entered", "figure", figure, by, after=_held(figure, ("outcome", *fields)))
    record_extraction(figures=[figure], by=by)
    _changed(study)
    return figure


def _named_after(figure) -> tuple[str, ...]:
    """ "os", "1 year", "hr" for a hazard ratio; the arm's name for the figure of an arm."""
    outcome = figure.outcome
    about = (outcome.endpoint, outcome.event_term or outcome.timepoint)
    if isinstance(figure, EffectEstimate):
        return (*about, figure.measure)
    return (*about, figure.statistic, figure.arm.key.rpartition("/")[2] if figure.arm else "")


def _next_position(outcome: Outcome) -> int:
    return 1 + outcome.measurements.count() + outcome.effect_estimates.count()


def _refuse_impossible(figure, study: Study) -> None:
    faults: dict[str, str] = {}
    if not figure.as_reported.strip():
        faults["as_reported"] = "Give the figure as it is printed."
    if not figure.lines.strip():
        faults["lines"] = "Say where in the paper it stands: the page, and the table or paragraph."
    elif figure.outcome.account.document.kind == words.DocumentKind.STUDY_REPORT:
        faults |= _bare_place(figure.lines)
    says_something = any(getattr(figure, name) for name in SAYS_SOMETHING[type(figure)])
    comparison = getattr(figure, "measure", "") == words.EffectMeasure.COMPARISON
    if not says_something and not (comparison and figure.direction != words.Direction.NOT_STATED):
        faults["value" if isinstance(figure, Measurement) else "estimate"] = (
            "No number is filled in. Give at least one."
        )
    for name in ("arm", "intervention_arm", "comparator_arm"):
        arm = getattr(figure, name, None)
        if arm and arm.study_id != study.pk:
            faults[name] = f"{arm.name} is no arm of this study."
    if getattr(figure, "intervention_arm", None) and figure.intervention_arm == figure.comparator_arm:
        faults["comparator_arm"] = "An arm is not compared with itself."
    if faults:
        raise ValidationError(faults)


def _bare_place(lines: str) -> dict[str, str]:
    """In a paper a number alone is no place; in the documents that were read by lines it is one."""
    return {"lines": f"Say what {lines} is: “p. {lines}”, “Table {lines}”."} if lines[:1].isdigit() else {}


def _refuse_bare_place(lines: str) -> None:
    if fault := _bare_place(lines):
        raise ValidationError(fault)


@transaction.atomic
def correct_figure(*, figure, changes: Mapping, reason: str, by, seen: str = ""):
    """Changes fields of a Measurement or EffectEstimate; who rests on it is told in the same transaction.

    `seen` is the `state_of` the row that the changes were made on; "" where nobody looked at it before.
    """
    _refuse(objection_to_correcting_evidence(by))
    why, study = _reason(reason), figure.outcome.account.study
    before, after = _change(figure, changes, seen, checked=lambda row: _refuse_impossible(row, study))
    _record("figure.corrected", "figure", figure, by, before=before, after=after, why=why)
    record_extraction(figures=[figure], by=by)
    corrections.tell(figure=figure, before=before, after=after, by=by)
    _changed(study)
    return figure


@transaction.atomic
def correct_study(*, study: Study, changes: Mapping, reason: str, by, seen: str = "") -> Study:
    """Changes facts of a study; `changes` may hold conditions and interventions as rows."""
    _refuse(objection_to_correcting_evidence(by))
    why = _reason(reason)
    before, after = _change(study, changes, seen)
    _record("study.corrected", "study", study, by, before=before, after=after, why=why)
    _changed(study)
    return study


def state_of(row) -> str:
    """Changes with any field of the row: to tell whether somebody else changed it since it was shown."""
    names = [each.name for each in (*row._meta.concrete_fields, *row._meta.many_to_many)]
    return sha256(json.dumps(_held(row, names), sort_keys=True, default=str).encode()).hexdigest()


def _change(row, changes: Mapping, seen: str, checked: Callable = lambda row: None) -> tuple[dict, dict]:
    """Writes the changes, and tells the changed fields before and after. Reads the row anew, under lock."""
    type(row).objects.select_for_update().get(pk=row.pk)
    row.refresh_from_db()
    if seen and seen != state_of(row):
        raise ValidationError(
            "Somebody corrected this in the meantime. Look at what it says now, then correct it again."
        )
    before = _held(row, changes)
    plain = {name: value for name, value in changes.items() if name not in STUDY_TERMS}
    for name, value in plain.items():
        setattr(row, name, value)
    checked(row)
    _saved(row)
    for name in STUDY_TERMS:
        if name in changes:
            getattr(row, name).set(changes[name])
    after = _held(row, changes)
    changed = [name for name in changes if before[name] != after[name]]
    if not changed:
        raise ValidationError("Nothing is changed. Change a field, or leave it as it is.")
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise ValidationError({"reason": "Say why it is corrected: what the paper prints, and what was entered wrong."})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": f"The reason is longer than {LONGEST_REASON} characters."})
    return reason


def _saved(row: Row) -> Row:
    row.clean_fields(exclude=[each.name for each in row._meta.concrete_fields if each.is_relation])
    row.save()
    return row


def _held(row, names: Iterable[str]) -> dict:
    """The fields as the audit trail keeps them: rows by their keys."""
    held = {}
    for name in names:
        value = getattr(row, name)
        if isinstance(value, models.Model):
            value = value.key
        elif row._meta.get_field(name).many_to_many:
            value = sorted(term.key for term in value.all())
        held[name] = value
    return held


def _refuse(objection: str) -> None:
    if objection:
        raise PermissionDenied(objection)


def _record(event: str, target: str, row, by, **told) -> None:
    audit.actions.record(event=event, target_type=target, target_key=row.key, by=by.get_username(), **told)


def _changed(study: Study) -> None:
    """The study and its reports are found by what it holds; the checks run again after what is told here."""
    search.changes.record("study", [study.key])
    search.changes.record("reference", list(study.reports.values_list("reference__key", flat=True)))
