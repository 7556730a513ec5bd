"""100,000 BibTeX records imported by the real worker; and once more with a kill -9 in the middle, to the same end.

    python -m benchmarks.literature_import [RECORDS]

The records are those of ../shared/corpus (or of the file CORPUS= names and the one beside it), written by our exporter.
Reports time, peak memory and progress; fails above 5 minutes, 700 MB, or where the two ends differ.
"""

import argparse
import gzip
import hashlib
import itertools
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks import corpus

RECORDS = 100_000
MOST_SECONDS, MOST_MEMORY = 300, 700  # MB
LOOK = 0.5  # seconds between looks
WITHOUT_ABSTRACT = corpus.CORPUS.with_name("citations-no-abstract.jsonl.gz")
TEXTS = "title journal year online_year volume issue pages publisher pmid doi url accessed abstract".split()
EMPTY = dict.fromkeys(TEXTS, "")
ENDS = """
SELECT r.position, r.line, r.outcome, r.known_because, r.reason, r.title, c.position, c.doi, c.pmid, c.abstract
FROM reviews_importrecord r LEFT JOIN reviews_candidate c ON c.id = r.candidate_id ORDER BY r.position
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=int, nargs="?", default=RECORDS)
    records = parser.parse_args().records
    corpus.require()
    with tempfile.TemporaryDirectory() as folder:
        var, again = Path(folder, "var"), Path(folder, "again")
        prepare(var, records)
        shutil.copytree(var, again)
        straight = imported(var)
        killed = imported(again, kill_at=0.5)
    same = straight["end"] == killed["end"]
    print(f"the same end after a kill -9 in the middle: {'yes' if same else 'NO'}")
    good = same and all(each["good"] for each in (straight, killed)) and straight["records"] == records
    sys.exit(0 if good else 1)


def prepare(var: Path, records: int) -> None:
    """A base with the starter content, a review and one search, and the file staged for the worker."""
    var.mkdir()
    os.environ["WARRANT_VAR"] = str(var)
    os.environ["DATABASE_URL"] = ""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.contrib.auth.models import Group, User
    from django.core.management import call_command
    from django.db import connection

    from reviews.importing.staging import stage_import
    from reviews.models import ReviewCycle, SearchRun

    call_command("migrate", verbosity=0)
    call_command("load_fixtures", verbosity=0)
    subprocess.run([sys.executable, "manage.py", "work", "--once"], cwd=corpus.ROOT, check=True)  # builds the index
    writer = User.objects.create_user("writer")
    writer.groups.add(Group.objects.get(name="Writer"))
    cycle = ReviewCycle.objects.get(policy__key="bcbsma-292", state="open")
    told = {"source": "pubmed", "query": "everything", "run_on": "2026-11-01", "by": "writer"}
    run = SearchRun.objects.create(key=f"{cycle.key}/run-1", cycle=cycle, **told)
    path = var / "records.bib"
    begun = time.monotonic()
    written = write(path, records)
    print(f"{written} records written in {time.monotonic() - begun:.0f} s, {path.stat().st_size / 1e6:.0f} MB")
    with path.open("rb") as file:
        stage_import(run=run, by=writer, file=file, file_name=path.name)
    path.unlink()
    connection.close()


def write(path: Path, records: int) -> int:
    from evidence.exporters.bibtex import lines

    with path.open("w", encoding="utf-8") as file:
        written = 0
        for reference in itertools.islice(references(), records):
            file.writelines(lines([reference]))
            file.write("\n")
            written += 1
    return written


def references() -> Iterator[dict]:
    number = itertools.count(1)
    for path in (corpus.CORPUS, WITHOUT_ABSTRACT):
        if not path.exists():
            sys.exit(f"The corpus is not here: {path} is missing.")
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for row in map(json.loads, rows):
                yield reference(row, next(number))


def reference(row: dict, number: int) -> dict:
    names = row["authors"] if isinstance(row["authors"], list) else row["authors"].split(";")
    pages = "-".join(filter(None, [row.get("fpage"), row.get("lpage")]))
    told = {name: str(row[name]) for name in TEXTS if row.get(name)}
    return EMPTY | {
        "key": f"r{number}",
        "kind": "article",
        "authors": [name.strip() for name in names if name.strip()],
        "authors_et_al": False,
        "keywords": [],
        "pages": pages,
        **told,
    }


def imported(var: Path, kill_at: float = 2.0) -> dict:
    """The worker over `var` until the file is read; killed once when that share of it is, and started again."""
    begun, worker, peak, told, busy = time.monotonic(), start(var), 0.0, 0.0, 0.0
    while (row := progress(var))["state"] not in ("done", "failed"):
        time.sleep(LOOK)
        if worker.poll() is not None:
            sys.exit(f"The worker ended: {worker.returncode}")
        peak = max(peak, peak_memory(worker.pid))
        share = row["bytes_read"] / row["size"]
        if share >= told + 0.2:
            told = share
            print(f"  {share:.0%} of the file, {row['records']} records, {time.monotonic() - begun:.0f} s", flush=True)
        if share >= kill_at:
            busy += processor_seconds(worker.pid)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            print(f"  killed with -9 at {share:.0%}")
            kill_at, worker = 2.0, start(var)
    seconds = time.monotonic() - begun
    peak = max(peak, peak_memory(worker.pid))
    busy += processor_seconds(worker.pid)
    worker.terminate()
    worker.wait()
    row = progress(var)
    good = row["state"] == "done" and seconds <= MOST_SECONDS and peak <= MOST_MEMORY
    ends = ", ".join(f"{name} {count}" for name, count in row["counts"])
    print(f"{row['records']} records imported in {seconds:.0f} s ({row['records'] / seconds:.0f} a second); {ends}")
    print(f"{busy:.0f} s of processor time, peak memory {peak:.0f} MB; the file: {row['state']}", flush=True)
    return {"good": good, "records": row["records"], "end": end(var)}


def start(var: Path) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "work"]
    return subprocess.Popen(command, cwd=corpus.ROOT, env=os.environ | {"WARRANT_VAR": str(var)})


def progress(var: Path) -> dict:
    with closing(base(var)) as rows:
        state, read, size = rows.execute("SELECT state, bytes_read, size FROM reviews_importbatch").fetchone()
        counts = rows.execute("SELECT outcome, count(*) FROM reviews_importrecord GROUP BY outcome").fetchall()
    return {
        "state": state,
        "bytes_read": read,
        "size": size,
        "counts": counts,
        "records": sum(count for _, count in counts),
    }


def end(var: Path) -> str:
    digest = hashlib.sha256()
    with closing(base(var)) as rows:
        for row in rows.execute(ENDS):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def base(var: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{var / 'warrant.sqlite3'}?mode=ro", uri=True, timeout=30)


def processor_seconds(pid: int) -> float:
    """Which other programs on the machine do not lengthen."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def peak_memory(pid: int) -> float:
    """MB that were resident at most."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM 0")
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
