"""The annual review of the demo: the open one of policy 292, in screening, with its people and their days.

The days are the demo's own, counted from the day it is made: the starter base says of none.
"""

from datetime import date, timedelta

from django.utils import timezone

from reviews.cycles import assigning, editing, moving
from reviews.models import ReviewCycle

People = dict[str, object]
REVIEW = "bcbsma-292/review-2"
QUESTION = (
    "In adults with primary or metastatic tumours of the liver that cannot be resected, does radioembolization prolong "
    "survival, relieve symptoms or lead to transplantation more often than other treatment?"
)
CRITERIA = """\
Included: comparative studies; series of 30 patients and more; guidelines and assessments.
Excluded: animals and phantoms; technique and dosimetry without outcomes of patients; case reports."""
TERMS = ["radioembolization", "SIRT", "TARE", "yttrium-90", "Y-90", "overall survival", "randomized"]
# name, task, days until it is due
ASKED = (
    ("writer", "writer", None),
    ("reviewer", "reader", 9),
    ("librarian", "reader", 9),
    ("second-writer", "third_reader", 20),
)


def review_in_screening(people: People) -> None:
    writer = people["writer"]
    cycle = ReviewCycle.objects.get(key=REVIEW)
    editing.edit(
        cycle=cycle,
        by=writer,
        question=QUESTION,
        criteria=CRITERIA,
        highlighted=TERMS,
        readers_needed=2,
        due_on=_in(45),
    )
    for name, task, days in ASKED:
        assigning.assign(cycle=cycle, by=writer, name=name, task=task, due_on=_in(days) if days else None)
    moving.move(cycle=cycle, name="screen", by=writer)


def _in(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
