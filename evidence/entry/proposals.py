"""From pasted sentences to figures that a person confirms: what was read, the arms, and what is open."""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence import vocabulary as words
from evidence.checks.values import POOLED
from evidence.models import Arm, Outcome
from evidence.quick_entry.reading import read
from evidence.quick_entry.readings import EFFECT, OF_OUTCOME, ReadFigure, Reading, Remark

MOST_LINES = 30


@dataclass(frozen=True)
class Proposal:
    """A figure that was read: its kind, the fields its form begins with, and what is to be looked at, by field."""

    kind: str
    initial: dict
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class ReadLine:
    """One line as pasted, with what to say of it as a whole."""

    text: str
    said: tuple[str, ...]


def proposals_of(text: str, place: str, outcome: Outcome) -> tuple[list[Proposal], list[ReadLine]]:
    """Every line is read for itself. `place` is where in the paper they all stand."""
    arms = list(outcome.account.study.arms.all())
    pooled = outcome.account.study.design in POOLED
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found, told = [], []
    for line in lines[:MOST_LINES]:
        reading = read(line, endpoint=outcome.endpoint, pooled=pooled)
        found += [_proposal(figure, reading, place, outcome, arms) for figure in reading.figures]
        told.append(ReadLine(line, tuple(remark.message for remark in reading.remarks)))
    if rest := lines[MOST_LINES:]:
        told.append(ReadLine(rest[0], (f"Only {MOST_LINES} lines are read at once; {len(rest)} more are not.",)))
    return found, told


def _proposal(figure: ReadFigure, reading: Reading, place: str, outcome: Outcome, arms: Sequence[Arm]) -> Proposal:
    fields = {name: value for name, value in figure.fields.items() if name not in OF_OUTCOME}
    if "not_reached" in fields:
        fields["not_reached"] = True
    chosen, said = _arms_of(figure, reading, arms)
    initial = {"as_reported": figure.printed.text, "lines": place} | fields | chosen
    return Proposal(figure.kind, initial, (*figure.remarks, *said, *_of_another_outcome(figure, outcome)))


def _arms_of(figure: ReadFigure, reading: Reading, arms: Sequence[Arm]) -> tuple[dict, list[Remark]]:
    if figure.kind == EFFECT:
        return _compared(arms)
    told = max((each.arm for each in reading.figures), default=0)
    if figure.arm and told == len(arms):
        arm = arms[figure.arm - 1]
        return {"arm": arm.key}, [
            Remark("arm", f"Arm {figure.arm} in the order of the sentence, {arm.name}: is it so?")
        ]
    if figure.arm:
        return {}, [Remark("arm", f"Arm {figure.arm} of {told} in the order of the sentence. Choose it.")]
    if len(arms) == 1:
        return {"arm": arms[0].key}, []
    return {}, [Remark("arm", "Choose the arm, or leave it empty for the whole study.")] if arms else []


def _compared(arms: Sequence[Arm]) -> tuple[dict, list[Remark]]:
    """An intervention and a comparator, where the study has one of each."""
    ours = [arm for arm in arms if arm.role == words.ArmRole.INTERVENTION]
    others = [arm for arm in arms if arm.role == words.ArmRole.COMPARATOR]
    if len(ours) == 1 and len(others) == 1:
        said = f"Taken as {ours[0].name} against {others[0].name}, by their roles: is it so?"
        return {"intervention_arm": ours[0].key, "comparator_arm": others[0].key}, [Remark("intervention_arm", said)]
    return {}, [Remark("intervention_arm", "Choose the two arms, in the order of the ratio.")] if arms else []


def _of_another_outcome(figure: ReadFigure, outcome: Outcome) -> list[Remark]:
    said = []
    endpoint, timepoint = figure.fields.get("endpoint", ""), figure.fields.get("timepoint", "")
    if endpoint and endpoint != outcome.endpoint:
        told = words.Endpoint(endpoint).label.lower()
        said.append(Remark("", f"The sentence tells of {told}; this outcome is {outcome.title.lower()}."))
    if timepoint and _plain(timepoint) != _plain(outcome.timepoint):
        when = f"at {outcome.timepoint}" if outcome.timepoint else "at no time point"
        said.append(Remark("", f"The sentence tells of {timepoint}; this outcome is {when}."))
    return said


def _plain(timepoint: str) -> str:
    return timepoint.lower().replace("-", " ").rstrip("s")
