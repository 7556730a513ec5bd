"""What a careful reader checks in a policy: positions against its own conclusions, codes, regulation. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evidence.checks.findings import LOOK_AGAIN, UNLIKELY, Finding, Place, Rule
from evidence.checks.registry import each
from policies import agreement
from policies.agreement import INVESTIGATIONAL, NECESSARY
from policies.vocabulary import CodeStatus, Conclusion

EXPLAINED = "Explained"
SUBSTANCE = re.compile(r"\b\d-[a-zA-Z]{3,}")


@dataclass(frozen=True, slots=True)
class Stand:
    """A statement's position on one indication, beside one conclusion of the same document on that indication."""

    indication: str
    position: str
    basis: str
    conclusion: str
    population: str
    statement: Place
    concluded: Place


@dataclass(frozen=True, slots=True)
class Code:
    code: str
    status: str
    positions: frozenset[str]  # of the statements it stands under
    statements: tuple[Place, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Fact:
    """A regulatory fact as one document tells it; `on` is its date, in whatever precision, "" for none."""

    device: str
    device_name: str
    pathway: str
    on: str
    place: Place
    use: str = ""  # what the product is approved for, as told


def position_agrees_with_conclusion(stand: Stand) -> Iterator[Finding]:
    """Where the statement's basis (rarity, an accepted standard) explains it, nothing is said."""
    found = agreement.with_conclusion(stand.position, stand.conclusion, stand.population, stand.basis)
    if found is None or found.verdict.startswith(EXPLAINED):
        return
    needed = agreement.BORNE_OUT_BY[agreement.CoveragePosition(stand.position)]
    yield Finding(
        UNLIKELY,
        f"{stand.indication[:1].upper()}{stand.indication[1:]}: {found.sentence}",
        f"A conclusion that bears the position out ({needed.label.lower()}), or a basis that explains it.",
        (stand.statement, stand.concluded),
    )


def conclusions_agree(concluded: Sequence[Stand]) -> Iterator[Finding]:
    """Of the conclusions on one statement and indication, some call the evidence insufficient and some do not.

    Whatever explains the position does not explain that one document concludes twice.
    """
    lacking = [stand for stand in concluded if stand.conclusion == Conclusion.INSUFFICIENT]
    others = [stand for stand in concluded if stand.conclusion != Conclusion.INSUFFICIENT]
    if lacking and others:
        about = lacking[0].indication
        words = " and ".join(f"“{stand.concluded.text}” ({stand.concluded.location})" for stand in (*others, *lacking))
        yield Finding(
            LOOK_AGAIN,
            f"{about[:1].upper()}{about[1:]}: the policy concludes of the evidence both {words}.",
            "One conclusion, or words that say to whom each applies.",
            (lacking[0].statement, *(stand.concluded for stand in (*others, *lacking))),
        )


def code_under_statement(code: Code) -> Iterator[Finding]:
    """A code that counts when criteria are met, under statements that have none to meet."""
    if code.status != CodeStatus.WHEN_CRITERIA_MET or not code.positions:
        return
    if NECESSARY not in code.positions:
        yield Finding(
            LOOK_AGAIN,
            f"{code.code} is listed as counting when criteria are met; no statement with criteria covers it.",
            "A statement that names what the code stands for, or the code left out.",
            (code.place, *code.statements),
        )
    elif INVESTIGATIONAL in code.positions:
        yield Finding(
            LOOK_AGAIN,
            f"{code.code} stands under statements of different positions, so that it settles none.",
            "The diagnosis besides the code.",
            (code.place, *code.statements),
        )


def regulation_told_alike(facts: Sequence[Fact]) -> Iterator[Finding]:
    """One document knows of an approval of a product later than anything another document tells of it."""
    told: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        told[fact.device][fact.place.document].append(fact)
    for documents in told.values():
        latest = {document: max(each, key=lambda fact: fact.on) for document, each in documents.items()}
        newest = max(latest.values(), key=lambda fact: fact.on)
        for document, fact in latest.items():
            known = {each.pathway for each in documents[document]}
            if fact.on[:4] < newest.on[:4] and newest.pathway not in known:
                yield Finding(
                    LOOK_AGAIN,
                    f"{document} tells of {fact.device_name} up to {fact.on or 'no date'} ({fact.pathway}); "
                    f"{newest.place.document} tells of {newest.pathway} on {newest.on}.",
                    f"{newest.pathway}, {newest.on}, unless the text is older.",
                    (fact.place, newest.place),
                )


def substances_told_alike(facts: Sequence[Fact]) -> Iterator[Finding]:
    """One approval of a product, told with substances of other names: "5-fluorouracil", "5-FU"."""
    told: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        told[fact.device, fact.pathway, fact.on[:4]].append(fact)
    for same in told.values():
        for other in same[1:]:
            here, there = _substances(same[0]), _substances(other)
            if here and there and not here & there and other.place.document != same[0].place.document:
                yield Finding(
                    LOOK_AGAIN,
                    f"{other.device_name}, {other.pathway}: {', '.join(sorted(here))} in {same[0].place.document}, "
                    f"{', '.join(sorted(there))} in {other.place.document}.",
                    "One name of one substance.",
                    (same[0].place, other.place),
                )


def _substances(fact: Fact) -> set[str]:
    """Words that a number leads, as in the names of chemicals."""
    return {word.lower() for word in SUBSTANCE.findall(fact.use)}


POSITION_AGREES = Rule(
    "position_agrees_with_conclusion",
    "Position agrees with the conclusion",
    "A statement's position on an indication is borne out by what the policy itself concludes of the evidence on it.",
    position_agrees_with_conclusion,
)
CONCLUSIONS_AGREE = replace(POSITION_AGREES, check=conclusions_agree)
CODE_UNDER_STATEMENT = Rule(
    "code_under_statement",
    "Code under its statement",
    "A code stands under a statement that covers it. A diagnosis code never settles a position.",
    code_under_statement,
)
REGULATION = Rule(
    "documents_agree",
    "Documents agree",
    "Documents tell the same approvals of a product.",
    each(regulation_told_alike, substances_told_alike),
)
