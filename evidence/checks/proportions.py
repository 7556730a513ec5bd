"""Counts and percents: n of N, and percents that no count of N gives. Pure.

Attainable percents: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence.checks.findings import IMPOSSIBLE, LOOK_AGAIN, UNLIKELY, Finding
from evidence.checks.values import POOLED, TIME_TO_EVENT, Account, Measured, Size
from evidence.numbers import Rounded, decimals, number

# What is counted is not people: tumors of a patient may be more than patients.
NOT_PEOPLE = re.compile(
    r"\b(procedures?|nodes?|nodules?|sessions?|lobes?|studies|cohorts?)\b|\b(per|of \d+) (tumou?rs?|lesions?)\b", re.I
)
MAY_EXCEED = frozenset({"hypertrophy", "radiation_dose", "biochemical_response", "other", "diagnostic_accuracy"})
LARGEST = 1000  # a percent without decimals can be had of any larger group


def percent_at_most_100(figure: Measured) -> Iterator[Finding]:
    """A change (hypertrophy, a marker) may exceed 100%; a share of a group may not."""
    if figure.statistic != "proportion" or figure.about.endpoint in MAY_EXCEED:
        return
    share = figure.percent
    if share is not None and not 0 <= share.value <= 100:
        yield Finding(
            IMPOSSIBLE,
            f"{figure.value}{'' if figure.unit else ' (printed without a unit)'} is no share of a group.",
            "A share lies from 0 to 100 percent.",
            (figure.place,),
        )
    for bound in (figure.ci_lower, figure.ci_upper):
        value = number(bound)
        most = 1 if figure.unit == "proportion" else 100
        if value is not None and not 0 <= value <= most:
            yield Finding(
                LOOK_AGAIN,
                f"The interval of a share reaches to {bound}.",
                "An interval of a share ends at 0 and 100 percent; one that goes beyond was found by an approximation.",
                (figure.place,),
            )


def count_within_total(figure: Measured) -> Iterator[Finding]:
    events, total = number(figure.events), number(figure.participants)
    if events is not None and total is not None and events > total:
        yield Finding(
            IMPOSSIBLE,
            f"{figure.events} of {figure.participants} is more than all of them.",
            f"At most {figure.participants} of {figure.participants}.",
            (figure.place,),
        )


def percent_of_count(figure: Measured) -> Iterator[Finding]:
    """n of N, both printed, against the percent printed with them."""
    events, total, share = number(figure.events), number(figure.participants), figure.percent
    if events is None or total is None or share is None or figure.bound or not 0 <= events <= total or total == 0:
        return
    if is_percent_of(share, events, total):
        return
    true = 100 * events / total
    cut = math.floor(true * 10 ** decimals(figure.value)) / 10 ** decimals(figure.value) == share.value
    yield Finding(
        LOOK_AGAIN if cut or abs(true - share.value) <= 1.5 * (share.high - share.low) else UNLIKELY,
        f"{figure.events} of {figure.participants} is printed as {figure.value}%.",
        f"{figure.events} of {figure.participants} is {true:.1f}%{' (the printed one is cut off, not rounded)' * cut}."
        + _other_total(share, int(events), int(total)),
        (figure.place,),
    )


def is_percent_of(share: Rounded, events: float, total: float) -> bool:
    """Rounded half up or half even: both edges of the printed number's room count."""
    return share.holds(100 * events / total)


def _other_total(share: Rounded, events: int, total: int) -> str:
    fits = [n for n in range(max(events, 1), 2 * total + 1) if is_percent_of(share, events, n)]
    return f" {events} of {fits[0]} would be printed so." if len(fits) == 1 else ""


@dataclass(frozen=True, slots=True)
class Group:
    """The proportions printed for one arm (or the whole study), with the sizes that its counts may be taken of."""

    name: str
    stated: tuple[int, ...]  # the sizes printed for the group itself: participants, evaluable
    parts: tuple[int, ...]  # other counts printed, which may be what a percent is taken of
    figures: tuple[Measured, ...]
    sizes: tuple[Size, ...] = ()


def attainable_percent(group: Group) -> Iterator[Finding]:
    """Percents of people without a count: some whole number of the group must give each.

    A percent may be one of a part of the group, so the counts printed in the account are tried too.
    """
    if not group.stated or max(group.stated) > LARGEST:
        return
    totals = (*group.stated, *(part for part in group.parts if part <= max(group.stated)))
    wrong = [figure for figure in group.figures if _is_plain(figure) and not _can_be_of_any(figure, totals)]
    if not wrong:
        return
    listed, stated = ", ".join(f"{figure.value}%" for figure in wrong), " or ".join(map(str, group.stated))
    yield Finding(
        LOOK_AGAIN,
        f"No whole number of {stated} ({group.name or 'all participants'}) gives {listed}.",
        f"{_nearest(wrong[0], max(group.stated))}{_fitting(group, wrong)}",
        (*(figure.place for figure in wrong), *(size.place for size in group.sizes)),
    )


def _is_plain(figure: Measured) -> bool:
    """A share of people counted at one moment: neither read off a curve nor pooled, nor with its own N."""
    return (
        figure.is_share
        and figure.percent is not None
        and not figure.events
        and not figure.participants
        and not figure.ci_lower
        and figure.design not in POOLED
        and figure.about.endpoint not in TIME_TO_EVENT
        and figure.about.endpoint not in MAY_EXCEED - {"other"}
        and figure.about.endpoint != "symptom_response"  # of those who had symptoms
        and not figure.about.subgroup
        and not NOT_PEOPLE.search(f"{figure.about.name} {figure.place.text}")
        and 0 <= figure.percent.value <= 100
    )


def _can_be_of_any(figure: Measured, totals: Iterable[int]) -> bool:
    share = figure.percent
    return share is not None and any(_count_of(share, total) is not None for total in totals)


def _count_of(share: Rounded, total: int) -> int | None:
    """A whole number of `total` that would be printed so; None where there is none."""
    count = round(share.value * total / 100)
    return next((n for n in (count - 1, count, count + 1) if 0 <= n <= total and is_percent_of(share, n, total)), None)


def _nearest(figure: Measured, total: int) -> str:
    value = number(figure.value) or 0.0
    below = math.floor(value * total / 100)
    return f"{below} of {total} is {100 * below / total:.1f}%, {below + 1} of {total} {100 * (below + 1) / total:.1f}%."


def _fitting(group: Group, wrong: list[Measured]) -> str:
    """The largest smaller group that all the percents of the kind can be taken of, if they are told so finely."""
    plain = [figure for figure in group.figures if _is_plain(figure)]
    if len(plain) < 2:
        return ""
    fits = [n for n in range(max(group.stated) - 1, 4, -1) if all(_can_be_of_any(figure, [n]) for figure in plain)]
    return f" All of them can be had of {fits[0]}, if so many were evaluable." if fits else ""


def shared_total(account: Account) -> Iterator[Finding]:
    """Counts with percents and no N: where the others have one total in common, the one that does not fit."""
    for arm in {figure.arm for figure in account.measured}:
        pairs = [f for f in account.measured if f.arm == arm and f.events and not f.participants and f.is_share]
        pairs = [f for f in pairs if f.percent is not None and (number(f.events) or 0) > 0 and not f.about.subgroup]
        known = _known_totals(account, arm)
        if any(all(is_percent_of(f.percent, number(f.events) or 0, n) for f in pairs if f.percent) for n in known):
            continue
        yield from _odd_ones(pairs, known)


def _known_totals(account: Account, arm: str) -> list[int]:
    sizes = [size for size in account.sizes if size.arm == arm] or [account.whole]
    texts = [text for size in (*sizes, account.whole) for text in (size.participants, size.evaluable)]
    return [int(value) for text in texts if (value := number(text)) is not None and value >= 1]


def _odd_ones(pairs: list[Measured], known: list[int]) -> Iterator[Finding]:
    fits = {id(f): _totals(f, known) for f in pairs}
    candidates = {n for totals in fits.values() for n in totals}
    if not candidates:
        return
    best = max(sorted(candidates), key=lambda n: sum(n in totals for totals in fits.values()))
    wrong = [f for f in pairs if best not in fits[id(f)]]
    agreeing = len(pairs) - len(wrong)
    if not known and (agreeing < 3 or len(wrong) > agreeing / 2):
        return
    if known and best not in known:
        return
    for figure in wrong:
        events = int(number(figure.events) or 0)
        if events > best:
            continue
        yield Finding(
            LOOK_AGAIN,
            f"{events} is printed as {figure.value}%, which is not {events} of {best}.",
            f"{events} of {best} is {100 * events / best:.1f}%; {best} is "
            + ("the number printed." if known else "what the other counts and percents have in common."),
            (figure.place, *(other.place for other in pairs if other not in wrong)),
        )


def _totals(figure: Measured, known: list[int]) -> set[int]:
    events, share = int(number(figure.events) or 0), figure.percent
    if share is None or share.high <= 0:
        return set()
    if known:
        return {n for n in known if n >= events and is_percent_of(share, events, n)}
    least = max(events, math.floor(100 * events / share.high) - 1)
    most = math.ceil(100 * events / max(share.low, 0.05)) + 1
    return {n for n in range(max(least, 1), min(most, LARGEST) + 1) if is_percent_of(share, events, n)}
