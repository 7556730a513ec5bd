"""How much reading the order of likely relevance saves, beside ASReview's default and beside chance.

    python -m benchmarks.screening_order                    ten decisions between two orders, five runs of each source
    python -m benchmarks.screening_order --every 1 --runs 2

A run plays a review's screening again with its own decisions (`label_included` of the corpus; 0 and -1 are exclusions):
one inclusion and one exclusion are known (drawn by the number of the run, the same for all), the works are ordered, the
first `--every` are decided as they were, and so on until 95% of the inclusions are found. Sources with fewer than
LEAST_INCLUDED inclusions are left out: there 95% is all of them.

WSS@95 = 1 - read / all - 0.05 (Cohen et al. 2006, J Am Med Inform Assoc 13:206-219), the known two counted as read.
By chance, with n inclusions among N works: 2 + (k - 1)(N - 1) / n are read until k are found.

Both sides get title and abstract. ASReview runs as itself, in an environment of its own (--environment, made when
missing, needs the network then): its default model, by its own simulation, asked for `--every` works at a time.
"""

import argparse
import gzip
import json
import math
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks import corpus
from reviews.relevance import ordering
from reviews.relevance.ordering import count_words

ASREVIEW = "asreview==3.0.8"
LEAST_INCLUDED = 15
FIRST_RUN = 11  # the figures of reviews/relevance/ordering.py were chosen by runs 1 to 7
TARGET = 0.95


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=10, help="decisions between two orders")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--environment", type=Path, default=corpus.ROOT / "var" / "asreview")
    asked = parser.parse_args()
    corpus.require()
    python = environment(asked.environment)
    tasks = [
        {**source, "known": [known(source["labels"], FIRST_RUN + run) for run in range(asked.runs)]}
        for source in sources()
    ]
    began = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        ours = list(pool.map(read_ours, tasks, [asked.every] * len(tasks)))
        ours_took = time.perf_counter() - began
        theirs = list(pool.map(read_theirs, tasks, [asked.every] * len(tasks), [python] * len(tasks)))
    report(tasks, ours, theirs)
    print(f"{asked.runs} runs of each source, a new order every {asked.every} decisions")
    print(f"ours took {ours_took:.0f} s, both {time.perf_counter() - began:.0f} s")


def environment(folder: Path) -> Path:
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"Installing {ASREVIEW} into {folder}")
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", ASREVIEW], check=True)
    return python


def sources() -> list[dict]:
    found: dict[str, list[dict]] = defaultdict(list)
    with gzip.open(corpus.CORPUS, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record.get("label_included") in ("1", "0", "-1"):
                found[record["source"]].append(record)
    rows = [
        {
            "name": name,
            "titles": [corpus.text_of(record, "title") for record in records],
            "abstracts": [corpus.text_of(record, "abstract") for record in records],
            "labels": [int(record["label_included"] == "1") for record in records],
        }
        for name, records in sorted(found.items())
    ]
    return [row for row in rows if sum(row["labels"]) >= LEAST_INCLUDED]


def known(labels: list[int], run: int) -> list[int]:
    draw = random.Random(run)
    return [draw.choice([at for at, label in enumerate(labels) if label == wanted]) for wanted in (1, 0)]


def wanted_of(labels: list[int]) -> int:
    return math.ceil(TARGET * sum(labels))


def read_ours(task: dict, every: int) -> list[int]:
    """How many works are read until enough are found, of each run."""
    texts = [f"{title} {abstract}" for title, abstract in zip(task["titles"], task["abstracts"], strict=True)]
    keep_counted_words(texts)
    return [screen(texts, task["labels"], known, every) for known in task["known"]]


def screen(texts: list[str], labels: list[int], known: list[int], every: int) -> int:
    read, wanted = list(known), wanted_of(labels)
    found = sum(labels[at] for at in read)
    while True:
        seen = set(read)
        undecided = [at for at in range(len(texts)) if at not in seen]
        order = ordering.likeliest_first(
            [texts[at] for at in undecided],
            [texts[at] for at in read if labels[at]],
            [texts[at] for at in read if not labels[at]],
        )
        for position in order[:every]:
            read.append(undecided[position])
            found += labels[undecided[position]]
            if found >= wanted:
                return len(read)


def keep_counted_words(texts: list[str]) -> None:
    """The words of a text are counted once, not for every order: that changes how long it takes, and nothing else."""
    row_of = {text: row for row, text in enumerate(texts)}
    counted = count_words(texts)
    ordering.count_words = lambda asked: counted[[row_of[text] for text in asked]]


def read_theirs(task: dict, every: int, python: Path) -> list[int]:
    program = Path(__file__).with_name("asreview_default.py")
    told = json.dumps({**task, "every": every, "wanted": wanted_of(task["labels"])})
    answer = subprocess.run([python, program], input=told, capture_output=True, text=True, check=True)
    return json.loads(answer.stdout.splitlines()[-1])


def by_chance(labels: list[int]) -> float:
    return 2 + (wanted_of(labels) - 1) * (len(labels) - 1) / sum(labels)


def report(tasks: list[dict], ours: list[list[int]], theirs: list[list[int]]) -> None:
    columns = defaultdict(list)
    print(f"{'source':34} {'works':>6} {'incl.':>6} {'chance':>8} {'ASReview':>9} {'ours':>7}")
    for task, our, their in zip(tasks, ours, theirs, strict=True):
        labels = task["labels"]
        row = {
            "chance": saved([by_chance(labels)], labels),
            "ASReview": saved(their, labels),
            "ours": saved(our, labels),
        }
        for name, value in row.items():
            columns[name].append(value)
        print(
            f"{task['name']:34} {len(labels):6} {sum(labels):6} " + " ".join(f"{value:8.3f}" for value in row.values())
        )
    means = {name: statistics.mean(values) for name, values in columns.items()}
    better = sum(our > their for our, their in zip(columns["ours"], columns["ASReview"], strict=True))
    print(f"{'mean':48} " + " ".join(f"{value:8.3f}" for value in means.values()))
    verdict = "not worse" if means["ours"] >= means["ASReview"] else "WORSE"
    print(f"ours is {verdict} on average; better in {better} of {len(tasks)} sources")


def saved(read: list[int], labels: list[int]) -> float:
    return statistics.mean(1 - each / len(labels) - (1 - TARGET) for each in read)


if __name__ == "__main__":
    main()
