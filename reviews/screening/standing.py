"""What the words said on one candidate at one stage come to. Pure.

Two readers who exclude for different reasons agree by title and abstract, where no reason is reported: the first one's
is kept. By full text each report is reported with one primary reason (PRISMA 2020), so there it is a conflict.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.vocabulary import ScreeningStatus, Stage, Verdict

OF_VERDICT = {
    Verdict.INCLUDE: ScreeningStatus.INCLUDED,
    Verdict.EXCLUDE: ScreeningStatus.EXCLUDED,
    Verdict.MAYBE: ScreeningStatus.MAYBE,
}
# Before the words are all in, nobody is shown what another said.
WAITING = (ScreeningStatus.UNDECIDED, ScreeningStatus.SECOND_NEEDED)
TO_SETTLE = (ScreeningStatus.CONFLICT, ScreeningStatus.MAYBE)


@dataclass(frozen=True)
class Word:
    """One person's word that was not taken back. One that `settles` is a third reader's."""

    by: str
    verdict: str
    reason: str = ""
    note: str = ""
    look_again: bool = False
    settles: bool = False


@dataclass(frozen=True)
class Standing:
    """`reason` and `note` are of an exclusion; `look_again` of an exclusion or a maybe."""

    status: ScreeningStatus
    reason: str = ""
    note: str = ""
    look_again: bool = False


def standing(stage: str, words: Sequence[Word], readers_needed: int) -> Standing:
    """Of one stage that is open; the words in the order in which they were said."""
    if settling := next((word for word in words if word.settles), None):
        return _of(OF_VERDICT[Verdict(settling.verdict)], [settling])
    if len(words) < readers_needed:
        return Standing(ScreeningStatus.SECOND_NEEDED if words else ScreeningStatus.UNDECIDED)
    return _of(_agreed(stage, words), words)


def _agreed(stage: str, words: Sequence[Word]) -> ScreeningStatus:
    verdicts, reasons = {word.verdict for word in words}, {word.reason for word in words}
    if len(verdicts) > 1 or (len(words) > 1 and verdicts == {Verdict.MAYBE}):
        return ScreeningStatus.CONFLICT
    if stage == Stage.FULL_TEXT and len(reasons) > 1:
        return ScreeningStatus.CONFLICT
    return OF_VERDICT[Verdict(words[0].verdict)]


def _of(status: ScreeningStatus, words: Sequence[Word]) -> Standing:
    again = status in (ScreeningStatus.EXCLUDED, ScreeningStatus.MAYBE) and any(word.look_again for word in words)
    if status != ScreeningStatus.EXCLUDED:
        return Standing(status, look_again=again)
    return Standing(status, words[0].reason, words[0].note, again)
