"""The addresses of reviews, for the tests that walk over all: what each takes and needs, part by part."""

from tests.reviews import world


class ReviewExamples:
    """What the examples of addresses are about: a review in screening with one work found."""

    def __init__(self, author):
        self.cycle = world.opened(author)
        self.run = world.searched(self.cycle)
        self.candidate = world.candidate(self.cycle, run=self.run)


READ = "read"

# For tests/test_pages.py: lists that anybody may read, and what is tested where it belongs.
LISTS = ["reviews"]
TESTED_WITH_REVIEWS = ["review"]
TESTED_WITH_REVIEWS += ["review-full-texts"]  # tests/reviews/views/test_full_texts.py
TESTED_WITH_REVIEWS += ["review-flow", "review-flow-file"]  # tests/reviews/views/test_flow.py

# name -> the arguments of its address; `world` is of tests/addresses.py
ARGUMENTS = {
    # cycles
    "review": lambda world: [world.reviews.cycle.key],
    # literature
    # screening
    # full texts and flow
    "review-full-texts": lambda world: [world.reviews.cycle.key],
    "review-flow": lambda world: [world.reviews.cycle.key],
    "review-flow-file": lambda world: [world.reviews.cycle.key, "csv"],
    # other sources
    # packet
}

# (name, method) -> an act of audit/acts.py, READ, or ACCOUNT
NEEDS = {
    # cycles
    ("reviews", "GET"): READ,  # of those that one may see
    ("review", "GET"): "read_reviews",
    # literature
    # screening
    # full texts and flow
    ("review-full-texts", "GET"): "read_reviews",
    ("review-full-texts", "POST"): "keep_full_texts",
    ("review-flow", "GET"): "read_reviews",
    ("review-flow-file", "GET"): "read_reviews",
    # other sources
    # packet
}

# Bodies of POST where an empty one leads nowhere.
BODIES = {
    # cycles
    # literature
    # screening
    # full texts and flow
    # other sources
    # packet
}
