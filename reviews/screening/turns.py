"""Whose word is asked for on a candidate at one stage, and why another's is not. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.screening.standing import TO_SETTLE, Word
from reviews.vocabulary import CycleState, ScreeningStatus, Stage


@dataclass(frozen=True)
class Readers:
    """Of a cycle: how many read each work, and the names of those asked to. Nobody named: whoever may screen."""

    needed: int = 1
    named: tuple[str, ...] = ()
    third: tuple[str, ...] = ()

    def reads(self, name: str) -> bool:
        return name in self.named or not self.named

    def settles(self, name: str) -> bool:
        return name in self.third or not self.third


def objection_to_state(state: str) -> str:
    """Works are judged while a review is in screening; "" then."""
    if state == CycleState.SCREENING:
        return ""
    if state == CycleState.OPEN:
        return "Screening has not begun: take the review to screening first."
    if state == CycleState.CLOSED:
        return "This review is closed: what it found and decided stays. Open the next one."
    return "Screening is over in this review. Take it back to screening to judge again."


def objection_to_word(name: str, status: str, words: Sequence[Word], readers: Readers) -> str:
    """Why this person's word is not taken here, as a sentence to show; "" where it is. A word may be changed."""
    if status == ScreeningStatus.NOT_YET:
        return "It is judged by full text once it is included by title and abstract."
    if not readers.reads(name):
        if name in readers.third:
            return "You are the third reader of this review: you settle what the two readers disagree on."
        return f"{_listed(readers.named)} read for this review. Ask to be assigned as a reader."
    if any(word.settles for word in words):
        return "A third reader has settled it. Reopen it to judge it again."
    others = [word for word in words if word.by != name]
    if len(others) >= readers.needed:
        return f"{_listed([word.by for word in others])} judged it already. Reopen it to judge it again."
    return ""


def objection_to_settling(name: str, status: str, words: Sequence[Word], readers: Readers) -> str:
    if status not in TO_SETTLE:
        return "There is nothing to settle: the readers agree, or not all of them have judged it."
    if name in [word.by for word in words]:
        return "You judged it yourself: somebody else settles it."
    if not readers.settles(name):
        return f"{_listed(readers.third)} settles what readers disagree on in this review."
    return ""


def objection_to_full_text_words(before: str, after: str, full_text_words: int) -> str:
    """A work that was judged by full text stays included by title and abstract."""
    if before == ScreeningStatus.INCLUDED != after and full_text_words:
        return f"It has been judged by {Stage.FULL_TEXT.label.lower()} already. Take that back first."
    return ""


def _listed(names: Sequence[str]) -> str:
    """ "ada and ben"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
