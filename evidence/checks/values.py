"""The values that rules look at: what is printed, as text, in small frozen pieces. Pure.

A form fills as many fields as have been typed; every rule is silent about what is empty.
"""

from dataclasses import dataclass, field

from evidence.checks.findings import Place
from evidence.checks.times import months_of
from evidence.numbers import Rounded, percent, rounded

NOWHERE = Place()
# Endpoints read off a survival curve: their proportions are estimates, no counts.
TIME_TO_EVENT = frozenset(
    {"os", "pfs", "hpfs", "ttp", "hepatic_ttp", "dfs", "dss", "recurrence", "duration_of_response"}
)
# Designs whose figures are pooled from other studies.
POOLED = frozenset(
    {"review_of_rcts", "network_meta_analysis", "review_mixed", "review_of_observational", "narrative_review"}
)


@dataclass(frozen=True, slots=True)
class About:
    """What a figure is a figure of. Empty and "not_stated" mean that the document does not say."""

    endpoint: str = ""
    name: str = ""
    subgroup: str = ""
    timepoint: str = ""
    time_origin: str = ""
    criteria: str = ""
    population: str = ""
    line: str = ""
    event_term: str = ""
    grade: str = ""
    stated: str = ""  # what the document says in words, in ours
    outcome: str = ""  # the key of the outcome it belongs to

    @property
    def months(self) -> float | None:
        return months_of(self.timepoint)


@dataclass(frozen=True, slots=True)
class Measured:
    """One arm's figure, as models.Measurement has it. `arm` is empty where it is the whole study's."""

    value: str = ""
    statistic: str = "value"
    unit: str = ""
    bound: str = ""
    arm: str = ""
    arm_name: str = ""
    events: str = ""
    participants: str = ""
    ci_level: str = ""
    ci_lower: str = ""
    ci_upper: str = ""
    range_lower: str = ""
    range_upper: str = ""
    iqr_lower: str = ""
    iqr_upper: str = ""
    not_reached: bool = False
    design: str = ""
    about: About = field(default_factory=About)
    place: Place = NOWHERE

    @property
    def is_share(self) -> bool:
        """A proportion of people (or lesions) that is printed exactly, not as "about" or "up to"."""
        return self.statistic == "proportion" and not self.bound

    @property
    def percent(self) -> Rounded | None:
        """The printed proportion in percent, with the room of its rounding; None where it is none."""
        printed = rounded(self.value)
        factor = percent(1, self.unit or "percent")
        if printed is None or factor is None or self.statistic != "proportion":
            return None
        return Rounded(printed.value * factor, printed.low * factor, printed.high * factor)


@dataclass(frozen=True, slots=True)
class Estimated:
    """One arm against another, as models.EffectEstimate has it."""

    measure: str = ""
    estimate: str = ""
    bound: str = ""
    ci_level: str = ""
    ci_lower: str = ""
    ci_upper: str = ""
    p_comparator: str = ""
    p_value: str = ""
    direction: str = ""
    arm: str = ""  # the intervention arm
    comparator: str = ""
    arm_name: str = ""
    comparator_name: str = ""
    adjusted: str = ""
    design: str = ""
    about: About = field(default_factory=About)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Comparison:
    """An effect with the figures of its two arms: one outcome, one kind, one unit. `n` and `m` are the arms' sizes."""

    effect: Estimated
    one: Measured  # the intervention arm's
    other: Measured
    n: int | None = None
    m: int | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """How many are in an arm, or in the whole study where `arm` is empty."""

    arm: str = ""
    name: str = ""
    role: str = ""
    participants: str = ""
    evaluable: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Account:
    """What one document says of one study."""

    study: str = ""
    label: str = ""
    design: str = ""
    document: str = ""
    year: str = ""
    study_count: str = ""
    described: str = ""  # the design in the document's words
    whole: Size = Size()
    sizes: tuple[Size, ...] = ()
    measured: tuple[Measured, ...] = ()
    estimated: tuple[Estimated, ...] = ()
    place: Place = NOWHERE

    @property
    def is_pooled(self) -> bool:
        return self.design in POOLED


@dataclass(frozen=True, slots=True)
class StudyAccounts:
    """All accounts of one study."""

    study: str
    label: str
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A reference, with the years it bears: of the printed issue and online."""

    key: str
    label: str
    years: tuple[str, ...] = ()
    study: str = ""  # the study it reports, where it reports one
    study_label: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One document's mention of a work, or of a study by its report: number and year as printed."""

    work: Work
    number: str = ""
    year: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Span:
    """Several works under a range of numbers, "78-89", told as one group; `named` are the studies named among them."""

    label: str
    first: int
    last: int
    named: frozenset[str] = frozenset()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions that one document prints."""

    document: str
    mentions: tuple[Mention, ...]
    this_year: int
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Characteristic:
    device: str
    device_name: str
    name: str
    value: str
    unit: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit for selecting patients; `selects` where it says who is taken, not who is left out."""

    name: str
    bound: str
    value: str
    unit: str = ""
    selects: bool = True
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Definition:
    criteria: str
    category: str
    text: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Expression:
    """A formula as printed: its right side, and what it gives."""

    name: str
    text: str
    result: str = ""
    symbols: tuple[str, ...] = ()
    place: Place = NOWHERE
