"""Every sample file of ../shared/samples: how many records it should hold, how many were read, and how many failed.

    python -m benchmarks.imports

Fails where a count differs and STATED does not say why, or says so in vain. No record is passed over: a file's
records read and failed are all it holds, and a failed one has its reason and place.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from evidence.importers.reading import opened
from evidence.importers.records import FailedRecord, NotALiteratureFile
from reviews.sources import clinicaltrials
from reviews.sources.clinicaltrials import FailedTrial, NotATrialsFile

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
KINDS = ("bibtex", "ris", "nbib", "pubmed-xml", "clinicaltrials")
# Files whose count differs, or for which none is given: how many records they hold, and why.
STATED = {
    "ris/rispy_example_wos.ris": (2, "no count is given; it is Web of Science's text, with two lines PT and two ER"),
}


def main() -> None:
    if not SAMPLES.is_dir():
        sys.exit(f"The sample files are not here: {SAMPLES} is missing.")
    rows = [measured(row) for row in csv.DictReader((SAMPLES / "expected-counts.csv").open(encoding="utf-8"))]
    rows = [row for row in rows if row]
    print("| file | expected | read | failed | reasons |\n| --- | --- | --- | --- | --- |")
    for row in rows:
        print("| {file} | {expected} | {read} | {failed} | {reasons} |".format(**row))
    wrong = [row["file"] for row in rows if not row["agrees"]]
    read, failed = (sum(row[name] for row in rows) for name in ("read", "failed"))
    print(f"{len(rows)} files: {read} records read, {failed} failed with a reason; {len(wrong)} files disagree.")
    sys.exit(f"Disagreeing: {', '.join(wrong)}" if wrong else 0)


def measured(row: dict) -> dict | None:
    name = row["file"]
    if name.partition("/")[0] not in KINDS:
        return None
    refused, records = [], []
    try:
        records = list(records_of(name))
    except (NotALiteratureFile, NotATrialsFile) as refusal:
        refused = [str(refusal)]
    failed = [record for record in records if isinstance(record, FailedRecord | FailedTrial)]
    expected, why = STATED.get(name, (int(row["expected_entries"] or -1), ""))
    reasons = [f"{count} × {reason}" for reason, count in Counter(record.reason for record in failed).items()]
    return {
        "file": name,
        "expected": row["expected_entries"] or "–",
        "read": len(records) - len(failed),
        "failed": len(failed),
        "reasons": "; ".join([*refused, *reasons, *([why] if why else [])]),
        "agrees": not refused and len(records) == expected and all(map(is_explained, failed)),
    }


def records_of(name: str) -> Iterable:
    """Read as the product reads them."""
    if name.startswith("clinicaltrials/"):
        return clinicaltrials.read((SAMPLES / name).read_bytes()).trials
    return opened((SAMPLES / name).read_bytes(), name).records()


def is_explained(failed: FailedRecord | FailedTrial) -> bool:
    """Why, and where: on which line, or as which study of the file."""
    return bool(failed.reason and (failed.line if isinstance(failed, FailedRecord) else failed.position))


if __name__ == "__main__":
    main()
