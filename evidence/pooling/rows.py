"""A pooled choice as page, file and API show it: on the printed scale, in words and in numbers."""

from dataclasses import dataclass

from evidence import vocabulary as words
from evidence.explorer.rows import TableRow, table_row
from evidence.pooling.choice import Choice
from evidence.pooling.effects import back
from evidence.pooling.estimates import LEVEL, METHODS, Interval, Pooled, i2_bands

COLUMNS = (
    "row study study_key document location as_reported effect ci_lower ci_upper se weight tau2 i2 h2 q q_p "
    "prediction_lower prediction_upper measure method estimate_key remark"
).split()


@dataclass(frozen=True)
class KeptRow:
    row: TableRow
    se: str
    weight: str
    without: str
    without_i2: str


@dataclass(frozen=True)
class PooledView:
    """All computed. `kept` tells each estimate's weight, and what would be pooled without it."""

    method: str
    measure: str
    estimate: str
    p: str
    prediction: str
    i2: str
    bands: list[str]
    tau2: str
    q: str
    k: int
    interval: str
    kept: list[KeptRow]


def is_ratio(choice: Choice) -> bool:
    return bool(choice.judgement.effects) and choice.judgement.effects[0].is_ratio


def pooled_view(choice: Choice) -> PooledView | None:
    pooled = choice.pooled
    if pooled is None:
        return None
    ratio = is_ratio(choice)
    measure = words.EffectMeasure(choice.judgement.kept[0].measure)
    return PooledView(
        method=METHODS[pooled.method],
        measure=measure.label,
        estimate=f"{measure.value} {told(pooled, ratio)}",
        p=p_text(pooled.p),
        prediction=span(pooled.prediction, ratio),
        i2=f"{pooled.i2:.0f}%",
        bands=i2_bands(pooled.i2),
        tau2=f"{pooled.tau2:.4f}",
        q=f"Q = {pooled.q:.2f}, {pooled.k - 1} degrees of freedom, p {p_text(pooled.q_p)}",
        k=pooled.k,
        interval=f"Hartung-Knapp-Sidik-Jonkman, t with {pooled.df} degrees of freedom"
        if pooled.df
        else "normal (Wald)",
        kept=_kept(choice, pooled, ratio),
    )


def _kept(choice: Choice, pooled: Pooled, ratio: bool) -> list[KeptRow]:
    judgement = choice.judgement
    without = choice.without or [None] * pooled.k
    return [
        KeptRow(
            row=table_row(choice.rows[candidate.key]),
            se=f"{effect.se:.4f}",
            weight=f"{weight:.1f}%",
            without=told(rest, ratio) if rest else "",
            without_i2=f"{rest.i2:.0f}%" if rest else "",
        )
        for candidate, effect, weight, rest in zip(
            judgement.kept, judgement.effects, pooled.weights, without, strict=True
        )
    ]


def told(pooled: Pooled, ratio: bool) -> str:
    """ "0.82 (0.71 to 0.95)"."""
    middle = f"{back(pooled.estimate, is_ratio=ratio):.2f}"
    interval = span(pooled.ci, ratio)
    return f"{middle} ({LEVEL:.0f}% CI {interval})" if interval else f"{middle} (no interval from one study)"


def span(interval: Interval | None, ratio: bool) -> str:
    if interval is None:
        return ""
    low, high = ends(interval, ratio)
    return f"{low:.2f} to {high:.2f}"


def ends(interval: Interval | None, ratio: bool) -> tuple[float | None, float | None]:
    """On the printed scale; what no number can hold is None."""
    if interval is None:
        return None, None
    low, high = (back(each, is_ratio=ratio) if abs(each) < 700 or not ratio else None for each in _both(interval))
    return low, high


def _both(interval: Interval) -> tuple[float, float]:
    return interval.lower, interval.upper


def p_text(p: float | None) -> str:
    if p is None:
        return "not computed"
    return "< 0.0001" if p < 0.0001 else f"= {p:.4f}"


def file_rows(choice: Choice) -> list[dict]:
    """A line for each estimate, for the pooled result, and for each result without one of them."""
    ratio = is_ratio(choice)
    empty = dict.fromkeys(COLUMNS, "")
    judgement, pooled, found = choice.judgement, choice.pooled, []
    weights = pooled.weights if pooled else [""] * len(judgement.kept)
    for candidate, effect, weight in zip(judgement.kept, judgement.effects, weights, strict=True):
        numbers = {"row": "estimate", "se": effect.se, "weight": weight}
        printed = {"effect": candidate.estimate, "ci_lower": candidate.ci_lower, "ci_upper": candidate.ci_upper}
        found.append(empty | _about(choice, candidate.key) | numbers | printed)
    for each in judgement.left_out:
        found.append(empty | _about(choice, each.candidate.key) | {"row": "left out", "remark": each.why})
    if pooled:
        found.append(empty | {"row": "pooled", "measure": judgement.kept[0].measure} | _numbers(pooled, ratio))
        for candidate, rest in zip(judgement.kept, choice.without, strict=False):
            found.append(empty | _about(choice, candidate.key) | {"row": "pooled without it"} | _numbers(rest, ratio))
    sentences = [*judgement.objections, *judgement.remarks, *([choice.failure] if choice.failure else [])]
    found += [empty | {"row": "remark", "remark": sentence} for sentence in sentences]
    return [{name: _plain(value) for name, value in row.items()} for row in found]


def _about(choice: Choice, key: str) -> dict:
    row = table_row(choice.rows[key])
    return {
        "study": row.study,
        "study_key": choice.rows[key].outcome.account.study.key,
        "document": row.document,
        "location": row.location,
        "as_reported": row.printed,
        "measure": choice.rows[key].measure,
        "estimate_key": key,
    }


def _numbers(pooled: Pooled, ratio: bool) -> dict:
    (low, high), (from_, to) = ends(pooled.ci, ratio), ends(pooled.prediction, ratio)
    return {
        "effect": back(pooled.estimate, is_ratio=ratio),
        "ci_lower": low,
        "ci_upper": high,
        "se": pooled.se,
        "tau2": pooled.tau2,
        "i2": pooled.i2,
        "h2": pooled.h2,
        "q": pooled.q,
        "q_p": pooled.q_p,
        "prediction_lower": from_,
        "prediction_upper": to,
        "method": " ".join(filter(None, (pooled.method, pooled.hartung_knapp))),
    }


def _plain(value) -> str:
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)
