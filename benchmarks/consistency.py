"""Judges estimates with their interval and p, one verdict per row, by the rules of evidence.checks.

    python -m benchmarks.consistency FILE.json        (or python benchmarks/consistency.py FILE.json)

FILE.json is {"inconsistent": [...], "consistent": [...]}, or a list of rows. A row has measure, estimate, ci_lower,
ci_upper, ci_level, p_op and p, as printed; whatever else it has is not read. A row is inconsistent where a rule says
so of its bounds or its p. Where the file says which rows are which, it is counted how many are judged the same.
"""

import argparse
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from evidence.checks.registry import EFFECT_RULES, ask
from evidence.checks.values import Estimated

# Exact and profile intervals are not symmetric, so this alone is no inconsistency unless it is gross.
LENIENT = "interval_symmetric"
P_PRINTED = re.compile(r"(?:p\s*(?:-?\s*value)?)?\s*([<>=≤≥]=?)?\s*(.*)", re.IGNORECASE | re.DOTALL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    told = json.loads(parser.parse_args().file.read_text(encoding="utf-8"))
    sets = told if isinstance(told, dict) else {"": told}
    for name, rows in sets.items():
        if not isinstance(rows, list):
            continue
        if broken := [number for number, row in enumerate(rows, 1) if not isinstance(row, dict)]:
            sys.exit(f"{name or 'The list'}: row {broken[0]} is not an object with estimate, ci_lower, ci_upper and p.")
        verdicts = [judge(row) for row in rows]
        for row, (verdict, why) in zip(rows, verdicts, strict=True):
            print("\t".join(part for part in (name, str(row.get("id", "")), shown(row), verdict, why) if part))
        counts = Counter(verdict for verdict, _ in verdicts)
        if name in ("consistent", "inconsistent"):
            print(f"# {name}: {counts[name]} of {len(rows)} judged the same")
        else:
            print(f"# {', '.join(f'{verdict}: {count}' for verdict, count in sorted(counts.items()))}")


def judge(row: dict) -> tuple[str, str]:
    """ "inconsistent" with the rules that say so and what they say, or "consistent"."""
    found = [(rule, finding) for rule, finding in ask(EFFECT_RULES, figure_of(row)) if rule.name != LENIENT]
    if not found:
        return "consistent", ""
    return "inconsistent", "; ".join(f"{rule.name}: {finding.message}" for rule, finding in found)


def figure_of(row: dict) -> Estimated:
    """The row as printed. The sign of a p may stand with the p, and a comma for the point: "<.001", "P = 0,04"."""
    printed = {name: "" if value is None else str(value).strip().replace(",", ".") for name, value in row.items()}
    sign, p = P_PRINTED.fullmatch(printed.get("p", "")).groups()
    return Estimated(
        measure=measure_of(printed.get("measure", "")),
        estimate=printed.get("estimate", ""),
        ci_lower=printed.get("ci_lower", ""),
        ci_upper=printed.get("ci_upper", ""),
        ci_level=printed.get("ci_level", "").rstrip("% "),
        p_comparator=printed.get("p_op", "") or sign or "",
        p_value=p,
    )


def measure_of(printed: str) -> str:
    """ "aHR" and "hazard ratio" are HR; what is no ratio we know is left as it is."""
    name = printed.lower().removeprefix("adjusted ").replace("relative risk", "risk ratio").replace("-", " ")
    short = "".join(word[0] for word in name.split()) if " " in name else name
    return (short[1:] if short[1:] in ("hr", "or", "rr") else short).upper()


def shown(row: dict) -> str:
    figure = figure_of(row)
    p = f" p{figure.p_comparator}{figure.p_value}" if figure.p_value else ""
    return f"{figure.measure} {figure.estimate} ({figure.ci_lower} to {figure.ci_upper}){p}"


if __name__ == "__main__":
    main()
