"""The trials whose results a policy waits for, as a registry tells of them on one day."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from policies.models import Policy
from reviews import telling
from reviews.models import OngoingTrial
from reviews.sources.clinicaltrials import NCT
from reviews.sources.telling import refuse_to_come, said, tell
from reviews.vocabulary import TrialStatus

LONGEST = 40
FIELDS = ("nct", "title", "planned_size", "expected_completion", "status", "status_as_of", "note")


def nct_number(text: str) -> str:
    """ "nct 01483027" -> "NCT01483027". ValidationError for what is none."""
    bare = "".join(text.split()).upper()
    if not NCT.fullmatch(bare):
        shown = text[:40].replace("\x00", "")
        raise ValidationError({"nct": f'"{shown}" is no NCT number: NCT and eight digits, such as NCT01483027.'})
    return bare


@transaction.atomic
def add_trial(*, policy: Policy, by, nct: str, **told) -> OngoingTrial:
    """Numbers and dates are kept as the registry prints them."""
    telling.refuse_unless(by, "check_sources")
    Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    nct = nct_number(nct)
    if policy.ongoing_trials.filter(nct=nct, removed_at=None).exists():
        raise ValidationError({"nct": f"{nct} is on the list already: edit it there."})
    return put(policy, nct, told_of(**told), by=by)


@transaction.atomic
def edit_trial(*, trial: OngoingTrial, by, **told) -> OngoingTrial:
    """As the registry tells on a newer day; what it told before stays in the trail."""
    trial = _locked(trial, by)
    told = told_of(**told)
    if told["status_as_of"] < trial.status_as_of:
        known = trial.status_as_of
        raise ValidationError({"status_as_of": f"It is known as of {known} already: an older day tells nothing newer."})
    return change(trial, told, by=by)


@transaction.atomic
def remove_trial(*, trial: OngoingTrial, by, reason: str) -> OngoingTrial:
    trial = _locked(trial, by)
    reason = telling.plain_text("reason", reason, "Say why it is no more waited for.")
    trial.removed_at = timezone.now()
    trial.save(update_fields=["removed_at"])
    tell(trial, "removed", by=by, before=said(trial, *FIELDS), why=reason)
    return trial


def put(policy: Policy, nct: str, told: dict, *, by, why: str = "") -> OngoingTrial:
    """On the list, which the caller locked. `told` is of told_of, `why` what the trail says besides."""
    trial = OngoingTrial(policy=policy, nct=nct, **told, by=by.get_username())
    trial.save()
    tell(trial, "added", by=by, after=said(trial, *FIELDS), why=why)
    return trial


def change(trial: OngoingTrial, told: dict, *, by, why: str = "") -> OngoingTrial:
    """Of a row that the caller locked."""
    before = said(trial, *FIELDS)
    for name, value in told.items():
        setattr(trial, name, value)
    trial.by = by.get_username()
    trial.save()
    tell(trial, "edited", by=by, before=before, after=said(trial, *FIELDS), why=why)
    return trial


def _locked(trial: OngoingTrial, by) -> OngoingTrial:
    telling.refuse_unless(by, "check_sources")
    trial = OngoingTrial.objects.select_for_update(of=("self",)).select_related("policy").get(pk=trial.pk)
    if trial.removed_at:
        raise ValidationError(f"{trial.nct} was removed from the list: add it again.")
    return trial


def told_of(
    *,
    title: str,
    status: str,
    status_as_of: date,
    planned_size: str = "",
    expected_completion: str = "",
    note: str = "",
) -> dict:
    """What is told of a trial, as it is kept. ValidationError for what cannot be."""
    if status not in TrialStatus.values:
        raise ValidationError({"status": "Choose the status as the registry names it."})
    refuse_to_come("status_as_of", status_as_of)
    printed = {"planned_size": planned_size.strip(), "expected_completion": expected_completion.strip()}
    for name, text in printed.items():
        if len(text) > LONGEST or "\x00" in text:
            raise ValidationError({name: f"Copy it as the registry prints it, in at most {LONGEST} characters."})
    title = telling.plain_text("title", title, "Give the title of the trial.")
    note = telling.plain_text("note", note)
    return {"title": title, "status": status, "status_as_of": status_as_of, "note": note} | printed
