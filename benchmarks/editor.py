"""How long a draft of 300 criteria takes to open in the editor, and one change of a text to be saved.

    .venv/bin/python -m benchmarks.editor [--criteria 300]

The draft is begun from policy 292 of the starter base, with all its codes, links and dates; criteria are added to the
first statements of it. `cpu p50` is the median of the processor time, which other work on the machine disturbs less.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import pages

POLICY = "bcbsma-292"
IN_STATEMENTS = 3
TIMES = 60
BARS = {"open": 300, "save": 100, "move": 300}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--criteria", type=int, default=300)
    wanted = parser.parse_args().criteria
    with tempfile.TemporaryDirectory() as folder:
        pages.prepare(Path(folder))
        measure(wanted)


def measure(wanted: int) -> None:
    from django.test import Client

    from policies.models import Criterion

    version, writer = draft_of(wanted)
    client = Client()
    client.force_login(writer)
    address = f"/drafts/{version.key}/"
    held = Criterion.objects.filter(statement__version=version)
    long = held.filter(statement=version.statements.first(), logic="condition").order_by("order")
    print(f"{held.count()} criteria in {version.statements.count()} statements, {pages.database()}")
    print(f"\n{'act':8} {'p50 ms':>8} {'p95 ms':>8} {'bar ms':>8} {'cpu p50':>8} {'KB':>6}")
    report("open", [lambda: client.get(address)] * TIMES)
    rows = list(long.values_list("key", flat=True))
    row = {"part": "criterion", "edition": "0", "row": rows[0]}
    texts = [row | {"act": "save", "row": rows[n], "text": f"Text as it is typed, {n}"} for n in range(TIMES)]
    report("save", [lambda each=each: post(client, address, each) for each in texts])
    moves = [row | {"act": act, "row": rows[20]} for act in ["down", "up"] * (TIMES // 2)]
    report(
        "move",
        [lambda n=n, each=each: post(client, address, each | {"edition": n + TIMES}) for n, each in enumerate(moves)],
    )


def draft_of(wanted: int):
    """A draft with that many criteria, and who writes it."""
    from django.contrib.auth.models import Group, User

    from policies.drafts import actions, rows
    from policies.models import Criterion, Policy

    writer = User.objects.create_user("writer")
    writer.groups.add(Group.objects.get(name="Writer"))
    policy = Policy.objects.get(key=POLICY)
    source = policy.versions.get(status="published")
    version = actions.begin_draft(policy=policy, by=writer, based_on=source)
    missing = wanted - Criterion.objects.filter(statement__version=version).count()
    statements = list(version.statements.filter(criteria__isnull=False).distinct()[:IN_STATEMENTS])
    for number in range(missing):
        statement = statements[number % IN_STATEMENTS]
        group = statement.criteria.filter(logic="all").exclude(key__contains="/added-").first()
        Criterion.objects.create(
            key=f"{statement.key}/added-{number}",
            statement=statement,
            parent=group,
            logic="condition",
            text=f"A further condition, number {number}, of about the length that a criterion has in a policy.",
            order=1000 + number,
        )
    for statement in statements:
        rows.arrange(statement.pk)
    return version, writer


def post(client, address: str, values: dict):
    return client.post(address, values, headers={"accept": "application/json"})


def report(name: str, acts: list) -> None:
    from config import gunicorn

    times, work, size = [], [], 0
    acts[0]() if name == "open" else None  # templates are read once
    for act in acts:
        began, worked = time.perf_counter(), time.process_time()
        answer = act()
        times.append(1000 * (time.perf_counter() - began))
        work.append(1000 * (time.process_time() - worked))
        if answer.status_code != 200:
            sys.exit(f"{name} answered {answer.status_code}: {answer.content[:300]!r}")
        size = len(answer.content) // 1024
        gunicorn.post_request(None, None, None, None)  # as the web server does when the answer is sent
    p95 = statistics.quantiles(times, n=20)[-1]
    told = "" if p95 <= BARS[name] else "  over the bar"
    cpu = statistics.median(work)
    print(f"{name:8} {statistics.median(times):8.1f} {p95:8.1f} {BARS[name]:8} {cpu:8.1f} {size:6}{told}")


if __name__ == "__main__":
    main()
