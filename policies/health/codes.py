"""Where indications and diagnosis codes do not meet. Pure.

A diagnosis code never settles a position: one code serves tumours on both sides of a statement, and whether a code is
listed says nothing of coverage. So every finding here asks for a look and no more.
"""

import re
from collections.abc import Iterator

from policies.health.findings import LOOK_AGAIN, Finding
from policies.health.rows import CodeRow, PairRow
from policies.vocabulary import CodeSystem, CoveragePosition, StatementKind

OPPOSITE = re.compile(r"\bnon-?(\w{3,})")


def diagnosis_codes(codes: list[CodeRow]) -> list[CodeRow]:
    return [code for code in codes if code.system == CodeSystem.ICD10CM]


def gaps(pairs: list[PairRow], codes: list[CodeRow], texts: dict[str, list[str]]) -> list[Finding]:
    """`texts` are a statement's words and those of its criteria, by its key."""
    diagnoses = diagnosis_codes(codes)
    named = [pair for pair in pairs if pair.kind == StatementKind.NAMED]
    return [
        *_without_code(named, diagnoses),
        *_half_without_code(named, diagnoses, texts),
        *_without_statement(named, diagnoses),
        *_on_both_sides(pairs, diagnoses),
    ]


def _without_code(named: list[PairRow], codes: list[CodeRow]) -> Iterator[Finding]:
    for pair in named:
        if not any(pair.statement in code.statements for code in codes):
            yield Finding(
                LOOK_AGAIN,
                f"{pair.title}, {pair.about}: no diagnosis code of the list stands for the statement.",
                "Add its code, or say that the list leaves it out on purpose.",
                pair.place,
            )


def _half_without_code(named: list[PairRow], codes: list[CodeRow], texts: dict[str, list[str]]) -> Iterator[Finding]:
    """Where a statement names both of two opposites ("carcinoid and noncarcinoid") and its codes are of one alone."""
    for pair in {pair.statement: pair for pair in named}.values():
        words = " ".join(texts.get(pair.statement, [])).casefold()
        own = [code for code in codes if pair.statement in code.statements]
        for word in sorted({found[1] for found in OPPOSITE.finditer(words)}):
            if not own or not re.search(rf"\b{word}", words):
                continue
            sides = {_side(code.description.casefold(), word) for code in own}
            for side, missing in ((word, f"non{word}"), (f"non{word}", word)):
                if sides == {side}:
                    yield Finding(
                        LOOK_AGAIN,
                        f"{pair.title} takes in {word} and non{word}, and its diagnosis codes "
                        f"({', '.join(code.code for code in own)}) are {side} only: the {missing} half lacks a code.",
                        "Add the code of the other half, or say that it has none.",
                        pair.place,
                        tuple(code.place for code in own),
                    )


def _side(description: str, word: str) -> str:
    """Which of the two opposites a code's description names; "" for neither."""
    if re.search(rf"\bnon-?{word}", description):
        return f"non{word}"
    return word if re.search(rf"\b{word}", description) else ""


def _without_statement(named: list[PairRow], codes: list[CodeRow]) -> Iterator[Finding]:
    naming = {pair.statement for pair in named}
    for code in codes:
        if not code.statements & naming:
            left = "only a residual statement is left for it" if code.statements else "it is tied to none"
            yield Finding(
                LOOK_AGAIN,
                f"{code.code}, {code.description}: no statement names it; {left}.",
                "Name it in a statement, or take it off the list.",
                code.place,
            )


def _on_both_sides(pairs: list[PairRow], codes: list[CodeRow]) -> Iterator[Finding]:
    for code in codes:
        served = {pair.statement: pair for pair in pairs if pair.statement in code.statements}.values()
        positions = dict.fromkeys(CoveragePosition(pair.position).label.lower() for pair in served)
        if len(positions) > 1 and any(pair.kind == StatementKind.NAMED for pair in served):
            yield Finding(
                LOOK_AGAIN,
                f"{code.code}, {code.description}: one code for what is held {' and what is held '.join(positions)}.",
                "Say that the diagnosis decides, since the code does not tell the two apart.",
                code.place,
                tuple(pair.place for pair in served),
            )
