"""Estimates of several studies as one: common effect and random effects. Pure; nothing is rounded.

What may be pooled at all is not asked here: pooling_refusals.py says that.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evidence.pooling import heterogeneity

LEVEL = 95.0  # percent, of every interval here
METHODS = {
    "EE": "Common effect (inverse variance)",
    "DL": "Random effects (DerSimonian-Laird)",
    "PM": "Random effects (Paule-Mandel)",
    "REML": "Random effects (REML)",
}
HARTUNG_KNAPP = {
    "": "Normal interval (Wald)",
    "hksj": "Hartung-Knapp-Sidik-Jonkman interval",
    "adhoc": "Hartung-Knapp-Sidik-Jonkman interval, never narrower than the normal one's standard error",
}
ESTIMATORS: dict[str, Callable[[Sequence[float], Sequence[float]], float]] = {
    "EE": lambda values, variances: 0.0,
    "DL": heterogeneity.dersimonian_laird,
    "PM": heterogeneity.paule_mandel,
    "REML": heterogeneity.restricted_maximum_likelihood,
}
I2_BANDS = (
    (0, 40, "might not be important"),
    (30, 60, "may be moderate"),
    (50, 90, "may be substantial"),
    (75, 100, "may be considerable"),
)


@dataclass(frozen=True)
class Interval:
    lower: float
    upper: float


@dataclass(frozen=True)
class Pooled:
    """On the analysis scale. `weights` are percent. I² is percent.

    `ci`, `p` and `statistic` are None where one study alone leaves Hartung-Knapp no degree of freedom. `df` is None
    for a normal interval. `tau2_se` is None where tau² is not estimated.
    """

    method: str
    hartung_knapp: str
    k: int
    estimate: float
    se: float | None
    ci: Interval | None
    statistic: float | None
    df: int | None
    p: float | None
    tau2: float
    tau2_se: float | None
    i2: float
    h2: float
    q: float
    q_p: float
    weights: tuple[float, ...]

    @property
    def prediction(self) -> Interval | None:
        """Where the effect of a further study may lie: t with k - 2 degrees of freedom. None below three studies.

        Higgins, Thompson & Spiegelhalter 2009, J R Stat Soc A 172:137. None for a common effect, which has no spread.
        """
        return self.prediction_with(self.k - 2)

    def prediction_with(self, df: int) -> Interval | None:
        """The same with other degrees of freedom: k - 1 is the custom of some programs."""
        from scipy.special import stdtrit

        if self.method == "EE" or df < 1 or self.se is None:
            return None
        half = float(stdtrit(df, 0.5 + LEVEL / 200)) * math.sqrt(self.tau2 + self.se**2)
        return Interval(self.estimate - half, self.estimate + half)


def pool(values: Sequence[float], variances: Sequence[float], method: str = "REML", hartung_knapp: str = "") -> Pooled:
    """ValueError where a study is missing, or a variance is not above 0; NotConverged where tau² is not found."""
    if not values or len(values) != len(variances) or not all(v > 0 and math.isfinite(v) for v in variances):
        raise ValueError("Every study needs an estimate and a variance above 0.")
    from scipy.special import chdtrc

    k = len(values)
    tau2 = ESTIMATORS[method](values, variances) if k > 1 else 0.0
    weights = heterogeneity.inverse(variances, tau2)
    total = math.fsum(weights)
    estimate = heterogeneity.weighted_mean(values, weights)
    se = _standard_error(values, weights, hartung_knapp)
    df = k - 1 if hartung_knapp else None
    q = heterogeneity.cochran_q(values, variances)
    i2, h2 = _i2_and_h2(method, q, variances, tau2)
    return Pooled(
        method=method,
        hartung_knapp=hartung_knapp,
        k=k,
        estimate=estimate,
        se=se,
        ci=_interval(estimate, se, df),
        statistic=estimate / se if se else None,
        df=df,
        p=_p(estimate, se, df),
        tau2=tau2,
        tau2_se=heterogeneity.standard_error(method, variances, tau2) if k > 1 and method != "EE" else None,
        i2=i2,
        h2=h2,
        q=q,
        q_p=float(chdtrc(k - 1, q)) if k > 1 else 1.0,
        weights=tuple(100 * w / total for w in weights),
    )


def leave_one_out(values: Sequence[float], variances: Sequence[float], method: str, hartung_knapp: str = ""):
    """The pooled result without each study in turn. Empty where that leaves none."""
    if len(values) < 2:
        return []
    return [
        pool([*values[:i], *values[i + 1 :]], [*variances[:i], *variances[i + 1 :]], method, hartung_knapp)
        for i in range(len(values))
    ]


def i2_bands(i2: float) -> list[str]:
    """What I² may stand for. The bands overlap on purpose: Cochrane Handbook 6.5, section 10.10.2."""
    return [f"{low}% to {high}%: {word}" for low, high, word in I2_BANDS if low <= i2 <= high]


def _standard_error(values: Sequence[float], weights: Sequence[float], hartung_knapp: str) -> float | None:
    """Hartung & Knapp 2001, Stat Med 20:3875, and Sidik & Jonkman 2002, Stat Med 21:3153.

    Where the studies agree better than chance has it, their factor q narrows the interval: "adhoc" takes max(1, q),
    as Knapp & Hartung 2003, Stat Med 22:2693.
    """
    wald = 1 / math.sqrt(math.fsum(weights))
    if not hartung_knapp:
        return wald
    if len(values) < 2:
        return None
    q = heterogeneity.weighted_squares(values, weights) / (len(values) - 1)
    return wald * math.sqrt(max(1.0, q) if hartung_knapp == "adhoc" else q)


def _interval(estimate: float, se: float | None, df: int | None) -> Interval | None:
    from scipy.special import ndtri, stdtrit

    if se is None:
        return None
    half = se * float(stdtrit(df, 0.5 + LEVEL / 200) if df else ndtri(0.5 + LEVEL / 200))
    return Interval(estimate - half, estimate + half)


def _p(estimate: float, se: float | None, df: int | None) -> float | None:
    from scipy.special import ndtr, stdtr

    if not se:
        return None
    z = -abs(estimate / se)
    return float(2 * (stdtr(df, z) if df else ndtr(z)))


def _i2_and_h2(method: str, q: float, variances: Sequence[float], tau2: float) -> tuple[float, float]:
    """Of a common effect from Q, of random effects from tau²: Higgins & Thompson 2002, Stat Med 21:1539."""
    df = len(variances) - 1
    if not df:
        return 0.0, 1.0
    if method == "EE":
        return (max(0.0, 100 * (q - df) / q) if q else 0.0), q / df
    typical = heterogeneity.typical_variance(variances)
    return 100 * tau2 / (tau2 + typical), tau2 / typical + 1
