"""The moves of a review cycle and who makes each. docs/review-cycle.md is drawn from this table. Pure."""

from dataclasses import dataclass

from reviews.vocabulary import CycleState

OPEN, SCREENING, DRAFTING = CycleState.OPEN, CycleState.SCREENING, CycleState.DRAFTING
DECIDING, CLOSED = CycleState.DECIDING, CycleState.CLOSED
IN_PROGRESS = (OPEN, SCREENING, DRAFTING, DECIDING)


@dataclass(frozen=True)
class Move:
    """`act` names who makes it (audit/acts.py), `does` completes "A review is ...", `event` is the trail's name."""

    name: str
    starts: tuple[CycleState, ...]
    end: CycleState
    act: str
    does: str
    event: str


MOVES = (
    Move("screen", (OPEN,), SCREENING, "keep_reviews", "taken to screening", "screening_begun"),
    Move("skip", (OPEN,), DRAFTING, "keep_reviews", "drafted without a literature update", "screening_skipped"),
    Move("draft", (SCREENING,), DRAFTING, "keep_reviews", "taken to drafting", "drafting_begun"),
    Move("screen_again", (DRAFTING,), SCREENING, "keep_reviews", "taken back to screening", "screening_reopened"),
    Move("decide", (DRAFTING,), DECIDING, "keep_reviews", "put to the committee", "put_to_decision"),
    Move("return", (DECIDING,), DRAFTING, "close_reviews", "taken back to drafting", "returned"),
    Move("close", (DECIDING,), CLOSED, "close_reviews", "closed on the version that came of it", "closed"),
    Move("defer", IN_PROGRESS, CLOSED, "close_reviews", "deferred", "deferred"),
    Move("reject", IN_PROGRESS, CLOSED, "close_reviews", "rejected", "rejected"),
)


def move(name: str) -> Move:
    return next(each for each in MOVES if each.name == name)


def objection(name: str, state: str) -> str:
    """Why a cycle in this state cannot make the move, as a sentence to show; "" where it can."""
    asked, now = move(name), CycleState(state)
    if now in asked.starts:
        return ""
    starts = " or ".join(label(each) for each in asked.starts)
    can = [f"it can be {each.does}" for each in MOVES if now in each.starts]
    return f"A review is {asked.does} when it is {starts}; this one is {label(now)}" + (
        f": {', or '.join(can)}." if can else ", and stays so."
    )


def label(state: CycleState) -> str:
    return str(state.label).lower()
