"""Judges estimates with their interval and p, one verdict per row, by the rules of evidence.checks.

    python -m benchmarks.consistency FILE.json

FILE.json is {"inconsistent": [...], "consistent": [...]}, or a list of rows. A row has measure, estimate, ci_lower,
ci_upper, ci_level, p_op and p, as printed; whatever else it has is not read. A row is inconsistent where a rule says
so of its bounds or its p. Where the file says which rows are which, it is counted how many are judged the same.
"""

import argparse
import json
import os
from collections import Counter
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from evidence.checks.registry import EFFECT_RULES, ask
from evidence.checks.values import Estimated

# Exact and profile intervals are not symmetric, so this alone is no inconsistency unless it is gross.
LENIENT = "interval_symmetric"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    told = json.loads(parser.parse_args().file.read_text(encoding="utf-8"))
    sets = told if isinstance(told, dict) else {"": told}
    for name, rows in sets.items():
        if not isinstance(rows, list):
            continue
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
    def printed(name: str) -> str:
        value = row.get(name)
        return "" if value is None else str(value)

    return Estimated(
        measure=printed("measure").upper(),
        estimate=printed("estimate"),
        ci_lower=printed("ci_lower"),
        ci_upper=printed("ci_upper"),
        ci_level=printed("ci_level"),
        p_comparator=printed("p_op"),
        p_value=printed("p"),
    )


def shown(row: dict) -> str:
    figure = figure_of(row)
    p = f" p{figure.p_comparator}{figure.p_value}" if figure.p_value else ""
    return f"{figure.measure} {figure.estimate} ({figure.ci_lower} to {figure.ci_upper}){p}"


if __name__ == "__main__":
    main()
