"""What the policy says against itself or against other policies: conclusions and definitions. Pure."""

import re
from collections.abc import Iterator

from policies import agreement
from policies.health.findings import EXPLAINED, LOOK_AGAIN, NOTE, UNEXPLAINED, Finding
from policies.health.rows import ConclusionRow, CriterionRow, DefinitionRow, PairRow


def against_conclusions(pairs: list[PairRow], conclusions: list[ConclusionRow]) -> list[Finding]:
    """For one indication each. A conclusion that names no statement is held against all on its indications."""
    found = []
    for pair in pairs:
        for conclusion in conclusions:
            if pair.indication not in conclusion.indications:
                continue
            if conclusion.statements and pair.statement not in conclusion.statements:
                continue
            told = agreement.with_conclusion(pair.position, conclusion.conclusion, conclusion.population, pair.basis)
            if told:
                found.append(_against(pair, conclusion, told))
    return found


def _against(pair: PairRow, conclusion: ConclusionRow, told: agreement.Disagreement) -> Finding:
    sentence = f"{pair.title}, {pair.about}: {told.sentence[:1].lower()}{told.sentence[1:]}"
    if told.is_explained:
        return Finding(EXPLAINED, f"{sentence} {told.verdict}", "", pair.place, (conclusion.place,))
    next_step = "Change the position, change the conclusion, or write the basis that explains why they differ."
    return Finding(UNEXPLAINED, sentence, next_step, pair.place, (conclusion.place,))


def defined_otherwise(policy: str, definitions: list[DefinitionRow], criteria: list[CriterionRow]) -> list[Finding]:
    """Its own definitions against one another and against those of other policies; then words it leaves undefined.

    `criteria` are those whose words are looked for: none, where a definition may stand unread.
    """
    own = [definition for definition in definitions if definition.policy == policy]
    return [*_other_meanings(own, definitions), *_undefined(own, definitions, criteria)]


def _other_meanings(own: list[DefinitionRow], definitions: list[DefinitionRow]) -> Iterator[Finding]:
    for number, definition in enumerate(own):
        for other in definitions:
            if other in own[: number + 1] or folded(other.term) != folded(definition.term):
                continue
            if folded(other.definition) != folded(definition.definition):
                within = "in another criterion of this policy" if other in own else f"by {other.policy_name}"
                yield Finding(
                    LOOK_AGAIN,
                    f"“{definition.term}” means here: {definition.definition} It is defined otherwise {within}: "
                    f"{other.definition}",
                    "Say one thing with one word, or make plain that the two differ.",
                    definition.place,
                    (other.place,),
                )


def _undefined(
    own: list[DefinitionRow], definitions: list[DefinitionRow], criteria: list[CriterionRow]
) -> Iterator[Finding]:
    by_term: dict[str, list[DefinitionRow]] = {}
    for definition in definitions:
        by_term.setdefault(folded(definition.term), []).append(definition)
    for criterion in criteria:
        for term, given in by_term.items():
            if not re.search(rf"\b{re.escape(term)}\b", folded(criterion.text)):
                continue
            if any(criterion.key in definition.criteria for definition in own):
                continue
            here = [definition for definition in given if definition in own]
            where = "another criterion of this policy" if here else _policies(given)
            yield Finding(
                NOTE,
                f"{criterion.label} uses “{given[0].term}” and no definition reaches it; {where} defines the word.",
                "Define it here too, if it means the same.",
                criterion.place,
                tuple(dict.fromkeys(definition.place for definition in here or given)),
            )


def _policies(definitions: list[DefinitionRow]) -> str:
    return " and ".join(dict.fromkeys(definition.policy_name for definition in definitions))


def folded(text: str) -> str:
    """For comparison: small letters, one spelling of tumour, words in the singular, no stop at the end."""
    words = re.sub(r"\s+", " ", text.casefold()).strip(" .").replace("tumour", "tumor")
    return re.sub(r"\b(\w{4,}[^s\W])s\b", r"\1", words)
