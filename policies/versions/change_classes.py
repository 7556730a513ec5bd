"""What class a change is proposed as, and why: from its structure and the polarity of where it stands. Pure.

Under a statement that holds a use medically necessary, letting more cases through loosens it. Under one that holds it
investigational or not medically necessary more cases are withheld, so the sense reverses; and again inside "none of".
A proposal is never more than that: a person confirms it.
"""

import hashlib
import re
from dataclasses import dataclass

from policies.versions.values import Node
from policies.versions.word_marks import Piece, folded_words, marks
from policies.vocabulary import ChangeClass, ChangeKind, CoveragePosition, CriterionLogic

NECESSARY = CoveragePosition.MEDICALLY_NECESSARY
WITHHOLDING = (CoveragePosition.INVESTIGATIONAL, CoveragePosition.NOT_MEDICALLY_NECESSARY)
# Words that can turn a sentence round: a change of one is left to the reader.
TURNING = frozenset(
    "no not none never without except excluding exclude only unless or and both neither nor must may".split()
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
WIDENS = {CriterionLogic.ALL: -1, CriterionLogic.ANY: 1, CriterionLogic.AT_LEAST: 1, CriterionLogic.NONE: 1}


@dataclass(frozen=True)
class Proposal:
    change_class: ChangeClass
    reason: str


@dataclass(frozen=True)
class Change:
    """`about` is the stable key of what changed. Of what was added `before` is "", of what was removed `after`."""

    kind: ChangeKind
    about: str
    title: str
    before: str
    after: str
    proposal: Proposal
    place_before: str = ""
    place_after: str = ""

    @property
    def name(self) -> str:
        """What tells it from the others between the same two versions."""
        return f"{self.kind}:{self.about}"

    @property
    def fingerprint(self) -> str:
        """Another one as soon as what changed is edited."""
        said = "\x1f".join([self.kind, self.about, self.before, self.after])
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return marks(self.before, self.after)


def held(position: str) -> str:
    return CoveragePosition(position).label.lower()


def structural(effect: int | None, position: str, fact: str, *, exclusions: int = 0) -> Proposal:
    """Of a change by which more (1), fewer (-1) or as many (0) cases meet what stands there; None: it cannot be told.

    `exclusions` is how many "none of" stand above. An empty position means that it changed too.
    """
    if effect is None:
        return Proposal(ChangeClass.NOT_STATED, f"{fact}. Some cases are gained and some lost, or it cannot be told.")
    if effect == 0:
        return Proposal(ChangeClass.REORGANISED, f"{fact}. The same cases meet it as before.")
    reversed_by = (
        "" if not exclusions else f' Inside {exclusions if exclusions > 1 else "a"} "none of" the sense reverses.'
    )
    more = effect * (-1) ** exclusions > 0
    said = f"{fact}.{reversed_by} {'More' if more else 'Fewer'} cases fall under the statement"
    if position == NECESSARY:
        found = ChangeClass.LOOSENED if more else ChangeClass.TIGHTENED
        return Proposal(found, f"{said}, which holds them medically necessary.")
    if position in WITHHOLDING:
        found = ChangeClass.TIGHTENED if more else ChangeClass.LOOSENED
        return Proposal(found, f"{said}, which holds them {held(position)}: the sense reverses.")
    why = "whose position changed too" if not position else "whose position is not stated"
    return Proposal(ChangeClass.NOT_STATED, f"{said}, {why}.")


def child_added(parent: Node, position: str, exclusions: int, more: str = "") -> Proposal:
    """Of a criterion put under `parent`, as the newer has it. `exclusions` counts a parent that is "none of"."""
    if not parent.lead:
        return Proposal(ChangeClass.NOT_STATED, "A condition became a group; what that changes has to be read.")
    fact = f'Added under "{parent.lead.lower()}"{more}'
    return structural(WIDENS[CriterionLogic(parent.logic)], position, fact, exclusions=exclusions)


def child_removed(parent: Node, position: str, exclusions: int, more: str = "") -> Proposal:
    """Of a criterion taken from `parent`, as the older version has it."""
    if not parent.lead:
        return Proposal(ChangeClass.NOT_STATED, "A group became a condition; what that changes has to be read.")
    fact = f'Removed from under "{parent.lead.lower()}"{more}'
    return structural(-WIDENS[CriterionLogic(parent.logic)], position, fact, exclusions=exclusions)


def logic_changed(older: Node, newer: Node, position: str, exclusions: int) -> Proposal:
    """`exclusions` counts those above the node, not the node itself."""
    fact = f"{_lead(older)} became {_lead(newer)}"
    if not older.lead or not newer.lead:
        return Proposal(ChangeClass.NOT_STATED, f"{fact}; what that changes has to be read.")
    if CriterionLogic.NONE in (older.logic, newer.logic):
        return Proposal(ChangeClass.NOT_STATED, f"{fact}: what was asked for is now excluded, or the reverse.")
    before, after = _asked(older, newer)
    effect = (before > after) - (before < after)
    return structural(effect, position, fact, exclusions=exclusions)


def _lead(node: Node) -> str:
    return f'"{node.lead.lower()}"' if node.lead else "a condition"


def _asked(older: Node, newer: Node) -> tuple[int, int]:
    """How many have to be met before and after. "All of" is read at the size of the group that it is set against."""
    if older.logic == CriterionLogic.ALL:
        return len(newer.children), _count(newer)
    if newer.logic == CriterionLogic.ALL:
        return _count(older), len(older.children)
    return _count(older), _count(newer)


def _count(node: Node) -> int:
    return (node.minimum or 0) if node.logic == CriterionLogic.AT_LEAST else 1


def position_changed(before: str, after: str) -> Proposal:
    fact = f"{CoveragePosition(before).label} became {held(after)}"
    if before == NECESSARY and after in WITHHOLDING:
        return Proposal(ChangeClass.TIGHTENED, f"{fact}.")
    if before in WITHHOLDING and after == NECESSARY:
        return Proposal(ChangeClass.LOOSENED, f"{fact}.")
    if before in WITHHOLDING and after in WITHHOLDING:
        return Proposal(ChangeClass.NOT_STATED, f"{fact}: both withhold it, each for its own reason.")
    return Proposal(
        ChangeClass.NOT_STATED, f"{fact}: one of the two is not stated, so they cannot be set against each other."
    )


def text_changed(before: str, after: str) -> Proposal:
    """Of words alone, where structure and terms are the same. Words never tell tightened from loosened."""
    old, new = folded_words(before), folded_words(after)
    if old == new:
        return Proposal(ChangeClass.EDITORIAL, "Only capitals, spaces or punctuation differ.")
    if sorted(NUMBER.findall(before)) != sorted(NUMBER.findall(after)):
        return Proposal(ChangeClass.NOT_STATED, "A number differs; whether that asks for more or less has to be read.")
    turned = (set(old) ^ set(new)) & TURNING
    if sorted(old) == sorted(new):
        return Proposal(ChangeClass.EDITORIAL, "The same words in another order.")
    if not before or not after:
        return Proposal(ChangeClass.NOT_STATED, f"A text was {'added' if after else 'taken away'}; it has to be read.")
    if _is_within(old, new) and not turned - {"and", "or", "both"}:
        return Proposal(
            ChangeClass.CLARIFIED,
            "Words were added and none taken away, with the same structure and terms. Whether they narrow whom it lets "
            "through has to be read.",
        )
    if turned:
        told = ", ".join(f'"{word}"' for word in sorted(turned))
        return Proposal(ChangeClass.NOT_STATED, f"Words that can turn the sense differ ({told}); it has to be read.")
    return Proposal(
        ChangeClass.NOT_STATED, "Words were replaced or taken away; the structure does not tell their effect."
    )


def _is_within(old: list[str], new: list[str]) -> bool:
    """Whether the new words hold the old ones in their order."""
    rest = iter(new)
    return all(word in rest for word in old)
