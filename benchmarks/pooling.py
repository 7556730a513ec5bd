"""Pooled results of the data sets of a file, and how far they are from the values the file gives.

    python -m benchmarks.pooling FILE.json        (or python benchmarks/pooling.py FILE.json)

The file's format is that of ../shared/samples/meta-analysis/pooled-reference-values.json. A study without an estimate,
or without a variance above 0, is left out and said so.
"""

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from evidence.pooling.effects import back, quantile
from evidence.pooling.estimates import LEVEL, METHODS, Pooled, leave_one_out, pool
from evidence.pooling.heterogeneity import NotConverged

TESTS = {"": "", "_HKSJ": "hksj", "_HKSJ_adhoc": "adhoc"}
WANTED = [method + test for method in METHODS for test in TESTS if method != "EE" or not test]
CLOSE = 1e-4


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    widest = (-1.0, "")
    for name, dataset in datasets(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))).items():
        widest = max(widest, report(name, dataset))
    if widest[0] < 0:
        print("\nThe file gives nothing to compare with.")
        return
    print(f"\nlargest difference: {widest[0]:.2e} ({widest[1]})")
    print("all within 1e-4" if widest[0] <= CLOSE else "MORE THAN 1e-4 APART")


def datasets(file: dict | list) -> dict[str, dict]:
    """By name: of {"datasets": {...}}, of the same without that level or as a list, or of a data set alone."""
    found = file.get("datasets", file) if isinstance(file, dict) else file
    if isinstance(found, dict) and isinstance(found.get("studies"), list):
        found = [found]
    if isinstance(found, list):
        found = {str(each.get("id", number)): each for number, each in enumerate(found, 1) if isinstance(each, dict)}
    if not isinstance(found, dict):
        sys.exit("The file holds no data sets.")
    return {name: each for name, each in found.items() if isinstance(each, dict) and "studies" in each}


def report(name: str, dataset: dict) -> tuple[float, str]:
    """Prints the data set's results. The largest difference, and where it is."""
    usable = [study for study in dataset["studies"] if variance(study) is not None]
    left_out = [str(study.get("study")) for study in dataset["studies"] if variance(study) is None]
    print(f"\n{name}: {dataset.get('measure', '')}, k = {len(usable)} of {len(dataset['studies'])}")
    if left_out:
        print(f"  left out, no estimate or no variance above 0: {', '.join(left_out)}")
    if not usable:
        return -1.0, ""
    values = [float(study["yi"]) for study in usable]
    variances = [variance(study) for study in usable]
    found = {}
    for label in WANTED:
        method, _, test = label.partition("_")
        try:
            found[label] = pool(values, variances, method, TESTS[f"_{test}" if test else ""])
        except NotConverged as error:
            print(f"  {label:14} {error}")
    widest = (-1.0, "")
    for label, pooled in found.items():
        given = (dataset.get("pooled") or {}).get(label) or {}
        far = furthest(numbers(pooled, test=label.partition("_")[2], given=given), given)
        print(f"  {label:14} {told(pooled, log=bool(dataset.get('log_scale')))}{difference(far)}")
        widest = max(widest, (far[0], f"{name} {label} {far[1]}"))
    for label, far in beside(found, values, variances, dataset):
        print(f"  {label:14}{difference(far) or '  nothing given'}")
        widest = max(widest, (far[0], f"{name} {label} {far[1]}"))
    return widest


def variance(study: dict) -> float | None:
    """None where the study cannot be pooled."""
    effect, given, error = (as_number(study.get(name)) for name in ("yi", "vi", "sei"))
    if given is None and error is not None:
        given = error**2
    return given if effect is not None and given is not None and given > 0 else None


def as_number(value: object) -> float | None:
    try:
        found = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) else None


def numbers(pooled: Pooled, test: str, given: dict) -> dict[str, float | None]:
    """By the names of the file. Effects on the printed scale of what the file gives so."""
    hts, other = pooled.prediction, pooled.prediction_with(pooled.k - 1)
    found = {
        "estimate": pooled.estimate,
        "se": pooled.se,
        "ci_lb": pooled.ci and pooled.ci.lower,
        "ci_ub": pooled.ci and pooled.ci.upper,
        "stat": pooled.statistic,
        "df": pooled.df,
        "pval": pooled.p,
        "tau2": pooled.tau2,
        "se_tau2": pooled.tau2_se,
        "I2": pooled.i2,
        "H2": pooled.h2,
        "Q": pooled.q,
        "Q_p": pooled.q_p,
        "k": pooled.k,
        "pi_lb_HTS_t_kminus2": hts and hts.lower,
        "pi_ub_HTS_t_kminus2": hts and hts.upper,
        "pi_lb_t_kminus1": other and other.lower,
        "pi_ub_t_kminus1": other and other.upper,
    }
    if test:
        found |= {"pi_lb_metafor": other and other.lower, "pi_ub_metafor": other and other.upper}
    elif pooled.method != "EE" and pooled.se is not None:
        half = quantile(LEVEL) * math.sqrt(pooled.tau2 + pooled.se**2)
        found |= {"pi_lb_metafor": pooled.estimate - half, "pi_ub_metafor": pooled.estimate + half}
    if "effect" in given:
        found["effect"] = math.exp(pooled.estimate)
    if pooled.ci and "effect_lb" in given:
        found |= {"effect_lb": math.exp(pooled.ci.lower), "effect_ub": math.exp(pooled.ci.upper)}
    return found


def furthest(ours: dict[str, float | None], given: dict) -> tuple[float, str]:
    """The largest difference of what is given, and its name. Infinite where only we have no number."""
    far = (-1.0, "")
    for name, value in given.items():
        if value is not None and name in ours:
            mine = ours[name]
            far = max(far, (math.inf if mine is None else abs(mine - value), name))
    return far


def beside(found: dict[str, Pooled], values: list, variances: list, dataset: dict) -> Iterator[tuple]:
    """Weights and leave-one-out: lists by study."""
    for label, method in (("weights_fixed_pct", "EE"), ("weights_DL_pct", "DL")):
        if dataset.get(label):
            yield label, furthest(listed(label, found[method].weights), listed(label, dataset[label]))
    if given := dataset.get("leave1out_DL"):
        without = leave_one_out(values, variances, "DL")
        ours = listed("estimate", [each.estimate for each in without])
        ours |= listed("ci_lb", [each.ci and each.ci.lower for each in without])
        ours |= listed("ci_ub", [each.ci and each.ci.upper for each in without])
        ours |= listed("tau2", [each.tau2 for each in without]) | listed("I2", [each.i2 for each in without])
        theirs = {key: value for name, column in given.items() for key, value in listed(name, column).items()}
        yield "leave1out_DL", furthest(ours, theirs)


def listed(name: str, column) -> dict:
    return {f"{name}[{number}]": value for number, value in enumerate(column)}


def told(pooled: Pooled, *, log: bool) -> str:
    ci, prediction = pooled.ci, pooled.prediction
    parts = [f"{pooled.estimate:.6f}"]
    parts.append(f"se {pooled.se:.6f}" if pooled.se is not None else "se none")
    parts.append(f"ci {ci.lower:.6f} {ci.upper:.6f}" if ci else "ci none")
    parts.append(f"tau2 {pooled.tau2:.6f} I2 {pooled.i2:.4f} H2 {pooled.h2:.4f} Q {pooled.q:.4f} p {pooled.q_p:.4g}")
    parts.append(f"pi {prediction.lower:.6f} {prediction.upper:.6f}" if prediction else "pi none")
    if log:
        parts.append(f"effect {back(pooled.estimate, is_ratio=True):.4f}")
    return "  ".join(parts)


def difference(far: tuple[float, str]) -> str:
    return f"  largest difference {far[0]:.1e} ({far[1]})" if far[1] else ""


if __name__ == "__main__":
    main()
