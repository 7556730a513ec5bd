"""Plays one source's screening with ASReview's default model. Run by benchmarks.screening_order, in ASReview's own
environment: it imports nothing of ours. Reads a task as JSON, writes how many works were read in each run.
"""

import json
import sys

import pandas as pd
from asreview.learner import ActiveLearningCycle
from asreview.models.models import get_ai_config
from asreview.simulation.simulate import Simulate


class Found:
    """Stops a simulation when so many inclusions are found."""

    def __init__(self, wanted: int):
        self.wanted = wanted

    def stop(self, results, _data) -> bool:
        return sum(results["label"]) >= self.wanted


def main() -> None:
    task = json.load(sys.stdin)
    works = pd.DataFrame({"title": task["titles"], "abstract": task["abstracts"]})
    print(json.dumps([screen(works, task, known) for known in task["known"]]))


def screen(works: pd.DataFrame, task: dict, known: list[int]) -> int:
    """Of the works that were asked for together, those after the one that was still wanted do not count as read."""
    cycle = ActiveLearningCycle.from_meta(get_ai_config()["value"])
    cycle.n_query = task["every"]
    simulation = Simulate(works, task["labels"], [cycle], stopper=Found(task["wanted"]), print_progress=False)
    simulation.label(known)
    simulation.review()
    found = 0
    for read, label in enumerate(simulation._results["label"], start=1):
        found += label
        if found == task["wanted"]:
            return read
    raise AssertionError("the simulation stopped before enough was found")


if __name__ == "__main__":
    main()
