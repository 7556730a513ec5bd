"""Whether a policy's position on an indication agrees with what a guideline says of it. Pure.

A guideline speaks for a use (it recommends it, or names it as an option), against it, or holds it back (only in
research, evidence insufficient). Silence and discussion are no word for or against. What it speaks of is the same as
the policy's indication, a narrower group or a wider one: by terms, and by the words of its population that the policy
does not have. The policy's own further conditions are not weighed: they stand beside it, for people to compare.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from evidence.vocabulary import RecommendationKind
from policies.vocabulary import CoveragePosition, GuidelineVerdict
from search.words import stem, words

AGREES, PARTLY, DIFFERS = GuidelineVerdict.AGREES, GuidelineVerdict.PARTLY, GuidelineVerdict.DIFFERS
SAME, NARROWER, WIDER = "same", "narrower", "wider"
FOR, AGAINST, WITHHELD = "for", "against", "withheld"
STANCES = {
    RecommendationKind.RECOMMENDS: FOR,
    RecommendationKind.OPTION: FOR,
    RecommendationKind.AGAINST: AGAINST,
    RecommendationKind.RESEARCH_ONLY: WITHHELD,
    RecommendationKind.INSUFFICIENT: WITHHELD,
}
# Position and stance -> the verdict where the group is the same, narrower, wider.
TABLE = {
    (CoveragePosition.MEDICALLY_NECESSARY, FOR): (AGREES, PARTLY, AGREES),
    (CoveragePosition.MEDICALLY_NECESSARY, AGAINST): (DIFFERS, PARTLY, DIFFERS),
    (CoveragePosition.MEDICALLY_NECESSARY, WITHHELD): (DIFFERS, PARTLY, DIFFERS),
    (CoveragePosition.INVESTIGATIONAL, FOR): (DIFFERS, PARTLY, PARTLY),
    (CoveragePosition.INVESTIGATIONAL, AGAINST): (PARTLY, PARTLY, PARTLY),
    (CoveragePosition.INVESTIGATIONAL, WITHHELD): (AGREES, PARTLY, AGREES),
    (CoveragePosition.NOT_MEDICALLY_NECESSARY, FOR): (DIFFERS, PARTLY, PARTLY),
    (CoveragePosition.NOT_MEDICALLY_NECESSARY, AGAINST): (AGREES, PARTLY, AGREES),
    (CoveragePosition.NOT_MEDICALLY_NECESSARY, WITHHELD): (PARTLY, PARTLY, PARTLY),
}
SAID = {FOR: "Speaks for it", AGAINST: "Speaks against it", WITHHELD: "Holds it back"}
# NICE's programmes that decide on arrangements or on cost: they are shown, and are no word on the evidence alone.
ARRANGEMENTS_AND_COST = ("IPG", "TA", "HST", "MTG", "DG", "HTG")
# Words of a population that narrow nothing, by their stems.
GENERAL = frozenset(
    stem(word)
    for word in words(
        "a an and any all or of in on at by to for with without the is are be was who whose whether not no such as "
        "though from both either another other that this may least one obvious necessarily particularly predominantly "
        "whatever patient patients people person adult adults individual individuals candidate waiting list clinical "
        "disease cancer cancers carcinoma carcinomas tumour tumours tumor tumors neoplasm neoplasms lesion lesions "
        "malignancy malignancies liver hepatic metastasis metastases metastatic distant primary secondary treatment "
        "treatments therapy therapies treated curative stated document dominant"
    )
)
# Words of the field that ask for the same of a patient, by their stems. "Inoperable" is not "unresectable".
ALIKE = {
    stem(word): group.split()[0]
    for group in (
        "failed resistant refractory failure",
        "systemic chemotherapy medication medicinal",
        "resection resectable unresectable surgery surgical",
        "colorectal colon rectal rectum",
        "symptomatic symptom symptoms",
    )
    for word in group.split()
}
UNITS = "cm|mm|months?|mo|weeks?|years?|gy|points?|%"
TOKEN = re.compile(rf"[<>≤≥]?\s?\d+(?:[.,]\d+)*(?:\s?(?:{UNITS})\b)?|[^\W\d_]+", re.IGNORECASE)


@dataclass(frozen=True)
class Fit:
    """How what the guideline speaks of stands to the policy's indication. `because` names each difference."""

    group: str = SAME
    because: tuple[str, ...] = ()
    is_mixed: bool = False  # narrower, and wider as well: then NARROWER is what counts


@dataclass(frozen=True)
class Verdict:
    verdict: GuidelineVerdict
    reason: str


def agreement(position: str, kind: str, fit: Fit, *, scored: bool = True, of_unmet: bool = False) -> Verdict:
    """`kind` may be one that is not known here: then there is no verdict.

    Nor is there one for a statement `of_unmet` criteria alone: a guideline does not speak of those who miss them.
    """
    if not scored:
        return Verdict(GuidelineVerdict.NONE, "An arrangement or a cost decision: shown, not scored.")
    if of_unmet:
        return Verdict(
            GuidelineVerdict.NONE, "The statement is only on patients who do not meet the criteria: not scored."
        )
    stance = next((stance for known, stance in STANCES.items() if known == kind), "")
    if not stance:
        return Verdict(GuidelineVerdict.NONE, "No word for or against: shown, not scored.")
    row = next((found for key, found in TABLE.items() if key == (position, stance)), None)
    if row is None:
        return Verdict(GuidelineVerdict.NONE, "The policy states no position.")
    verdict = row[(SAME, NARROWER, WIDER).index(fit.group)]
    of = {SAME: "", NARROWER: ", for a narrower group", WIDER: ", for a wider group"}[fit.group]
    if fit.is_mixed:
        of = ", for a group wider in one way and narrower in another"
    told = [f"{SAID[stance]}{of}.", *(f"{each}." for each in fit.because)]
    return Verdict(verdict, " ".join(told))


def is_scored(body: str, names: Iterable[str]) -> bool:
    """Whether the guideline's word counts as one on the evidence. `names` are its number and other names ("IPG460")."""
    if body.casefold() != "nice":
        return True
    return not any(name.upper().startswith(ARRANGEMENTS_AND_COST) and any(map(str.isdigit, name)) for name in names)


def fit(
    condition: str, intervention: str, narrowing_words: list[str], *, condition_name: str, intervention_name: str
) -> Fit:
    """`condition` and `intervention` say how the guideline's terms, of these names, stand to the indication's own."""
    because = []
    for group, name in ((condition, condition_name), (intervention, intervention_name)):
        if group == NARROWER:
            because.append(f"It speaks of {name} alone")
        elif group == WIDER:
            because.append(f"It speaks of {name} as a whole")
    if narrowing_words:
        because.append(f"Its population says more than the policy does: {', '.join(narrowing_words)}")
    groups = {condition, intervention}
    if NARROWER in groups or narrowing_words:
        return Fit(NARROWER, tuple(because), is_mixed=WIDER in groups)
    return Fit(WIDER if WIDER in groups else SAME, tuple(because))


def narrowing(population: str, policy_words: Iterable[str]) -> list[str]:
    """The words and numbers of a guideline's population that none of the policy's texts has and that narrow it."""
    known = GENERAL.union(*(_known(text) for text in policy_words))
    narrowing = [token for token in TOKEN.findall(population) if not _said(token) <= known]
    return list(dict.fromkeys(" ".join(token.split()).casefold() for token in narrowing))


@lru_cache(maxsize=5_000)
def _known(text: str) -> frozenset[str]:
    """The words of a text, folded, and its numbers with their units."""
    found = {_folded(word) for word in words(text)}
    return frozenset(found.union(*(_said(token) for token in TOKEN.findall(text))))


def _said(token: str) -> set[str]:
    if any(sign.isdigit() for sign in token):
        return {"".join(token.split()).casefold()}
    return {_folded(word) for word in words(token)}


def _folded(word: str) -> str:
    return ALIKE.get(stem(word), stem(word))
