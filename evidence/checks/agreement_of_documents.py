"""What several documents tell of one thing, and what one document tells twice. Pure.

Two figures are the same thing where study, arm, endpoint, subgroup, time, event and kind of statistic are the same.
What one of two documents leaves open (criteria, population analysed, where the clock starts) does not tell them
apart; what both state does. A name is free text, so it tells figures apart inside a document, and between documents
only where one of them has several.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from evidence.checks.findings import LOOK_AGAIN, UNLIKELY, Finding, Place
from evidence.checks.survival import duration
from evidence.checks.values import Account, Estimated, Measured, StudyAccounts
from evidence.numbers import Rounded, number, rounded

# Endpoints that say little without the name.
NAMED = frozenset({"baseline", "other", "follow_up", "treatment_burden", "radiation_dose", "diagnostic_accuracy"})
# "10.6 months" without the word median may be one.
KINDS = {"value": "middle", "median": "middle", "proportion": "share", "count": "count", "mean": "mean"}
OPPOSITE = (("prospective", "retrospective"), ("randomized", "nonrandomized"))
TOUCHING = 1e-9
Key = tuple[str, ...]


def documents_agree(study: StudyAccounts) -> Iterator[Finding]:
    """Participants, arms, numbers of studies, figures and effects of one study, between documents."""
    for one, other in combinations(study.accounts, 2):
        if one.document == other.document:
            continue
        yield from _sizes(one, other)
        yield from _figures(one, other)
        yield from _effects(one, other)
        yield from _designs(one, other)


def document_agrees_with_itself(account: Account) -> Iterator[Finding]:
    """One thing told twice by one document, with other figures."""
    told: dict[Key, Measured] = {}
    for figure in account.measured:
        kind = KINDS.get(figure.statistic, "")
        if figure.about.endpoint in NAMED - {"diagnostic_accuracy"} or kind in ("", "count") or figure.bound:
            continue
        first = told.setdefault((*_exact(figure), kind, figure.unit), figure)
        if first is not figure and _differ(first, figure):
            yield Finding(
                UNLIKELY if first.about.outcome == figure.about.outcome else LOOK_AGAIN,
                f"{_text(first)} and {_text(figure)} are told of the same thing.",
                "One value, or words that tell the two apart.",
                (first.place, figure.place),
            )


def _exact(figure: Measured) -> Key:
    about = figure.about
    return (
        *(figure.arm, about.endpoint, about.name, about.subgroup, about.timepoint, about.time_origin, about.criteria),
        *(about.population, about.line, about.event_term, about.grade),
    )


def _sizes(one: Account, other: Account) -> Iterator[Finding]:
    pairs = [
        (one.whole, other.whole, "participants", "participants"),
        (one.whole, other.whole, "evaluable", "evaluable"),
    ]
    here = {size.arm: size for size in one.sizes}
    pairs += [(here[s.arm], s, "participants", f"in {s.name}") for s in other.sizes if s.arm in here]
    for first, second, field, what in pairs:
        values = number(getattr(first, field)), number(getattr(second, field))
        if first.arm and set(values) & {number(first.evaluable), number(second.evaluable)} - {None}:
            continue  # the one who counts the evaluable of an arm agrees with the one who tells both
        if None not in values and values[0] != values[1]:
            yield _told_differently(
                f"{getattr(first, field)} and {getattr(second, field)} {what}",
                one,
                other,
                (first.place, second.place),
                "One number, unless one document counts a part of the study only.",
            )
    first_count, second_count = number(one.study_count), number(other.study_count)
    if first_count is not None and second_count is not None and first_count != second_count:
        yield _told_differently(
            f"{one.study_count} and {other.study_count} studies included",
            one,
            other,
            (one.place, other.place),
            "One number, unless one document counts the studies of one outcome only.",
        )


def _designs(one: Account, other: Account) -> Iterator[Finding]:
    first, second = ((each.described.lower().split(";")[0].split()) for each in (one, other))
    for word, opposite in OPPOSITE:
        if (word in first and opposite in second) or (word in second and opposite in first):
            yield _told_differently(
                f"“{one.described}” and “{other.described}”", one, other, (one.place, other.place), "One design."
            )


def _figures(one: Account, other: Account) -> Iterator[Finding]:
    here, there = _by_thing(one.measured), _by_thing(other.measured)
    for key in here.keys() & there.keys():
        for first, second in _pairs(here[key], there[key]):
            if _compatible(first, second) and _differ(first, second):
                yield _told_differently(
                    f"{_text(first)} and {_text(second)}",
                    one,
                    other,
                    (first.place, second.place),
                    "The same figure within rounding, unless one document tells of a part or of another analysis.",
                    first.place.about,
                )


def _effects(one: Account, other: Account) -> Iterator[Finding]:
    for first in one.estimated:
        for second in other.estimated:
            if _thing(first) != _thing(second) or not _compatible(first, second):
                continue
            if {first.arm, first.comparator} != {second.arm, second.comparator} or first.measure != second.measure:
                continue
            if first.arm != second.arm or not first.estimate or not second.estimate:
                continue
            triple = [(getattr(first, f), getattr(second, f)) for f in ("estimate", "ci_lower", "ci_upper")]
            if any(apart(rounded(a), rounded(b)) for a, b in triple):
                yield _told_differently(
                    f"{first.place.text or first.estimate} and {second.place.text or second.estimate}",
                    one,
                    other,
                    (first.place, second.place),
                    "The same estimate within rounding, unless one is adjusted otherwise.",
                    first.place.about,
                )


def _thing(figure: Measured | Estimated) -> Key:
    about = figure.about
    when = f"{about.months:.2f}" if about.months is not None else about.timepoint
    name = about.name.lower() if about.endpoint in NAMED else ""
    return about.endpoint, name, about.subgroup.lower(), when, about.event_term.lower(), about.grade


def _by_thing(figures: Sequence[Measured]) -> dict[Key, list[Measured]]:
    found: dict[Key, list[Measured]] = defaultdict(list)
    for figure in figures:
        kind = KINDS.get(figure.statistic, "")
        if kind and not figure.bound:
            found[*_thing(figure), figure.arm, kind].append(figure)
    return found


def _pairs(here: list[Measured], there: list[Measured]) -> Iterator[tuple[Measured, Measured]]:
    """Each with the other's only one; where one document has several, those of the same name."""
    if len(here) == len(there) == 1:
        yield here[0], there[0]
        return
    for first in here:
        same = [second for second in there if second.about.name.lower() == first.about.name.lower()]
        if len(same) == 1 and sum(f.about.name.lower() == first.about.name.lower() for f in here) == 1:
            yield first, same[0]


def _compatible(one: Measured | Estimated, other: Measured | Estimated) -> bool:
    """Nothing that both state tells them apart."""
    fields = ("time_origin", "criteria", "population", "line")
    return all(
        len({getattr(one.about, field), getattr(other.about, field)} - {"", "not_stated"}) <= 1 for field in fields
    )


def _differ(one: Measured, other: Measured) -> bool:
    lengths, shares = (duration(one), duration(other)), (one.percent, other.percent)
    if None not in lengths:
        return apart(*lengths)
    if None not in shares:
        return apart(*shares)
    return one.unit == other.unit and apart(rounded(one.value), rounded(other.value))


def apart(one: Rounded | None, other: Rounded | None) -> bool:
    """Both are numbers, and no value would be printed as either; rooms that only touch, of 12.5 and 12.6, are apart."""
    if one is None or other is None or one.value == other.value:
        return False
    return one.high <= other.low + TOUCHING or other.high <= one.low + TOUCHING


def _text(figure: Measured) -> str:
    return figure.place.text or f"{figure.value} {figure.unit}".strip()


def _told_differently(
    what: str, one: Account, other: Account, places: tuple[Place, Place], expected: str, about: str = ""
) -> Finding:
    told = f"{about}: {what}" if about else what
    return Finding(LOOK_AGAIN, f"{told}, as {one.document} and {other.document} tell.", expected, places)
