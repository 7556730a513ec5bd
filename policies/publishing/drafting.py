"""The texts of a publication, drafted for the writer to edit: history row, change summary, provider bulletin. Pure.

They are put together from what was compared and classed; no sentence of a document goes into them but the policy's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from policies.vocabulary import ChangeClass, ChangeKind, VersionPurpose

LONGEST_QUOTED = 240
DAY_TO_COME = "[the day it takes effect]"  # is filled in when the version is published


@dataclass(frozen=True)
class ChangeTold:
    """One change, `change_class` "" where nobody has classed it yet."""

    kind: str
    title: str
    before: str
    after: str
    change_class: str


@dataclass(frozen=True)
class Publication:
    """What the texts are about. Days are written as they are to be read; "" where not known yet."""

    payer: str
    policy: str  # "Radioembolization (policy 292)"
    purpose: str
    reason: str
    changes: Sequence[ChangeTold]
    effective_on: str = ""
    ends_on: str = ""
    replaced_by: str = ""


def history_text(about: Publication) -> str:
    """The row of the history: "Revised: tightened 1, clarified 2. Effective 2027-01-15."."""
    effective = f" Effective {about.effective_on}." if about.effective_on else ""
    return f"{_in_short(about)}{effective}"


def _in_short(about: Publication) -> str:
    if about.purpose == VersionPurpose.REAFFIRMATION:
        return "Reviewed; no change."
    if about.purpose == VersionPurpose.RETIREMENT:
        return f"Retired{_end(about)}{_replaced(about)}. {about.reason}".strip()
    if about.purpose == VersionPurpose.NEW:
        return "New policy."
    begun = "Corrected" if about.purpose == VersionPurpose.CORRECTION else "Revised"
    said = f": {counts(about.changes)}." if about.changes else "; no statement or criterion changed."
    return f"{begun}{said}" + (f" {about.reason}" if about.purpose == VersionPurpose.CORRECTION else "")


def counts(changes: Sequence[ChangeTold]) -> str:
    """ "tightened 1, clarified 2", in the order of the vocabulary."""
    told = []
    for each in ChangeClass:
        number = sum(change.change_class == each for change in changes)
        if number:
            told.append(f"{each.label.lower()} {number}")
    unclassed = sum(not change.change_class for change in changes)
    return ", ".join([*told, *([f"not classed yet {unclassed}"] if unclassed else [])])


def change_summary(about: Publication) -> str:
    """One line for each change, under the statement or criterion that it is of."""
    if not about.changes:
        return _in_short(about)
    return "\n".join(f"- {line(change)}" for change in about.changes)


def line(change: ChangeTold) -> str:
    """ "Statement I: Text changed (clarified). Before: ... Now: ..."."""
    told = f" ({ChangeClass(change.change_class).label.lower()})" if change.change_class else " (not classed yet)"
    texts = [
        f"{name}: {_short(text)}" for name, text in (("Before", change.before), ("Now", change.after)) if text.strip()
    ]
    return ". ".join([f"{change.title}: {ChangeKind(change.kind).label.lower()}{told}", *texts])


def _short(text: str) -> str:
    text = " ".join(text.split()).rstrip(".")
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED].rstrip()}..."


def bulletin(about: Publication, address: str, contact: str) -> str:
    """What providers are told, as plain text: `address` is the policy's, `contact` whom to ask."""
    lines = [f"{about.payer}: {about.policy}", ""]
    lines.append(f"Effective {about.effective_on or DAY_TO_COME}.")
    if about.purpose == VersionPurpose.RETIREMENT:
        lines.append(f"The policy is retired{_end(about)}{_replaced(about)}.")
    elif about.purpose == VersionPurpose.REAFFIRMATION:
        lines.append("The policy was reviewed and stands as it was: no change.")
    elif about.purpose == VersionPurpose.NEW:
        lines.append("This is a new policy.")
    lines += ["", *_what_changes(about.changes)]
    lines += [f"The whole policy, and the evidence for each statement: {address}"]
    lines += ["Whether a service is paid for is decided by the member's contract.", f"Questions: {contact}."]
    return "\n".join(lines)


def _what_changes(changes: Sequence[ChangeTold]) -> list[str]:
    """The changes that matter to whoever treats patients, then how many others there are."""
    silent = (ChangeClass.EDITORIAL, ChangeClass.REORGANISED)
    telling = [change for change in changes if change.change_class not in silent]
    others = len(changes) - len(telling)
    told = ["What changes:", *(f"- {line(change)}" for change in telling)] if telling else []
    if others:
        told.append(f"{others} other change{'s' if others > 1 else ''} of form alone.")
    return [*told, ""] if told else []


def _end(about: Publication) -> str:
    return f" on {about.ends_on}" if about.ends_on else ""


def _replaced(about: Publication) -> str:
    return f", replaced by {about.replaced_by}" if about.replaced_by else ""
