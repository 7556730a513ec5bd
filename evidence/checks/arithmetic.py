"""The arithmetic behind the rules: p from an interval and from counts, intervals of a proportion. Pure, never rounded.

z-tests on the log scale: Altman DG, Bland JM. How to obtain the P value from a confidence interval. BMJ 2011;343:d2304.
"""

import math
from functools import lru_cache

from scipy import special


def two_sided(z: float) -> float:
    """The two-sided p of a standard normal deviate."""
    return math.erfc(abs(z) / math.sqrt(2))


@lru_cache(maxsize=64)
def z_of_level(level: float) -> float:
    """1.959964 for 95 (percent)."""
    return float(special.ndtri(0.5 + level / 200))


def exact_interval(events: int, total: int, level: float) -> tuple[float, float]:
    """Clopper and Pearson's interval of a proportion, as fractions. Biometrika 1934;26:404-413."""
    tail = (1 - level / 100) / 2
    low = 0.0 if events == 0 else float(special.betaincinv(events, total - events + 1, tail))
    high = 1.0 if events == total else float(special.betaincinv(events + 1, total - events, 1 - tail))
    return low, high


def other_intervals(events: int, total: int, level: float) -> list[tuple[float, float]]:
    """Wilson (with and without continuity correction), Wald, Agresti-Coull, Jeffreys and mid-P, as fractions.

    Newcombe RG. Two-sided confidence intervals for the single proportion. Stat Med 1998;17:857-872.
    Brown LD, Cai TT, DasGupta A. Interval estimation for a binomial proportion. Stat Sci 2001;16:101-133.
    """
    z = z_of_level(level)
    share, tail = events / total, (1 - level / 100) / 2
    wald = z * math.sqrt(share * (1 - share) / total)
    centre = (events + z * z / 2) / (total + z * z)
    wilson = z / (total + z * z) * math.sqrt(total * share * (1 - share) + z * z / 4)
    coull = z * math.sqrt(centre * (1 - centre) / (total + z * z))
    found = [(centre - wilson, centre + wilson), (share - wald, share + wald), (centre - coull, centre + coull)]
    found.append((share - wald - 0.5 / total, share + wald + 0.5 / total))
    low = float(special.betaincinv(events + 0.5, total - events + 0.5, tail)) if events else 0.0
    high = float(special.betaincinv(events + 0.5, total - events + 0.5, 1 - tail)) if events < total else 1.0
    found.append((low, high))
    found.append(_corrected_wilson(events, total, z))
    if 0 < events < total:
        logit, room = math.log(share / (1 - share)), z / math.sqrt(total * share * (1 - share))
        found.append((float(special.expit(logit - room)), float(special.expit(logit + room))))
    return [(max(0.0, low), min(1.0, high)) for low, high in found]


def _corrected_wilson(events: int, total: int, z: float) -> tuple[float, float]:
    share, below = events / total, 2 * (total + z * z)
    middle = 2 * events + z * z
    down = z * math.sqrt(max(0.0, z * z - 2 - 1 / total + 4 * share * (total * (1 - share) + 1)))
    up = z * math.sqrt(max(0.0, z * z + 2 - 1 / total + 4 * share * (total * (1 - share) - 1)))
    return (middle - 1 - down) / below, (middle + 1 + up) / below


def p_of_counts(a: int, n: int, b: int, m: int) -> list[float]:
    """Two-sided p of a of n against b of m: chi-squared with and without Yates' correction, and Fisher's exact test."""
    pooled = (a + b) / (n + m)
    if pooled in (0.0, 1.0):
        return [1.0]
    difference = abs(a / n - b / m)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    corrected = max(0.0, difference - (1 / n + 1 / m) / 2)
    return [two_sided(difference / error), two_sided(corrected / error), fisher(a, n, b, m)]


def fisher(a: int, n: int, b: int, m: int) -> float:
    """Fisher's exact test, two-sided: all tables as rare as this one or rarer."""
    total, row = n + m, a + b

    def log_chance(k: int) -> float:
        return _log_choose(n, k) + _log_choose(m, row - k) - _log_choose(total, row)

    here = log_chance(a)
    tables = range(max(0, row - m), min(n, row) + 1)
    return min(1.0, math.fsum(math.exp(each) for k in tables if (each := log_chance(k)) <= here + 1e-7))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
