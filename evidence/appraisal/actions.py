"""Every write of appraisals, of certainty, and of what a second person says of a figure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

import audit.actions
from evidence import vocabulary as words
from evidence.appraisal import grade
from evidence.appraisal.instruments import INSTRUMENTS, Instrument, propose
from evidence.appraisal.states import BY_FIXTURES, Figure, as_it_stands, fingerprint, kind_of
from evidence.models import (
    CertaintyOfEvidence,
    Condition,
    EffectEstimate,
    Indication,
    Intervention,
    Measurement,
    RiskOfBias,
    Study,
    Verification,
)
from evidence.permissions import objection_to_appraising, objection_to_verifying, refuse

LONGEST_NOTE = 2000
LONGEST_COMPARATOR = 200
LONGEST_READING = 400


@dataclass(frozen=True)
class Body:
    """A body of evidence: what is asked of which studies. Figures are of the studies and of the endpoint."""

    intervention: Intervention
    condition: Condition
    endpoint: str
    indication: Indication | None = None
    comparator: str = ""
    studies: list[Study] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


@transaction.atomic
def appraise_study(
    *,
    study: Study,
    instrument: str,
    judgements: Mapping[str, str],
    notes: Mapping[str, str],
    by,
    endpoint: str = "",
    final: str = "",
    reason: str = "",
) -> RiskOfBias:
    """Keeps a judgement in every domain and the final one, which is the proposed where `final` is "".

    It supersedes what the same person last said of the same, by the same instrument. ValidationError with all that is
    the matter.
    """
    refuse(objection_to_appraising(by))
    tool = INSTRUMENTS.get(instrument)
    if tool is None:
        raise ValidationError("Choose one of the instruments.")
    faults = _faults_of_judgements(tool, judgements) + _too_long([reason, *notes.values()])
    if endpoint and endpoint not in words.Endpoint.values:
        faults.append("Choose one of the outcomes, or the study as a whole.")
    proposal = None if faults else propose(tool, judgements)
    proposed = proposal.judgement if proposal else ""
    final, reason = final or proposed, reason.strip()
    if not faults:
        faults = _faults_of_final(tool, proposed, final, reason)
    if faults:
        raise ValidationError(faults)
    Study.objects.select_for_update().get(pk=study.pk)  # two at once would take the same number
    asked = {"study": study, "endpoint": endpoint, "instrument": tool.key, "by": by.get_username()}
    before = RiskOfBias.objects.current().filter(**asked).first()
    row = RiskOfBias.objects.create(
        key=f"{study.key}/{study.risk_of_bias.count() + 1}",
        domains={
            domain.key: {"judgement": judgements[domain.key], "note": notes.get(domain.key, "").strip()}
            for domain in tool.domains
        },
        proposed=proposed,
        final=final,
        reason=reason,
        supersedes=before,
        **asked,
    )
    audit.actions.record(
        event="study.appraised",
        target_type="study",
        target_key=study.key,
        by=by.get_username(),
        before={"final": before.final, "domains": _plain(before)} if before else None,
        after={"instrument": tool.title, "endpoint": endpoint, "final": final, "domains": _plain(row)},
        why=reason,
    )
    return row


def _plain(row: RiskOfBias) -> dict[str, str]:
    return {key: told["judgement"] for key, told in row.domains.items()}


def _faults_of_judgements(tool: Instrument, judgements: Mapping[str, str]) -> list[str]:
    missing = [domain.name for domain in tool.domains if not judgements.get(domain.key)]
    if missing:
        return [f"Judge every domain. Not judged yet: {', '.join(missing)}."]
    unknown = [
        domain.name
        for domain in tool.domains
        if judgements[domain.key] not in {each.value for each in tool.choices(domain)}
    ]
    return [f"Choose one of the judgements of {tool.name}: {', '.join(unknown)}."] if unknown else []


def _faults_of_final(tool: Instrument, proposed: str, final: str, reason: str) -> list[str]:
    if not final:
        return [f"{tool.name} proposes no overall judgement. Choose it, and say why."]
    if tool.overall_judgement(final) is None:
        return [f"Choose one of the overall judgements of {tool.name}."]
    if final != proposed and not reason:
        return ["Say why the final judgement is this one; it is shown with the appraisal."]
    return []


@transaction.atomic
def grade_certainty(
    *,
    body: Body,
    steps: Iterable[grade.Step],
    by,
    start: str = "",
    start_reason: str = "",
    final: str = "",
    reason: str = "",
    supersedes: CertaintyOfEvidence | None = None,
) -> CertaintyOfEvidence:
    """Keeps the certainty of a body of evidence; `start` and `final` are computed where they are "".

    `supersedes` is the grading that this one replaces; it is kept. ValidationError with all that is the matter.
    """
    refuse(objection_to_appraising(by))
    steps = [grade.Step(step.factor, step.step, step.reason.strip()) for step in steps]
    start_reason, reason = start_reason.strip(), reason.strip()
    faults = _faults_of_body(body) + _too_long([start_reason, reason, *(step.reason for step in steps)])
    computed_start = grade.start_of([study.design for study in body.studies])
    start = start or computed_start or ""
    faults += _faults_of_start(start, computed_start, start_reason)
    if not faults:
        faults = grade.faults_of(start, steps)
    computed = "" if faults else grade.level_of(start, steps)
    final = final or computed
    if not faults and final not in words.Certainty.values:
        faults.append("Choose one of the four levels of certainty.")
    if not faults and final != computed and not reason:
        faults.append("Say why the final certainty is another than the computed; it is shown with it.")
    if supersedes and CertaintyOfEvidence.objects.filter(supersedes=supersedes).exists():
        faults.append("This grading was replaced meanwhile. Open the newer one and grade that.")
    if faults:
        raise ValidationError(faults)
    row = CertaintyOfEvidence.objects.create(
        key=_key_of(body),
        indication=body.indication,
        intervention=body.intervention,
        condition=body.condition,
        comparator=body.comparator.strip(),
        endpoint=body.endpoint,
        start=start,
        start_reason=start_reason if start != computed_start else "",
        steps={step.factor: {"step": step.step, "reason": step.reason} for step in steps if step.step or step.reason},
        computed=computed,
        final=final,
        reason=reason,
        by=by.get_username(),
        supersedes=supersedes,
    )
    row.studies.set(body.studies)
    row.measurements.set([figure for figure in body.figures if isinstance(figure, Measurement)])
    row.effect_estimates.set([figure for figure in body.figures if isinstance(figure, EffectEstimate)])
    audit.actions.record(
        event="certainty.graded_again" if supersedes else "certainty.graded",
        target_type="certainty",
        target_key=row.key,
        by=by.get_username(),
        before={"key": supersedes.key, "final": supersedes.final, "steps": supersedes.steps} if supersedes else None,
        after={"final": final, "start": start, "steps": row.steps, "studies": [study.key for study in body.studies]},
        why=reason,
    )
    return row


def _key_of(body: Body) -> str:
    """ "radioembolization/hcc/os/2"; the terms' row is locked, since two at once would take the same number."""
    Intervention.objects.select_for_update().get(pk=body.intervention.pk)
    stem = f"{body.intervention.key}/{body.condition.key}/{body.endpoint}/"
    return f"{stem}{CertaintyOfEvidence.objects.filter(key__startswith=stem).count() + 1}"


def _faults_of_body(body: Body) -> list[str]:
    faults = []
    if body.endpoint not in words.Endpoint.values:
        faults.append("Choose the outcome.")
    if not body.studies:
        faults.append("Choose the studies that the certainty is about.")
    if len(body.comparator) > LONGEST_COMPARATOR:
        faults.append(f"The comparator is longer than {LONGEST_COMPARATOR} characters.")
    if body.indication and (body.indication.intervention_id, body.indication.condition_id) != (
        body.intervention.pk,
        body.condition.pk,
    ):
        faults.append("The indication is of another intervention or condition.")
    chosen = {study.pk for study in body.studies}
    outside = [
        figure.as_reported
        for figure in body.figures
        if figure.outcome.account.study_id not in chosen or figure.outcome.endpoint != body.endpoint
    ]
    if outside:
        faults.append(f"Not of the studies and the outcome chosen: {'; '.join(outside[:5])}.")
    return faults


def _faults_of_start(start: str, computed: str | None, reason: str) -> list[str]:
    if not start:
        return []  # no study is chosen, which is said already
    if start not in words.Certainty.values:
        return ["Choose where the certainty starts from the four levels."]
    if start != computed and not reason:
        return ["Say why the certainty starts elsewhere than the designs of the studies say."]
    return []


@transaction.atomic
def record_extraction(*, figures: Iterable[Figure], by) -> None:
    """Keeps who entered or changed the figures. To be called in the transaction that does so.

    Nobody verifies what they entered: a word of the same person on the figure before is taken back.
    """
    for figure in figures:
        row, _ = Verification.objects.get_or_create(
            **{kind_of(figure): figure}, defaults={"extracted_by": by.get_username()}
        )
        row.extracted_by, row.extracted_at = by.get_username(), timezone.now()
        if row.verified_by == row.extracted_by:
            row.verified_by, row.verified_at, row.held_to, row.read_instead = "", None, "", ""
        row.save()


@transaction.atomic
def verify_figure(*, figure: Figure, seen: str, by, read_instead: str = "") -> Verification:
    """Keeps that a second person read the same in the document, or what they read instead. No figure changes.

    `seen` is the fingerprint of the figure as it stood on their page: ValidationError where it changed since, and
    where the figure is verified already. PermissionDenied for who entered it.
    """
    refuse(objection_to_verifying(by))
    # As it is now, and locked: two who read it at once would both make its row.
    figure = type(figure).objects.select_for_update().get(pk=figure.pk)
    read_instead, now = read_instead.strip(), as_it_stands(figure)
    row = Verification.objects.filter(**{kind_of(figure): figure}).first()
    row = row or Verification(**{kind_of(figure): figure}, extracted_by=BY_FIXTURES)
    if row.extracted_by == by.get_username():
        raise PermissionDenied("You entered this figure. Somebody else reads it again.")
    if seen != fingerprint(figure):
        raise ValidationError("The figure changed while you read. Here it is as it stands now; read it once more.")
    if len(read_instead) > LONGEST_READING:
        raise ValidationError(f"What you read is longer than {LONGEST_READING} characters.")
    if read_instead == figure.as_reported:
        raise ValidationError("That is the figure as it stands here. Say that you read the same.")
    if row.held_to == now and row.read_instead == read_instead:
        raise ValidationError("That is said of the figure already.")
    before = {"by": row.verified_by, "read_instead": row.read_instead} if row.verified_at else None
    row.verified_by, row.verified_at = by.get_username(), timezone.now()
    row.held_to, row.read_instead = now, read_instead
    row.save()
    audit.actions.record(
        event="figure.disputed" if read_instead else "figure.verified",
        target_type="figure",
        target_key=figure.key,
        by=by.get_username(),
        before=before,
        after={"as_reported": figure.as_reported} | ({"read_instead": read_instead} if read_instead else {}),
    )
    return row


def _too_long(texts: Iterable[str]) -> list[str]:
    return [f"A note is longer than {LONGEST_NOTE} characters."] if max(map(len, texts)) > LONGEST_NOTE else []
