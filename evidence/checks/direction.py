"""The direction that a document states, against its own ratio, interval and the arms' figures. Pure."""

import re
from collections.abc import Iterator

from evidence.checks.findings import LOOK_AGAIN, UNLIKELY, Finding
from evidence.checks.intervals import RATIOS
from evidence.checks.values import Comparison, Estimated, Measured
from evidence.numbers import rounded

LONGER_IS_BETTER = frozenset({"os", "pfs", "hpfs", "ttp", "hepatic_ttp", "dfs", "dss", "duration_of_response"})
MORE_IS_BETTER = frozenset(
    {"orr", "cr", "pr", "dcr", "symptom_response", "pathologic_response", "downstaging", "transplant", "resection"}
)
LESS_IS_BETTER = frozenset({"adverse_event", "mortality", "recurrence", "waitlist_dropout", "pd"})
FREQUENT = re.compile(
    r"(?:said to be )?(?:significantly )?(more|less) frequent (?:with|in|after) (.+?)(?: than .+?)?\.?", re.IGNORECASE
)
INTERVENTION, COMPARATOR, NONE = "favours_intervention", "favours_comparator", "no_difference"


def direction_agrees(effect: Estimated) -> Iterator[Finding]:
    """The ratio lies on the side that the words favour.

    Relative risks and odds of survival are not judged: nobody says whether they count deaths or survivors.
    """
    estimate = rounded(effect.estimate)
    better_below = _better_below(effect)
    if estimate is None or effect.measure not in RATIOS or effect.bound:
        return
    if better_below is not None and effect.direction in (INTERVENTION, COMPARATOR):
        below = (effect.direction == INTERVENTION) == better_below
        if estimate.low > 1 if below else estimate.high < 1:
            yield Finding(
                UNLIKELY,
                f"{effect.measure} {effect.estimate} is told as if it favoured {_named(effect)}.",
                f"A ratio {'below' if below else 'above'} 1, with {effect.arm_name or 'the intervention arm'} on top.",
                (effect.place,),
            )


def difference_agrees_with_interval(effect: Estimated) -> Iterator[Finding]:
    """ "No difference" against an interval without 1, and a difference against one with 1 inside."""
    low, high = rounded(effect.ci_lower), rounded(effect.ci_upper)
    if effect.measure not in RATIOS or not (low and high) or low.value > high.value:
        return
    excludes, includes = low.low > 1 or high.high < 1, low.high < 1 < high.low
    if effect.direction == NONE and excludes:
        yield Finding(
            LOOK_AGAIN,
            f"No difference is stated; the interval of {effect.measure} {effect.estimate}, {effect.ci_lower} to "
            f"{effect.ci_upper}, leaves 1 out.",
            "An interval that holds 1.",
            (effect.place,),
        )
    if effect.direction in (INTERVENTION, COMPARATOR) and includes:
        yield Finding(
            LOOK_AGAIN,
            f"A difference is stated; the interval of {effect.measure} {effect.estimate}, {effect.ci_lower} to "
            f"{effect.ci_upper}, holds 1.",
            "An interval without 1, or words that say that the difference may be chance.",
            (effect.place,),
        )


def direction_agrees_with_figures(comparison: Comparison) -> Iterator[Finding]:
    effect, one, other = comparison.effect, comparison.one, comparison.other
    endpoint, first, second = one.about.endpoint, rounded(one.value), rounded(other.value)
    if first is None or second is None or one.unit != other.unit or one.bound or other.bound:
        return
    if effect.direction not in (INTERVENTION, COMPARATOR):
        return
    if endpoint in LONGER_IS_BETTER | MORE_IS_BETTER:
        higher_favours = True
    elif endpoint in LESS_IS_BETTER and one.statistic in ("proportion", "count"):
        higher_favours = False
    else:
        return
    first_is_better = (effect.direction == INTERVENTION) == higher_favours
    if (first.high < second.low) if first_is_better else (first.low > second.high):
        yield Finding(
            UNLIKELY,
            f"{one.value} ({one.arm_name}) against {other.value} ({other.arm_name}) is told as if it favoured "
            f"{_named(effect)}.",
            "Figures that lie the other way round, or other words.",
            (effect.place, one.place, other.place),
        )


def words_agree_with_figures(comparison: Comparison) -> Iterator[Finding]:
    """ "More frequent with DEB-TACE" against the two arms' shares; also of what favours nobody, such as a baseline."""
    one, other = comparison.one, comparison.other
    said = FREQUENT.fullmatch(comparison.effect.about.stated.strip())
    first, second = rounded(one.value), rounded(other.value)
    if not said or first is None or second is None or one.statistic not in ("proportion", "count"):
        return
    named = [is_named(figure, said[2]) for figure in (one, other)]
    if named.count(True) != 1:
        return
    first_is_more = (said[1].lower() == "more") == named[0]
    if (first.high < second.low) if first_is_more else (first.low > second.high):
        yield Finding(
            UNLIKELY,
            f"{one.value} ({one.arm_name}) against {other.value} ({other.arm_name}) is told as {said[1].lower()} "
            f"frequent with {said[2]}.",
            "Figures that lie the other way round, or other words.",
            (one.place, other.place),
        )


def is_named(figure: Measured, name: str) -> bool:
    """By the name of its arm, or by the last part of the arm's key: "DEB-TACE" for "study/deb-tace"."""
    slug = "-".join(name.lower().replace("-", " ").split())
    return figure.arm_name.lower().startswith(name.lower()) or figure.arm.rpartition("/")[2] == slug


def _better_below(effect: Estimated) -> bool | None:
    """Whether a ratio below 1 favours the intervention arm; None where that cannot be known."""
    endpoint = effect.about.endpoint
    if effect.measure == "HR":
        return True if endpoint in LONGER_IS_BETTER | LESS_IS_BETTER else None
    if endpoint in LESS_IS_BETTER:
        return True
    return False if endpoint in MORE_IS_BETTER else None


def _named(effect: Estimated) -> str:
    if effect.direction == INTERVENTION:
        return effect.arm_name or "the intervention arm"
    return effect.comparator_name or "the comparator arm"
