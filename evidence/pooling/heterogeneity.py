"""The variance between studies, tau², by the estimators in use, and what is told from it. Pure.

`values` and `variances` are the studies' estimates and squared standard errors on the analysis scale, all variances
above 0.
"""

import math
from collections.abc import Callable, Sequence
from statistics import mean, median, variance

EPSILON = 2.220446049250313e-16  # of binary fractions
SETTLED = 1e-11  # of tau², relative where it is above 1: between two steps of Fisher scoring
MOST_STEPS = 1000
# Of tau², in the search for Paule and Mandel's root: that of R's uniroot, whose value readers compare with. The exact
# root may lie 0.00006 away, which is up to some hundredths of a point of I².
ROOT_TOLERANCE = EPSILON**0.25
Numbers = Sequence[float]


class NotConverged(ArithmeticError):
    """No tau² was found."""


def weighted_mean(values: Numbers, weights: Numbers) -> float:
    return math.fsum(w * y for w, y in zip(weights, values, strict=True)) / math.fsum(weights)


def weighted_squares(values: Numbers, weights: Numbers, power: int = 1) -> float:
    """The sum of w**power (y - weighted mean)²."""
    middle = weighted_mean(values, weights)
    return math.fsum(w**power * (y - middle) ** 2 for w, y in zip(weights, values, strict=True))


def inverse(variances: Numbers, tau2: float = 0.0) -> list[float]:
    return [1 / (v + tau2) for v in variances]


def cochran_q(values: Numbers, variances: Numbers) -> float:
    """Cochran 1954, Biometrics 10:101: chi-squared with k - 1 degrees of freedom where the studies share one effect."""
    return weighted_squares(values, inverse(variances))


def traces(weights: Numbers) -> tuple[float, float]:
    """Of P and of PP, where P = W - ww'/sum(w) projects out the weighted mean."""
    total = math.fsum(weights)
    squares = [w * w for w in weights]
    others, other_squares = _sums_of_others(weights), _sums_of_others(squares)
    trace = math.fsum(w * rest / total for w, rest in zip(weights, others, strict=True))
    of_square = math.fsum(
        square * (rest**2 + rest_squares) / total**2
        for square, rest, rest_squares in zip(squares, others, other_squares, strict=True)
    )
    return trace, of_square


def _sums_of_others(numbers: Numbers) -> list[float]:
    """Of each number, the sum of all the others; exact also where one is far larger than they are."""
    total, largest = math.fsum(numbers), max(range(len(numbers)), key=numbers.__getitem__)
    sums = [total - number for number in numbers]
    sums[largest] = math.fsum(number for i, number in enumerate(numbers) if i != largest)
    return sums


def dersimonian_laird(values: Numbers, variances: Numbers) -> float:
    """By moments, from Q, never below 0: DerSimonian & Laird 1986, Control Clin Trials 7:177."""
    trace, _ = traces(inverse(variances))
    return max(0.0, (cochran_q(values, variances) - (len(values) - 1)) / trace)


def paule_mandel(values: Numbers, variances: Numbers) -> float:
    """The tau² at which the generalised Q is k - 1: Paule & Mandel 1982, J Res Natl Bur Stand 87:377.

    Searched for where R's metafor does (Viechtbauer 2010, J Stat Softw 36(3)): from 0 to 100, or farther where the
    estimates are spread more widely.
    """
    expected = len(values) - 1

    def excess(tau2: float) -> float:
        return weighted_squares(values, inverse(variances, tau2)) - expected

    if excess(0.0) < 0:
        return 0.0
    middle = median(values)
    spread = 1.482602218505602 * median(abs(y - middle) for y in values)
    most = max(100.0, 10 * spread**2)
    while excess(most) > 0:
        most *= 10
    return zero_of(excess, 0.0, most, ROOT_TOLERANCE)


def restricted_maximum_likelihood(values: Numbers, variances: Numbers) -> float:
    """By Fisher scoring: Viechtbauer 2005, J Educ Behav Stat 30:261.

    Where the whole step oscillates, a smaller one is tried. A local maximum that is no better than 0 gives 0.
    """
    start = max(0.0, variance(values) - mean(variances))  # Hedges & Olkin 1985
    for step in (1.0, 0.5, 0.1):
        tau2 = _scored(values, variances, start, step)
        if tau2 is not None:
            at_zero, here = (_restricted_likelihood(values, variances, each) for each in (0.0, tau2))
            return 0.0 if at_zero > here else tau2
    raise NotConverged("The search for the REML estimate of tau² did not settle: choose another method.")


def _scored(values: Numbers, variances: Numbers, tau2: float, step: float) -> float | None:
    for _ in range(MOST_STEPS):
        weights = inverse(variances, tau2)
        trace, trace_of_square = traces(weights)
        change = step * (weighted_squares(values, weights, power=2) - trace) / trace_of_square
        while tau2 + change < 0:
            change /= 2
        tau2 += change
        if abs(change) <= SETTLED * max(1.0, tau2):
            return tau2
    return None


def _restricted_likelihood(values: Numbers, variances: Numbers, tau2: float) -> float:
    """Its logarithm, but for a constant."""
    weights = inverse(variances, tau2)
    spread = math.fsum(math.log(v + tau2) for v in variances)
    return -0.5 * (spread + math.log(math.fsum(weights)) + weighted_squares(values, weights))


def typical_variance(variances: Numbers) -> float:
    """Of a study within itself: Higgins & Thompson 2002, Stat Med 21:1539, formula 9."""
    weights = inverse(variances)
    pairs = math.fsum(w * rest for w, rest in zip(weights, _sums_of_others(weights), strict=True))
    return (len(weights) - 1) * math.fsum(weights) / pairs


def standard_error(method: str, variances: Numbers, tau2: float) -> float:
    """Of tau² itself; the formulas of Viechtbauer 2005 and 2007 (Stat Med 26:37)."""
    k = len(variances)
    if method == "DL":
        trace, trace_of_square = traces(inverse(variances))
        return math.sqrt(2 * (k - 1) + 4 * tau2 * trace + 2 * tau2**2 * trace_of_square) / trace
    weights = inverse(variances, tau2)
    if method == "REML":
        return math.sqrt(2 / traces(weights)[1])
    return math.sqrt(2 * k**2 / (k - 1)) / math.fsum(weights)


def zero_of(f: Callable[[float], float], left: float, right: float, tolerance: float) -> float:
    """A root of f between points where its signs differ: Brent 1973, Algorithms for Minimization, chapter 4.

    SciPy's brentq stops by another rule, and so at another point within the tolerance.
    """
    a, b, c = left, right, left
    fa, fb = f(a), f(b)
    fc = fa
    if fa == 0:
        return a
    for _ in range(1000):
        before = b - a
        if abs(fc) < abs(fb):
            a, b, c = b, c, b
            fa, fb, fc = fb, fc, fb
        close = 2 * EPSILON * abs(b) + tolerance / 2
        step = (c - b) / 2
        if abs(step) <= close or fb == 0:
            return b
        if abs(before) >= close and abs(fa) > abs(fb):
            step = _interpolated(a, b, c, fa, fb, fc, before, close, step)
        if abs(step) < close:
            step = math.copysign(close, step)
        a, fa = b, fb
        b += step
        fb = f(b)
        if (fb > 0) == (fc > 0):
            c, fc = a, fa
    raise NotConverged("The search for the Paule-Mandel estimate of tau² did not settle: choose another method.")


def _interpolated(a, b, c, fa, fb, fc, before, close, halving) -> float:
    """The step of the secant or the inverse parabola, or the halving one where that leads too far."""
    if a == c:
        p, q = (c - b) * (fb / fa), 1 - fb / fa
    else:
        r, s, t = fa / fc, fb / fc, fb / fa
        p, q = t * ((c - b) * r * (r - s) - (b - a) * (s - 1)), (r - 1) * (s - 1) * (t - 1)
    p, q = (p, -q) if p > 0 else (-p, q)
    fits = p < 0.75 * (c - b) * q - abs(close * q) / 2 and p < abs(before * q / 2)
    return p / q if fits else halving
