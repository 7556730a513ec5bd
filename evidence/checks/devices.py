"""Formulas, criteria of response and physical figures as documents print them. Pure."""

import re
from collections.abc import Iterator

from evidence.checks.findings import IMPOSSIBLE, LOOK_AGAIN, UNLIKELY, Finding
from evidence.checks.values import Account, Characteristic, Definition, Expression
from evidence.numbers import rounded

# RECIST 1.1: Eisenhauer EA et al. Eur J Cancer 2009;45:228-247. WHO: Miller AB et al. Cancer 1981;47:207-214.
# mRECIST: Lencioni R, Llovet JM. Semin Liver Dis 2010;30:52-60.
PUBLISHED = {
    ("RECIST", "PR"): ("≥", "30"),
    ("RECIST", "PD"): ("≥", "20"),
    ("mRECIST", "PR"): ("≥", "30"),
    ("mRECIST", "PD"): ("≥", "20"),
    ("WHO", "PR"): ("≥", "50"),
}
LIMIT = re.compile(r"([<>≥≤])\s*(\d+)\s*%")
GBQ_PER_MCI = 0.037
LIGHTEST = 0.05  # g/mL: no solid is lighter
GRAMS_PER_ML = {"g/ml": 1.0, "g/cm3": 1.0, "g/cm³": 1.0, "g/dl": 0.01, "g/l": 0.001}
SIGNS = dict(zip("([{", ")]}", strict=True))


def formula_is_whole(formula: Expression) -> Iterator[Finding]:
    """The right side of a formula: one expression, with brackets in pairs and every symbol explained."""
    wrong = []
    if "=" in formula.text:
        wrong.append("it says that two things are equal instead of giving one")
    if not _brackets_pair(formula.text):
        wrong.append("its brackets are not in pairs")
    missing = [symbol for symbol in formula.symbols if symbol not in formula.text]
    if missing:
        wrong.append(f"{', '.join(missing)} is named and does not occur")
    if wrong:
        yield Finding(
            UNLIKELY,
            f"{formula.name}: {formula.result or 'the result'} = {formula.text}; {'; '.join(wrong)}.",
            f"One expression that gives {formula.result or 'the result'}, as the source of the formula has it.",
            (formula.place,),
        )


def _brackets_pair(text: str) -> bool:
    opened: list[str] = []
    for sign in text:
        if sign in SIGNS:
            opened.append(SIGNS[sign])
        elif sign in SIGNS.values() and (not opened or opened.pop() != sign):
            return False
    return not opened


def criteria_as_published(definition: Definition) -> Iterator[Finding]:
    criteria, category = definition.criteria, definition.category
    expected, printed = PUBLISHED.get((criteria, category.upper())), LIMIT.search(definition.text)
    if expected is None or printed is None or printed.groups() == expected:
        return
    yield Finding(
        LOOK_AGAIN,
        f"{category} by {criteria} is told as {printed[1]} {printed[2]}%.",
        f"{expected[0]} {expected[1]}%, as the criteria were published.",
        (definition.place,),
    )


def density_possible(each: Characteristic) -> Iterator[Finding]:
    value, factor = rounded(each.value), GRAMS_PER_ML.get(each.unit.lower())
    if "density" in each.name.lower() and value is not None and factor is not None and value.high * factor < LIGHTEST:
        yield Finding(
            IMPOSSIBLE,
            f"{each.device_name}, {each.name}: {each.value} {each.unit} is {value.value * factor:g} g/mL.",
            f"{each.value} g/mL, if the unit is a slip.",
            (each.place,),
        )


def units_agree(account: Account) -> Iterator[Finding]:
    """One activity in GBq and in mCi. 1 mCi is 0.037 GBq."""
    curies = [figure for figure in account.measured if figure.unit == "mCi"]
    for other in curies:
        for one in account.measured:
            if one.unit != "GBq" or (one.about.outcome, one.arm) != (other.about.outcome, other.arm):
                continue
            first, second = rounded(one.value), rounded(other.value)
            if not (first and second):
                continue
            if first.high < second.low * GBQ_PER_MCI or first.low > second.high * GBQ_PER_MCI:
                yield Finding(
                    UNLIKELY,
                    f"{one.value} GBq and {other.value} mCi.",
                    f"{other.value} mCi is {second.value * GBQ_PER_MCI:.3g} GBq.",
                    (one.place, other.place),
                )
