"""Server time of the pages that compare two versions of a policy, and a policy with guidelines, on the starter base.

    .venv/bin/python -m benchmarks.versions_compared

`long pair` is policy 292 against a copy of itself with every criterion reworded and every second one put under another
logic: every row of the page is a change. `cpu p50` is the median of the processor time, which other work on the machine
disturbs less.
"""

import tempfile
from pathlib import Path

from benchmarks import pages

COPY = "bcbsma-292/copy"
PAGES = {
    "versions": ["/compare/versions/?ids=bcbsma-292/before-2016-08,bcbsma-292/2024-09"],
    "long pair": [f"/compare/versions/?ids={COPY},bcbsma-292/2024-09"],
    "guidelines": ["/policies/bcbsma-292/guidelines/", "/policies/med140/guidelines/"],
    "policy": ["/policies/bcbsma-292/"],
}
BARS = dict.fromkeys(PAGES, 150)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        pages.prepare(Path(folder))
        copy_version()
        pages.report("starter base", PAGES, BARS)


def copy_version() -> None:
    from policies.models import Criterion, PolicyVersion, Statement

    old = PolicyVersion.objects.get(key="bcbsma-292/2024-09")
    new = PolicyVersion.objects.create(
        key=COPY, policy=old.policy, status="withdrawn", origin="read", document=old.document
    )
    for statement in Statement.objects.filter(version=old):
        pairs, criteria = list(statement.statement_indications.all()), list(statement.criteria.all())
        again = _copied(statement, key=f"{COPY}/{statement.key}", lineage=statement.key, version=new)
        for pair in pairs:
            _copied(pair, key=f"{COPY}/{pair.key}", statement=again)
        made: dict[int, Criterion] = {}
        for number, row in enumerate(criteria):
            parent, terms, own = made.get(row.parent_id), list(row.conditions.all()), row.pk
            logic = "any" if row.logic == "all" and number % 2 == 0 else row.logic
            text = f"Reworded: {row.text}" if row.text else ""
            told = {"statement": again, "parent": parent, "logic": logic, "text": text, "lineage": row.key}
            made[own] = _copied(row, key=f"{COPY}/{row.key}", **told)
            made[own].conditions.set(terms)


def _copied(row, **changed):
    row.pk = None
    row._state.adding = True
    for name, value in changed.items():
        setattr(row, name, value)
    row.save()
    return row


if __name__ == "__main__":
    main()
