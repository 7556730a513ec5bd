"""What the starter base tells of reviews, and what a file of reviews is refused for."""

import pytest

from audit.models import AuditEvent
from evidence.fixture_files import FixtureError
from policies import loading
from reviews.models import ReviewCycle
from tests import small_fixtures

CYCLES = """\
document: doc
review_cycles:
- {key: doc/review-1, policy: doc, state: closed, outcome: reaffirmed, version: doc/2024, lines: "4"}
- {key: doc/review-2, policy: doc, state: open, previous: doc/review-1}
"""


def test_the_review_of_9_2024_is_told_as_its_document_tells_it(starter_base):
    cycle = ReviewCycle.objects.get(key="bcbsma-292/review-1")
    assert (cycle.type, cycle.state, cycle.outcome) == ("annual", "closed", "reaffirmed")
    assert (cycle.closed_on, cycle.literature_searched_through) == ("2024-09", "2024-06-05")
    assert (cycle.document.key, cycle.location, cycle.version.key) == ("bcbsma-292", "line 146", "bcbsma-292/2024-09")
    assert (cycle.opened_on, cycle.opened_by, cycle.closed_by, cycle.next_due_on) == ("", "", "", None)
    event = AuditEvent.objects.get(target_type="review_cycle", target_key=cycle.key)
    assert (event.event, event.by, event.after) == ("review_cycle.loaded", "fixtures", {"document": "bcbsma-292"})


def test_the_next_one_is_open_and_nobody_said_when_it_is_due(starter_base):
    cycle = ReviewCycle.objects.exclude(state="closed").get()
    assert (cycle.previous.key, cycle.state, cycle.due_on) == ("bcbsma-292/review-1", "open", None)
    assert cycle.document is None


def test_everybody_reads_the_closed_one_and_members_the_open_one(starter_base, client, account):
    page = client.get("/reviews/bcbsma-292/review-1/").content.decode()
    assert "Reaffirmed" in page
    assert "line 146" in page
    assert client.get("/reviews/bcbsma-292/review-2/").status_code == 404
    assert "review-2" not in client.get("/reviews/").content.decode()
    client.force_login(account("Reviewer"))
    assert "due date not stated" in client.get("/reviews/bcbsma-292/review-2/").content.decode()


def folder(tmp_path, text: str = CYCLES):
    return small_fixtures.write(tmp_path, small_fixtures.FILES | {"doc/reviews.yaml": text})


def test_reviews_are_loaded_and_compared_like_everything_else(tmp_path, db):
    loading.load(folder(tmp_path))
    assert ReviewCycle.objects.get(previous__isnull=False).previous.version.key == "doc/2024"
    assert loading.compare(tmp_path / "fixtures") == []
    ReviewCycle.objects.filter(key="doc/review-2").update(state="screening")
    found = loading.compare(tmp_path / "fixtures")
    assert [(each.kind, each.key, each.fields) for each in found] == [
        ("edited here", "doc/review-2", (("state", "screening", "open"),))
    ]


INVALID = {
    "outcome of an open one": ("state: open", "state: open, outcome: revised", "`outcome` goes with closed"),
    "closed without an outcome": ("outcome: reaffirmed, ", "", "`outcome` goes with closed"),
    "closed without its place": (', lines: "4"', "", "by their `lines`"),
    "day of an open one": ("state: open", 'state: open, closed_on: "2024"', "no day, no search and no version yet"),
    "due date": ("state: open", 'state: open, due_on: "2026-01-01"', "due_on"),
    "policy that is not there": ("policy: doc, state: open", "policy: dog, state: open", 'there is no "dog"'),
    "one before that is not there": ("previous: doc/review-1", "previous: doc/x", 'there is no "doc/x"'),
    "version of another policy": ("version: doc/2024", "version: doc/2023", 'has no text read "doc/2023"'),
    "twice": ("key: doc/review-2", "key: doc/review-1", "stands twice"),
    "no document": ("document: doc\n", "", "reviews need the file's `document`"),
    "two in progress": (
        ", previous: doc/review-1}\n",
        "}\n- {key: doc/review-3, policy: doc, state: open}\n",
        "two reviews in progress",
    ),
}


@pytest.mark.parametrize(("old", "new", "message"), INVALID.values(), ids=INVALID.keys())
def test_a_wrong_file_of_reviews_loads_nothing(tmp_path, db, old, new, message):
    assert old in CYCLES
    with pytest.raises(FixtureError, match=message):
        loading.load(folder(tmp_path, CYCLES.replace(old, new, 1)))
    assert not ReviewCycle.objects.exists()
