"""Response categories: rates that are sums of others. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator

from evidence.checks.findings import IMPOSSIBLE, LOOK_AGAIN, UNLIKELY, Finding
from evidence.checks.values import Account, Measured
from evidence.numbers import Rounded, decimals, number, rounded

CATEGORIES = ("cr", "pr", "sd", "pd")
NAMES = {"cr": "CR", "pr": "PR", "sd": "SD", "pd": "PD", "orr": "ORR", "dcr": "DCR"}
MADE_OF = {"orr": ("cr", "pr"), "dcr": ("cr", "pr", "sd")}
IN_BRACKETS = re.compile(r"\(([^()]*)\)")
PART = re.compile(r"(\d+(?:\.\d+)?)\s*%\s*(CR|PR|SD|PD)\b")
Rates = dict[str, Measured]


def orr_is_cr_plus_pr(account: Account) -> Iterator[Finding]:
    for rates in assessments(account):
        yield from _sum(rates, "orr", (("cr", "pr"),))
    yield from _brackets(account, "orr")


def dcr_is_orr_plus_sd(account: Account) -> Iterator[Finding]:
    for rates in assessments(account):
        yield from _sum(rates, "dcr", (("orr", "sd"), ("cr", "pr", "sd")))
    yield from _brackets(account, "dcr")


def _sum(rates: Rates, whole: str, ways: tuple[tuple[str, ...], ...]) -> Iterator[Finding]:
    """The whole against the sum of its parts; against what is printed of them, it is at least as much."""
    if whole not in rates:
        return
    for parts in ways:
        present = [part for part in parts if part in rates]
        total = _added([rates[part] for part in present])
        printed = _share(rates[whole])
        if total is None or printed is None:
            continue
        complete = len(present) == len(parts)
        if printed.high < total.low - 1e-9 or (complete and printed.low > total.high + 1e-9):
            told = " + ".join(f"{NAMES[part]} {_text(rates[part])}" for part in present)
            yield Finding(
                IMPOSSIBLE,
                f"{NAMES[whole]} {_text(rates[whole])} against {told}.",
                f"{NAMES[whole]} is {' + '.join(NAMES[part] for part in parts)}, "
                f"{'' if complete else 'at least '}{total.value:g}{'' if number(rates[whole].value) is None else '%'}.",
                (rates[whole].place, *(rates[part].place for part in present)),
            )
            return


def _brackets(account: Account, rate: str) -> Iterator[Finding]:
    """What stands in brackets behind a rate, as its parts: "65.1% (60.5% PR; 4.9% PD)". Another's are not among them.

    Brackets that tell all four categories tell the whole assessment, not the parts of the rate.
    """
    for figure in account.measured:
        told = [part for inside in IN_BRACKETS.findall(figure.place.text) for part in PART.findall(inside)]
        printed, foreign = _share(figure), [name for _, name in told if name.lower() not in MADE_OF[rate]]
        if figure.about.endpoint != rate or printed is None or not foreign or len(told) == len(CATEGORIES):
            continue
        listed = " + ".join(f"{name} {value}%" for value, name in told)
        total = sum(number(value) or 0 for value, _ in told)
        parts = [rounded(value) for value, _ in told]
        low, high = (sum(getattr(part, side) for part in parts if part) for side in ("low", "high"))
        adds_up = low <= printed.high and printed.low <= high
        yield Finding(
            UNLIKELY,
            f"{NAMES[rate]} {figure.value}% is told as {listed}"
            + ("." if adds_up else f", which make {total:.{_places(told)}f}%."),
            f"{' and '.join(NAMES[part] for part in MADE_OF[rate])} make a {NAMES[rate]}; {' and '.join(foreign)} "
            f"{'is' if len(foreign) == 1 else 'are'} no part of it.",
            (figure.place,),
        )


def _places(told: list[tuple[str, str]]) -> int:
    return max(decimals(value) for value, _ in told)


def response_adds_up(account: Account) -> Iterator[Finding]:
    """CR, PR, SD and PD: at most 100%, and together 100% or the evaluable, within rounding."""
    for rates in assessments(account):
        parts = CATEGORIES if "orr" not in rates or {"cr", "pr"} <= rates.keys() else ("orr", "sd", "pd")
        present = [rates[part] for part in parts if part in rates]
        total = _added(present)
        if total is None or len(present) < 2:
            continue
        others = [f for f in account.measured if _is_rest(f, present[0])]
        told = " + ".join(f"{NAMES[f.about.endpoint]} {_text(f)}" for f in present)
        places = tuple(figure.place for figure in present)
        if total.low > 100:
            yield Finding(
                IMPOSSIBLE,
                f"{told} make {total.value:g}%.",
                "The categories exclude each other, so they make at most 100%.",
                places,
            )
        elif len(present) == len(parts) and not others and total.high < 100 and not account.is_pooled:
            yield Finding(
                LOOK_AGAIN,
                f"{told} make {total.value:g}%.",
                "The categories make 100% of those evaluated; here some are left, of whom nothing is said.",
                places,
            )


WORDS = {
    "pd": ("progressive disease", "disease progression"),
    "sd": ("stable disease",),
    "pr": ("partial response",),
    "cr": ("complete response",),
}


def category_once(account: Account) -> Iterator[Finding]:
    """A category that is told alone is not part of another group told beside it (but of a rate: ORR, DCR)."""
    for figure in account.measured:
        told = figure.about.name.lower()
        if figure.about.endpoint != "other":
            continue
        for other in account.measured:
            names = WORDS.get(other.about.endpoint, ())
            if not any(name in told for name in names) or other.about.name:
                continue
            if (figure.arm, figure.about.timepoint, figure.about.subgroup) != (
                other.arm,
                other.about.timepoint,
                other.about.subgroup,
            ):
                continue
            yield Finding(
                IMPOSSIBLE,
                f"{names[0].capitalize()} is told twice: {figure.place.text or figure.value}, and "
                f"{other.place.text or other.value}.",
                "Every patient in one category: one of the two names another one.",
                (figure.place, other.place),
            )


def counts_add_up(account: Account) -> Iterator[Finding]:
    """The counts of CR, PR, SD and PD against the number evaluated."""
    for rates in assessments(account, by_count=True):
        present = [rates[part] for part in CATEGORIES if part in rates]
        totals = {int(value) for f in present if (value := number(f.participants)) is not None}
        if len(totals) != 1 or len(present) < 2:
            continue
        (total,) = totals
        added = int(sum(number(f.events) or 0 for f in present))
        if added > total or (len(present) == len(CATEGORIES) and added < total):
            told = " + ".join(f"{NAMES[f.about.endpoint]} {f.events}" for f in present)
            yield Finding(
                IMPOSSIBLE if added > total else LOOK_AGAIN,
                f"{told} make {added}, of {total} evaluated.",
                f"The four categories make {total}.",
                tuple(figure.place for figure in present),
            )


def assessments(account: Account, by_count: bool = False) -> Iterator[Rates]:
    """The rates of one group by one system of criteria at one time; the first of each kind."""
    found: dict[tuple, Rates] = defaultdict(dict)
    for figure in account.measured:
        about = figure.about
        if about.endpoint in CATEGORIES and about.name:
            continue  # "initial progression outside the liver" is no category of a response
        if about.endpoint in NAMES and (number(figure.events) is not None if by_count else _share(figure) is not None):
            key = (figure.arm, about.subgroup, about.timepoint, about.criteria, about.population, about.line)
            found[key].setdefault(about.endpoint, figure)
    if len(found) > 1:
        _join_unstated(found)
    yield from (rates for rates in found.values() if len(rates) > 1)


def _join_unstated(found: dict[tuple, Rates]) -> None:
    """Where one entry states no criteria and one does, and they share no endpoint, they are one assessment."""
    for key in [key for key in found if not key[3]]:
        others = [k for k in found if k[3] and (k[:3], k[4:]) == (key[:3], key[4:])]
        if len(others) == 1 and not found[others[0]].keys() & found[key].keys():
            found[others[0]] |= found.pop(key)


def _share(figure: Measured) -> Rounded | None:
    """The percent; of n of N without one, the exact percent."""
    if figure.statistic == "proportion" and not figure.bound:
        return figure.percent
    events, total = number(figure.events), number(figure.participants)
    if figure.statistic != "count" or events is None or not total:
        return None
    return Rounded(100 * events / total, 100 * events / total, 100 * events / total)


def _added(figures: list[Measured]) -> Rounded | None:
    shares = [share for figure in figures if (share := _share(figure))]
    if not figures or len(shares) < len(figures):
        return None
    return Rounded(*(round(sum(getattr(s, side) for s in shares), 9) for side in ("value", "low", "high")))


def _text(figure: Measured) -> str:
    return f"{figure.value}%" if figure.statistic == "proportion" else f"{figure.events} of {figure.participants}"


def _is_rest(figure: Measured, one: Measured) -> bool:
    """A category beside the four: "response unknown", "not evaluable"."""
    told = f"{figure.about.name} {figure.place.text}".lower()
    return figure.arm == one.arm and any(word in told for word in ("unknown", "evaluable", "not assess", "missing"))
