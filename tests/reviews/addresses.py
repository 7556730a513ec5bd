"""The addresses of reviews, for the tests that walk over all: what each takes and needs, part by part."""

from reviews.cycles.assigning import assign
from tests.reviews import world


class ReviewExamples:
    """What the examples of addresses are about: a review in screening with one work found."""

    def __init__(self, author):
        self.cycle = world.opened(author)
        self.run = world.searched(self.cycle)
        self.candidate = world.candidate(self.cycle, run=self.run)
        self.assignment = assign(cycle=self.cycle, by=author, name=author.get_username(), task="writer")


READ, ACCOUNT = "read", "account"

# For tests/test_pages.py: lists that anybody may read, and what is tested where it belongs.
LISTS = ["reviews"]
TESTED_WITH_REVIEWS = ["review"]
# tests/reviews/views/test_keeping.py, test_work.py
TESTED_WITH_REVIEWS += ["review-new", "review-edit", "review-assign", "review-move", "review-draft", "review-close"]
TESTED_WITH_REVIEWS += ["assignment-end", "my-work", "notices-read", "reviews-by-writer"]
TESTED_WITH_REVIEWS += ["review-literature", "review-literature-file"]
TESTED_WITH_REVIEWS += ["review-progress", "review-order"]
TESTED_WITH_REVIEWS += ["review-flow", "review-flow-file"]  # tests/reviews/views/test_flow.py
TESTED_WITH_REVIEWS += ["review-packet", "review-packet-docx", "review-packet-pdf"]

# name -> the arguments of its address; `world` is of tests/addresses.py
ARGUMENTS = {
    # cycles
    **{
        f"review{page}": lambda world: [world.reviews.cycle.key]
        for page in ("", "-edit", "-assign", "-move", "-draft", "-close")
    },
    "assignment-end": lambda world: [world.reviews.assignment.pk],
    # literature
    "review-literature": lambda world: [world.reviews.cycle.key],
    "review-literature-file": lambda world: [world.reviews.cycle.key, "searches"],
    # screening
    "review-progress": lambda world: [world.reviews.cycle.key],
    "review-order": lambda world: [world.reviews.cycle.key],
    # full texts and flow
    "review-flow": lambda world: [world.reviews.cycle.key],
    "review-flow-file": lambda world: [world.reviews.cycle.key, "csv"],
    # other sources
    # packet
    "review-packet": lambda world: [world.reviews.cycle.key],
    "review-packet-docx": lambda world: [world.reviews.cycle.key],
    "review-packet-pdf": lambda world: [world.reviews.cycle.key],
}

# (name, method) -> an act of audit/acts.py, READ, or ACCOUNT
NEEDS = {
    # cycles
    ("reviews", "GET"): READ,  # of those that one may see
    ("review", "GET"): "read_reviews",
    ("reviews-by-writer", "GET"): "read_reviews",
    **{(f"review-{page}", method): "keep_reviews" for page in ("new", "edit") for method in ("GET", "POST")},
    **{(f"review-{act}", "POST"): "keep_reviews" for act in ("assign", "move")},
    ("assignment-end", "POST"): "keep_reviews",
    **{("review-draft", method): "write_drafts" for method in ("GET", "POST")},
    **{("review-close", method): "close_reviews" for method in ("GET", "POST")},
    ("my-work", "GET"): ACCOUNT,
    ("notices-read", "POST"): ACCOUNT,
    # literature
    ("review-literature", "GET"): "read_reviews",
    ("review-literature", "POST"): "search_literature",
    ("review-literature-file", "GET"): "read_reviews",
    # screening
    ("review-progress", "GET"): "read_reviews",
    ("review-order", "POST"): "screen",
    # full texts and flow
    ("review-flow", "GET"): "read_reviews",
    ("review-flow-file", "GET"): "read_reviews",
    # other sources
    # packet
    ("review-packet", "GET"): "read_reviews",
    ("review-packet-docx", "GET"): "read_reviews",
    ("review-packet-pdf", "GET"): "read_reviews",
}

# Bodies of POST where an empty one leads nowhere.
BODIES = {
    # cycles
    "review-move": {"move": "skip"},
    # literature
    # screening
    # full texts and flow
    # other sources
    # packet
}
