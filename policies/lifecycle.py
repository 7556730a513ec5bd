"""The moves of a policy version and who makes each. docs/policy-lifecycle.md is drawn from this table. Pure."""

from dataclasses import dataclass

from policies.vocabulary import VersionStatus

DRAFT, IN_REVIEW, APPROVED = VersionStatus.DRAFT, VersionStatus.IN_REVIEW, VersionStatus.APPROVED
PUBLISHED, WITHDRAWN = VersionStatus.PUBLISHED, VersionStatus.WITHDRAWN


@dataclass(frozen=True)
class Move:
    """`act` names who makes it (audit/acts.py), `event` what the trail calls it."""

    name: str
    start: VersionStatus
    end: VersionStatus
    act: str
    does: str
    event: str


MOVES = (
    Move("submit", DRAFT, IN_REVIEW, "submit", "sent to be signed", "submitted"),
    Move("recall", IN_REVIEW, DRAFT, "submit", "taken back to be written on", "recalled"),
    Move("return", IN_REVIEW, DRAFT, "sign", "returned by an approver", "returned"),
    Move("approve", IN_REVIEW, APPROVED, "sign", "signed by as many as it takes", "approved"),
    Move(
        "reopen",
        APPROVED,
        IN_REVIEW,
        "write_drafts",
        "edited or its evidence corrected, which voids sign-offs",
        "reopened",
    ),
    Move("publish", APPROVED, PUBLISHED, "publish", "published", "published"),
    Move("withdraw", PUBLISHED, WITHDRAWN, "withdraw", "withdrawn", "withdrawn"),
)
OPEN_TO_EDITS = (DRAFT, IN_REVIEW, APPROVED)


def move(name: str) -> Move:
    return next(each for each in MOVES if each.name == name)


def objection(name: str, status: str) -> str:
    """Why a version of this status cannot make the move, as a sentence to show; "" where it can."""
    asked, now = move(name), VersionStatus(status)
    if now == asked.start:
        return ""
    can = [f"it can be {each.does}" for each in MOVES if each.start == now]
    return f"A version is {asked.does} when it is {label(asked.start)}; this one is {label(now)}" + (
        f": {' or '.join(can)}." if can else ", and stays so."
    )


def label(status: VersionStatus) -> str:
    return str(status.label).lower()
