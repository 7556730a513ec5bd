"""A file of ClinicalTrials.gov is read into a policy's list of ongoing trials, each trial with its end."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.models import AuditEvent
from evidence.full_texts.names import file_name
from policies.models import Policy
from reviews import telling
from reviews.models import OngoingTrial
from reviews.sources import clinicaltrials, trials
from reviews.sources.clinicaltrials import FailedTrial, TrialTold
from reviews.sources.telling import key_of, refuse_to_come
from reviews.vocabulary import TrialEnd, TrialStatus

COMPARED = {
    "title": "Title",
    "planned_size": "Planned size",
    "expected_completion": "Expected completion",
    "status": "Status",
    "status_as_of": "As of",
}
NO_DAY = "The file does not say of which day it is: give the day you downloaded it, and read it again."


@dataclass(frozen=True)
class Change:
    """Of one field of the list, by name: what was held, empty where nothing was, and what the registry tells."""

    field: str
    was: str
    now: str

    @property
    def label(self) -> str:
        return COMPARED[self.field]


@dataclass(frozen=True)
class TrialRead:
    """What became of one study of a file. `reason` is empty where it was added, updated or is held as it is."""

    position: int
    nct: str
    title: str
    end: TrialEnd
    reason: str = ""
    changes: tuple[Change, ...] = ()
    has_results: bool = False


@dataclass(frozen=True)
class TrialsRead:
    """One TrialRead for each study of the file, in its order. `goes_on`: the registry's list has a further page."""

    file_name: str
    trials: list[TrialRead]
    goes_on: bool

    def counts(self) -> dict[TrialEnd, int]:
        """Of every end; they add up to the file."""
        counted = Counter(trial.end for trial in self.trials)
        return {end: counted[end] for end in TrialEnd}


@transaction.atomic
def read_trials_file(*, policy: Policy, by, content: bytes, name: str, as_of: date | None = None) -> TrialsRead:
    """`as_of` is the day for what has none in the file. ValidationError for what is no such file: nothing is read then.

    What the file does not tell of a trial on the list stays as it is there, and so does its note. A trial that somebody
    took off the list is told, and stays off.
    """
    telling.refuse_unless(by, "check_sources")
    if as_of is not None:
        refuse_to_come("as_of", as_of)
    try:
        file = clinicaltrials.read(content)
    except clinicaltrials.NotATrialsFile as refusal:
        raise ValidationError({"file": str(refusal)}) from None
    Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    name = file_name(name)
    reading = _Reading(policy, by, f"Read from {name}, a file of ClinicalTrials.gov.", as_of, file)
    return TrialsRead(name, [reading.end_of(trial) for trial in file.trials], file.goes_on)


class _Reading:
    """One file and one list, locked for the transaction."""

    def __init__(self, policy: Policy, by, why: str, as_of: date | None, file: clinicaltrials.TrialsFile):
        self.policy, self.by, self.why, self.as_of = policy, by, why, as_of
        told = {trial.nct for trial in file.trials}
        rows = policy.ongoing_trials.select_for_update(of=("self",)).order_by("removed_at")
        rows = [row for row in rows if row.nct in told]
        self.listed = {row.nct: row for row in rows if row.removed_at is None}
        self.removed = _why_removed([row for row in rows if row.removed_at and row.nct not in self.listed])

    def end_of(self, trial: TrialTold | FailedTrial) -> TrialRead:
        if isinstance(trial, FailedTrial):
            return TrialRead(trial.position, trial.nct, "", TrialEnd.FAILED, trial.reason)
        try:
            end, reason, changes = self._taken(trial)
        except ValidationError as fault:  # found before anything is written
            end, reason, changes = TrialEnd.FAILED, " ".join(fault.messages), ()
        return TrialRead(trial.position, trial.nct, trial.title, end, reason, changes, trial.has_results)

    def _taken(self, trial: TrialTold) -> tuple[TrialEnd, str, tuple[Change, ...]]:
        held = self.listed.get(trial.nct)
        told = self._told(trial, held)
        if held is None and trial.nct in self.removed:
            return TrialEnd.REMOVED, self.removed[trial.nct], ()
        if held is None:
            self.listed[trial.nct] = trials.put(self.policy, trial.nct, told, by=self.by, why=self.why)
            return TrialEnd.ADDED, "", _changes(OngoingTrial(title=trial.title), told)
        if told["status_as_of"] < held.status_as_of:
            return TrialEnd.OLDER, f"Held as of {held.status_as_of}; the file is of {told['status_as_of']}.", ()
        changes = _changes(held, told)
        if not changes:
            return TrialEnd.HELD, "", ()
        trials.change(held, told, by=self.by, why=self.why)
        return TrialEnd.UPDATED, "", changes

    def _told(self, trial: TrialTold, held: OngoingTrial | None) -> dict:
        if (day := trial.as_of or self.as_of) is None:
            raise ValidationError(NO_DAY)
        return trials.told_of(
            title=trial.title,
            status=trial.status,
            status_as_of=day,
            planned_size=trial.planned_size or (held.planned_size if held else ""),
            expected_completion=trial.expected_completion or (held.expected_completion if held else ""),
            note=held.note if held else "",
        )


def _changes(held: OngoingTrial, told: dict) -> tuple[Change, ...]:
    return tuple(
        Change(name, _shown(name, getattr(held, name)), _shown(name, told[name]))
        for name in COMPARED
        if getattr(held, name) != told[name]
    )


def _shown(name: str, value) -> str:
    """A day as text, a status as people read it, nothing as nothing."""
    return str((TrialStatus(value).label if name == "status" and value else value) or "")


def _why_removed(rows: list[OngoingTrial]) -> dict[str, str]:
    """By number, of the last time: who took the trial off the list, when and why, in a sentence."""
    if not rows:
        return {}
    keys = {key_of(row): row.nct for row in rows}
    events = AuditEvent.objects.filter(event="ongoing_trial.removed", target_type="ongoing_trial", target_key__in=keys)
    said = {row.nct: f"It was taken off the list on {row.removed_at:%Y-%m-%d}." for row in rows}
    for event in events.order_by("at", "id"):
        said[keys[event.target_key]] = f"{event.by} took it off the list on {event.at:%Y-%m-%d}: {event.why}"
    return said
