"""Screening: every write of it. Permitted, audited, each in one transaction, one at a time for a candidate."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from reviews import telling
from reviews.models import Candidate, ReviewCycle, ScreeningDecision
from reviews.screening import recording, turns
from reviews.screening.words import readers_of
from reviews.vocabulary import ExclusionReason, Stage, Verdict


@dataclass(frozen=True)
class Said:
    """A word as it is given. An exclusion has its one primary reason; `look_again` asks for it in the next review."""

    verdict: str
    reason: str = ""
    note: str = ""
    look_again: bool = False

    def checked(self, settles: bool = False) -> "Said":
        """As it is kept. ValidationError where it cannot be."""
        self._refuse_verdict(settles)
        note = telling.plain_text(
            "note",
            self.note,
            "Say in the note what the other reason is." if self.reason == ExclusionReason.OTHER else "",
        )
        return Said(self.verdict, self.reason, note, self.look_again)

    def _refuse_verdict(self, settles: bool) -> None:
        if self.verdict not in Verdict.values or (settles and self.verdict == Verdict.MAYBE):
            choice = "include or exclude" if settles else "include, exclude or maybe"
            raise ValidationError({"verdict": f"Choose {choice}."})
        if self.verdict == Verdict.EXCLUDE and self.reason not in ExclusionReason.values:
            raise ValidationError({"reason": "Choose the one primary reason for which it is excluded."})
        if self.verdict != Verdict.EXCLUDE and self.reason:
            raise ValidationError({"reason": "A reason is given for an exclusion. Leave it empty, or exclude."})
        if self.verdict == Verdict.INCLUDE and self.look_again:
            raise ValidationError({"look_again": "What is included now need not be looked at again next year."})


@transaction.atomic
def decide(*, candidate: Candidate, stage: str, said: Said, by) -> Candidate:
    """A reader's word. A word given before by the same person is taken back for it; the same again changes nothing."""
    screened = _screened(candidate, stage, by)
    said = said.checked()
    _refuse(
        turns.objection_to_word(by.get_username(), screened.status, screened.words_here, readers_of(screened.cycle))
    )
    if screened.has_said(by, said):
        return screened.candidate
    screened.take_back(by.get_username())
    screened.add(said, by)
    screened.write("judged", by=by)
    return screened.candidate


@transaction.atomic
def settle(*, candidate: Candidate, stage: str, said: Said, by) -> Candidate:
    """The third reader's word on what the readers disagree on, or somebody else's on a maybe: it alone counts."""
    screened = _screened(candidate, stage, by)
    said = said.checked(settles=True)
    readers = readers_of(screened.cycle)
    _refuse(turns.objection_to_settling(by.get_username(), screened.status, screened.words_here, readers))
    screened.add(said, by, settles=True)
    screened.write("settled", by=by)
    return screened.candidate


@transaction.atomic
def take_back(*, candidate: Candidate, stage: str, by) -> Candidate:
    """One's own word, which stays as a row with the time."""
    screened = _screened(candidate, stage, by)
    name = by.get_username()
    own = next((word for word in screened.words_here if word.by == name), None)
    if own is None:
        raise ValidationError("There is no word of yours to take back here.")
    if not own.settles and any(word.settles for word in screened.words_here):
        raise ValidationError("A third reader has settled it. Reopen it to judge it again.")
    screened.take_back(name)
    screened.write("taken_back", by=by)
    return screened.candidate


@transaction.atomic
def undo(*, cycle: ReviewCycle, by) -> tuple[Candidate, str]:
    """Takes back the last word this person said in the cycle that stands, and tells on what, and of which stage."""
    telling.refuse_unless(by, "screen")
    last = ScreeningDecision.objects.filter(by=by.get_username(), taken_back_at=None, candidate__cycle=cycle)
    decision = last.select_related("candidate").order_by("-pk").first()
    if decision is None:
        raise ValidationError("There is nothing to undo: no word of yours stands in this review.")
    return take_back(candidate=decision.candidate, stage=decision.stage, by=by), decision.stage


@transaction.atomic
def reopen(*, candidate: Candidate, stage: str, why: str, by) -> Candidate:
    """Takes back all words of one stage, so that it is judged anew."""
    telling.refuse_unless(by, "keep_reviews")
    screened = _screened(candidate, stage, by, act="keep_reviews")
    why = telling.plain_text("why", why, "Say why it is to be judged again.")
    if not screened.words_here:
        raise ValidationError("Nobody has judged it yet.")
    for word in screened.words_here:
        screened.take_back(word.by)
    screened.write("reopened", by=by, why=why)
    return screened.candidate


def _screened(candidate: Candidate, stage: str, by, act: str = "screen") -> recording.Screened:
    telling.refuse_unless(by, act)
    if stage not in Stage.values:
        raise ValidationError({"stage": "Choose title and abstract, or full text."})
    screened = recording.Screened(candidate, stage)
    _refuse(turns.objection_to_state(screened.cycle.state))
    return screened


def _refuse(objection: str) -> None:
    if objection:
        raise ValidationError(objection)
