"""The arms of an account: their comparisons, and the groups that percents are taken of. Pure."""

from collections import defaultdict
from collections.abc import Iterator

from evidence.checks.proportions import Group
from evidence.checks.values import Account, Comparison, Measured, Size
from evidence.numbers import number


def comparisons_of(account: Account) -> Iterator[Comparison]:
    """Each effect between two arms, with the only figure of a kind that its outcome has of each."""
    figures: dict[tuple[str, ...], list[Measured]] = defaultdict(list)
    for figure in account.measured:
        figures[figure.about.outcome, figure.arm, figure.statistic, figure.unit].append(figure)
    kinds = {(outcome, statistic, unit) for outcome, _, statistic, unit in figures}
    by_outcome = defaultdict(list)
    for outcome, statistic, unit in sorted(kinds):
        by_outcome[outcome].append((statistic, unit))
    sizes = {size.arm: size for size in account.sizes}
    for effect in account.estimated:
        if not effect.arm or not effect.comparator:
            continue
        for statistic, unit in by_outcome[effect.about.outcome]:
            ones = figures.get((effect.about.outcome, effect.arm, statistic, unit), [])
            others = figures.get((effect.about.outcome, effect.comparator, statistic, unit), [])
            if len(ones) == len(others) == 1:
                one, other = ones[0], others[0]
                yield Comparison(effect, one, other, _total(one, sizes), _total(other, sizes))


def _total(figure: Measured, sizes: dict[str, Size]) -> int | None:
    """N as printed with the figure, or the size printed of its arm."""
    size = sizes.get(figure.arm, Size())
    for text in (figure.participants, size.evaluable, size.participants):
        if (value := number(text)) is not None:
            return int(value)
    return None


def groups_of(account: Account) -> Iterator[Group]:
    """Each arm with a size, and the whole study, with the percents told of it."""
    figures: dict[str, list[Measured]] = defaultdict(list)
    counts: dict[str, set[int]] = defaultdict(set)
    for figure in account.measured:
        figures[figure.arm].append(figure)
        if figure.statistic == "count" or figure.events:
            texts = (figure.events, figure.participants, figure.value if figure.statistic == "count" else "")
            counts[figure.arm] |= {int(value) for text in texts if (value := number(text)) and value >= 1}
    for size in (account.whole, *account.sizes):
        stated = tuple(int(v) for text in (size.participants, size.evaluable) if (v := number(text)) and v >= 1)
        if stated and figures[size.arm]:
            parts = tuple(sorted(counts[size.arm] - set(stated)))
            yield Group(size.name, stated, parts, tuple(figures[size.arm]), (size,))
