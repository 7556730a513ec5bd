"""Instruments of appraisal as data: names of domains in our own words, judgements in order, and a proposal. Pure.

An instrument in another version is another instrument: what was judged by the older one stays as it was judged.
None of the questions of an instrument stands here; its authors' own guide is read beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evidence.vocabulary import StudyDesign as Design

Judgements = Mapping[str, str]  # by the key of a domain


@dataclass(frozen=True)
class Judgement:
    """`sign` and label differ between the judgements of an instrument, so that a table never rests on colour alone.

    `tone` is how it is coloured besides: good, doubtful, bad, worst, or none.
    """

    value: str
    label: str
    sign: str
    tone: str


@dataclass(frozen=True)
class Domain:
    """What is judged. `judgements` names the values it takes where these are not all of the instrument's."""

    key: str
    name: str
    judgements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """What the published rule makes of the domains, why, and what the appraiser should heed before following it."""

    judgement: str
    why: str
    remark: str = ""


@dataclass(frozen=True)
class Instrument:
    """`judgements` are those of a domain, `overall` those of the whole, both with the best first.

    `rule` is asked only when every domain is judged; None where its authors publish none.
    """

    key: str
    name: str
    version: str
    about: str
    domains: tuple[Domain, ...]
    judgements: tuple[Judgement, ...]
    overall: tuple[Judgement, ...]
    designs: tuple[str, ...]
    rule: Callable[[Judgements], Proposal] | None = None

    @property
    def title(self) -> str:
        return f"{self.name} ({self.version})"

    def choices(self, domain: Domain) -> list[Judgement]:
        return [each for each in self.judgements if not domain.judgements or each.value in domain.judgements]

    def judgement(self, value: str) -> Judgement | None:
        return next((each for each in self.judgements if each.value == value), None)

    def overall_judgement(self, value: str) -> Judgement | None:
        return next((each for each in self.overall if each.value == value), None)


def propose(instrument: Instrument, judged: Judgements) -> Proposal | None:
    """None while a domain is without a judgement, and where the instrument's authors publish no rule."""
    if instrument.rule is None or any(not judged.get(domain.key) for domain in instrument.domains):
        return None
    return instrument.rule(judged)


def _worst(domains: tuple[Domain, ...], order: tuple[str, ...], judged: Judgements) -> tuple[str, list[Domain]]:
    """The worst judgement and the domains that have it."""
    worst = max((judged[domain.key] for domain in domains), key=order.index)
    return worst, [domain for domain in domains if judged[domain.key] == worst]


def _names(domains: list[Domain]) -> str:
    return ", ".join(domain.name.lower() for domain in domains)


LOW = Judgement("low", "Low", "+", "good")
SOME_CONCERNS = Judgement("some_concerns", "Some concerns", "?", "doubtful")
HIGH = Judgement("high", "High", "−", "bad")
MODERATE = Judgement("moderate", "Moderate", "?", "doubtful")
SERIOUS = Judgement("serious", "Serious", "−", "bad")
CRITICAL = Judgement("critical", "Critical", "✕", "worst")
NO_INFORMATION = Judgement("no_information", "No information", "∅", "none")
LOW_BUT_CONFOUNDING = Judgement("low_except_confounding", "Low, but for confounding not controlled", "(+)", "good")

ROB_2_DOMAINS = (
    Domain("randomization", "Randomization"),
    Domain("deviations", "Deviations from what was intended"),
    Domain("missing", "Missing outcome data"),
    Domain("measurement", "Measurement of the outcome"),
    Domain("selection", "Choice of the result reported"),
)


def _rob_2(judged: Judgements) -> Proposal:
    """RoB 2 (Sterne et al. 2019, BMJ 366:l4898): low where all are, high where one is; several concerns may be high."""
    worst, where = _worst(ROB_2_DOMAINS, ("low", "some_concerns", "high"), judged)
    if worst == "low":
        return Proposal("low", "Every domain is low.")
    remark = ""
    if worst == "some_concerns" and len(where) > 1:
        remark = "Several domains raise concerns: high may be right where together they lower the trust in the result."
    return Proposal(worst, f"The worst domain: {_names(where)}.", remark)


ROBINS_2016_DOMAINS = (
    Domain("confounding", "Confounding"),
    Domain("participants", "Selection of participants"),
    Domain("classification", "Classification of interventions"),
    Domain("deviations", "Deviations from what was intended"),
    Domain("missing", "Missing data"),
    Domain("measurement", "Measurement of outcomes"),
    Domain("selection", "Choice of the result reported"),
)


def _robins_2016(judged: Judgements) -> Proposal:
    """ROBINS-I (Sterne et al. 2016, BMJ 355:i4919): the worst domain.

    A domain without information leaves the whole without, unless another is serious or critical.
    """
    known = tuple(domain for domain in ROBINS_2016_DOMAINS if judged[domain.key] != "no_information")
    unknown = [domain for domain in ROBINS_2016_DOMAINS if domain not in known]
    worst, where = ("no_information", unknown)
    if known:
        worst, where = _worst(known, ("low", "moderate", "serious", "critical"), judged)
    if unknown and worst not in ("serious", "critical"):
        return Proposal("no_information", f"No information on {_names(unknown)}, and nothing is serious or critical.")
    if worst == "low":
        return Proposal("low", "Every domain is low.")
    remark = "Several domains are serious: critical may be right." if worst == "serious" and len(where) > 1 else ""
    return Proposal(worst, f"The worst domain: {_names(where)}.", remark)


ROBINS_V2_DOMAINS = (
    Domain("confounding", "Confounding", ("low_except_confounding", "moderate", "serious", "critical")),
    Domain("classification", "Classification of interventions", ("low", "moderate", "serious", "critical")),
    Domain("participants", "Selection into the study or analysis", ("low", "moderate", "serious", "critical")),
    Domain("missing", "Missing data", ("low", "moderate", "serious", "critical")),
    Domain("measurement", "Measurement of the outcome", ("low", "moderate", "serious", "critical")),
    Domain("selection", "Choice of the result reported", ("low", "moderate", "serious", "critical")),
)


def _robins_v2(judged: Judgements) -> Proposal:
    """ROBINS-I V2, draft of 2025: the worst domain; several at one level may make the next."""
    order = ("low", "low_except_confounding", "moderate", "serious", "critical")
    worst, where = _worst(ROBINS_V2_DOMAINS, order, judged)
    if worst == "low_except_confounding":
        return Proposal(worst, "Every domain is low, but for confounding that no such study controls wholly.")
    graver = {"moderate": "serious", "serious": "critical"}.get(worst)
    remark = f"Several domains are {worst}: {graver} may be right." if graver and len(where) > 1 else ""
    return Proposal(worst, f"The worst domain: {_names(where)}.", remark)


AMSTAR_2_ITEMS = (
    Domain("question", "Question with its parts"),
    Domain("protocol", "Protocol before the review (critical)"),
    Domain("designs", "Choice of designs explained"),
    Domain("search", "Search of the literature (critical)"),
    Domain("selected_twice", "Selection by two"),
    Domain("extracted_twice", "Extraction by two"),
    Domain("excluded", "Excluded studies listed with reasons (critical)"),
    Domain("included", "Included studies described"),
    Domain("bias", "Risk of bias of the studies assessed (critical)"),
    Domain("funding", "Funding of the studies told"),
    Domain("pooling", "Methods of pooling (critical)"),
    Domain("bias_in_pooling", "Effect of bias on the pooled result"),
    Domain("bias_in_discussion", "Risk of bias heeded in the conclusions (critical)"),
    Domain("heterogeneity", "Heterogeneity explained"),
    Domain("publication", "Publication bias looked into (critical)"),
    Domain("interests", "Conflicts of interest told"),
)
AMSTAR_2_CRITICAL = ("protocol", "search", "excluded", "bias", "pooling", "bias_in_discussion", "publication")


def _amstar_2(judged: Judgements) -> Proposal:
    """AMSTAR 2 (Shea et al. 2017, BMJ 358:j4008): by the number of weaknesses in critical and in other items.

    An item answered "no" is a weakness, one answered "partly" is none.
    """
    weak = [item for item in AMSTAR_2_ITEMS if judged[item.key] == "no"]
    critical = [item for item in weak if item.key in AMSTAR_2_CRITICAL]
    if len(critical) > 1:
        return Proposal("critically_low", f"{len(critical)} critical weaknesses: {_names(critical)}.")
    if critical:
        return Proposal("low", f"One critical weakness: {_names(critical)}.")
    if len(weak) > 1:
        remark = "Many weaknesses that are not critical may lower it further."
        return Proposal("moderate", f"{len(weak)} weaknesses, none of them critical: {_names(weak)}.", remark)
    return Proposal("high", f"One weakness, not critical: {_names(weak)}." if weak else "No weakness.")


NOS_ITEMS = (
    Domain("representative", "Selection: exposed group representative", ("no_star", "star")),
    Domain("not_exposed", "Selection: group not exposed", ("no_star", "star")),
    Domain("exposure", "Selection: exposure ascertained", ("no_star", "star")),
    Domain("absent_at_start", "Selection: outcome absent at the start", ("no_star", "star")),
    Domain("comparable", "Comparability of the groups"),
    Domain("assessment", "Outcome: how assessed", ("no_star", "star")),
    Domain("long_enough", "Outcome: followed long enough", ("no_star", "star")),
    Domain("complete", "Outcome: follow-up complete", ("no_star", "star")),
)
NOS_STARS = {"no_star": 0, "star": 1, "two_stars": 2}


def _nos(judged: Judgements) -> Proposal:
    """Stars counted; good, fair and poor by the thresholds AHRQ uses, since the scale itself publishes none."""
    stars = [NOS_STARS[judged[item.key]] for item in NOS_ITEMS]
    selection, comparability, outcome = sum(stars[:4]), stars[4], sum(stars[5:])
    told = (
        f"{sum(stars)} of 9 stars, computed: selection {selection}, comparability {comparability}, outcome {outcome}."
    )
    remark = "The scale publishes no thresholds; these are those of AHRQ."
    if selection >= 3 and comparability >= 1 and outcome >= 2:
        return Proposal("good", told, remark)
    if selection == 2 and comparability >= 1 and outcome >= 2:
        return Proposal("fair", told, remark)
    return Proposal("poor", told, remark)


YES, PARTLY, NO = (
    Judgement("yes", "Yes", "+", "good"),
    Judgement("partly", "Partly", "?", "doubtful"),
    Judgement("no", "No", "−", "bad"),
)
UNCLEAR = Judgement("unclear", "Unclear", "?", "doubtful")
NOT_APPLICABLE = Judgement("not_applicable", "Does not apply", "·", "none")

_ALL = (
    Instrument(
        key="rob-2-2019",
        name="RoB 2",
        version="2019",
        about="Randomized trials, for one result",
        domains=ROB_2_DOMAINS,
        judgements=(LOW, SOME_CONCERNS, HIGH),
        overall=(LOW, SOME_CONCERNS, HIGH),
        designs=(Design.RCT,),
        rule=_rob_2,
    ),
    Instrument(
        key="robins-i-2016",
        name="ROBINS-I",
        version="2016",
        about="Studies of interventions without randomization, for one result",
        domains=ROBINS_2016_DOMAINS,
        judgements=(LOW, MODERATE, SERIOUS, CRITICAL, NO_INFORMATION),
        overall=(LOW, MODERATE, SERIOUS, CRITICAL, NO_INFORMATION),
        designs=(Design.MATCHED_COHORT, Design.CONTROLLED_COHORT, Design.RETROSPECTIVE_COHORT, Design.REGISTRY),
        rule=_robins_2016,
    ),
    Instrument(
        key="robins-i-v2-2025",
        name="ROBINS-I V2",
        version="draft of 2025",
        about="Follow-up studies without randomization, for one result",
        domains=ROBINS_V2_DOMAINS,
        judgements=(LOW, LOW_BUT_CONFOUNDING, MODERATE, SERIOUS, CRITICAL),
        overall=(LOW, LOW_BUT_CONFOUNDING, MODERATE, SERIOUS, CRITICAL),
        designs=(Design.MATCHED_COHORT, Design.CONTROLLED_COHORT, Design.RETROSPECTIVE_COHORT, Design.REGISTRY),
        rule=_robins_v2,
    ),
    Instrument(
        key="nos-cohort",
        name="Newcastle-Ottawa",
        version="cohort studies",
        about="Cohorts, by stars",
        domains=NOS_ITEMS,
        judgements=(
            Judgement("two_stars", "Two stars", "★★", "good"),
            Judgement("star", "A star", "★", "good"),
            Judgement("no_star", "No star", "☆", "bad"),
        ),
        overall=(
            Judgement("good", "Good", "+", "good"),
            Judgement("fair", "Fair", "?", "doubtful"),
            Judgement("poor", "Poor", "−", "bad"),
        ),
        designs=(Design.MATCHED_COHORT, Design.CONTROLLED_COHORT, Design.RETROSPECTIVE_COHORT),
        rule=_nos,
    ),
    Instrument(
        key="jbi-case-series-2020",
        name="JBI case series",
        version="2020",
        about="Series of patients without a control group",
        domains=(
            Domain("inclusion", "Criteria of inclusion"),
            Domain("measured", "Condition measured in one way"),
            Domain("identified", "Condition identified validly"),
            Domain("consecutive", "Patients consecutive"),
            Domain("complete", "All patients included"),
            Domain("demographics", "Demographics told"),
            Domain("clinical", "Clinical data told"),
            Domain("outcomes", "Outcomes or follow-up told"),
            Domain("sites", "Sites described"),
            Domain("statistics", "Statistics fit"),
        ),
        judgements=(YES, UNCLEAR, NO, NOT_APPLICABLE),
        overall=(
            Judgement("include", "Include", "+", "good"),
            Judgement("seek_information", "Seek information", "?", "doubtful"),
            Judgement("exclude", "Exclude", "−", "bad"),
        ),
        designs=(Design.SINGLE_ARM_TRIAL, Design.CASE_SERIES, Design.CASE_REPORT, Design.RETROSPECTIVE_COHORT),
    ),
    Instrument(
        key="amstar-2-2017",
        name="AMSTAR 2",
        version="2017",
        about="Systematic reviews of interventions: how far to trust the review",
        domains=AMSTAR_2_ITEMS,
        judgements=(YES, PARTLY, NO, NOT_APPLICABLE),
        overall=(
            Judgement("high", "High confidence", "++", "good"),
            Judgement("moderate", "Moderate confidence", "+", "doubtful"),
            Judgement("low", "Low confidence", "−", "bad"),
            Judgement("critically_low", "Critically low confidence", "✕", "worst"),
        ),
        designs=(
            Design.REVIEW_OF_RCTS,
            Design.POOLED_RCTS,
            Design.NETWORK_META_ANALYSIS,
            Design.REVIEW_MIXED,
            Design.REVIEW_OF_OBSERVATIONAL,
        ),
        rule=_amstar_2,
    ),
)
INSTRUMENTS = {instrument.key: instrument for instrument in _ALL}


def fitting(design: str) -> list[Instrument]:
    """The instruments made for the design first, all others behind them."""
    return sorted(INSTRUMENTS.values(), key=lambda instrument: design not in instrument.designs)
