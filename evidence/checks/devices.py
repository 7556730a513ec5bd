"""Formulas, criteria of response and physical figures as documents print them. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from evidence.checks.findings import IMPOSSIBLE, LOOK_AGAIN, UNLIKELY, Finding
from evidence.checks.values import Account, Characteristic, Definition, Expression
from evidence.numbers import Rounded, number, rounded

# RECIST 1.1: Eisenhauer EA et al. Eur J Cancer 2009;45:228-247. WHO: Miller AB et al. Cancer 1981;47:207-214.
# mRECIST: Lencioni R, Llovet JM. Semin Liver Dis 2010;30:52-60.
PUBLISHED = {
    ("RECIST", "PR"): ("≥", "30"),
    ("RECIST", "PD"): ("≥", "20"),
    ("mRECIST", "PR"): ("≥", "30"),
    ("mRECIST", "PD"): ("≥", "20"),
    ("WHO", "PR"): ("≥", "50"),
}
# Whether the consensus is uniform. NCCN Categories of Evidence and Consensus.
UNIFORM = {("NCCN", "1"): True, ("NCCN", "2A"): True, ("NCCN", "2B"): False}
SAYS_UNIFORM = re.compile(r"\b(?:(not|non|without|no)[ -]+)?uniform", re.IGNORECASE)
LIMIT = re.compile(r"([<>≥≤])\s*(\d+)\s*%")
GBQ_PER_MCI = 0.037
BQ_PER_GBQ = 1e9
ABOUT = 0.1  # how far "about" may reach
SPHERE = re.compile(r"\bper (micro)?sphere\b.*\bcalibration\b", re.IGNORECASE)
SPHERES = re.compile(r"\bspheres per vial\b", re.IGNORECASE)
COUNTED = re.compile(r"(\d[\d,.]*\d|\d)(?: ?(?:±|\+/-) ?(\d[\d.]*))?( million)?( per GBq)?", re.IGNORECASE)
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
    yield from _uniform_as_published(definition)
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


def _uniform_as_published(definition: Definition) -> Iterator[Finding]:
    """A category of consensus is not told as uniform if it is not, nor the other way round."""
    scheme, category = definition.criteria, definition.category
    is_uniform, said = UNIFORM.get((scheme, category.upper())), SAYS_UNIFORM.search(definition.text)
    if is_uniform is None or said is None or is_uniform == (said[1] is None):
        return
    yield Finding(
        UNLIKELY,
        f"{category} of {scheme} is told as “{definition.text}”.",
        f"Consensus that is {'' if is_uniform else 'not '}uniform, as the categories were published.",
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


def activity_of_spheres(characteristics: Sequence[Characteristic]) -> Iterator[Finding]:
    """The activity of a vial at calibration is the activity of one sphere times the spheres in the vial.

    Where the spheres are told per GBq, they make one GBq. Activities told before calibration are higher and not judged.
    """
    told: dict[tuple[str, str], list[Characteristic]] = defaultdict(list)
    for each in characteristics:
        told[each.device, each.place.document].append(each)
    for same in told.values():
        one = next((each for each in same if each.unit.lower() == "bq" and SPHERE.search(each.name)), None)
        spheres = next((each for each in same if SPHERES.search(each.name) and _counted(each.value)), None)
        if one is None or spheres is None or not (becquerels := rounded(one.value)):
            continue
        low, high, per_gbq = _counted(spheres.value) or (0.0, 0.0, False)
        least, most = becquerels.low * low / BQ_PER_GBQ, becquerels.high * high / BQ_PER_GBQ
        for vial in same:
            printed = Rounded(1, 1, 1) if per_gbq else rounded(vial.value)
            if printed is None or not (vial is spheres if per_gbq else _is_calibrated(vial)):
                continue
            if most < printed.low or printed.high < least:
                needed = BQ_PER_GBQ * printed.value / ((low + high) / 2)
                yield Finding(
                    UNLIKELY,
                    f"{one.device_name}: {one.value} Bq a sphere and {spheres.value} make {least:.2f} to {most:.2f} "
                    f"GBq, not {printed.value:g} GBq.",
                    f"{needed:.0f} Bq a sphere, or as many spheres as make it.",
                    tuple(dict.fromkeys((one.place, spheres.place, vial.place))),
                )


def _is_calibrated(each: Characteristic) -> bool:
    name = each.name.lower()
    return each.unit.lower() == "gbq" and "calibration" in name and "precalibration" not in name


def _counted(text: str) -> tuple[float, float, bool] | None:
    """The fewest and the most spheres told, and whether they are told per GBq: "44 ± 2.6 million spheres"."""
    found = COUNTED.search(text)
    value = rounded(found[1]) if found else None
    if found is None or value is None:
        return None
    factor = 1e6 if found[3] else 1.0
    room = number(found[2] or "")
    low, high = (value.low, value.high) if room is None else (value.value - room, value.value + room)
    about = text.lower().startswith("about") and room is None
    return low * factor * (1 - ABOUT * about), high * factor * (1 + ABOUT * about), bool(found[4])


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
