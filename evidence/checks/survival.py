"""Survival told more than once: at times, as a median, and one endpoint against another. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from evidence.checks.findings import IMPOSSIBLE, LOOK_AGAIN, UNLIKELY, Finding
from evidence.checks.values import Account, Measured
from evidence.numbers import Rounded, months, rounded

FALLING = frozenset({"os", "pfs", "hpfs", "ttp", "hepatic_ttp", "dfs", "dss"})
RISING = frozenset({"recurrence", "mortality"})
# What counts fewer events comes later: the first of each pair is never reached before the second, in the same patients.
LATER = (
    ("hpfs", "pfs", "Hepatic progression-free survival ends with fewer kinds of event than progression-free survival"),
    ("os", "pfs", "Everybody who dies has left progression-free survival too"),
    ("os", "hpfs", "Everybody who dies has left hepatic progression-free survival too"),
    ("ttp", "pfs", "Time to progression does not count deaths, progression-free survival does"),
)


def survival_falls_with_time(account: Account) -> Iterator[Finding]:
    for figures in _curves(account.measured):
        at = sorted(((f.about.months or 0, f) for f in figures if f.about.months is not None), key=lambda pair: pair[0])
        for (before, one), (after, other) in pairwise(at):
            first, second = one.percent, other.percent
            if first is None or second is None or before >= after:
                continue
            rises = one.about.endpoint in RISING
            if (second.high < first.low) if rises else (second.low > first.high):
                yield Finding(
                    IMPOSSIBLE,
                    f"{one.value}% at {one.about.timepoint}, but {other.value}% at {other.about.timepoint}.",
                    "A share that has happened can only grow." if rises else "Survival can only fall with time.",
                    (one.place, other.place),
                )


def survival_agrees_with_median(account: Account) -> Iterator[Finding]:
    """Before the median at least half are event-free, after it at most half."""
    medians = defaultdict(list)
    for figure in account.measured:
        length = duration(figure)
        if figure.statistic == "median" and not figure.bound and length and figure.about.endpoint in FALLING:
            medians[_group(figure)].append((length, figure))
    for figure in account.measured:
        share, at = figure.percent, figure.about.months
        if share is None or at is None or figure.bound or figure.about.endpoint not in FALLING:
            continue
        for median, other in medians[_group(figure)]:
            if not _same_clock(figure, other):
                continue
            if (at < median.low and share.high < 50) or (at > median.high and share.low > 50):
                when, share_of = ("Before", "at least") if at < median.low else ("After", "at most")
                yield Finding(
                    # Pooled figures may come from different sets of studies.
                    UNLIKELY if account.is_pooled else IMPOSSIBLE,
                    f"{figure.value}% at {figure.about.timepoint}, with a median of {other.value} {other.unit}.",
                    f"{when} the median {share_of} half are event-free.",
                    (figure.place, other.place),
                )


def survival_agrees_with_range(account: Account) -> Iterator[Finding]:
    """Where survival times range from 12.6 months, nobody was lost before."""
    for figure in account.measured:
        share, at = figure.percent, figure.about.months
        if share is None or at is None or figure.bound or figure.about.endpoint not in FALLING or share.high >= 100:
            continue
        for other in account.measured:
            factor, low = months(1, other.unit), rounded(other.range_lower)
            if factor is None or low is None or _group(other) != _group(figure) or not _same_clock(figure, other):
                continue
            if other.statistic in ("median", "mean", "range") and at < low.low * factor and not account.is_pooled:
                yield Finding(
                    UNLIKELY,
                    f"{figure.value}% at {figure.about.timepoint}, but times from {other.range_lower} {other.unit} on.",
                    "100% until the shortest time; or the range is an interval of the median.",
                    (figure.place, other.place),
                )


def subgroup_within_range(account: Account) -> Iterator[Finding]:
    """A subgroup's median lies within the range told of the whole."""
    for whole in account.measured:
        low, high = duration_of(whole.range_lower, whole.unit), duration_of(whole.range_upper, whole.unit)
        if whole.about.subgroup or low is None or high is None or whole.about.endpoint not in FALLING:
            continue
        for part in account.measured:
            value = duration(part)
            if part.statistic != "median" or not part.about.subgroup or value is None or part.bound:
                continue
            alike = (part.about.endpoint, part.arm) == (whole.about.endpoint, whole.arm) and _same_clock(part, whole)
            if alike and (value.high < low.low or value.low > high.high):
                yield Finding(
                    LOOK_AGAIN,
                    f"{part.value} {part.unit} ({part.about.subgroup}) lies outside the range of the whole, "
                    f"{whole.range_lower} to {whole.range_upper} {whole.unit}.",
                    "A part's median lies within the range of the whole, if the range is that of the same values.",
                    (part.place, whole.place),
                )


def hepatic_pfs_not_shorter(account: Account) -> Iterator[Finding]:
    yield from _later(account, LATER[:1], UNLIKELY)


def survival_not_before_progression(account: Account) -> Iterator[Finding]:
    yield from _later(account, LATER[1:], LOOK_AGAIN)


def _later(account: Account, pairs: Iterable[tuple[str, str, str]], grade) -> Iterator[Finding]:
    if account.is_pooled:
        return  # of other studies each
    medians = [(length, f) for f in account.measured if f.statistic == "median" and (length := duration(f))]
    for late, early, why in pairs:
        for length, one in medians:
            for other_length, other in medians:
                if (one.about.endpoint, other.about.endpoint) != (late, early) or one.bound or other.bound:
                    continue
                if _group(one)[1:] == _group(other)[1:] and _same_clock(one, other) and length.high < other_length.low:
                    yield Finding(
                        grade,
                        f"{one.place.about or late}: {one.value} {one.unit}, shorter than "
                        f"{other.place.about or early}: {other.value} {other.unit}.",
                        f"{why}, so that its median is not shorter.",
                        (one.place, other.place),
                    )


def duration(figure: Measured) -> Rounded | None:
    """In months, with the room of its rounding; None where it is none, or not reached."""
    return None if figure.not_reached else duration_of(figure.value, figure.unit)


def duration_of(text: str, unit: str) -> Rounded | None:
    printed, factor = rounded(text), months(1, unit)
    if printed is None or factor is None:
        return None
    return Rounded(printed.value * factor, printed.low * factor, printed.high * factor)


def _curves(figures: Iterable[Measured]) -> Iterator[list[Measured]]:
    """Shares of one group at several times, by where the clock starts."""
    found = defaultdict(list)
    for figure in figures:
        if figure.is_share and figure.about.endpoint in FALLING | RISING:
            found[*_group(figure), figure.about.time_origin, figure.about.name, figure.about.event_term].append(figure)
    yield from found.values()


def _group(figure: Measured) -> tuple[str, ...]:
    about = figure.about
    return about.endpoint, figure.arm, about.subgroup, about.line, about.population


def _same_clock(one: Measured, other: Measured) -> bool:
    """Counted from the same moment, or one of them does not say from which."""
    origins = {one.about.time_origin, other.about.time_origin} - {"", "not_stated"}
    return len(origins) <= 1
